#pragma once

#include "engine/base/export.h"
#include "engine/base/progress.h"
#include "engine/vision/regions.h"

#include <filesystem>
#include <string>

namespace attenscope {

/// The picture whose regions are wanted.
struct RegionPicture {
    int width = 0; ///< of the upright original, in pixels
    int height = 0;
    /// Its id in a table of many pictures. A row's id is the same text or, where it is a number,
    /// the number at the end: row 42 belongs to "COCO_val2014_000000000042".
    std::string id{};
};

/// What a detector found in one picture. Two formats are told apart by their content:
///
/// NPZ: `features` [region, width]; `boxes` [region, 4] x0 y0 x1 y1 in pixels of the picture, or
/// `boxes_normalized` (or UNITER's `norm_bb`, whose first four columns are taken) in 0…1; optional
/// `mask` [region] of 1 for a region and 0 for padding, `global` [width] for the whole picture,
/// `labels` [region] of text, or `objects_id` [region] of a detector's class numbers.
///
/// TSV, a line for each picture, tab-separated, arrays as base64 of little-endian values, boxes in
/// pixels: bottom-up-attention's six columns (image_id image_w image_h num_boxes boxes features) or
/// LXMERT's ten (img_id img_h img_w objects_id objects_conf attrs_id attrs_conf num_boxes boxes
/// features). It is read line by line, however large it is.
///
/// Throws E_REGIONS_FORMAT (neither of the two, or no such table), E_REGIONS_ROW (a line of the
/// table that is no such row), E_REGIONS_IMAGE (no row for the picture), E_REGIONS_SIZE (made from
/// a picture of another size), E_REGIONS_SHAPE, E_REGIONS_BOXES (missing, in the wrong order or
/// outside the picture), E_REGIONS_VALUES (not finite, or a mask of other numbers),
/// E_LIMIT_REGIONS, the errors of NPZ files, E_IO, E_FILE_CHANGED, Cancelled.
ATTENSCOPE_EXPORT Regions readRegions(const std::filesystem::path& path,
                                      const RegionPicture& picture,
                                      const Progress& progress);

} // namespace attenscope
