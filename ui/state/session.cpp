#include "ui/state/session.h"

#include "engine/base/limits.h"
#include "engine/checkpoint/config.h"
#include "engine/io/json.h"
#include "engine/models/module_answers.h"
#include "ui/figure/colour_table.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace attenscope {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSchema = "attenscope-session";
constexpr std::string_view kRecipeSchema = "attenscope-figure/1";
constexpr std::int64_t kVersion = 1;
constexpr double kIndices = 1e6; ///< of words, units, layers, heads: their real bound is the run's

std::string_view paneId(Pane pane)
{
    return pane == Pane::Image ? "image" : "words";
}

/// "" stays "".
std::string writtenPath(const fs::path& path, const fs::path& folder)
{
    return (isInside(path, folder) ? path.lexically_relative(folder) : path).string();
}

Json styleJson(const FigureStyle& style)
{
    return Json::object()
        .set("scale", scaleId(style.scale))
        .set("colormap", style.colourTable)
        .set("signed_colormap", style.signedTable)
        .set("overlay", overlayId(style.overlay))
        .set("opacity", style.opacity)
        .set("smooth", style.isSmooth)
        .set("grid", style.showsGrid)
        .set("kind", figureKindInfo(style.kind).id)
        .set("frame_ms", style.frameMs)
        .set("size", Json::list(std::vector{style.size.width(), style.size.height()}))
        .set("dpi", style.dpi)
        .set("colour_bar", style.hasColourBar)
        .set("legend", style.hasLegend)
        .set("words", style.hasWords)
        .set("metadata", style.hasMetadata)
        .set("embed_image", style.embedsPicture);
}

Json listingJson(const HeadListing& listing)
{
    return Json::object()
        .set("statistic", listing.statistic)
        .set("order", headOrderId(listing.order))
        .set("filter", headFilterId(listing.filter))
        .set("limit", listing.limit)
        .set("numbers", listing.showsNumbers);
}

Json viewJson(const View& view)
{
    return Json::object()
        .set("tab", tabInfo(view.tab).id)
        .set("active", paneId(view.active))
        .set("image_direction", directionId(view.imageDirection))
        .set("word_direction", directionId(view.wordDirection))
        .set("image_kind", view.imageKind)
        .set("word_kind", view.wordKind)
        .set("layer", view.layer)
        .set("head", view.head ? Json(*view.head) : Json())
        .set("aggregation", view.aggregation)
        .set("special", specialTokensId(view.special))
        .set("joint_rows", jointRowsId(view.jointRows))
        .set("pieces_shown", view.showsPieces)
        .set("matrix_blocks", view.matrixBlocks == MatrixBlocks::All ? "all" : "one")
        .set("words", Json::list(view.words))
        .set("pieces", Json::list(view.pieces))
        .set("units", Json::list(view.units))
        .set("fusion", view.fusion)
        .set("heads", listingJson(view.heads))
        .set("style", styleJson(view.style))
        .set("figure_theme", view.figureTheme ? Json(themeId(*view.figureTheme)) : Json());
}

/// What was run, and what was looked at, as fields of an object.
void setMoment(Json& json, const Session& session, const fs::path& folder)
{
    Json heads = Json::array();
    for (const HeadId& head : session.intervention.headsOff) {
        heads.push(
            Json::object().set("kind", head.kind).set("layer", head.layer).set("head", head.head));
    }
    json.set("model",
             Json::object()
                 .set("path", writtenPath(session.model, folder))
                 .set("sha256", session.modelDigest)
                 .set("module", session.module ? Json(moduleAnswersText(*session.module)) : Json()))
        .set("image", Json::object()
                          .set("path", writtenPath(session.picture, folder))
                          .set("sha256", session.pictureDigest))
        .set("regions", writtenPath(session.regions, folder))
        .set("caption", session.caption)
        .set("mode", session.mode ? Json(modeId(*session.mode)) : Json())
        .set("intervention", Json::object()
                                 .set("masked_words", Json::list(session.intervention.maskedWords))
                                 .set("masked_units", Json::list(session.intervention.maskedUnits))
                                 .set("heads_off", std::move(heads)))
        .set("view", viewJson(session.view));
}

/// A JSON document, field by field; what makes no sense leaves the default and a warning.
class Fields {
public:
    Fields(const Config& config, Warnings& warnings) : config_(config), warnings_(warnings) {}

    const Config& config() const { return config_; }

    template <typename Read, typename Value>
    void take(const std::string& pointer, Value& value, Read read)
    {
        if (!config_.contains(pointer)) {
            return;
        }
        try {
            value = read(pointer);
        } catch (const Error& error) {
            leaveOut(pointer, error.info().expected, error.info().found);
        }
    }

