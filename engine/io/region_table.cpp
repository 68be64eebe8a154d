#include "engine/io/region_table.h"

#include "engine/base/base64.h"
#include "engine/base/limits.h"
#include "engine/io/region_parts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>

namespace attenscope {

namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20U;
constexpr std::size_t kIdsShown = 5;

/// Columns of the two layouts, by their number.
struct Layout {
    std::size_t columns;
    std::size_t width;
    std::size_t height;
    std::size_t count;
    std::size_t boxes;
    std::size_t features;
    std::optional<std::size_t> objects;
};

constexpr std::array<Layout, 2> kLayouts{Layout{.columns = 6,
                                                .width = 1,
                                                .height = 2,
                                                .count = 3,
                                                .boxes = 4,
                                                .features = 5,
                                                .objects = std::nullopt},
                                         Layout{.columns = 10,
                                                .width = 2,
                                                .height = 1,
                                                .count = 7,
                                                .boxes = 8,
                                                .features = 9,
                                                .objects = 3}};

/// The lines of a file, one after the other; only one is in memory.
class Lines {
public:
    Lines(const InputFile& file, const Progress& progress) : file_(file), progress_(progress) {}

    /// Without its end; nothing after the last. The text lives until the next call.
    std::optional<std::string_view> next();

    int number() const { return number_; }

private:
    bool fill();

    const InputFile& file_;
    const Progress& progress_;
    std::string buffer_;
    std::size_t begin_ = 0;
    std::uint64_t offset_ = 0;
    int number_ = 0;
};

bool Lines::fill()
{
    const std::uint64_t left = file_.size() - offset_;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, kChunkBytes));
    progress_.step(static_cast<int>(offset_ / kChunkBytes),
                   static_cast<int>(file_.size() / kChunkBytes) + 1, "regions");
    buffer_.erase(0, begin_);
    begin_ = 0;
    if (buffer_.size() + count > limits::kRegionLineBytes) {
        throw regionError("E_LIMIT_REGIONS", file_.name(), "line " + std::to_string(number_ + 1),
                          "at most " + std::to_string(limits::kRegionLineBytes) + " bytes",
                          "a longer line");
    }
    const std::size_t filled = buffer_.size();
    buffer_.resize(filled + count);
    file_.readAt(offset_, std::as_writable_bytes(std::span(buffer_).subspan(filled)));
    offset_ += count;
    return count > 0;
}

