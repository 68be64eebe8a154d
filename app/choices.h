#pragma once

#include "app/options.h"

#include <optional>
#include <string>
#include <vector>

/// Option values of a fixed kind, from text. Each throws E_USAGE_VALUE naming `option`, what it
/// takes, and the nearest of it.
namespace attenscope {

/// "co", "hybrid"; nothing for "native".
std::optional<Mode> modeChoice(const std::string& text);
Direction directionChoice(const std::string& text);
SpecialTokens specialTokensChoice(const std::string& text);
JointRows jointRowsChoice(const std::string& text);
Scale scaleChoice(const std::string& text);
std::string aggregationChoice(const std::string& text);
std::string colourTableChoice(const std::string& option, const std::string& text);
MatrixBlocks blocksChoice(const std::string& text);
std::string statisticChoice(const std::string& text);
FigureView viewChoice(const std::string& text);
OverlayKind overlayChoice(const std::string& text);
ThemeKind themeChoice(const std::string& text);

/// What --sheet and --animate ask for, of which one at least is empty; one map where both are.
FigureKind figureKindChoice(const std::string& sheet, const std::string& animate);

/// "3", "0-2", "all"
LayerChoice layerChoice(const std::string& text);
/// "3"; nothing for "all".
std::optional<int> headChoice(const std::string& text);
/// "1600x1200", or "120mmx90mm", which becomes pixels at the resolution.
QSize sizeChoice(const std::string& text, double dpi);

/// A whole number of at most nine digits without a sign; nothing for anything else.
std::optional<int> wholeNumber(const std::string& text);
/// A decimal number above 0; nothing for anything else.
std::optional<double> positiveNumber(const std::string& text);
/// The parts between the separators; one empty part for an empty text.
std::vector<std::string> split(const std::string& text, char separator);

} // namespace attenscope
