#include "app/run_report.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>

namespace attenscope {

namespace {

std::string decimals(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4f", value);
    return text.data();
}

void line(std::ostream& text, const std::string& label, const std::string& value)
{
    const std::string padding(label.size() < 10 ? 10 - label.size() : 1, ' ');
    text << label << padding << escapedForDisplay(value, 65536) << '\n';
}

const MatchScore* findScore(const Trace& trace, const std::string& id)
{
    const auto found = std::ranges::find(trace.outputs.match, id, &MatchScore::id);
    return found == trace.outputs.match.end() ? nullptr : &*found;
}

std::string wordsText(const Trace& trace, TokenPart part)
{
    std::string text;
    for (const Word& word : trace.tokens.words) {
        if (word.part != part) {
            continue;
        }
        const auto first = static_cast<std::size_t>(word.tokens.front());
        const bool isMasked = first < trace.isTokenMasked.size() && trace.isTokenMasked[first];
        text += (text.empty() ? "" : " ") + (isMasked ? "(" + word.text + ")" : word.text);
    }
    return text;
}

std::string scoreText(const MatchScore& score, const Trace* plain)
{
    std::string text = decimals(score.probability) + " by " + score.name;
    if (score.modalityWeights.size() == 2) {
        text += " (text " + decimals(score.modalityWeights[0]) + ", image " +
                decimals(score.modalityWeights[1]) + ")";
    }
    if (plain != nullptr) {
        if (const MatchScore* before = findScore(*plain, score.id)) {
            text += ", " + decimals(before->probability) + " without the changes";
        }
    }
    return text;
}

struct KindSize {
    std::string kind;
    int layers = 0;
    int heads = 0;
    Index queries = 0;
    Index keys = 0;
    bool isSimilarity = false;
};

std::vector<KindSize> kinds(const Trace& trace)
{
    std::vector<KindSize> sizes;
    for (const Site& site : trace.sites) {
        const auto known = std::ranges::find(sizes, site.kind, &KindSize::kind);
        if (known == sizes.end()) {
            sizes.push_back(
                {site.kind, 1, site.heads, site.query.size(), site.key.size(), site.isSimilarity});
        } else {
            ++known->layers;
        }
    }
    return sizes;
}

Json scoreJson(const MatchScore& score, const Trace* plain)
{
    Json object = Json::object();
    object.set("id", score.id).set("name", score.name).set("probability", score.probability);
    object.set("modality_weights", Json::list(score.modalityWeights));
    if (plain != nullptr) {
        const MatchScore* before = findScore(*plain, score.id);
        object.set("without_changes", before != nullptr ? Json(before->probability) : Json());
    }
    return object;
}

Json predictionsJson(const Outputs& outputs)
{
    Json predictions = Json::array();
    for (const Prediction& prediction : outputs.predictions) {
        Json candidates = Json::array();
        for (const Prediction::Candidate& candidate : prediction.candidates) {
            candidates.push(Json::object()
                                .set("label", candidate.label)
                                .set("probability", candidate.probability));
        }
        predictions.push(
            Json::object().set("what", prediction.what).set("candidates", std::move(candidates)));
    }
    return predictions;
}

} // namespace

std::vector<MatchScore> chosenScores(const Trace& trace, const std::optional<std::string>& fusion)
{
    if (!fusion) {
        return trace.outputs.match;
    }
    if (const MatchScore* score = findScore(trace, *fusion)) {
        return {*score};
    }
    std::string known;
    for (const MatchScore& score : trace.outputs.match) {
        known += (known.empty() ? "one of " : ", ") + score.id;
    }
    throw Error({.id = "E_USAGE_VALUE",
                 .file = {},
                 .place = "--fusion",
                 .expected = known.empty() ? "no fusion: this model has no match score" : known,
                 .found = "\"" + *fusion + "\"",
                 .remedy = {}});
}

std::string runText(const Trace& trace, const std::vector<MatchScore>& scores, const Trace* plain)
{
    const Provenance& from = trace.provenance;
    std::ostringstream text;
    line(text, "model",
         from.modelName + " (" + from.modelFamily + "), mode " + from.mode + ", " + from.standing);
    if (!from.tokenizer.empty()) {
        line(text, "tokenizer", "of " + from.tokenizer);
    }
    line(text, "words", wordsText(trace, TokenPart::Caption));
    if (const std::string answer = wordsText(trace, TokenPart::Answer); !answer.empty()) {
        line(text, "given", answer);
    }
    if (trace.outputs.text) {
        line(text, "says", *trace.outputs.text);
    }
    for (const MatchScore& score : scores) {
        line(text, "match", scoreText(score, plain));
    }
    if (trace.outputs.similarity) {
        line(text, "similar",
             decimals(*trace.outputs.similarity) + " (cosine)" +
                 (plain != nullptr && plain->outputs.similarity
                      ? ", " + decimals(*plain->outputs.similarity) + " without the changes"
                      : ""));
    }
    for (const Prediction& prediction : trace.outputs.predictions) {
        std::string candidates;
        for (const Prediction::Candidate& candidate : prediction.candidates) {
            candidates += (candidates.empty() ? "" : ", ") + candidate.label + " " +
                          decimals(candidate.probability);
        }
        line(text, "guess", prediction.what + ": " + candidates);
    }
    for (const KindSize& size : kinds(trace)) {
        line(text, size.isSimilarity ? "cosines" : "attention",
             size.kind + ": " + std::to_string(size.layers) + " x " + std::to_string(size.heads) +
                 " heads of " + std::to_string(size.queries) + " x " + std::to_string(size.keys));
    }
    return text.str();
}

Json runJson(const Trace& trace, const std::vector<MatchScore>& scores, const Trace* plain)
{
    const Provenance& from = trace.provenance;
    Json words = Json::array();
    for (const Word& word : trace.tokens.words) {
        words.push(word.text);
    }
    Json match = Json::array();
    for (const MatchScore& score : scores) {
        match.push(scoreJson(score, plain));
    }
    Json sites = Json::array();
    for (const Site& site : trace.sites) {
        sites.push(Json::object()
                       .set("name", site.name())
                       .set("kind", site.kind)
                       .set("layer", site.layer)
                       .set("similarity", site.isSimilarity)
                       .set("shape", Json::array()
                                         .push(1)
                                         .push(site.heads)
                                         .push(site.query.size())
                                         .push(site.key.size())));
    }
    Json warnings = Json::array();
    for (const Warning& warning : trace.warnings) {
        warnings.push(Json::object().set("id", warning.id).set("text", warning.text));
    }
    return Json::object()
        .set("what", "run")
        .set("model", from.modelName)
        .set("family", from.modelFamily)
        .set("sha256", from.modelDigest.value())
        .set("mode", from.mode)
        .set("standing", from.standing)
        .set("tokenizer", from.tokenizer)
        .set("caption", trace.tokens.caption)
        .set("words", std::move(words))
        .set("text", trace.outputs.text ? Json(*trace.outputs.text) : Json())
        .set("match", std::move(match))
        .set("similarity", trace.outputs.similarity ? Json(*trace.outputs.similarity) : Json())
        .set("predictions", predictionsJson(trace.outputs))
        .set("sites", std::move(sites))
        .set("elapsed_ms", from.elapsedMs)
        .set("warnings", std::move(warnings));
}

} // namespace attenscope
