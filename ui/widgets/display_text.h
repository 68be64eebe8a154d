#pragma once

#include <QString>

#include <string_view>

namespace attenscope {

/// The engine's UTF-8 names for Qt.
inline QString displayText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace attenscope