    void text(const std::string& pointer, std::string& value)
    {
        take(pointer, value, [&](const std::string& at) { return config_.text(at, std::nullopt); });
    }

    void flag(const std::string& pointer, bool& value)
    {
        take(pointer, value,
             [&](const std::string& at) { return config_.boolean(at, std::nullopt); });
    }

    void index(const std::string& pointer, int& value)
    {
        take(pointer, value, [&](const std::string& at) { return indexAt(at); });
    }

    void indices(const std::string& pointer, std::vector<int>& values)
    {
        take(pointer, values, [&](const std::string& at) {
            std::vector<int> read;
            for (std::size_t i = 0; i < config_.size(at); ++i) {
                read.push_back(indexAt(at + "/" + std::to_string(i)));
            }
            return read;
        });
    }

    /// A text that `find` knows; nothing is one too where the field is null.
    template <typename Value, typename Find>
    void choice(const std::string& pointer, Value& value, Find find)
    {
        std::string id;
        text(pointer, id);
        if (id.empty()) {
            return;
        }
        if (const auto found = find(id)) {
            value = *found;
        } else {
            leaveOut(pointer, "a choice that this program knows", "\"" + id + "\"");
        }
    }

    int indexAt(const std::string& pointer) const
    {
        return static_cast<int>(config_.integer(pointer, std::nullopt, {0, kIndices}));
    }

    void leaveOut(const std::string& pointer, const std::string& expected, const std::string& found)
    {
        warnings_.push_back({.id = "W_SESSION_FIELD",
                             .text = config_.file() + ": " + pointer + ": expected " + expected +
                                     ", found " + found + ". It was left out."});
    }

private:
    const Config& config_;
    Warnings& warnings_;
};

void readHeads(Fields& fields, const std::string& pointer, std::vector<HeadId>& heads)
{
    fields.take(pointer, heads, [&](const std::string& list) {
        std::vector<HeadId> read;
        for (std::size_t i = 0; i < fields.config().size(list); ++i) {
            const std::string at = list + "/" + std::to_string(i);
            read.push_back({.kind = fields.config().text(at + "/kind", std::nullopt),
                            .layer = fields.indexAt(at + "/layer"),
                            .head = fields.indexAt(at + "/head")});
        }
        return read;
    });
}

std::optional<std::string> knownTable(const std::string& id, bool isSigned)
{
    const ColourTable* table = findColourTable(id);
    const bool fits = table != nullptr && (table->kind == ColourTable::Kind::Signed) == isSigned;
    return fits ? std::optional(id) : std::nullopt;
}

/// What an exported figure is and holds.
void readPage(Fields& fields, const std::string& at, FigureStyle& style)
{
    fields.choice(at + "/kind", style.kind, figureKindFromId);
    fields.take(at + "/frame_ms", style.frameMs, [&](const std::string& pointer) {
        return static_cast<int>(
            fields.config().integer(pointer, std::nullopt, {kLeastFrameMs, kMostFrameMs}));
    });
    fields.take(at + "/size", style.size, [&](const std::string& pointer) {
        const auto side = [&](const char* index) {
            return static_cast<int>(
                fields.config().integer(pointer + index, std::nullopt, {1, kLargestFigureSide}));
        };
        return QSize(side("/0"), side("/1"));
    });
    fields.take(at + "/dpi", style.dpi, [&](const std::string& pointer) {
        return fields.config().number(pointer, std::nullopt, {kLeastDpi, kMostDpi});
    });
    fields.flag(at + "/colour_bar", style.hasColourBar);
    fields.flag(at + "/legend", style.hasLegend);
    fields.flag(at + "/words", style.hasWords);
    fields.flag(at + "/metadata", style.hasMetadata);
    fields.flag(at + "/embed_image", style.embedsPicture);
}

void readStyle(Fields& fields, const std::string& at, FigureStyle& style)
{
    fields.choice(at + "/scale", style.scale, scaleFromId);
    fields.choice(at + "/colormap", style.colourTable,
                  [](const std::string& id) { return knownTable(id, false); });
    fields.choice(at + "/signed_colormap", style.signedTable,
                  [](const std::string& id) { return knownTable(id, true); });
    fields.choice(at + "/overlay", style.overlay, overlayFromId);
    fields.take(at + "/opacity", style.opacity, [&](const std::string& pointer) {
        return fields.config().number(pointer, std::nullopt, {0, 1});
    });
    fields.flag(at + "/smooth", style.isSmooth);
    fields.flag(at + "/grid", style.showsGrid);
    readPage(fields, at, style);
}

std::optional<std::string> knownAggregation(const std::string& id)
{
    const bool isKnown = std::ranges::any_of(
        aggregations(), [&](const AggregationInfo& known) { return known.id == id; });
    return isKnown ? std::optional(id) : std::nullopt;
}

