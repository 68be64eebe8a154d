#include "ui/widgets/appearance.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QButtonGroup>
#include <QLineEdit>
#include <QStyle>
#include <QWidget>

#include "ui/figure/fonts.h"

#include <array>
#include <utility>

namespace attenscope {

namespace {

constexpr const char* kStyleSheet = R"(
QWidget { color: @text1; }
QToolTip { color: @text1; background: @panel; border: 1px solid @control; padding: 4px; }
QMenuBar, QStatusBar { background: @window; }
QMenuBar::item { padding: 5px 10px; background: transparent; }
QMenuBar::item:selected { background: @hover; border-radius: 4px; }
QMenu { background: @panel; border: 1px solid @control; padding: 4px 0; }
QMenu::item { padding: 5px 28px 5px 24px; }
QMenu::item:selected { background: @accentSoft; color: @accentSoftText; }
QMenu::item:disabled { color: @disabledText; }
QMenu::separator { height: 1px; background: @line; margin: 4px 0; }
QFrame[role="row"] { background: @window; }
QFrame[role="column"], QWidget[role="column"] { background: @panel; }
QFrame[role="separator"] { background: @line; border: none; }
QLabel { background: transparent; }
QLabel[role="prose"] { color: @text2; }
QLabel[role="label"] { color: @text3; }
QLabel[role="error"] { color: @error; }
QLabel[role="notice"] { color: @intervention; background: @interventionSoft; }
QLabel[role="badge"] { color: @intervention; background: @interventionSoft;
    border-radius: 3px; padding: 1px 6px; }
QPushButton, QToolButton { background: @button; border: 1px solid @control; border-radius: 4px;
    padding: 4px 12px; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:focus, QToolButton:focus { outline: none; border: 2px solid @accent; padding: 3px 11px; }
QPushButton:disabled, QToolButton:disabled { color: @disabledText; border-color: @line; }
QToolButton[role="square"], QToolButton[role="square"]:focus { padding: 0; }
QToolButton::menu-indicator { image: none; }
QPushButton[role="primary"] { background: @accent; color: @accentText; border: none;
    padding: 4px 10px; }
QPushButton[role="primary"]:disabled { background: @line; color: @text2; }
QPushButton[role="primary"]:focus { border: 2px solid @text1; padding: 2px 8px; }
QToolButton[role="flat"], QPushButton[role="flat"] { background: transparent; border: none;
    padding: 2px 6px; border-radius: 4px; }
QToolButton[role="flat"]:hover, QPushButton[role="flat"]:hover { background: @hover; }
QToolButton[role="flat"]:focus, QPushButton[role="flat"]:focus { border: 2px solid @accent;
    padding: 0 4px; }
QFrame[role="group"] { background: @button; border: 1px solid @control; border-radius: 4px; }
QToolButton[role="segment"] { background: transparent; border: none; border-radius: 0;
    border-left: 1px solid @line; padding: 2px 10px; }
QToolButton[role="segment"][isFirst="true"] { border-left: none; }
QToolButton[role="segment"]:hover { background: @hover; }
QToolButton[role="segment"]:checked { background: @accentSoft; color: @accentSoftText;
    font-weight: 600; }
QToolButton[role="segment"]:focus { border: 2px solid @accent; padding: 0 8px; }
QLineEdit { background: transparent; border: none; selection-background-color: @accent;
    selection-color: @accentText; }
QLineEdit[role="field"] { background: @field; border: 1px solid @control; border-radius: 4px;
    padding: 0 8px; }
QLineEdit[role="field"]:focus { border: 2px solid @accent; padding: 0 7px; }
QAbstractItemView[role="list"] { background: @panel; border: none; border-top: 1px solid @line;
    border-bottom: 1px solid @line; outline: none; }
QAbstractItemView[role="list"]::item { height: 26px; padding: 0 6px; border: none; }
QAbstractItemView[role="list"]::item:selected { background: @accentSoft; color: @accentSoftText; }
QAbstractItemView[role="numbers"] { background: @panel; border: none; outline: none;
    selection-background-color: @accentSoft; selection-color: @accentSoftText; }
QAbstractItemView[role="numbers"]::item { padding: 0 3px; border: none;
    border-bottom: 1px solid @line; }
QAbstractItemView[role="numbers"]::item:selected { background: @accentSoft;
    color: @accentSoftText; }
QAbstractItemView[role="numbers"] QHeaderView::section { padding: 0 6px 0 6px; }
QHeaderView::section { background: @panel; color: @text3; border: none; padding: 4px 6px; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @text2; border: none; padding: 0 6px; height: 37px;
    border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: @text1; }
QTabBar::tab:selected { color: @text1; border-bottom-color: @accent; }
QTabBar::tab:selected:focus { color: @accent; }
QFrame[role="card"] { background: @panel; border: 1px solid @line; border-radius: 6px; }
QWidget[role="stage"],
QScrollArea[role="stage"] > QWidget > QWidget { background: @stage; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget[role="column"] { border: none; background: @panel; }
QScrollBar { background: @panel; border: none; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @control; border-radius: 3px; margin: 2px; min-height: 24px;
    min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @line; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @control; outline: none;
    selection-background-color: @accentSoft; selection-color: @accentSoftText; }
QSlider::groove:horizontal { height: 2px; background: @control; }
QSlider::sub-page:horizontal { height: 2px; background: @accent; }
QSlider::handle:horizontal { width: 10px; height: 10px; margin: -6px 0; border-radius: 7px;
    border: 2px solid @accent; background: @panel; }
QSlider::handle:horizontal:focus { background: @accent; }
QProgressBar { background: transparent; border: none; }
QProgressBar::chunk { background: @accent; }
QPlainTextEdit { background: @field; border: 1px solid @line; }
)";

} // namespace

ThemeKind themeKindOf(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightnessF() <
                   palette.color(QPalette::WindowText).lightnessF()
               ? ThemeKind::Dark
               : ThemeKind::Light;
}

const Theme& themeOf(const QWidget& widget)
{
    return theme(themeKindOf(widget.palette()));
}

QPalette paletteOf(const Theme& theme)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& colour) {
        palette.setColor(role, colour);
    };
    set(QPalette::Window, theme.window);
    set(QPalette::WindowText, theme.text1);
    set(QPalette::Base, theme.field);
    set(QPalette::AlternateBase, theme.panel);
    set(QPalette::Text, theme.text1);
    set(QPalette::PlaceholderText, theme.text3);
    set(QPalette::Button, theme.button);
    set(QPalette::ButtonText, theme.text1);
    set(QPalette::Highlight, theme.accent);
    set(QPalette::HighlightedText, theme.accentText);
    set(QPalette::ToolTipBase, theme.panel);
    set(QPalette::ToolTipText, theme.text1);
    set(QPalette::Link, theme.accent);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, theme.disabledText);
    }
    return palette;
}

