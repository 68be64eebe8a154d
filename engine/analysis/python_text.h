#pragma once

#include <string>
#include <string_view>

/// Values as Python writes them; for the scripts of this folder.
namespace attenscope {

/// "[1, 2, 3]"
template <typename Range, typename ToText>
std::string pythonList(const Range& items, ToText toText)
{
    std::string text;
    for (const auto& item : items) {
        text += (text.empty() ? "" : ", ") + toText(item);
    }
    return "[" + text + "]";
}

template <typename Range>
std::string pythonNumbers(const Range& items)
{
    return pythonList(items, [](auto item) { return std::to_string(item); });
}

/// A string: control characters and quotes escaped, UTF-8 as it stands.
std::string pythonString(std::string_view text);

} // namespace attenscope