std::optional<std::string> knownStatistic(const std::string& id)
{
    return findStatistic(id) != nullptr ? std::optional(id) : std::nullopt;
}

void readListing(Fields& fields, const std::string& at, HeadListing& listing)
{
    constexpr double kLargestLimit = 1e9;
    fields.choice(at + "/statistic", listing.statistic, knownStatistic);
    fields.choice(at + "/order", listing.order, headOrderFromId);
    fields.choice(at + "/filter", listing.filter, headFilterFromId);
    fields.take(at + "/limit", listing.limit, [&](const std::string& pointer) {
        return fields.config().number(pointer, std::nullopt, {0, kLargestLimit});
    });
    fields.flag(at + "/numbers", listing.showsNumbers);
}

/// What session and recipe write alike.
void readCommon(Fields& fields, const std::string& at, View& view)
{
    if (fields.config().isNumber(at + "/head")) {
        fields.take(at + "/head", view.head,
                    [&](const std::string& pointer) { return fields.indexAt(pointer); });
    }
    fields.choice(at + "/aggregation", view.aggregation, knownAggregation);
    fields.choice(at + "/special", view.special, specialTokensFromId);
    fields.choice(at + "/joint_rows", view.jointRows, jointRowsFromId);
}

std::optional<MatrixBlocks> matrixBlocksFromId(const std::string& id)
{
    return id == "all"   ? std::optional(MatrixBlocks::All)
           : id == "one" ? std::optional(MatrixBlocks::One)
                         : std::nullopt;
}

void readView(Fields& fields, const std::string& at, View& view)
{
    fields.choice(at + "/tab", view.tab, tabFromId);
    fields.choice(at + "/active", view.active, [](const std::string& id) -> std::optional<Pane> {
        return id == paneId(Pane::Image)   ? std::optional(Pane::Image)
               : id == paneId(Pane::Words) ? std::optional(Pane::Words)
                                           : std::nullopt;
    });
    fields.choice(at + "/image_direction", view.imageDirection, directionFromId);
    fields.choice(at + "/word_direction", view.wordDirection, directionFromId);
    fields.text(at + "/image_kind", view.imageKind);
    fields.text(at + "/word_kind", view.wordKind);
    fields.index(at + "/layer", view.layer);
    readCommon(fields, at, view);
    fields.flag(at + "/pieces_shown", view.showsPieces);
    fields.choice(at + "/matrix_blocks", view.matrixBlocks, matrixBlocksFromId);
    fields.indices(at + "/words", view.words);
    fields.indices(at + "/pieces", view.pieces);
    fields.indices(at + "/units", view.units);
    fields.text(at + "/fusion", view.fusion);
    readListing(fields, at + "/heads", view.heads);
    readStyle(fields, at + "/style", view.style);
    fields.choice(at + "/figure_theme", view.figureTheme, themeFromId);
}

/// A figure shows one pane; the other one keeps its defaults.
void readSelection(Fields& fields, const std::string& at, View& view)
{
    Direction direction = Direction::TextToImage;
    fields.choice(at + "/direction", direction, directionFromId);
    view.active = looksAtImage(direction) ? Pane::Image : Pane::Words;
    (view.active == Pane::Image ? view.imageDirection : view.wordDirection) = direction;
    fields.text(at + "/kind", view.active == Pane::Image ? view.imageKind : view.wordKind);
    fields.index(at + "/last_layer", view.layer);
    readCommon(fields, at, view);
    fields.indices(at + "/focus", asksFromText(direction) ? view.words : view.units);
    fields.flag(at + "/pieces", view.showsPieces);
    fields.indices(at + "/focus_pieces", view.pieces);
    fields.indices(at + "/other_focus", asksFromText(direction) ? view.units : view.words);
    if (!asksFromText(direction)) {
        fields.indices(at + "/other_focus_pieces", view.pieces);
    }
}

/// Which tab a figure was of, and what that tab has of its own.
void readFigureView(Fields& fields, const std::string& at, View& view)
{
    fields.choice(at + "/view", view.tab, [](const std::string& id) {
        return figureViewFromId(id) ? tabFromId(id) : std::nullopt;
    });
    fields.choice(at + "/matrix_blocks", view.matrixBlocks, matrixBlocksFromId);
    fields.choice(at + "/statistic", view.heads.statistic, knownStatistic);
}

/// Absolute and without "..", so that a path that leaves the folder is seen to.
void readPath(Fields& fields,
              const std::string& pointer,
              const fs::path& folder,
              fs::path& path,
              std::vector<fs::path>& outside)
{
    std::string text;
    fields.text(pointer, text);
    if (text.empty()) {
        return;
    }
    if (text.find('\0') != std::string::npos) {
        fields.leaveOut(pointer, "a path", "one with a NUL in it");
        return;
    }
    path = (folder / text).lexically_normal();
    if (!isInside(path, folder)) {
        outside.push_back(path);
    }
}

