#pragma once

#include <QFont>
#include <QString>
#include <QStringList>

namespace attenscope {

/// The bundled font with tabular figures, without hinting or sub-pixel smoothing, so that text has
/// the same pixels under every desktop theme. Weights: Normal (400), Medium (500), DemiBold (600).
/// Needs a QGuiApplication. Throws E_INTERNAL if the bundled files cannot be read.
QFont figureFont(int pixelSize, QFont::Weight weight = QFont::Normal);

/// Its family's name, for style sheets and QApplication::setFont.
QString figureFontFamily();

/// The families whose glyphs a text is drawn with, in the order of their first use: the bundled
/// one, and those of the machine for what it does not have (Chinese, emoji). Needs a
/// QGuiApplication.
QStringList familiesUsedFor(const QString& text);

} // namespace attenscope
