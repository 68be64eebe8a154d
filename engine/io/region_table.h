#pragma once

#include "engine/base/progress.h"
#include "engine/checkpoint/input_file.h"
#include "engine/io/region_files.h"

namespace attenscope {

/// Finds the picture's line in a table of regions and reads it; boxes as fractions. See
/// readRegions.
Regions
readRegionTable(const InputFile& file, const RegionPicture& picture, const Progress& progress);

} // namespace attenscope
