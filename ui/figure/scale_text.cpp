#include "ui/figure/scale_text.h"

#include <QCoreApplication>

#include "ui/figure/colour_bar.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

struct Row {
    Scale scale;
    const char* choice;
    const char* meaning;
    const char* bar;
    const char* step;
    const char* legend; ///< %1: the range
};

constexpr std::array kRows{
    Row{Scale::Shared, QT_TRANSLATE_NOOP("ScaleText", "shared"),
        QT_TRANSLATE_NOOP("ScaleText",
                          "0 to the largest weight of all layers and heads for this focus"),
        QT_TRANSLATE_NOOP("ScaleText", "shared scale"),
        QT_TRANSLATE_NOOP("ScaleText", "shared scale"),
        QT_TRANSLATE_NOOP("ScaleText",
                          "shared, %1 (largest weight of all layers and heads for "
                          "this focus)")},
    Row{Scale::Fixed, QT_TRANSLATE_NOOP("ScaleText", "fixed 0 to 1"),
        QT_TRANSLATE_NOOP("ScaleText", "All that a weight can be"),
        QT_TRANSLATE_NOOP("ScaleText", "fixed scale"),
        QT_TRANSLATE_NOOP("ScaleText", "fixed scale"), QT_TRANSLATE_NOOP("ScaleText", "fixed, %1")},
    Row{Scale::PerMap, QT_TRANSLATE_NOOP("ScaleText", "per map"),
        QT_TRANSLATE_NOOP("ScaleText",
                          "Each map's own smallest to largest: hides how large the numbers are"),
        QT_TRANSLATE_NOOP("ScaleText", "this map’s own scale"),
        QT_TRANSLATE_NOOP("ScaleText", "scale per map"),
        QT_TRANSLATE_NOOP("ScaleText", "this map’s own, %1 (hides how large the numbers are)")},
    Row{Scale::Quantile, QT_TRANSLATE_NOOP("ScaleText", "quantiles 1–99 %"),
        QT_TRANSLATE_NOOP("ScaleText",
                          "From the 1 % to the 99 % quantile of the weights of all "
                          "layers and heads for this focus; the rest is clipped"),
        QT_TRANSLATE_NOOP("ScaleText", "clipped at 1 and 99 %"),
        QT_TRANSLATE_NOOP("ScaleText", "scale by quantiles"),
        QT_TRANSLATE_NOOP("ScaleText",
                          "quantiles, %1 (1 % and 99 % of the weights of all layers "
                          "and heads for this focus; the rest is clipped)")},
    Row{Scale::Log, QT_TRANSLATE_NOOP("ScaleText", "log10"),
        QT_TRANSLATE_NOOP("ScaleText",
                          "Logarithmic, from 1/10000 of the largest weight of all layers and heads "
                          "for this focus up to it; smaller weights are clipped"),
        QT_TRANSLATE_NOOP("ScaleText", "log10 scale"),
        QT_TRANSLATE_NOOP("ScaleText", "log10 scale"),
        QT_TRANSLATE_NOOP("ScaleText",
                          "log10, %1 (largest weight of all layers and heads for this "
                          "focus; what is below 1/10000 of it is clipped)")},
    Row{Scale::Lift, QT_TRANSLATE_NOOP("ScaleText", "lift over uniform"),
        QT_TRANSLATE_NOOP("ScaleText",
                          "How many times the weight of an even row, log2 around ×1; as far down "
                          "as the largest of all layers and heads for this focus lies up"),
        QT_TRANSLATE_NOOP("ScaleText", "log2 scale"),
        QT_TRANSLATE_NOOP("ScaleText", "scale of lift over uniform"),
        QT_TRANSLATE_NOOP("ScaleText",
                          "lift over uniform, %1 (log2 around ×1, the weight of an "
                          "even row; largest of all layers and heads for this "
                          "focus)")},
};

const Row& rowOf(Scale scale)
{
    return *std::ranges::find(kRows, scale, &Row::scale);
}

QString translated(const char* text)
{
    return QCoreApplication::translate("ScaleText", text);
}

} // namespace

QString scaleChoiceText(Scale scale)
{
    return translated(rowOf(scale).choice);
}

QString scaleMeaning(Scale scale)
{
    return translated(rowOf(scale).meaning);
}

QString scaleName(Scale scale)
{
    return translated(rowOf(scale).bar);
}

QString scaleStepText(Scale scale)
{
    return translated(rowOf(scale).step);
}

QString rangeText(const ScaleRange& range)
{
    const QString sign = range.isLift ? QStringLiteral("×") : QString();
    return translated(QT_TRANSLATE_NOOP("ScaleText", "%1 to %2"))
        .arg(sign + numberText(static_cast<double>(range.minimum)),
             sign + numberText(static_cast<double>(range.maximum)));
}

QString scaleText(Scale scale, const ScaleRange& range, bool isSimilarity)
{
    const bool areCosines = isSimilarity && scale == Scale::Shared;
    return translated(areCosines ? QT_TRANSLATE_NOOP(
                                       "ScaleText", "shared, %1 (all cosines of this focus, and 0)")
                                 : rowOf(scale).legend)
        .arg(rangeText(range));
}

} // namespace attenscope
