#pragma once

#include "engine/base/export.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace attenscope {

/// A JSON value for our own outputs. Members keep their order, so equal values give equal bytes.
class ATTENSCOPE_EXPORT Json {
public:
    using Array = std::vector<Json>;
    using Member = std::pair<std::string, Json>;
    using Object = std::vector<Member>;

    Json() = default; ///< null

    // Implicit on purpose: these are the values that JSON has.
    // NOLINTBEGIN(google-explicit-constructor)
    Json(bool value) : value_(value) {}

    template <typename Integer>

    requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) Json(Integer value)
        : value_(static_cast<std::int64_t>(value))
    {
    }

    Json(double value) : value_(value) {}

    Json(std::string value) : value_(std::move(value)) {}

    Json(std::string_view value) : value_(std::string(value)) {}

    Json(const char* value) : value_(std::string(value)) {}

    // NOLINTEND(google-explicit-constructor)

    static Json array();
    static Json object();

    /// A list of anything that is a JSON value.
    template <typename Range>
    static Json list(const Range& values)
    {
        Json result = array();
        for (const auto& value : values) {
            result.push(value);
        }
        return result;
    }

    /// Appends to an array; returns *this.
    Json& push(Json value);

    /// Appends a member to an object, which must not have it; returns *this.
    Json& set(std::string key, Json value);

    /// One line. Doubles come back bit for bit when read; numbers that JSON has no word for (NaN,
    /// infinities) are null; bytes that are no UTF-8 become U+FFFD.
    std::string compact() const;

    /// Indented by two; what fits into one line of 100 columns stays in one. Ends with a line end.
    std::string pretty() const;

private:
    void write(std::string& text, int indent) const;

    std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> value_;
};

} // namespace attenscope
