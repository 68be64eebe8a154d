#include "app/choices.h"

#include "app/suggestion.h"
#include "engine/analysis/statistics.h"
#include "engine/base/error.h"
#include "ui/figure/colour_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace attenscope {

namespace {

[[noreturn]] void refuse(const std::string& option,
                         const std::string& expected,
                         const std::string& text,
                         const std::string& remedy = {})
{
    throw Error({.id = "E_USAGE_VALUE",
                 .file = {},
                 .place = option,
                 .expected = expected,
                 .found = "\"" + text + "\"",
                 .remedy = remedy});
}

[[noreturn]] void refuseChoice(const std::string& option,
                               const std::string& text,
                               const std::vector<std::string>& ids)
{
    std::string expected = "one of";
    for (const std::string& id : ids) {
        expected += (&id == &ids.front() ? " " : ", ") + id;
    }
    const std::optional<std::string> near = nearest(text, ids);
    refuse(option, expected, text, near ? "Did you mean " + *near + "?" : "");
}

} // namespace

std::optional<int> wholeNumber(const std::string& text)
{
    constexpr std::size_t kMostDigits = 9;
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isWhole = error == std::errc() && end == text.data() + text.size() &&
                         text.size() <= kMostDigits && value >= 0 && text.front() != '-';
    return isWhole ? std::optional(value) : std::nullopt;
}

std::optional<double> positiveNumber(const std::string& text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isNumber = error == std::errc() && end == text.data() + text.size() &&
                          std::isfinite(value) && value > 0;
    return isNumber ? std::optional(value) : std::nullopt;
}

std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end == std::string::npos ? end : end - begin));
        if (end == std::string::npos) {
            return parts;
        }
        begin = end + 1;
    }
}

std::optional<Mode> modeChoice(const std::string& text)
{
    if (text == "native") {
        return std::nullopt;
    }
    if (const std::optional<Mode> mode = modeFromId(text)) {
        return mode;
    }
    std::vector<std::string> ids{"native"};
    for (const Mode mode : kAllModes) {
        ids.emplace_back(modeId(mode));
    }
    refuseChoice("--mode", text, ids);
}

Direction directionChoice(const std::string& text)
{
    if (const std::optional<Direction> direction = directionFromId(text)) {
        return *direction;
    }
    std::vector<std::string> ids;
    for (const Direction direction : {Direction::TextToImage, Direction::ImageToText,
                                      Direction::TextToText, Direction::ImageToImage}) {
        ids.emplace_back(directionId(direction));
    }
    refuseChoice("--direction", text, ids);
}

SpecialTokens specialTokensChoice(const std::string& text)
{
    if (const std::optional<SpecialTokens> special = specialTokensFromId(text)) {
        return *special;
    }
    refuseChoice("--special", text, {"show", "hide", "renormalise"});
}

JointRows jointRowsChoice(const std::string& text)
{
    if (const std::optional<JointRows> rows = jointRowsFromId(text)) {
        return *rows;
    }
    refuseChoice("--rows", text, {"raw", "conditional"});
}

Scale scaleChoice(const std::string& text)
{
    if (const std::optional<Scale> scale = scaleFromId(text)) {
        return *scale;
    }
    std::vector<std::string> ids;
    for (const ScaleInfo& row : scales()) {
        ids.emplace_back(row.id);
    }
    refuseChoice("--scale", text, ids);
}

std::string aggregationChoice(const std::string& text)
{
    std::vector<std::string> ids{"one"};
    for (const AggregationInfo& row : aggregations()) {
        ids.emplace_back(row.id);
    }
    if (std::find(ids.begin(), ids.end(), text) == ids.end()) {
        refuseChoice("--aggregate", text, ids);
    }
    return text;
}

std::string colourTableChoice(const std::string& option, const std::string& text)
{
    if (findColourTable(text) != nullptr) {
        return text;
    }
    std::vector<std::string> ids;
    for (const ColourTable& table : colourTables()) {
        ids.emplace_back(table.id);
    }
    refuseChoice(option, text, ids);
}

MatrixBlocks blocksChoice(const std::string& text)
{
    if (text != "all" && text != "one") {
        refuseChoice("--blocks", text, {"all", "one"});
    }
    return text == "all" ? MatrixBlocks::All : MatrixBlocks::One;
}

