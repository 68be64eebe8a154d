#include "ui/figure/statistic_text.h"

#include "ui/figure/colour_bar.h"
#include "ui/figure/engine_text.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

QString statisticName(const StatisticInfo& info)
{
    return engineText(info.name);
}

QString statisticAxis(const StatisticInfo& info)
{
    return info.unit.empty()
               ? statisticName(info)
               : QStringLiteral("%1 (%2)").arg(statisticName(info), engineText(info.unit));
}

QString statisticText(const StatisticInfo& info, double value)
{
    if (std::isnan(value)) {
        return QStringLiteral("—");
    }
    const QString number = numberText(value);
    if (info.unit.empty()) {
        return number;
    }
    const QString unit = engineText(info.unit);
    return info.unit == "×" ? unit + QLatin1Char(' ') + number : number + QLatin1Char(' ') + unit;
}

QString shortNumber(double value, int digits)
{
    if (std::isnan(value)) {
        return QStringLiteral("—");
    }
    if (value == 0 || value == 1) {
        return QString::number(value);
    }
    const auto exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
    if (exponent < -2 || exponent > 4) {
        return QString::number(value, 'e', 0).replace(QLatin1Char('-'), QChar(0x2212));
    }
    const int decimals = std::max(0, digits - 1 - exponent);
    return QString::number(value, 'f', std::min(decimals, digits))
        .replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace attenscope
