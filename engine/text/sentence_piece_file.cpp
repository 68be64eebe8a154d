#include "engine/text/sentence_piece_file.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/text/character_table.h"
#include "engine/text/code_points.h"

#include <cstdint>
#include <optional>
#include <utility>

namespace attenscope {

namespace {

/// Numbers of fields in sentencepiece_model.proto.
enum Field : std::uint64_t {
    kModelPieces = 1,
    kModelNormalizer = 3,
    kPieceText = 1,
    kPieceType = 3,
    kNormalizerTable = 2
};

constexpr std::uint64_t kUserDefined = 4; // ModelProto.SentencePiece.Type

/// The library stores so many matches of user-defined pieces at one place of a text, and doesn't
/// look whether there are more.
constexpr std::uint64_t kUserDefinedPieces = 64;

/// One field of a message of protocol buffers.
struct MessageField {
    std::uint64_t number = 0;
    std::uint64_t value = 0; ///< of a number
    std::string_view bytes;  ///< of anything with a length
};

class Message {
public:
    Message(std::string_view bytes, const std::string& file, std::string place)
        : rest_(bytes), size_(bytes.size()), file_(&file), place_(std::move(place))
    {
    }

    /// Nothing at the end.
    std::optional<MessageField> next()
    {
        if (rest_.empty()) {
            return std::nullopt;
        }
        const std::uint64_t tag = number();
        MessageField field{.number = tag >> 3U, .value = 0, .bytes = {}};
        switch (tag & 7U) {
        case 0:
            field.value = number();
            break;
        case 1:
            field.bytes = take(8);
            break;
        case 2:
            field.bytes = take(number());
            break;
        case 5:
            field.bytes = take(4);
            break;
        default:
            fail("a field of SentencePiece's model", "another kind of data");
        }
        return field;
    }

    [[noreturn]] void fail(std::string expected, std::string found) const
    {
        throw Error({.id = "E_TOKENIZER_MODEL",
                     .file = *file_,
                     .place = place_ + "byte " + std::to_string(size_ - rest_.size()),
                     .expected = std::move(expected),
                     .found = std::move(found),
                     .remedy = "Download the file again."});
    }

private:
    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(take(1).front());
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80) {
                return value;
            }
        }
        fail("a number of at most 64 bits", "more");
    }

    std::string_view take(std::uint64_t count)
    {
        if (count > rest_.size()) {
            fail(std::to_string(count) + " bytes", std::to_string(rest_.size()));
        }
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }

    std::string_view rest_;
    std::size_t size_;
    const std::string* file_;
    std::string place_;
};

[[noreturn]] void fail(const char* id,
                       const std::string& file,
                       std::string place,
                       std::string expected,
                       std::string found)
{
    throw Error({.id = id,
                 .file = file,
                 .place = std::move(place),
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .remedy = {}});
}

/// Returns whether it is a user-defined one.
bool checkPiece(std::string_view bytes, const std::string& file, std::uint64_t index)
{
    const std::string place = "piece " + std::to_string(index);
    Message piece(bytes, file, place + ", ");
    bool isUserDefined = false;
    while (const std::optional<MessageField> field = piece.next()) {
        if (field->number == kPieceType) {
            isUserDefined = field->value == kUserDefined;
        }
        if (field->number != kPieceText) {
            continue;
        }
        if (field->bytes.size() > limits::kVocabularyTokenBytes) {
            fail("E_LIMIT_TOKEN", file, place,
                 "at most " + std::to_string(limits::kVocabularyTokenBytes) + " bytes",
                 std::to_string(field->bytes.size()));
        }
        if (firstInvalidByte(field->bytes)) {
            fail("E_TOKENIZER_ENCODING", file, place, "UTF-8", "another byte sequence");
        }
        if (field->bytes.empty() || field->bytes.find('\0') != std::string_view::npos) {
            fail("E_TOKENIZER_ENTRY", file, place, "a token",
                 field->bytes.empty() ? "nothing" : "a NUL inside");
        }
    }
    return isUserDefined;
}

void checkNormalizer(std::string_view bytes, const std::string& file)
{
    Message normalizer(bytes, file, "normalizer, ");
    while (const std::optional<MessageField> field = normalizer.next()) {
        if (field->number == kNormalizerTable && !field->bytes.empty() &&
            !CharacterTable::parse(field->bytes)) {
            normalizer.fail("a table of characters", "one that leads outside itself");
        }
    }
}

} // namespace

void checkSentencePieceFile(std::string_view bytes, const std::string& file)
{
    Message model(bytes, file, {});
    std::uint64_t pieces = 0;
    std::uint64_t userDefined = 0;
    while (const std::optional<MessageField> field = model.next()) {
        if (field->number == kModelNormalizer) {
            checkNormalizer(field->bytes, file);
        } else if (field->number == kModelPieces) {
            if (pieces == limits::kVocabularyEntries) {
                fail("E_LIMIT_VOCABULARY", file, "piece " + std::to_string(pieces),
                     "at most " + std::to_string(limits::kVocabularyEntries) + " pieces", "more");
            }
            userDefined += checkPiece(field->bytes, file, pieces++) ? 1U : 0U;
        }
    }
    if (pieces == 0) {
        model.fail("SentencePiece's model", "no pieces");
    }
    if (userDefined > kUserDefinedPieces) {
        model.fail("at most " + std::to_string(kUserDefinedPieces) + " user-defined pieces",
                   std::to_string(userDefined));
    }
}

} // namespace attenscope