std::string statisticChoice(const std::string& text)
{
    if (findStatistic(text) != nullptr) {
        return text;
    }
    std::vector<std::string> ids;
    for (const StatisticInfo& row : statistics()) {
        ids.emplace_back(row.id);
    }
    refuseChoice("--statistic", text, ids);
}

FigureView viewChoice(const std::string& text)
{
    if (const std::optional<FigureView> view = figureViewFromId(text)) {
        return *view;
    }
    std::vector<std::string> ids;
    for (const FigureViewInfo& row : figureViews()) {
        ids.emplace_back(row.id);
    }
    refuseChoice("--view", text, ids);
}

OverlayKind overlayChoice(const std::string& text)
{
    if (const std::optional<OverlayKind> kind = overlayFromId(text)) {
        return *kind;
    }
    std::vector<std::string> ids;
    for (const OverlayInfo& row : overlayKinds()) {
        ids.emplace_back(row.id);
    }
    refuseChoice("--overlay", text, ids);
}

ThemeKind themeChoice(const std::string& text)
{
    if (const std::optional<ThemeKind> theme = themeFromId(text)) {
        return *theme;
    }
    refuseChoice("--theme", text,
                 {std::string(themeId(ThemeKind::Light)), std::string(themeId(ThemeKind::Dark))});
}

FigureKind figureKindChoice(const std::string& sheet, const std::string& animate)
{
    const bool isAnimation = !animate.empty();
    const std::string& text = isAnimation ? animate : sheet;
    if (text.empty()) {
        return FigureKind::Map;
    }
    const std::optional<Series> series = seriesFromId(text);
    const std::optional<FigureKind> kind =
        series ? figureKindOf(*series, isAnimation) : std::nullopt;
    if (!kind) {
        std::vector<std::string> ids;
        for (const FigureKindInfo& row : figureKinds()) {
            if (row.series && row.isAnimation == isAnimation) {
                ids.emplace_back(seriesId(*row.series));
            }
        }
        refuseChoice(isAnimation ? "--animate" : "--sheet", text, ids);
    }
    return *kind;
}

LayerChoice layerChoice(const std::string& text)
{
    if (text == "all") {
        return {.first = 0, .last = std::nullopt};
    }
    const std::vector<std::string> ends = split(text, '-');
    const std::optional<int> first = wholeNumber(ends.front());
    const std::optional<int> last = wholeNumber(ends.back());
    if (ends.size() > 2 || !first || !last || *first > *last) {
        refuse("--layer", "a layer such as 3, a range such as 0-2, or all", text);
    }
    return {.first = *first, .last = last};
}

std::optional<int> headChoice(const std::string& text)
{
    if (text == "all") {
        return std::nullopt;
    }
    const std::optional<int> head = wholeNumber(text);
    if (!head) {
        refuse("--head", "a head such as 3, or all", text);
    }
    return head;
}

QSize sizeChoice(const std::string& text, double dpi)
{
    const std::vector<std::string> sides = split(text, 'x');
    constexpr std::string_view kMillimetres = "mm";
    const bool isInMillimetres = std::ranges::all_of(
        sides, [&](const std::string& side) { return side.ends_with(kMillimetres); });
    std::vector<std::optional<double>> lengths;
    for (const std::string& side : sides) {
        lengths.push_back(isInMillimetres
                              ? positiveNumber(side.substr(0, side.size() - kMillimetres.size()))
                              : std::optional<double>(wholeNumber(side)));
    }
    if (lengths.size() == 2 && lengths.front() && lengths.back()) {
        const QSizeF size(*lengths.front(), *lengths.back());
        const QSize pixels = isInMillimetres ? pixelsFromMillimetres(size, dpi) : size.toSize();
        if (std::min(pixels.width(), pixels.height()) > 0 &&
            std::max(pixels.width(), pixels.height()) <= kLargestFigureSide) {
            return pixels;
        }
    }
    refuse("--size",
           "WIDTHxHEIGHT in pixels, each at most " + std::to_string(kLargestFigureSide) +
               ", such as 1600x1200, or in millimetres, such as 120mmx90mm",
           text);
}

} // namespace attenscope
