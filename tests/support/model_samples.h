#pragma once

#include "engine/models/model.h"

#include <filesystem>
#include <string>

namespace attenscope {

/// A picture, a caption and six regions as wide as the checkpoint's config says (none where it has
/// no such field): something that any family can be run on.
Sample sampleFor(const std::filesystem::path& folder, const std::string& caption = "a cat");

/// Six regions whose features are a sine of their place.
Regions sineRegions(Index featureWidth);

} // namespace attenscope