QString styleSheetOf(const Theme& theme)
{
    const std::array<std::pair<const char*, QColor>, 21> colours{{
        {"@accentSoftText", theme.accentSoftText},
        {"@accentSoft", theme.accentSoft},
        {"@accentText", theme.accentText},
        {"@accent", theme.accent},
        {"@window", theme.window},
        {"@panel", theme.panel},
        {"@stage", theme.stage},
        {"@line", theme.line},
        {"@control", theme.control},
        {"@button", theme.button},
        {"@field", theme.field},
        {"@hover", theme.hover},
        {"@text1", theme.text1},
        {"@text2", theme.text2},
        {"@text3", theme.text3},
        {"@disabledText", theme.disabledText},
        {"@interventionSoft", theme.interventionSoft},
        {"@intervention", theme.intervention},
        {"@errorSoft", theme.errorSoft},
        {"@errorLine", theme.errorLine},
        {"@error", theme.error},
    }}; // longer names before those that they start with
    QString sheet = QString::fromLatin1(kStyleSheet);
    for (const auto& [name, colour] : colours) {
        sheet.replace(QLatin1String(name), colour.name());
    }
    return sheet;
}

QFont titleFont()
{
    return figureFont(15, QFont::DemiBold);
}

QFont valueFont()
{
    return figureFont(13);
}

QFont labelFont()
{
    return figureFont(12);
}

QFont badgeFont()
{
    return figureFont(11);
}

bool isFocusByKey(Qt::FocusReason reason)
{
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
           reason == Qt::ShortcutFocusReason;
}

void letTabReachTheChosen(const QButtonGroup& group)
{
    const QAbstractButton* const chosen = group.checkedButton();
    for (QAbstractButton* button : group.buttons()) {
        const bool isReached = !chosen || button == chosen;
        button->setFocusPolicy(isReached ? Qt::StrongFocus : Qt::ClickFocus);
    }
}

void setRole(QWidget& widget, const char* role)
{
    widget.setProperty("role", QString::fromLatin1(role));
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

void describeControl(QWidget& widget, const QString& name, const QString& toolTip)
{
    widget.setAccessibleName(name);
    widget.setToolTip(toolTip);
    if (qobject_cast<QAbstractSpinBox*>(&widget)) { // whose field takes the focus
        widget.findChild<QLineEdit*>()->setAccessibleName(name);
    }
}

} // namespace attenscope
