#include "engine/checkpoint/strict_json.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace attenscope {

namespace {

using Document = nlohmann::ordered_json;

Error syntaxError(const std::string& file, std::size_t byte, std::string found)
{
    return Error({.id = "E_CONFIG_FIELD",
                  .file = file,
                  .place = "byte " + std::to_string(byte),
                  .expected = "JSON",
                  .found = std::move(found),
                  .remedy = {}});
}

/// A key as a part of a JSON pointer (RFC 6901).
std::string escapedKey(const std::string& key)
{
    std::string text;
    for (const char c : key) {
        text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return text;
}

/// Builds the document. Objects are filled from behind: nlohmann's own insertion would search all
/// earlier keys for each new one.
class Builder {
public:
    explicit Builder(const std::string& file) : file_(file) {}

    Document take() { return std::move(root_); }

    // What nlohmann's parser calls; each returns whether to go on. Its names, not ours.
    bool null() { return add(nullptr); }

    bool boolean(bool value) { return add(value); }

    bool number_integer(std::int64_t value) // NOLINT(readability-identifier-naming): the parser's
    {
        return add(value);
    }

    bool number_unsigned(std::uint64_t value) // NOLINT(readability-identifier-naming): as above
    {
        return add(value);
    }

    bool number_float(double value, // NOLINT(readability-identifier-naming): as above
                      const std::string&)
    {
        return add(value);
    }

    bool string(std::string& value) { return add(std::move(value)); }

    bool binary(Document::binary_t& value) { return add(std::move(value)); }

    bool start_object(std::size_t) // NOLINT(readability-identifier-naming): as above
    {
        return open(Document::object());
    }

    bool start_array(std::size_t) // NOLINT(readability-identifier-naming): as above
    {
        return open(Document::array());
    }

    bool key(std::string& name)
    {
        if (!levels_.back().keys.insert(name).second) {
            throw Error({.id = "E_CONFIG_FIELD",
                         .file = file_,
                         .place = pointer() + "/" + escapedKey(name),
                         .expected = "each key once",
                         .found = "it twice",
                         .remedy = {}});
        }
        levels_.back().key = std::move(name);
        return true;
    }

    bool end_object() { return close(); } // NOLINT(readability-identifier-naming): as above

    bool end_array() { return close(); } // NOLINT(readability-identifier-naming): as above

    bool parse_error(std::size_t position, // NOLINT(readability-identifier-naming): as above
                     const std::string& lastToken,
                     const nlohmann::detail::exception&)
    {
        // The parser counts the bytes it took, this one included.
        throw syntaxError(file_, position == 0 ? 0 : position - 1,
                          lastToken.empty() ? "its end" : "\"" + lastToken + "\"");
    }

private:
    struct Level {
        Document* value;
        std::string key; ///< the current one of an object
        std::set<std::string> keys;
    };

    Document* place(Document value)
    {
        if (levels_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        Level& level = levels_.back();
        if (level.value->is_array()) {
            auto& items = level.value->get_ref<Document::array_t&>();
            return &items.emplace_back(std::move(value));
        }
        Document::object_t::Container& members = level.value->get_ref<Document::object_t&>();
        return &members.emplace_back(level.key, std::move(value)).second;
    }

    template <typename Value>
    bool add(Value&& value)
    {
        place(Document(std::forward<Value>(value)));
        return true;
    }

    bool open(Document container)
    {
        if (levels_.size() == static_cast<std::size_t>(limits::kJsonDepth)) {
            throw Error({.id = "E_LIMIT_DEPTH",
                         .file = file_,
                         .place = pointer(),
                         .expected = "at most " + std::to_string(limits::kJsonDepth) +
                                     " levels of brackets",
                         .found = "more of them",
                         .remedy = {}});
        }
        Document* const value = place(std::move(container));
        levels_.push_back({.value = value, .key = {}, .keys = {}});
        return true;
    }

    bool close()
    {
        levels_.pop_back();
        return true;
    }

    std::string pointer() const
    {
        std::string text;
        for (std::size_t i = 0; i + 1 < levels_.size(); ++i) {
            const Level& level = levels_[i];
            text += "/" + (level.value->is_array() ? std::to_string(level.value->size() - 1)
                                                   : escapedKey(level.key));
        }
        return text;
    }

    const std::string& file_;
    Document root_;
    std::vector<Level> levels_;
};

} // namespace

nlohmann::ordered_json parseStrictJson(std::string_view text, const std::string& file)
{
    if (text.starts_with("\xEF\xBB\xBF")) {
        throw syntaxError(file, 0, "a byte-order mark");
    }
    const std::size_t nul = text.find('\0'); // the parser would take it for the end
    if (nul != std::string_view::npos) {
        throw syntaxError(file, nul, "a NUL byte");
    }
    Builder builder(file);
    Document::sax_parse(text.begin(), text.end(), &builder);
    return builder.take();
}

} // namespace attenscope
