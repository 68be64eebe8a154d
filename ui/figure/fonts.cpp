#include "ui/figure/fonts.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QGlyphRun>
#include <QRawFont>
#include <QTextLayout>

#include "engine/base/error.h"

#include <algorithm>

// A static library's resources are linked in only when something names them; outside the namespace
// because the macro declares a global function.
static void initialiseFontResource()
{
    Q_INIT_RESOURCE(figure_fonts);
}

namespace attenscope {

namespace {

/// For what the bundled font does not have; without it, Qt takes what the machine has.
constexpr const char* kHanFamily = "Noto Sans CJK SC";

/// returns  the family that all the bundled files belong to
QString loadFonts()
{
    initialiseFontResource();
    QString family;
    for (const char* weight : {"Regular", "Medium", "SemiBold"}) {
        const QString file =
            QStringLiteral(":/attenscope/fonts/AttenscopeSans-%1.otf").arg(QLatin1String(weight));
        const int id = QFontDatabase::addApplicationFont(file);
        const QStringList families = QFontDatabase::applicationFontFamilies(id);
        if (id < 0 || families.isEmpty()) {
            throw Error({.id = "E_INTERNAL",
                         .file = file.toStdString(),
                         .place = "fonts",
                         .expected = "a bundled font",
                         .found = "none that Qt can read",
                         .remedy = {}});
        }
        family = family.isEmpty() ? families.front() : family;
    }
    return family;
}

} // namespace

QString figureFontFamily()
{
    static const QString kFamily = loadFonts();
    return kFamily;
}

QFont figureFont(int pixelSize, QFont::Weight weight)
{
    QFont font(QStringList{figureFontFamily(), QString::fromLatin1(kHanFamily)});
    font.setPixelSize(pixelSize);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setStyleStrategy(
        static_cast<QFont::StyleStrategy>(QFont::PreferAntialias | QFont::NoSubpixelAntialias));
    return font;
}

QStringList familiesUsedFor(const QString& text)
{
    QTextLayout layout(text, figureFont(12));
    layout.beginLayout();
    while (layout.createLine().isValid()) {
    }
    layout.endLayout();
    QStringList families;
    for (const QGlyphRun& run : layout.glyphRuns()) {
        const QString family = run.rawFont().familyName();
        if (!families.contains(family)) {
            families << family;
        }
    }
    const QString own = QFontInfo(figureFont(12)).family(); // Qt gives them in no order
    std::ranges::stable_partition(families, [&](const QString& family) { return family == own; });
    return families;
}

} // namespace attenscope
