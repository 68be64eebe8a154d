#include "engine/text/unigram_json.h"

#include "engine/base/error.h"
#include "engine/text/text_steps_json.h"
#include "engine/text/tokenizer_json_frame.h"
#include "engine/text/unigram.h"

#include <string>
#include <utility>
#include <vector>

namespace attenscope {

namespace {

/// `[["<pad>", 0.0], ["▁a", -3.2], …]`
struct Pieces {
    std::vector<VocabularyEntry> entries;
    std::vector<double> scores;
};

Pieces readPieces(const JsonPlace& list)
{
    Pieces pieces;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const JsonPlace piece = list.item(i);
        pieces.entries.push_back({piece.item(0).text(), static_cast<std::int64_t>(i)});
        pieces.scores.push_back(piece.item(1).number());
    }
    return pieces;
}

void readMetaspace(const JsonPlace& cutter, UnigramOptions& options)
{
    const JsonPlace mark = cutter.at("replacement");
    const std::string text = mark.text();
    const CodePoints points = codePointsOf(text, 0, text.size());
    if (points.size() != 1) {
        mark.unsupported("one character");
    }
    options.mark = points.front().value;
    const bool addsMark = cutter.flag("add_prefix_space", true);
    const std::string scheme = cutter.text("prepend_scheme", addsMark ? "always" : "never");
    if (scheme == "always") {
        options.leading = LeadingMark::Always;
    } else if (scheme == "first") {
        options.leading = LeadingMark::First;
    } else if (scheme == "never") {
        options.leading = LeadingMark::Never;
    } else {
        cutter.at("prepend_scheme").unsupported("always, first or never");
    }
    if (!addsMark && options.leading != LeadingMark::Never) {
        cutter.at("prepend_scheme").unsupported("never, as add_prefix_space has it");
    }
    options.cutsAtMarks = cutter.flag("split", true);
}

void readCutting(const JsonPlace& cutter, UnigramOptions& options)
{
    if (cutter.isType("Metaspace")) {
        readMetaspace(cutter, options);
        return;
    }
    if (!cutter.isType("Sequence")) {
        cutter.unsupported("Metaspace, or a Sequence of WhitespaceSplit and Metaspace");
    }
    const JsonPlace parts = cutter.at("pretokenizers");
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool isLast = i + 1 == parts.size();
        if (!parts.item(i).isType(isLast ? "Metaspace" : "WhitespaceSplit")) {
            parts.item(i).unsupported(isLast ? "Metaspace" : "WhitespaceSplit");
        }
        if (isLast) {
            readMetaspace(parts.item(i), options);
        }
    }
    if (parts.size() == 0) {
        parts.unsupported("Metaspace");
    }
    options.cutsAtBlanks = parts.size() > 1;
}

} // namespace

std::unique_ptr<const Tokenizer> readUnigram(const JsonPlace& root, const TokenizerOptions& options)
{
    const JsonPlace model = root.at("model");
    Pieces pieces = readPieces(model.at("vocab"));
    Vocabulary vocabulary(std::move(pieces.entries), root.file());
    const std::optional<JsonPlace> unknown = model.find("unk_id");
    const std::int64_t unknownId = unknown ? unknown->integer() : -1;
    if (unknownId < 0 || unknownId >= vocabulary.size()) {
        throw Error(
            {.id = "E_TOKENIZER_SPECIAL",
             .file = root.file(),
             .place = model.pointer() + "/unk_id",
             .expected = "the id of the unknown token, below " + std::to_string(vocabulary.size()),
             .found = unknown ? std::to_string(unknownId) : "none",
             .remedy = {}});
    }
    UnigramOptions cutting;
    if (const std::optional<JsonPlace> normalizer = root.find("normalizer")) {
        cutting.steps = readTextSteps(*normalizer);
    }
    readCutting(root.at("pre_tokenizer"), cutting);
    CaptionFrame frame = readFrame(root, options, vocabulary);
    frame.unknown = {.id = unknownId, .text = vocabulary.token(unknownId)};
    UnigramPieces cutter(std::move(vocabulary), std::move(pieces.scores), unknownId,
                         model.flag("byte_fallback", false));
    return std::make_unique<Unigram>(std::move(cutter), std::move(cutting), std::move(frame));
}

} // namespace attenscope
