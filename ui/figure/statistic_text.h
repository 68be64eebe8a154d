#pragma once

#include <QString>

#include "engine/analysis/statistics.h"

namespace attenscope {

/// The statistic's name for people: "entropy H / ln K".
QString statisticName(const StatisticInfo& info);

/// The name with its unit, as on an axis: "entropy H (nat)".
QString statisticAxis(const StatisticInfo& info);

/// A number of it with its unit: "0.733", "3.64 nat", "× 12.7"; "—" for NaN.
QString statisticText(const StatisticInfo& info, double value);

/// The same without a unit and with at most `digits` significant digits: "0.73".
QString shortNumber(double value, int digits);

} // namespace attenscope
