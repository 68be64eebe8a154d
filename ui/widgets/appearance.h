#pragma once

#include <QFont>
#include <QPalette>
#include <QString>

#include "ui/figure/theme.h"

class QButtonGroup;
class QWidget;

namespace attenscope {

/// Dark where the palette's window is darker than its text.
ThemeKind themeKindOf(const QPalette& palette);

/// The theme that the widget's palette asks for.
const Theme& themeOf(const QWidget& widget);

/// A palette whose roles carry the theme's colours.
QPalette paletteOf(const Theme& theme);

/// The look of plain controls, by class and by the dynamic property "role".
QString styleSheetOf(const Theme& theme);

/// Sizes of interface.md: 15 for titles, 13 for values, 12 for labels, 11 for badges.
QFont titleFont();
QFont valueFont();
QFont labelFont();
QFont badgeFont();

/// Whether the focus came by a key, so that it has to be shown.
bool isFocusByKey(Qt::FocusReason reason);

/// Of a group of which one is chosen, Tab reaches that one, and the arrows the others.
void letTabReachTheChosen(const QButtonGroup& group);

/// Marks a label by what it says, so that the style sheet draws it: "title", "prose", "label",
/// "value", "mono", "number".
void setRole(QWidget& widget, const char* role);

/// Name for screen readers and tooltip in one; every control gets both.
void describeControl(QWidget& widget, const QString& name, const QString& toolTip);

} // namespace attenscope
