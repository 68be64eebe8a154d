#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/base/memory.h"
#include "engine/checkpoint/config.h"
#include "engine/checkpoint/open_inside.h"
#include "engine/checkpoint/shapes.h"
#include "engine/io/npz.h"
#include "engine/io/run_document.h"
#include "engine/io/run_files.h"
#include "engine/io/run_schema.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

namespace attenscope {

namespace {

constexpr double kPixels = 1e9;

Warnings readWarnings(const RunDocument& run, const std::string& list)
{
    Warnings warnings;
    for (std::size_t i = 0; i < run.size(list); ++i) {
        warnings.push_back(
            {.id = run.text(item(list, i) + "/id"), .text = run.text(item(list, i) + "/text")});
    }
    return warnings;
}

TokenPart readPart(const RunDocument& run, const std::string& at)
{
    const std::string part = run.text(at);
    const auto* const found =
        std::find(run_schema::kTokenParts.begin(), run_schema::kTokenParts.end(), part);
    run.requireThat(found != run_schema::kTokenParts.end(), at,
                    "caption, added, answer or generated", "\"" + part + "\"");
    return static_cast<TokenPart>(found - run_schema::kTokenParts.begin());
}

Token readToken(const RunDocument& run, const std::string& at, double captionBytes, double words)
{
    constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
    Token token;
    token.id = run.number(at + "/id", kLeast, 9.2e18);
    token.text = run.text(at + "/text");
    token.begin = static_cast<std::size_t>(run.number(at + "/begin", 0, captionBytes));
    token.end = static_cast<std::size_t>(
        run.number(at + "/end", static_cast<std::int64_t>(token.begin), captionBytes));
    token.word = run.integer(at + "/word", -1, words - 1);
    token.isSpecial = run.flag(at + "/special");
    token.isPadding = run.flag(at + "/padding");
    token.part = readPart(run, at + "/part");
    return token;
}

void readTokens(const RunDocument& run, Trace& trace)
{
    Tokens& tokens = trace.tokens;
    tokens.caption = run.text("/caption");
    const std::size_t count = run.size("/tokens");
    const std::size_t words = run.size("/words");
    for (std::size_t i = 0; i < count; ++i) {
        const std::string at = item("/tokens", i);
        tokens.tokens.push_back(readToken(run, at, static_cast<double>(tokens.caption.size()),
                                          static_cast<double>(words)));
        trace.isTokenMasked.push_back(run.flag(at + "/masked"));
    }
    for (std::size_t i = 0; i < words; ++i) {
        const std::string at = item("/words", i);
        Word word{.text = run.text(at + "/text"),
                  .tokens = {},
                  .isSpecial = run.flag(at + "/special"),
                  .part = readPart(run, at + "/part")};
        for (std::size_t j = 0; j < run.size(at + "/tokens"); ++j) {
            word.tokens.push_back(
                run.integer(item(at + "/tokens", j), 0, static_cast<double>(count) - 1));
        }
        tokens.words.push_back(std::move(word));
    }
    tokens.warnings = readWarnings(run, "/token_warnings");
}

ImageGeometry readGeometry(const RunDocument& run, const std::string& at)
{
    const auto pair = [&](const char* name, int minimum) {
        const std::string list = at + name;
        return std::pair(run.integer(item(list, 0), minimum, kPixels),
                         run.integer(item(list, 1), minimum, kPixels));
    };
    ImageGeometry geometry;
    std::tie(geometry.originalWidth, geometry.originalHeight) = pair("/original", 0);
    std::tie(geometry.resizedWidth, geometry.resizedHeight) = pair("/resized", 0);
    std::tie(geometry.cropX, geometry.cropY) = pair("/crop", -static_cast<int>(kPixels));
    std::tie(geometry.inputWidth, geometry.inputHeight) = pair("/input", 0);
    return geometry;
}

VisualUnit readUnit(const RunDocument& run, const std::string& at)
{
    const std::string kind = run.text(at + "/kind");
    const auto* const found =
        std::find(run_schema::kUnitKinds.begin(), run_schema::kUnitKinds.end(), kind);
    run.requireThat(found != run_schema::kUnitKinds.end(), at + "/kind", "patch, region or special",
                    "\"" + kind + "\"");
    const std::vector<double> box = run.reals(at + "/box", 4);
    return {.kind = static_cast<VisualUnit::Kind>(found - run_schema::kUnitKinds.begin()),
            .row = run.integer(at + "/row", -1, RunDocument::kMany),
            .column = run.integer(at + "/column", -1, RunDocument::kMany),
            .box = {.x0 = box[0], .y0 = box[1], .x1 = box[2], .y1 = box[3]},
            .isPadding = run.flag(at + "/padding"),
            .name = run.text(at + "/name")};
}

void readUnits(const RunDocument& run, Trace& trace)
{
    VisualUnits& units = trace.units;
    units.gridRows = run.integer("/units/grid_rows", 0, RunDocument::kMany);
    units.gridColumns = run.integer("/units/grid_columns", 0, RunDocument::kMany);
    units.patchSize = run.integer("/units/patch_size", 0, RunDocument::kMany);
    units.geometry = readGeometry(run, "/units/geometry");
    for (std::size_t i = 0; i < run.size("/units/list"); ++i) {
        const std::string at = item("/units/list", i);
        VisualUnit unit = readUnit(run, at);
        if (unit.kind == VisualUnit::Kind::Patch) {
            run.requireThat(unit.row >= 0 && unit.row < units.gridRows && unit.column >= 0 &&
                                unit.column < units.gridColumns,
                            at, "a place in the grid",
                            "row " + std::to_string(unit.row) + ", column " +
                                std::to_string(unit.column));
        }
        units.units.push_back(std::move(unit));
        trace.isUnitMasked.push_back(run.flag(at + "/masked"));
    }
}

Axis readAxis(const RunDocument& run, const std::string& at, const Trace& trace)
{
    const auto span = [&](const char* side, int most) {
        const std::vector<std::int64_t> values = run.numbers(at + side, 3, 0);
        run.requireThat(values[1] + values[2] <= most, at + side,
                        "at most " + std::to_string(most) + " of them",
                        std::to_string(values[1] + values[2]));
        return Span{.begin = values[0], .count = values[1], .first = values[2]};
    };
    const Axis axis{.text = span("/text", trace.tokens.size()),
                    .image = span("/image", trace.units.size())};
    for (const Span& part : {axis.text, axis.image}) {
        run.requireThat(part.begin + part.count <= axis.size(), at, "spans inside the axis",
                        "one that ends at " + std::to_string(part.begin + part.count));
    }
    return axis;
}

void readSites(const RunDocument& run, Trace& trace)
{
    for (std::size_t i = 0; i < run.size("/sites"); ++i) {
        const std::string at = item("/sites", i);
        Site site;
        site.kind = run.text(at + "/kind");
        site.layer = run.integer(at + "/layer", 0, static_cast<double>(limits::kLayers));
        site.heads = run.integer(at + "/heads", 1, static_cast<double>(limits::kHeads));
        site.query = readAxis(run, at + "/query", trace);
        site.key = readAxis(run, at + "/key", trace);
        site.weightPrefix = run.text(at + "/weights");
        site.isSimilarity = run.flag(at + "/similarity");
        site.closesTextToImage = run.flag(at + "/closes_text_to_image");
        site.closesImageToText = run.flag(at + "/closes_image_to_text");
        trace.sites.push_back(std::move(site));
    }
    for (std::size_t i = 0; i < run.size("/heads_off"); ++i) {
        const std::string at = item("/heads_off", i);
        trace.headsOff.push_back({.kind = run.text(at + "/kind"),
                                  .layer = run.integer(at + "/layer", 0, RunDocument::kMany),
                                  .head = run.integer(at + "/head", 0, RunDocument::kMany)});
    }
}

void readOutputs(const RunDocument& run, Outputs& outputs)
{
    for (std::size_t i = 0; i < run.size("/outputs/match"); ++i) {
        const std::string at = item("/outputs/match", i);
        outputs.match.push_back({.id = run.text(at + "/id"),
                                 .name = run.text(at + "/name"),
                                 .probability = run.realOrNan(at + "/probability"),
                                 .modalityWeights = run.reals(at + "/modality_weights")});
    }
    if (run.contains("/outputs/similarity")) {
        outputs.similarity = run.real("/outputs/similarity");
    }
    if (run.contains("/outputs/text")) {
        outputs.text = run.text("/outputs/text");
    }
    for (std::size_t i = 0; i < run.size("/outputs/predictions"); ++i) {
        const std::string at = item("/outputs/predictions", i);
        Prediction prediction{.what = run.text(at + "/what"), .candidates = {}};
        for (std::size_t j = 0; j < run.size(at + "/candidates"); ++j) {
            const std::string candidate = item(at + "/candidates", j);
            prediction.candidates.push_back(
                {.label = run.text(candidate + "/label"),
                 .probability = run.realOrNan(candidate + "/probability")});
        }
        outputs.predictions.push_back(std::move(prediction));
    }
}

void readProvenance(const RunDocument& run, Provenance& provenance)
{
    provenance.modelName = run.text("/model/name");
    provenance.modelFamily = run.text("/model/family");
    provenance.modelPath = run.text("/model/path");
    provenance.modelDigest = run.text("/model/digest");
    provenance.tokenizer = run.text("/model/tokenizer");
    provenance.mode = run.text("/mode/id");
    provenance.standing = run.text("/mode/standing");
    provenance.engineVersion = run.text("/versions/attenscope");
    provenance.elapsedMs = run.real("/timings/run_ms");
}

Error shapeError(const std::string& file,
                 const std::string& name,
                 const std::vector<std::int64_t>& expected,
                 const NamedArray& found)
{
    return Error({.id = "E_RUN_SHAPE",
                  .file = file,
                  .place = name,
                  .expected = shapeText(expected),
                  .found = shapeText(found.shape),
                  .remedy = {}});
}

/// The files beside run.json.
class RunArrays {
public:
    RunArrays(const std::filesystem::path& folder, const Progress& progress)
        : folder_(folder), progress_(progress)
    {
    }

