#pragma once

#include <QSize>
#include <QSizeF>

#include "engine/analysis/scale.h"
#include "ui/figure/figure_kind.h"
#include "ui/figure/theme.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace attenscope {

struct ColourTable;

/// How a map is laid over its picture.
enum class OverlayKind {
    Tint,      ///< the map's colours everywhere, the picture's lightness shines through
    Spotlight, ///< opacity grows with the weight: the picture stays as it is where nothing looks
    Contour,   ///< lines of equal weight on the smoothed map, the picture as it is
    Multiply,  ///< each channel of the picture times the map's
    SideBySide ///< the bare picture, and beside it the map alone, opaque
};

/// One row of the registry of overlays.
struct OverlayInfo {
    OverlayKind kind = OverlayKind::Tint;
    std::string_view id;    ///< "tint"
    bool hasOpacity = true; ///< whether FigureStyle::opacity changes anything
};

/// All of them; the first is the default.
std::span<const OverlayInfo> overlayKinds();
const OverlayInfo& overlayInfo(OverlayKind kind);
std::string_view overlayId(OverlayKind kind);
std::optional<OverlayKind> overlayFromId(std::string_view id);

/// How a map is shown. A value: undone, saved, and written into a figure's recipe.
struct FigureStyle {
    Scale scale = Scale::Shared;
    std::string colourTable = "cividis";   ///< id of a row of colourTables(), for weights
    std::string signedTable = "cool-warm"; ///< likewise, for scales with a middle
    OverlayKind overlay = OverlayKind::Tint;
    double opacity = 0.68;  ///< 0 to 1; see opacityMeaning. At 1 a tint is exactly the colour bar
    bool isSmooth = false;  ///< interpolated between the cells' centres
    bool showsGrid = false; ///< thin lines between the cells
    ThemeKind theme = ThemeKind::Light;
    FigureKind kind = FigureKind::Map;
    int frameMs = 1000;     ///< how long an animation shows each map
    QSize size{1600, 1200}; ///< of the figure, pixels
    double dpi = 160;       ///< text has a physical size: 13/96 inch, whatever the pixels are
    bool hasColourBar = true;
    bool hasLegend = true;
    bool hasWords = true;    ///< the caption; where its words are the keys it always stands there
    bool hasMetadata = true; ///< the recipe inside the file
    bool embedsPicture = false; ///< the picture's pixels beside the recipe

    friend bool operator==(const FigureStyle&, const FigureStyle&) = default;
};

/// The colours that the style's scale is drawn with. Throws E_USAGE_COLORMAP for an unknown table.
const ColourTable& tableOf(const FigureStyle& style);

/// Whether a table has the kind of colours that a scale needs: signed ones where it has a middle.
bool fitsScale(const ColourTable& table, Scale scale);

/// Chooses a table for its kind of scale.
void setTable(FigureStyle& style, const ColourTable& table);

/// Whether what the page is and holds is the same, whatever the map on it looks like.
bool isSamePage(const FigureStyle& a, const FigureStyle& b);

/// A style on another one's page.
FigureStyle withPage(FigureStyle style, const FigureStyle& page);

inline constexpr int kLargestFigureSide = 16'384; ///< pixels
inline constexpr double kLeastDpi = 10;
inline constexpr double kMostDpi = 2400;
inline constexpr int kLeastFrameMs = 20;
inline constexpr int kMostFrameMs = 60'000;

/// A page's size in whole pixels, at least one.
QSize pixelsFromMillimetres(const QSizeF& millimetres, double dpi);
QSizeF millimetresFromPixels(const QSize& pixels, double dpi);

/// How a map is drawn where no picture lies below: opaque, so that its colours are the scale's,
/// with lines between the cells.
FigureStyle styleOnPlain(FigureStyle style);

} // namespace attenscope
