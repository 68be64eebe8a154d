#include "engine/text/sentence_piece_names.h"

#include "engine/base/error.h"
#include "engine/text/sentence_piece_file.h"

#include <algorithm>
#include <new>
#include <sentencepiece_processor.h>
#include <string_view>
#include <utility>

// Exported by the library, but in no header that it installs.
namespace sentencepiece::logging {
void SetMinLogLevel(int level);
}

namespace attenscope {

namespace {

[[noreturn]] void refuse(const char* id,
                         const std::string& file,
                         const std::string& token,
                         std::string expected,
                         std::string found)
{
    throw Error({.id = id,
                 .file = file,
                 .place = token,
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .remedy = {}});
}

} // namespace

void failInSentencePiece(const std::string& file, std::string message)
{
    throw Error({.id = "E_TOKENIZER_MODEL",
                 .file = file,
                 .place = {},
                 .expected = "a SentencePiece model",
                 .found = std::move(message),
                 .remedy = {}});
}

std::unique_ptr<const sentencepiece::SentencePieceProcessor>
loadSentencePiece(std::string model, const std::string& file)
{
    checkSentencePieceFile(model, file);
    // normalizer_spec { add_dummy_prefix: false }: a message behind another is merged into it.
    constexpr std::string_view kNoBlankBefore("\x1a\x02\x18\x00", 4);
    model += kNoBlankBefore;
    constexpr int kFatal = 3; // what else it has to say is in its status
    sentencepiece::logging::SetMinLogLevel(kFatal);
    auto processor = std::make_unique<sentencepiece::SentencePieceProcessor>();
    try {
        if (const auto status = processor->LoadFromSerializedProto(model); !status.ok()) {
            failInSentencePiece(file, status.error_message());
        }
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) { // of the double array that it builds
        failInSentencePiece(file, error.what());
    }
    return processor;
}

SentencePieceNames::SentencePieceNames(SentencePieceProcessorPtr processor,
                                       const std::vector<AddedToken>& added,
                                       const std::string& file)
    : processor_(std::move(processor))
{
    for (const AddedToken& token : added) {
        add(token, file);
    }
}

std::int64_t SentencePieceNames::size() const
{
    return processor_->GetPieceSize() + static_cast<std::int64_t>(more_.size());
}

std::string SentencePieceNames::token(std::int64_t id) const
{
    if (id < 0 || id >= size()) {
        return {};
    }
    const std::int64_t pieces = processor_->GetPieceSize();
    return id < pieces ? processor_->IdToPiece(static_cast<int>(id))
                       : more_[static_cast<std::size_t>(id - pieces)];
}

std::optional<std::int64_t> SentencePieceNames::id(const std::string& name) const
{
    const int id = processor_->PieceToId(name); // the unknown token's for anything else
    if (processor_->IdToPiece(id) == name) {
        return id;
    }
    const auto found = std::find(more_.begin(), more_.end(), name);
    return found == more_.end()
               ? std::nullopt
               : std::optional(processor_->GetPieceSize() + (found - more_.begin()));
}

NamedToken SentencePieceNames::required(const std::string& name, const std::string& file) const
{
    const std::optional<std::int64_t> found = id(name);
    if (!found) {
        refuse("E_TOKENIZER_SPECIAL", file, name, "an entry of the vocabulary", "none");
    }
    return {.id = *found, .text = name};
}

void SentencePieceNames::add(const AddedToken& token, const std::string& file)
{
    if (token.isWholeWord) {
        refuse("E_TOKENIZER_UNSUPPORTED", file, token.text, "single_word false", "true");
    }
    const std::optional<std::int64_t> known = id(token.text);
    if (known == token.id) {
        return;
    }
    if (known || (token.id >= 0 && token.id < size())) {
        refuse("E_TOKENIZER_DUPLICATE", file, token.text, "every token and every id once",
               std::to_string(token.id) + ", which is the id of " + this->token(token.id));
    }
    if (token.id != size()) {
        refuse("E_TOKENIZER_ENTRY", file, token.text, "id " + std::to_string(size()),
               std::to_string(token.id));
    }
    more_.push_back(token.text);
}

} // namespace attenscope