std::optional<std::string_view> Lines::next()
{
    std::size_t searched = begin_;
    std::size_t end = std::string::npos;
    while ((end = buffer_.find('\n', searched)) == std::string::npos) {
        const std::size_t pending = buffer_.size() - begin_;
        if (!fill()) {
            end = buffer_.size();
            break;
        }
        searched = begin_ + pending;
    }
    if (end == buffer_.size() && begin_ == end) {
        return std::nullopt;
    }
    std::string_view line(buffer_.data() + begin_, end - begin_);
    begin_ = std::min(end + 1, buffer_.size());
    ++number_;
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

bool isNumber(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view withoutZeros(std::string_view digits)
{
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? "0" : digits.substr(first);
}

bool isSameImage(std::string_view row, std::string_view picture)
{
    if (row == picture) {
        return true;
    }
    const std::size_t letters = picture.find_last_not_of("0123456789");
    const std::string_view digits =
        letters == std::string_view::npos ? picture : picture.substr(letters + 1);
    return isNumber(row) && isNumber(digits) && withoutZeros(row) == withoutZeros(digits);
}

/// One row of the table.
class Row {
public:
    Row(const std::string& file, int line, std::string_view text);

    std::string_view id() const { return fields_.front(); }

    Regions read(const RegionPicture& picture) const;

private:
    [[noreturn]] void refuse(std::size_t column, std::string expected, std::string found) const;
    int number(std::size_t column, std::int64_t largest, const char* what) const;
    Matrix matrix(std::size_t column, Index rows, std::optional<Index> columns) const;
    std::vector<std::string> labels(std::size_t column, Index regions) const;

    std::string file_;
    int line_;
    std::vector<std::string_view> fields_;
    const Layout* layout_ = nullptr;
};

Row::Row(const std::string& file, int line, std::string_view text) : file_(file), line_(line)
{
    while (true) {
        const std::size_t tab = text.find('\t');
        fields_.push_back(text.substr(0, tab));
        if (tab == std::string_view::npos) {
            break;
        }
        text.remove_prefix(tab + 1);
    }
    const auto* const layout = std::ranges::find(kLayouts, fields_.size(), &Layout::columns);
    if (layout == kLayouts.end()) {
        throw regionError(line == 1 ? "E_REGIONS_FORMAT" : "E_REGIONS_ROW", file,
                          "line " + std::to_string(line), "6 or 10 columns between tabs",
                          std::to_string(fields_.size()),
                          "The guide says how a region file is made.");
    }
    layout_ = layout;
}

void Row::refuse(std::size_t column, std::string expected, std::string found) const
{
    throw regionError("E_REGIONS_ROW", file_,
                      "line " + std::to_string(line_) + ", column " + std::to_string(column + 1),
                      std::move(expected), std::move(found));
}

int Row::number(std::size_t column, std::int64_t largest, const char* what) const
{
    const std::string_view text = fields_[column];
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 1 || value > largest) {
        refuse(column, std::string(what) + ", 1 to " + std::to_string(largest),
               "\"" + std::string(text.substr(0, 40)) + "\"");
    }
    return static_cast<int>(value);
}

/// columns  nothing: as many as there are
Matrix Row::matrix(std::size_t column, Index rows, std::optional<Index> columns) const
{
    const std::optional<std::string> bytes = fromBase64(fields_[column]);
    if (!bytes) {
        refuse(column, "base64", "something else");
    }
    const std::size_t rowBytes = static_cast<std::size_t>(rows) * sizeof(float);
    const Index width = columns.value_or(static_cast<Index>(bytes->size() / rowBytes));
    if (width < 1 || width > limits::kHiddenWidth ||
        bytes->size() != rowBytes * static_cast<std::size_t>(width)) {
        refuse(column,
               std::to_string(rows) + " regions of " +
                   (columns ? std::to_string(*columns) : std::string("equally many")) +
                   " floats each",
               std::to_string(bytes->size()) + " bytes");
    }
    Matrix values(rows, width);
    std::memcpy(values.data(), bytes->data(), bytes->size());
    return values;
}

/// Class numbers of the detector, 64-bit integers.
std::vector<std::string> Row::labels(std::size_t column, Index regions) const
{
    const std::optional<std::string> bytes = fromBase64(fields_[column]);
    std::vector<std::int64_t> ids(static_cast<std::size_t>(regions));
    if (!bytes || bytes->size() != ids.size() * sizeof(std::int64_t)) {
        refuse(column, std::to_string(regions) + " 64-bit integers in base64", "something else");
    }
    std::memcpy(ids.data(), bytes->data(), bytes->size());
    std::vector<std::string> labels;
    for (const std::int64_t id : ids) {
        labels.push_back(classLabel(id));
    }
    return labels;
}

Regions Row::read(const RegionPicture& picture) const
{
    const int width = number(layout_->width, limits::kPictureSide, "the picture's width");
    const int height = number(layout_->height, limits::kPictureSide, "the picture's height");
    if (width != picture.width || height != picture.height) {
        throw regionError("E_REGIONS_SIZE", file_, "line " + std::to_string(line_),
                          "regions of a picture of " + std::to_string(picture.width) + " x " +
                              std::to_string(picture.height) + " pixels",
                          std::to_string(width) + " x " + std::to_string(height),
                          "Open the picture that the detector was given.");
    }
    const Index count = number(layout_->count, limits::kRegions, "the number of regions");
    Regions regions{.features = matrix(layout_->features, count, std::nullopt),
                    .boxes = matrix(layout_->boxes, count, 4),
                    .isPadding = {},
                    .wholeImage = {},
                    .labels = {}};
    for (Index side = 0; side < 4; ++side) {
        regions.boxes.col(side) /= static_cast<float>(side % 2 == 0 ? width : height);
    }
    if (layout_->objects) {
        regions.labels = labels(*layout_->objects, count);
    }
    return regions;
}

} // namespace

Regions
readRegionTable(const InputFile& file, const RegionPicture& picture, const Progress& progress)
{
    Lines lines(file, progress);
    std::string ids;
    std::size_t count = 0;
    while (const std::optional<std::string_view> line = lines.next()) {
        if (line->empty()) {
            continue;
        }
        const std::string_view id = line->substr(0, line->find('\t'));
        const bool isFirst = count == 0;
        if (isFirst || isSameImage(id, picture.id)) {
            const Row row(file.name(), lines.number(), *line);
            if (isSameImage(id, picture.id)) {
                Regions regions = row.read(picture);
                file.requireUnchanged();
                return regions;
            }
        }
        if (++count <= kIdsShown) {
            ids += (ids.empty() ? "" : ", ") + std::string(id.substr(0, 80));
        }
    }
    throw regionError("E_REGIONS_IMAGE", file.name(), {}, "a row for \"" + picture.id + "\"",
                      std::to_string(count) + (count == 1 ? " image: " : " images: ") + ids +
                          (count > kIdsShown ? ", …" : ""),
                      "Name one with --regions-id.");
}

} // namespace attenscope
