#include "engine/io/json.h"

#include "engine/io/utf8.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace attenscope {

namespace {

constexpr int kCompact = -1;
constexpr std::size_t kColumns = 100;

void writeText(std::string& text, std::string_view value)
{
    text += '"';
    for (const char c : validUtf8(value)) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            text += '\\';
            text += c;
        } else if (c == '\n') {
            text += "\\n";
        } else if (c == '\t') {
            text += "\\t";
        } else if (byte < 0x20 || byte == 0x7F) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(byte));
            text += escape.data();
        } else {
            text += c;
        }
    }
    text += '"';
}

void writeNumber(std::string& text, double value)
{
    if (!std::isfinite(value)) {
        text += "null";
        return;
    }
    std::array<char, 32> buffer{};
    const std::string_view digits(
        buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr);
    text += digits;
    if (digits.find_first_of(".e") == std::string_view::npos) {
        text += ".0"; // stays a floating-point number, and keeps the sign of -0
    }
}

void newLine(std::string& text, int indent)
{
    text += '\n';
    text.append(2 * static_cast<std::size_t>(indent), ' ');
}

/// Writes brackets around `items`, each on a line of its own unless compact.
template <typename Items, typename WriteItem>
void writeItems(
    std::string& text, std::string_view brackets, const Items& items, int indent, WriteItem write)
{
    text += brackets[0];
    bool isFirst = true;
    for (const auto& item : items) {
        if (!isFirst) {
            text += indent == kCompact ? ", " : ",";
        }
        isFirst = false;
        if (indent != kCompact) {
            newLine(text, indent + 1);
        }
        write(item);
    }
    if (indent != kCompact && !isFirst) {
        newLine(text, indent);
    }
    text += brackets[1];
}

} // namespace

Json Json::array()
{
    Json result;
    result.value_ = Array();
    return result;
}

Json Json::object()
{
    Json result;
    result.value_ = Object();
    return result;
}

Json& Json::push(Json value)
{
    std::get<Array>(value_).push_back(std::move(value));
    return *this;
}

Json& Json::set(std::string key, Json value)
{
    auto& members = std::get<Object>(value_);
    assert(std::none_of(members.begin(), members.end(),
                        [&key](const Member& member) { return member.first == key; }));
    members.emplace_back(std::move(key), std::move(value));
    return *this;
}

void Json::write(std::string& text, int indent) const
{
    if (indent != kCompact && value_.index() >= 5) { // a container: in one line if it fits
        const std::string line = compact();
        if (line.size() + 2 * static_cast<std::size_t>(indent) <= kColumns) {
            text += line;
            return;
        }
    }
    const int inner = indent == kCompact ? kCompact : indent + 1;
    if (const auto* flag = std::get_if<bool>(&value_)) {
        text += *flag ? "true" : "false";
    } else if (const auto* integer = std::get_if<std::int64_t>(&value_)) {
        text += std::to_string(*integer);
    } else if (const auto* number = std::get_if<double>(&value_)) {
        writeNumber(text, *number);
    } else if (const auto* string = std::get_if<std::string>(&value_)) {
        writeText(text, *string);
    } else if (const auto* items = std::get_if<Array>(&value_)) {
        writeItems(text, "[]", *items, indent, [&](const Json& item) { item.write(text, inner); });
    } else if (const auto* members = std::get_if<Object>(&value_)) {
        writeItems(text, "{}", *members, indent, [&](const Member& member) {
            writeText(text, member.first);
            text += ": ";
            member.second.write(text, inner);
        });
    } else {
        text += "null";
    }
}

std::string Json::compact() const
{
    std::string text;
    write(text, kCompact);
    return text;
}

std::string Json::pretty() const
{
    std::string text;
    write(text, 0);
    return text + "\n";
}

} // namespace attenscope