    void readAttention(Trace& trace) const;
    std::vector<NamedArray>
    readList(const RunDocument& run, const std::string& list, const char* file) const;

private:
    NpzFile open(const char* name) const
    {
        const std::string shown = (folder_ / name).string();
        return {openInside(folder_, name, shown), memoryBudgetBytes()};
    }

    const std::filesystem::path& folder_;
    const Progress& progress_;
};

void RunArrays::readAttention(Trace& trace) const
{
    const NpzFile attention = open(run_schema::kAttentionFile);
    std::optional<NpzFile> outputs; // holds similarities
    const std::uint64_t budget = memoryBudgetBytes();
    for (std::size_t i = 0; i < trace.sites.size(); ++i) {
        const Site& site = trace.sites[i];
        progress_.step(static_cast<int>(i), static_cast<int>(trace.sites.size()),
                       "reading attention");
        if (site.isSimilarity && !outputs) {
            outputs.emplace(open(run_schema::kOutputsFile));
        }
        const NpzFile& file = site.isSimilarity ? *outputs : attention;
        const std::string shown =
            (folder_ / (site.isSimilarity ? run_schema::kOutputsFile : run_schema::kAttentionFile))
                .string();
        const std::vector<std::int64_t> shape{1, site.heads, site.query.size(), site.key.size()};
        const std::uint64_t bytes = elementCount(shape).value_or(budget) * sizeof(float);
        if (bytes > budget || trace.attention.sizeBytes() > budget - bytes) {
            throw Error({.id = "E_LIMIT_MEMORY",
                         .file = shown,
                         .place = site.name(),
                         .expected = "at most " + std::to_string(budget / limits::kMiB) + " MiB",
                         .found = "more attention than that",
                         .remedy = {}});
        }
        const NamedArray array = file.read(site.name());
        if (array.shape != shape || !std::holds_alternative<std::vector<float>>(array.values)) {
            throw shapeError(shown, site.name(), shape, array);
        }
        SiteRecorder recorder(site.heads, AttentionKeeping::Weights);
        const float* values = array.floats().data();
        for (int head = 0; head < site.heads; ++head) {
            recorder.record(head, Eigen::Map<const Matrix>(values, shape[2], shape[3]));
            values += shape[2] * shape[3];
        }
        trace.attention.add(std::move(recorder));
    }
}

std::vector<NamedArray>
RunArrays::readList(const RunDocument& run, const std::string& list, const char* file) const
{
    std::vector<NamedArray> arrays;
    if (run.size(list) == 0) {
        return arrays;
    }
    const NpzFile archive = open(file);
    for (std::size_t i = 0; i < run.size(list); ++i) {
        const std::string at = item(list, i);
        progress_.step(static_cast<int>(i), static_cast<int>(run.size(list)), "reading outputs");
        NamedArray array = archive.read(run.text(at + "/name"));
        const std::vector<std::int64_t> shape =
            run.numbers(at + "/shape", run.size(at + "/shape"), 0);
        if (array.shape != shape) {
            throw shapeError((folder_ / file).string(), array.name, shape, array);
        }
        arrays.push_back(std::move(array));
    }
    return arrays;
}

StoredRun
readDocument(const std::filesystem::path& folder, const RunDocument& run, const Progress& progress)
{
    run.requireThat(run.text("/schema") == run_schema::kName, "/schema", run_schema::kName,
                    "\"" + run.text("/schema") + "\"");
    if (run.number("/schema_version", 0, RunDocument::kMany) != run_schema::kVersion) {
        throw Error({.id = "E_RUN_VERSION",
                     .file = run.file(),
                     .place = "/schema_version",
                     .expected = std::to_string(run_schema::kVersion),
                     .found = std::to_string(run.number("/schema_version", 0, RunDocument::kMany)),
                     .remedy = "Open it with the version of Attenscope that wrote it."});
    }
    auto trace = std::make_shared<Trace>();
    readTokens(run, *trace);
    readUnits(run, *trace);
    readSites(run, *trace);
    readOutputs(run, trace->outputs);
    readProvenance(run, trace->provenance);
    trace->warnings = readWarnings(run, "/warnings");
    const RunArrays arrays(folder, progress);
    arrays.readAttention(*trace);
    trace->outputs.arrays = arrays.readList(run, "/outputs/arrays", run_schema::kOutputsFile);
    trace->outputs.states = arrays.readList(run, "/outputs/states", run_schema::kOutputsFile);
    trace->inputs = arrays.readList(run, "/inputs", run_schema::kInputsFile);
    return {.trace = std::move(trace),
            .sample = {.imagePath = run.text("/image/path"),
                       .imageDigest = run.text("/image/digest"),
                       .imageWidth = run.integer("/image/width", 0, kPixels),
                       .imageHeight = run.integer("/image/height", 0, kPixels)}};
}

} // namespace

StoredRun readRun(const std::filesystem::path& folder, const Progress& progress)
{
    const std::string shown = (folder / run_schema::kRunFile).string();
    const std::string json =
        openInside(folder, run_schema::kRunFile, shown).readAll(limits::kRunJsonBytes);
    try {
        const Config config = Config::parse(json, shown);
        return readDocument(folder, RunDocument(config, shown), progress);
    } catch (const Error& error) {
        ErrorInfo info = error.info(); // the same facts; a run is no model's config
        if (info.id == "E_CONFIG_FIELD" || info.id == "E_CONFIG_RANGE") {
            info.id = info.id == "E_CONFIG_FIELD" ? "E_RUN_FIELD" : "E_RUN_RANGE";
            throw Error(std::move(info));
        }
        throw;
    }
}

} // namespace attenscope