/// A module's features are files as well.
void readModule(Fields& fields,
                const std::string& pointer,
                const fs::path& folder,
                Session& session,
                std::vector<fs::path>& outside)
{
    std::string answers;
    fields.take(pointer, answers,
                [&](const std::string& at) { return fields.config().text(at, std::nullopt); });
    if (answers.empty()) {
        return;
    }
    session.module = moduleAnswersFrom(answers, session.model);
    if (!session.module) {
        fields.leaveOut(pointer, "a JSON object", "something else");
        return;
    }
    const ModuleSetup& setup = *session.module;
    for (const std::string& file : {setup.query, setup.context, setup.value, setup.mask}) {
        if (!file.empty() && !isInside(file, folder)) {
            outside.emplace_back(file);
        }
    }
}

/// What was run, and what was looked at.
/// at  "", or "/pinned"
void readMoment(Fields& fields,
                const std::string& at,
                const fs::path& folder,
                Session& session,
                std::vector<fs::path>& outside)
{
    readPath(fields, at + "/model/path", folder, session.model, outside);
    fields.text(at + "/model/sha256", session.modelDigest);
    readModule(fields, at + "/model/module", folder, session, outside);
    readPath(fields, at + "/image/path", folder, session.picture, outside);
    fields.text(at + "/image/sha256", session.pictureDigest);
    readPath(fields, at + "/regions", folder, session.regions, outside);
    fields.text(at + "/caption", session.caption);
    fields.choice(at + "/mode", session.mode, modeFromId);
    fields.indices(at + "/intervention/masked_words", session.intervention.maskedWords);
    fields.indices(at + "/intervention/masked_units", session.intervention.maskedUnits);
    readHeads(fields, at + "/intervention/heads_off", session.intervention.headsOff);
    if (fields.config().contains(at + "/selection")) { // a figure's recipe
        readFigureView(fields, at, session.view);
        readSelection(fields, at + "/selection", session.view);
        readStyle(fields, at + "/style", session.view.style);
        fields.choice(at + "/style/theme", session.view.figureTheme, themeFromId);
    } else {
        readView(fields, at + "/view", session.view);
    }
}

void requireSchema(const Config& config, std::string_view schema, Warnings& warnings)
{
    if (schema == kRecipeSchema) {
        return;
    }
    if (schema != kSchema) {
        throw Error({.id = "E_SESSION_SCHEMA",
                     .file = config.file(),
                     .place = "/schema",
                     .expected = "\"" + std::string(kSchema) + "\", or a figure's recipe",
                     .found = schema.empty() ? "none" : "\"" + std::string(schema) + "\"",
                     .remedy = "Choose a file that Attenscope saved."});
    }
    const std::int64_t version = config.integer("/schema_version", kVersion, {0, kIndices});
    if (version > kVersion) {
        warnings.push_back({.id = "W_SESSION_VERSION",
                            .text = config.file() + " was written by a newer version (schema " +
                                    std::to_string(version) +
                                    "). What this one knows of it was restored."});
    }
}

} // namespace

bool isInside(const std::filesystem::path& path, const std::filesystem::path& folder)
{
    const fs::path relative = path.lexically_normal().lexically_relative(folder.lexically_normal());
    return !relative.empty() && *relative.begin() != "..";
}

QByteArray sessionFile(const Session& session, const std::filesystem::path& folder)
{
    Json json = Json::object().set("schema", kSchema).set("schema_version", kVersion);
    setMoment(json, session, folder);
    if (session.pinned) {
        Json pinned = Json::object();
        setMoment(pinned, *session.pinned, folder);
        json.set("pinned", std::move(pinned));
    }
    return QByteArray::fromStdString(json.pretty());
}

ReadSession
readSession(std::string_view json, const std::filesystem::path& folder, const std::string& name)
{
    const Config config = Config::parse(json, name);
    const std::string schema = config.text("/schema", "");
    ReadSession read;
    requireSchema(config, schema, read.warnings);
    Fields fields(config, read.warnings);
    readMoment(fields, {}, folder, read.session, read.outside);
    if (config.contains("/pinned/model")) {
        auto pinned = std::make_shared<Session>();
        readMoment(fields, "/pinned", folder, *pinned, read.outside);
        read.session.pinned = std::move(pinned);
    } else if (config.contains("/pinned")) {
        fields.leaveOut("/pinned", "an object with a model", "something else");
    }
    return read;
}

} // namespace attenscope
