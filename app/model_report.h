#pragma once

#include "engine/io/json.h"
#include "engine/models/model.h"

#include <string>

namespace attenscope {

/// What `inspect` says about a model: family, sites, modes with their standing, tasks, sizes,
/// digest.
std::string modelText(const Model& model);
Json modelJson(const Model& model);

} // namespace attenscope
