#include "engine/io/region_files.h"

#include "engine/base/limits.h"
#include "engine/io/npz.h"
#include "engine/io/region_parts.h"
#include "engine/io/region_table.h"
#include "engine/text/code_points.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace attenscope {

namespace {

constexpr std::uint64_t kArrayBytes = 256 * limits::kMiB;
constexpr float kOutsideFraction = 1e-3F; ///< boxes that a detector rounded up

std::string shapeText(const NamedArray& array)
{
    std::string text;
    for (const std::int64_t extent : array.shape) {
        text += (text.empty() ? "" : ", ") + std::to_string(extent);
    }
    return "[" + text + "]";
}

std::vector<float> numbers(const NamedArray& array)
{
    return std::visit(
        [](const auto& values) { return std::vector<float>(values.begin(), values.end()); },
        array.values);
}

/// Reads the arrays of a region file; each knows the file that it is in.
class RegionArrays {
public:
    RegionArrays(InputFile file, const RegionPicture& picture)
        : name_(file.name()), picture_(picture), npz_(std::move(file), kArrayBytes)
    {
    }

    Regions read() const;

private:
    Matrix matrix(const std::string& array, Index rows, Index columns, bool mayBeWider) const;
    Matrix features() const;
    Matrix boxes(Index regions) const;
    std::vector<bool> padding(Index regions) const;
    std::vector<std::string> labels(Index regions) const;
    std::vector<std::string> textLabels(const NamedArray& stored, Index regions) const;

