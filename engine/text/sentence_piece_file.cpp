#include "engine/text/sentence_piece_file.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/text/code_points.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

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

/// The library stores so many matches of a table at one place of a text, of user-defined pieces
/// twice as many, and doesn't look whether there are more.
constexpr int kMatches = 32;
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

/// The table of a normaliser: the length of a double array (Darts-clone's), that array, and the
/// replacements that it leads to, each ended by a NUL.
class CharacterTable {
public:
    explicit CharacterTable(std::string_view bytes)
    {
        constexpr std::size_t kUnit = sizeof(std::uint32_t);
        if (bytes.size() < kUnit) {
            return;
        }
        const std::size_t length = unitAt(bytes, 0);
        bytes.remove_prefix(kUnit);
        if (length > bytes.size() || length % kUnit != 0) {
            return;
        }
        for (std::size_t i = 0; i < length; i += kUnit) {
            units_.push_back(unitAt(bytes, i));
        }
        replacements_ = bytes.substr(length);
    }

    /// Whether every walk through it stays inside.
    bool isSound() const
    {
        if (units_.empty() || !replacements_.ends_with('\0')) {
            return false;
        }
        std::vector<int> matches(units_.size(), -1); // the most on a way to a node
        matches[0] = 0;
        std::vector<std::size_t> open{0};
        while (!open.empty()) {
            const std::size_t node = open.back();
            open.pop_back();
            if (!visit(node, matches, open)) {
                return false;
            }
        }
        return true;
    }

private:
    static std::uint32_t unitAt(std::string_view bytes, std::size_t position)
    {
        std::uint32_t value = 0;
        for (std::size_t i = 4; i-- > 0;) {
            value = (value << 8U) | static_cast<unsigned char>(bytes[position + i]);
        }
        return value;
    }

    /// The node's children are opened, and once more when there is a way with more matches to them.
    bool visit(std::size_t node, std::vector<int>& matches, std::vector<std::size_t>& open) const
    {
        const std::uint32_t unit = units_[node];
        const std::size_t base = node ^ ((unit >> 10U) << ((unit & 0x200U) >> 6U));
        if ((base | 0xFFU) >= units_.size()) {
            return false;
        }
        const bool isMatch = (unit & 0x100U) != 0;
        if (isMatch && (units_[base] & 0x7FFFFFFFU) >= replacements_.size()) {
            return false;
        }
        const int found = matches[node] + (isMatch ? 1 : 0);
        if (found > kMatches) {
            return false;
        }
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::size_t child = base ^ byte;
            if ((units_[child] & 0x800000FFU) == byte && matches[child] < found) {
                matches[child] = found;
                open.push_back(child);
            }
        }
        return true;
    }

    std::vector<std::uint32_t> units_;
    std::string_view replacements_;
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
            !CharacterTable(field->bytes).isSound()) {
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
