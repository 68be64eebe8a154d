#include "ui/figure/overlay_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/figure/contours.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attenscope {

namespace {

struct Row {
    OverlayKind kind;
    const char* choice;
    const char* meaning;
    const char* opacity;
    const char* legend; ///< %1: the opacity in percent, %2: the contours' levels
};

constexpr std::array kRows{
    Row{OverlayKind::Tint, QT_TRANSLATE_NOOP("OverlayText", "tint"),
        QT_TRANSLATE_NOOP("OverlayText",
                          "The map's colours everywhere; the image's light and dark shine through"),
        QT_TRANSLATE_NOOP("OverlayText",
                          "Opacity of the map: at 100 % its colours are exactly the colour bar's"),
        QT_TRANSLATE_NOOP("OverlayText", "tint, map %1 % opaque")},
    Row{OverlayKind::Spotlight, QT_TRANSLATE_NOOP("OverlayText", "spotlight"),
        QT_TRANSLATE_NOOP("OverlayText",
                          "Opacity grows with the weight: the image stays where nothing looks"),
        QT_TRANSLATE_NOOP("OverlayText", "Opacity of the map at the end of the scale"),
        QT_TRANSLATE_NOOP("OverlayText", "spotlight, map up to %1 % opaque as the weight grows")},
    Row{OverlayKind::Contour, QT_TRANSLATE_NOOP("OverlayText", "contours"),
        QT_TRANSLATE_NOOP("OverlayText",
                          "Lines of equal weight on the smoothed map, at the colour bar's numbers"),
        QT_TRANSLATE_NOOP("OverlayText", "Opacity of the lines"),
        QT_TRANSLATE_NOOP("OverlayText", "contours of the smoothed map at %2")},
    Row{OverlayKind::Multiply, QT_TRANSLATE_NOOP("OverlayText", "multiply"),
        QT_TRANSLATE_NOOP("OverlayText",
                          "The image's colours times the map's: dark where the colour bar is dark"),
        QT_TRANSLATE_NOOP("OverlayText",
                          "Share of the product: at 0 % the image alone, at 100 % the product"),
        QT_TRANSLATE_NOOP("OverlayText", "image multiplied by the map, %1 %")},
    Row{OverlayKind::SideBySide, QT_TRANSLATE_NOOP("OverlayText", "side by side"),
        QT_TRANSLATE_NOOP("OverlayText", "The bare image, and beside it the map alone"),
        QT_TRANSLATE_NOOP("OverlayText",
                          "Beside the image the map is always opaque: there is nothing to set"),
        QT_TRANSLATE_NOOP("OverlayText", "bare image beside the opaque map")},
};

const Row& rowOf(OverlayKind kind)
{
    return *std::ranges::find(kRows, kind, &Row::kind);
}

QString translated(const char* text)
{
    return QCoreApplication::translate("OverlayText", text);
}

QString levelsText(const ScaleRange& range)
{
    QStringList texts;
    for (const Tick& level : contourLevels(range)) {
        texts << level.text;
    }
    return texts.join(QStringLiteral(", "));
}

} // namespace

QString overlayChoiceText(OverlayKind kind)
{
    return translated(rowOf(kind).choice);
}

QString overlayMeaning(OverlayKind kind)
{
    return translated(rowOf(kind).meaning);
}

QString opacityMeaning(OverlayKind kind)
{
    return translated(rowOf(kind).opacity);
}

QString overlayText(const FigureStyle& style, const ScaleRange& range)
{
    QString text = translated(rowOf(style.overlay).legend);
    text.replace(QLatin1String("%1"), QString::number(std::lround(100 * style.opacity)));
    return text.replace(QLatin1String("%2"), levelsText(range));
}

} // namespace attenscope
