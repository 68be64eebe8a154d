#include "engine/models/module_sides.h"

#include "engine/base/limits.h"
#include "engine/text/code_points.h"

#include <algorithm>

namespace attenscope {

namespace {

/// A fact that was not given.
struct Missing {
    std::string option;
    std::string what;
};

void requireNone(const ModuleSetup& setup, const std::vector<Missing>& missing)
{
    if (missing.empty()) {
        return;
    }
    std::string options;
    std::string facts;
    for (const Missing& fact : missing) {
        options += (options.empty() ? "" : ", ") + fact.option;
        facts += (facts.empty() ? "" : "; ") + fact.what;
    }
    throw Error({.id = "E_USAGE_MISSING",
                 .file = setup.weights.string(),
                 .place = options,
                 .expected = facts,
                 .found = missing.size() == 1 ? "nothing that says it" : "nothing that says these",
                 .remedy = "The weights of a module alone do not tell."});
}

} // namespace

std::optional<Modality> knownSide(const ModuleSetup& setup,
                                  const ModulePlace& place,
                                  const ModuleFeatures& query,
                                  const ModuleFeatures& context)
{
    if (setup.asks) {
        return setup.asks;
    }
    if (place.form == ModuleForm::Convolution) {
        return Modality::Image; // its proj_in is a convolution over a picture's channels
    }
    const auto fills = [&](const ModuleFeatures& features) {
        return setup.grid && features.rows.rows() == setup.grid->cells();
    };
    if (query.grid.has_value() != context.grid.has_value()) {
        return query.grid ? Modality::Image : Modality::Text;
    }
    if (fills(query) != fills(context)) {
        return fills(query) ? Modality::Image : Modality::Text;
    }
    return std::nullopt;
}

namespace {

std::string gridText(GridSize grid)
{
    return std::to_string(grid.rows) + "x" + std::to_string(grid.columns);
}

/// The words of a caption, blanks between them, with their places.
std::vector<Token> captionWords(const std::string& caption)
{
    constexpr const char* kBlanks = " \t\r\n";
    std::vector<Token> words;
    std::size_t begin = caption.find_first_not_of(kBlanks);
    while (begin != std::string::npos) {
        const std::size_t end = std::min(caption.find_first_of(kBlanks, begin), caption.size());
        words.push_back({.text = caption.substr(begin, end - begin), .begin = begin, .end = end});
        begin = caption.find_first_not_of(kBlanks, end);
    }
    return words;
}

void requireUtf8(const std::string& caption)
{
    if (const auto wrong = firstInvalidByte(caption)) {
        throw Error({.id = "E_TEXT_ENCODING",
                     .file = {},
                     .place = "caption, byte " + std::to_string(*wrong),
                     .expected = "UTF-8",
                     .found = "a byte that is none",
                     .remedy = {}});
    }
}

std::string numberedCaption(Index rows)
{
    std::string caption;
    for (Index row = 0; row < rows; ++row) {
        caption += (row == 0 ? "" : " ") + std::to_string(row);
    }
    return caption;
}

void appendWord(Tokens& tokens, Token token, bool isSpecial, TokenPart part)
{
    token.part = part;
    token.isSpecial = isSpecial;
    token.id = static_cast<std::int64_t>(tokens.tokens.size());
    if (!token.isPadding) {
        token.word = static_cast<int>(tokens.words.size());
        tokens.words.push_back(
            {.text = token.text, .tokens = {tokens.size()}, .isSpecial = isSpecial, .part = part});
    }
    tokens.tokens.push_back(std::move(token));
}

/// Pixels along a cell's side: few enough that long rows stay small.
int cellSide(GridSize grid)
{
    constexpr int kLongSide = 1024;
    constexpr int kMost = 64;
    const auto longest = static_cast<int>(std::max(grid.rows, grid.columns));
    return std::clamp(kLongSide / longest, 1, kMost);
}

} // namespace

void requireFiles(const ModuleSetup& setup)
{
    std::vector<Missing> missing;
    if (setup.query.empty()) {
        missing.push_back({"--query", "features that ask"});
    }
    if (setup.context.empty()) {
        missing.push_back({"--context", "features that are looked at"});
    }
    if (!missing.empty() && !setup.heads) {
        missing.push_back({"--heads", "how many heads share the width"});
    }
    requireNone(setup, missing);
}

Modality requireFacts(const ModuleSetup& setup,
                      const ModulePlace& place,
                      const ModuleFeatures& query,
                      const ModuleFeatures& context)
{
    const std::optional<Modality> asks = knownSide(setup, place, query, context);
    std::vector<Missing> missing;
    if (!setup.heads) {
        missing.push_back(
            {"--heads", "how many heads share the width of " + std::to_string(place.innerWidth)});
    }
    if (!asks) {
        missing.push_back({"--query-is", "which side asks, text or image"});
    }
    requireNone(setup, missing);
    const int heads = *setup.heads;
    if (heads < 1 || heads > limits::kHeads || place.innerWidth % heads != 0 ||
        place.innerValueWidth % heads != 0) {
        throw Error({.id = "E_USAGE_VALUE",
                     .file = setup.weights.string(),
                     .place = "--heads",
                     .expected = "a divisor of " + std::to_string(place.innerWidth) +
                                 (place.innerValueWidth == place.innerWidth
                                      ? ""
                                      : " and of " + std::to_string(place.innerValueWidth)),
                     .found = std::to_string(heads),
                     .remedy = {}});
    }
    return *asks;
}

GridSize imageGrid(const ModuleSetup& setup, const ModuleFeatures& image)
{
    const Index rows = image.rows.rows();
    const GridSize own = image.grid.value_or(GridSize{1, rows});
    const GridSize grid = setup.grid.value_or(own);
    const bool contradicts = image.grid && *image.grid != grid;
    if (contradicts || grid.rows < 1 || grid.cells() != rows) {
        throw Error({.id = "E_USAGE_VALUE",
                     .file = image.file,
                     .place = "--grid",
                     .expected = image.grid ? gridText(own)
                                            : "a grid of " + std::to_string(rows) + " cells",
                     .found = gridText(grid),
                     .remedy = {}});
    }
    return grid;
}

PictureSize plainSize(GridSize grid)
{
    const int cell = cellSide(grid);
    return {.width = static_cast<int>(grid.columns) * cell,
            .height = static_cast<int>(grid.rows) * cell};
}

Tokens moduleTokens(const std::string& caption,
                    Index rows,
                    const std::vector<bool>& isPadding,
                    const std::vector<std::string>& extras)
{
    requireUtf8(caption);
    Tokens tokens;
    std::vector<Token> words = captionWords(caption);
    if (!words.empty() && static_cast<Index>(words.size()) != rows) {
        tokens.warnings.push_back({.id = "W_MODULE_NAMES",
                                   .text = "The caption has " + std::to_string(words.size()) +
                                           " words, the text side " + std::to_string(rows) +
                                           " rows: the rows are numbered."});
        words.clear();
    }
    const bool isNamed = !words.empty();
    tokens.caption = isNamed ? caption : numberedCaption(rows);
    if (!isNamed) {
        words = captionWords(tokens.caption);
    }
    for (std::size_t row = 0; row < words.size(); ++row) {
        words[row].isPadding = row < isPadding.size() && isPadding[row];
        appendWord(tokens, words[row], false, TokenPart::Caption);
    }
    for (const std::string& extra : extras) {
        appendWord(tokens, {.text = extra}, true, TokenPart::Added);
    }
    return tokens;
}

VisualUnits moduleUnits(GridSize grid,
                        const Image& picture,
                        const std::vector<bool>& isPadding,
                        const std::vector<std::string>& extras)
{
    const PictureSize plain = plainSize(grid);
    const ImageGeometry geometry{.originalWidth = picture.isEmpty() ? plain.width : picture.width,
                                 .originalHeight =
                                     picture.isEmpty() ? plain.height : picture.height,
                                 .resizedWidth = plain.width,
                                 .resizedHeight = plain.height,
                                 .inputWidth = plain.width,
                                 .inputHeight = plain.height};
    VisualUnits units = patchGrid(geometry, cellSide(grid), false);
    for (std::size_t unit = 0; unit < isPadding.size(); ++unit) {
        units.units[unit].isPadding = isPadding[unit];
    }
    for (const std::string& extra : extras) {
        units.units.push_back({.kind = VisualUnit::Kind::Special, .name = extra});
    }
    return units;
}

std::vector<bool> maskedTokens(const Tokens& tokens, const std::vector<int>& words)
{
    checkIndices(words, static_cast<int>(tokens.words.size()), "masked word");
    std::vector<bool> isMasked(tokens.tokens.size(), false);
    for (const int word : words) {
        for (const int token : tokens.words[static_cast<std::size_t>(word)].tokens) {
            isMasked[static_cast<std::size_t>(token)] = true;
        }
    }
    return isMasked;
}

std::vector<bool> maskedUnits(const VisualUnits& units, const std::vector<int>& masked)
{
    checkIndices(masked, units.size(), "masked unit");
    std::vector<bool> isMasked(static_cast<std::size_t>(units.size()), false);
    for (const int unit : masked) {
        isMasked[static_cast<std::size_t>(unit)] = true;
    }
    return isMasked;
}

Image plainPicture(int width, int height)
{
    constexpr std::uint8_t kPale = 236;
    const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    return {.width = width, .height = height, .rgb = std::vector<std::uint8_t>(3 * pixels, kPale)};
}

} // namespace attenscope
