#pragma once

#include "engine/io/json.h"
#include "ui/figure/figure.h"

#include <filesystem>
#include <string>

namespace attenscope {

/// What `figure` says about what it has drawn: the legend, and of a comparison its facts.
std::string figureText(const FigureRequest& request);

/// Its numbers: of a map, of every map of a series, of a matrix, of every head, of both sides.
Json figureJson(const FigureRequest& request, const std::filesystem::path& file);

} // namespace attenscope
