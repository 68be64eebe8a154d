#include "engine/io/json.h"
#include "engine/io/npz.h"
#include "engine/io/run_files.h"
#include "engine/io/run_schema.h"

#include <algorithm>
#include <utility>

namespace attenscope {

namespace {

bool isSet(const std::vector<bool>& flags, std::size_t index)
{
    return index < flags.size() && flags[index];
}

const char* partId(TokenPart part)
{
    return run_schema::kTokenParts.at(static_cast<std::size_t>(part));
}

Json tokensJson(const Trace& trace)
{
    Json list = Json::array();
    for (std::size_t i = 0; i < trace.tokens.tokens.size(); ++i) {
        const Token& token = trace.tokens.tokens[i];
        Json item = Json::object();
        item.set("id", token.id).set("text", token.text);
        item.set("begin", token.begin).set("end", token.end).set("word", token.word);
        item.set("special", token.isSpecial).set("padding", token.isPadding);
        item.set("masked", isSet(trace.isTokenMasked, i)).set("part", partId(token.part));
        list.push(std::move(item));
    }
    return list;
}

Json wordsJson(const Tokens& tokens)
{
    Json list = Json::array();
    for (const Word& word : tokens.words) {
        Json item = Json::object();
        item.set("text", word.text).set("tokens", Json::list(word.tokens));
        item.set("special", word.isSpecial).set("part", partId(word.part));
        list.push(std::move(item));
    }
    return list;
}

Json geometryJson(const ImageGeometry& geometry)
{
    const auto pair = [](int x, int y) { return Json::array().push(x).push(y); };
    Json object = Json::object();
    object.set("original", pair(geometry.originalWidth, geometry.originalHeight));
    object.set("resized", pair(geometry.resizedWidth, geometry.resizedHeight));
    object.set("crop", pair(geometry.cropX, geometry.cropY));
    object.set("input", pair(geometry.inputWidth, geometry.inputHeight));
    return object;
}

Json unitsJson(const Trace& trace)
{
    Json list = Json::array();
    for (std::size_t i = 0; i < trace.units.units.size(); ++i) {
        const VisualUnit& unit = trace.units.units[i];
        const Box& box = unit.box;
        Json item = Json::object();
        item.set("kind", run_schema::kUnitKinds[static_cast<std::size_t>(unit.kind)]);
        item.set("row", unit.row).set("column", unit.column);
        item.set("box", Json::array().push(box.x0).push(box.y0).push(box.x1).push(box.y1));
        item.set("name", unit.name)
            .set("padding", unit.isPadding)
            .set("masked", isSet(trace.isUnitMasked, i));
        list.push(std::move(item));
    }
    Json object = Json::object();
    object.set("grid_rows", trace.units.gridRows).set("grid_columns", trace.units.gridColumns);
    object.set("patch_size", trace.units.patchSize);
    object.set("geometry", geometryJson(trace.units.geometry));
    object.set("list", std::move(list));
    return object;
}

Json axisJson(const Axis& axis)
{
    const auto span = [](const Span& s) {
        return Json::array().push(s.begin).push(s.count).push(s.first);
    };
    return Json::object().set("text", span(axis.text)).set("image", span(axis.image));
}

std::vector<std::int64_t> shapeOf(const Site& site)
{
    return {1, site.heads, site.query.size(), site.key.size()};
}

Json sitesJson(const std::vector<Site>& sites)
{
    Json list = Json::array();
    for (const Site& site : sites) {
        Json item = Json::object();
        item.set("array", site.name()).set("kind", site.kind).set("layer", site.layer);
        item.set("heads", site.heads).set("shape", Json::list(shapeOf(site)));
        item.set("query", axisJson(site.query)).set("key", axisJson(site.key));
        item.set("weights", site.weightPrefix).set("similarity", site.isSimilarity);
        item.set("closes_text_to_image", site.closesTextToImage);
        item.set("closes_image_to_text", site.closesImageToText);
        list.push(std::move(item));
    }
    return list;
}

Json headsJson(const std::vector<HeadId>& heads)
{
    Json list = Json::array();
    for (const HeadId& head : heads) {
        list.push(
            Json::object().set("kind", head.kind).set("layer", head.layer).set("head", head.head));
    }
    return list;
}

Json arraysJson(const std::vector<NamedArray>& arrays)
{
    Json list = Json::array();
    for (const NamedArray& array : arrays) {
        list.push(Json::object().set("name", array.name).set("shape", Json::list(array.shape)));
    }
    return list;
}

Json predictionJson(const Prediction& prediction)
{
    Json candidates = Json::array();
    for (const Prediction::Candidate& candidate : prediction.candidates) {
        candidates.push(
            Json::object().set("label", candidate.label).set("probability", candidate.probability));
    }
    return Json::object().set("what", prediction.what).set("candidates", std::move(candidates));
}

Json outputsJson(const Outputs& outputs, bool writesStates)
{
    Json match = Json::array();
    for (const MatchScore& score : outputs.match) {
        match.push(Json::object()
                       .set("id", score.id)
                       .set("name", score.name)
                       .set("probability", score.probability)
                       .set("modality_weights", Json::list(score.modalityWeights)));
    }
    Json predictions = Json::array();
    for (const Prediction& prediction : outputs.predictions) {
        predictions.push(predictionJson(prediction));
    }
    Json object = Json::object();
    object.set("match", std::move(match));
    object.set("similarity", outputs.similarity ? Json(*outputs.similarity) : Json());
    object.set("text", outputs.text ? Json(*outputs.text) : Json());
    object.set("predictions", std::move(predictions));
    object.set("arrays", arraysJson(outputs.arrays));
    object.set("states", writesStates ? arraysJson(outputs.states) : Json::array());
    return object;
}

Json warningsJson(const Warnings& warnings)
{
    Json list = Json::array();
    for (const Warning& warning : warnings) {
        list.push(Json::object().set("id", warning.id).set("text", warning.text));
    }
    return list;
}

Json runJson(const Trace& trace, const SampleFacts& sample, const RunWriteOptions& options)
{
    const Provenance& from = trace.provenance;
    Json object = Json::object();
    object.set("schema", run_schema::kName).set("schema_version", run_schema::kVersion);
    object.set("versions", Json::object().set("attenscope", from.engineVersion));
    object.set("model", Json::object()
                            .set("name", from.modelName)
                            .set("family", from.modelFamily)
                            .set("path", from.modelPath)
                            .set("digest", from.modelDigest.value())
                            .set("tokenizer", from.tokenizer));
    object.set("mode", Json::object().set("id", from.mode).set("standing", from.standing));
    object.set("image", Json::object()
                            .set("path", sample.imagePath)
                            .set("digest", sample.imageDigest)
                            .set("width", sample.imageWidth)
                            .set("height", sample.imageHeight));
    object.set("caption", trace.tokens.caption);
    object.set("tokens", tokensJson(trace)).set("words", wordsJson(trace.tokens));
    object.set("units", unitsJson(trace)).set("sites", sitesJson(trace.sites));
    object.set("heads_off", headsJson(trace.headsOff));
    object.set("outputs", outputsJson(trace.outputs, options.writesStates));
    object.set("inputs", options.writesInputs ? arraysJson(trace.inputs) : Json::array());
    object.set("timings", Json::object().set("run_ms", from.elapsedMs));
    object.set("warnings", warningsJson(trace.warnings));
    object.set("token_warnings", warningsJson(trace.tokens.warnings));
    return object;
}

/// [1, heads, queries, keys]
NamedArray siteArray(const Trace& trace, std::size_t site)
{
    const Site& facts = trace.sites[site];
    std::vector<float> values;
    for (int head = 0; head < facts.heads; ++head) {
        const Matrix weights = trace.attention.head(site, head);
        values.insert(values.end(), weights.data(), weights.data() + weights.size());
    }
    return {.name = facts.name(), .shape = shapeOf(facts), .values = std::move(values)};
}

void writeAttention(OutputFolder& folder, const Trace& trace, const Progress& progress)
{
    std::vector<NpzEntry> entries;
    for (std::size_t site = 0; site < trace.sites.size(); ++site) {
        if (trace.sites[site].isSimilarity) {
            continue;
        }
        entries.push_back({.name = trace.sites[site].name(),
                           .type = NpyType::Float32,
                           .shape = shapeOf(trace.sites[site]),
                           .make = [&trace, site] { return siteArray(trace, site); }});
    }
    OutputFile file = folder.open(run_schema::kAttentionFile);
    writeNpz(file, entries, progress);
    file.commit();
}

void writeArrays(OutputFolder& folder,
                 const char* name,
                 const std::vector<NamedArray>& arrays,
                 const Progress& progress)
{
    OutputFile file = folder.open(name);
    writeNpz(file, arrays, progress);
    file.commit();
}

} // namespace

void writeRun(const std::filesystem::path& folder,
              const Trace& trace,
              const SampleFacts& sample,
              const RunWriteOptions& options,
              const Progress& progress)
{
    OutputFolder output(folder, options.overwrite);
    writeAttention(output, trace, progress);
    std::vector<NamedArray> outputs = trace.outputs.arrays;
    for (std::size_t site = 0; site < trace.sites.size(); ++site) {
        if (trace.sites[site].isSimilarity) { // no attention, and not written beside it
            outputs.push_back(siteArray(trace, site));
        }
    }
    if (options.writesStates) {
        outputs.insert(outputs.end(), trace.outputs.states.begin(), trace.outputs.states.end());
    }
    writeArrays(output, run_schema::kOutputsFile, outputs, progress);
    if (options.writesInputs) {
        writeArrays(output, run_schema::kInputsFile, trace.inputs, progress);
    }
    OutputFile file = output.open(run_schema::kRunFile); // last: who finds it finds the others
    file.write(runJson(trace, sample, options).pretty());
    file.commit();
    output.commit();
}

} // namespace attenscope