    std::string name_;
    RegionPicture picture_;
    NpzFile npz_;
};

/// rows, columns  what the shape must be; columns beyond are dropped where there may be some
Matrix RegionArrays::matrix(const std::string& array,
                            Index rows,
                            Index columns,
                            bool mayBeWider = false) const
{
    const NamedArray stored = npz_.read(array);
    const bool fits = stored.shape.size() == 2 && stored.shape[0] == rows &&
                      (mayBeWider ? stored.shape[1] >= columns : stored.shape[1] == columns);
    if (!fits) {
        throw regionError("E_REGIONS_SHAPE", name_, array,
                          "[" + std::to_string(rows) + ", " + std::to_string(columns) + "]",
                          shapeText(stored));
    }
    const std::vector<float> values = numbers(stored);
    return Eigen::Map<const Matrix>(values.data(), rows, stored.shape[1]).leftCols(columns);
}

Matrix RegionArrays::features() const
{
    if (!npz_.contains("features")) {
        throw regionError("E_REGIONS_FORMAT", name_, "features", "an array of this name", "none",
                          "The guide says how a region file is made.");
    }
    const NamedArray stored = npz_.read("features");
    if (stored.shape.size() != 2 || stored.shape[0] < 1 || stored.shape[1] < 1) {
        throw regionError("E_REGIONS_SHAPE", name_, "features", "[regions, width]",
                          shapeText(stored));
    }
    if (stored.shape[0] > limits::kRegions || stored.shape[1] > limits::kHiddenWidth) {
        throw regionError("E_LIMIT_REGIONS", name_, "features",
                          "at most " + std::to_string(limits::kRegions) + " regions of width " +
                              std::to_string(limits::kHiddenWidth),
                          shapeText(stored));
    }
    const std::vector<float> values = numbers(stored);
    return Eigen::Map<const Matrix>(values.data(), stored.shape[0], stored.shape[1]);
}

Matrix RegionArrays::boxes(Index regions) const
{
    const std::array<const char*, 3> kinds{"boxes", "boxes_normalized", "norm_bb"};
    const auto isThere = [&](const char* kind) { return npz_.contains(kind); };
    if (std::ranges::count_if(kinds, isThere) != 1) {
        throw regionError("E_REGIONS_BOXES", name_, "boxes",
                          "either boxes (pixels) or boxes_normalized (0 to 1), [" +
                              std::to_string(regions) + ", 4]",
                          std::ranges::any_of(kinds, isThere) ? "several of them" : "none of them");
    }
    const std::string kind = *std::ranges::find_if(kinds, isThere);
    Matrix boxes = matrix(kind, regions, 4, kind == "norm_bb");
    if (kind == "boxes") {
        const auto width = static_cast<float>(picture_.width);
        const auto height = static_cast<float>(picture_.height);
        boxes.col(0) /= width;
        boxes.col(1) /= height;
        boxes.col(2) /= width;
        boxes.col(3) /= height;
    }
    return boxes;
}

std::vector<bool> RegionArrays::padding(Index regions) const
{
    if (!npz_.contains("mask")) {
        return {};
    }
    const NamedArray stored = npz_.read("mask");
    if (stored.shape != std::vector<std::int64_t>{regions}) {
        throw regionError("E_REGIONS_SHAPE", name_, "mask", "[" + std::to_string(regions) + "]",
                          shapeText(stored));
    }
    std::vector<bool> isPadding;
    for (const float value : numbers(stored)) {
        if (value != 0 && value != 1) {
            throw regionError("E_REGIONS_VALUES", name_,
                              "mask[" + std::to_string(isPadding.size()) + "]",
                              "1 for a region, 0 for padding", std::to_string(value));
        }
        isPadding.push_back(value == 0);
    }
    return isPadding;
}

/// From code points, a row for each region; 0 ends a text.
std::vector<std::string> RegionArrays::textLabels(const NamedArray& stored, Index regions) const
{
    const auto* points = std::get_if<std::vector<std::int64_t>>(&stored.values);
    if (points == nullptr || stored.shape.size() != 2 || stored.shape[0] != regions) {
        throw regionError("E_REGIONS_SHAPE", name_, "labels",
                          std::to_string(regions) + " texts of one kind", shapeText(stored));
    }
    const auto width = static_cast<std::size_t>(stored.shape[1]);
    std::vector<std::string> labels(static_cast<std::size_t>(regions));
    for (std::size_t i = 0; i < points->size(); ++i) {
        const std::int64_t point = (*points)[i];
        constexpr std::int64_t kLastPoint = 0x10FFFF;
        const bool isSurrogate = point >= 0xD800 && point <= 0xDFFF;
        if (point < 0 || point > kLastPoint || isSurrogate) {
            throw regionError("E_REGIONS_VALUES", name_,
                              "labels[" + std::to_string(i / width) + "]", "code points",
                              std::to_string(point));
        }
        if (point != 0) {
            appendUtf8(labels[i / width], static_cast<char32_t>(point));
        }
    }
    return labels;
}

std::vector<std::string> RegionArrays::labels(Index regions) const
{
    if (npz_.contains("labels")) {
        return textLabels(npz_.read("labels"), regions);
    }
    if (!npz_.contains("objects_id")) {
        return {};
    }
    const NamedArray stored = npz_.read("objects_id");
    if (stored.shape != std::vector<std::int64_t>{regions}) {
        throw regionError("E_REGIONS_SHAPE", name_, "objects_id",
                          "[" + std::to_string(regions) + "]", shapeText(stored));
    }
    std::vector<std::string> labels;
    for (const float id : numbers(stored)) {
        labels.push_back(classLabel(static_cast<std::int64_t>(id)));
    }
    return labels;
}

Regions RegionArrays::read() const
{
    Regions regions{.features = features(), .boxes = {}, .isPadding = {}, .wholeImage = {}};
    const Index count = regions.features.rows();
    regions.boxes = boxes(count);
    regions.isPadding = padding(count);
    regions.labels = labels(count);
    if (npz_.contains("global")) {
        const NamedArray stored = npz_.read("global");
        if (stored.shape != std::vector<std::int64_t>{regions.features.cols()}) {
            throw regionError("E_REGIONS_SHAPE", name_, "global",
                              "[" + std::to_string(regions.features.cols()) + "]",
                              shapeText(stored));
        }
        const std::vector<float> values = numbers(stored);
        regions.wholeImage =
            Eigen::Map<const Eigen::RowVectorXf>(values.data(), static_cast<Index>(values.size()));
    }
    return regions;
}

/// What is checked of any region file. Rows of padding may hold anything finite.
void check(const Regions& regions, const std::string& file, const RegionPicture& picture)
{
    const auto requireFinite = [&](const auto& values, const char* what) {
        if (!values.allFinite()) {
            throw regionError("E_REGIONS_VALUES", file, what, "finite numbers", "one that is not");
        }
    };
    requireFinite(regions.features, "features");
    requireFinite(regions.boxes, "boxes");
    if (regions.wholeImage) {
        requireFinite(*regions.wholeImage, "global");
    }
    const float outside =
        kOutsideFraction + 1.0F / static_cast<float>(std::min(picture.width, picture.height));
    for (Index i = 0; i < regions.boxes.rows(); ++i) {
        const auto index = static_cast<std::size_t>(i);
        if (index < regions.isPadding.size() && regions.isPadding[index]) {
            continue;
        }
        const auto box = regions.boxes.row(i);
        const auto text = [&box] {
            std::string numbers;
            for (const float side : {box(0), box(1), box(2), box(3)}) {
                numbers += (numbers.empty() ? "" : " ") + std::to_string(side);
            }
            return numbers + " as fractions";
        };
        if (box(2) < box(0) || box(3) < box(1)) {
            throw regionError("E_REGIONS_BOXES", file, "box " + std::to_string(i),
                              "x0 y0 x1 y1 with x0 <= x1 and y0 <= y1", text());
        }
        if (box.minCoeff() < -outside || box.maxCoeff() > 1 + outside) {
            throw regionError("E_REGIONS_BOXES", file, "box " + std::to_string(i),
                              "a box inside the picture of " + std::to_string(picture.width) +
                                  " x " + std::to_string(picture.height) + " pixels",
                              text(), "Was it made from another picture?");
        }
    }
}

/// What the first bytes are, for files that are neither.
std::optional<std::string> foreignKind(std::string_view start)
{
    using namespace std::string_view_literals;
    if (start.starts_with("\x93NUMPY")) {
        return "a single NPY array, which says nothing of boxes";
    }
    if (start.starts_with("\x89HDF")) {
        return "an HDF5 file";
    }
    if (start.starts_with("\x80\x02"sv) || start.starts_with("\x80\x04"sv)) {
        return "a Python pickle";
    }
    if (start.find('\0') != std::string_view::npos) {
        return "a binary file of another kind";
    }
    return start.empty() ? std::optional<std::string>("an empty file") : std::nullopt;
}

} // namespace

Regions readRegions(const std::filesystem::path& path,
                    const RegionPicture& picture,
                    const Progress& progress)
{
    InputFile file = InputFile::open(path, path.string());
    std::array<char, 64> start{};
    const std::size_t known = std::min<std::size_t>(start.size(), file.size());
    file.readAt(0, std::as_writable_bytes(std::span(start).first(known)));
    const std::string_view bytes(start.data(), known);
    const bool isArchive = bytes.starts_with("PK");
    if (const auto kind = isArchive ? std::nullopt : foreignKind(bytes)) {
        throw regionError("E_REGIONS_FORMAT", file.name(), {}, "an NPZ file or a TSV of regions",
                          *kind, "The guide says how a region file is made.");
    }
    const std::string name = file.name();
    Regions regions = isArchive ? RegionArrays(std::move(file), picture).read()
                                : readRegionTable(file, picture, progress);
    check(regions, name, picture);
    return regions;
}

} // namespace attenscope
