// What a person sets about the window: theme, language, its size and place.
#include <QApplication>
#include <QCloseEvent>
#include <QLoggingCategory>
#include <QMenu>
#include <QSplitter>

#include "ui/figure/language.h"
#include "ui/state/damaged_files.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/question_bar.h"

#include <array>
#include <optional>
#include <tuple>
#include <utility>

namespace attenscope {

namespace {

Q_LOGGING_CATEGORY(settingsLog, "attenscope.settings")

} // namespace

/// The theme is the whole program's, its dialogs' too: widgets with a style sheet of their own do
/// not take a palette over from their window.
void MainWindow::adoptTheme()
{
    if (theme_ == ThemeChoice::Desktop) {
        if (const auto palette = std::exchange(desktopPalette_, std::nullopt)) {
            QApplication::setPalette(*palette);
        }
        return;
    }
    const ThemeKind kind = theme_ == ThemeChoice::Dark ? ThemeKind::Dark : ThemeKind::Light;
    if (themeKindOf(QGuiApplication::palette()) != kind) {
        if (!desktopPalette_) {
            desktopPalette_ = QGuiApplication::palette();
        }
        QApplication::setPalette(paletteOf(theme(kind)));
    }
}

/// What can't be kept holds until the window is closed, and is told.
void MainWindow::keepSetting(const std::function<void()>& keep)
{
    try {
        keep();
    } catch (const Error& error) {
        showError(error.info());
    }
}

void MainWindow::buildSettingsMenus(QMenu& view)
{
    QMenu& themes = *view.addMenu(tr("T&heme"));
    const std::array themeChoices{
        std::tuple("desktop", ThemeChoice::Desktop, tr("As the &desktop")),
        std::tuple("light", ThemeChoice::Light, tr("&Light")),
        std::tuple("dark", ThemeChoice::Dark, tr("D&ark"))};
    for (const auto& [id, theme, text] : themeChoices) {
        const ThemeChoice choice = theme;
        addCommand(themes, {choiceId("theme", id),
                            tr("Theme"),
                            text,
                            tr("Of the window; the colours of numbers stay"),
                            {},
                            [this, choice] {
                                theme_ = choice;
                                keepSetting([&] { settings_.setTheme(choice); });
                                applyAppearance();
                            },
                            {},
                            [this, choice] { return theme_ == choice; }});
    }
    QMenu& tongues = *view.addMenu(tr("&Language"));
    std::vector<Language> choices{{Settings::kDesktopLanguage, tr("As the &desktop")}};
    choices.insert(choices.end(), languages().begin(), languages().end());
    for (const Language& language : choices) {
        const std::string choice = language.id;
        addCommand(tongues, {choiceId("language", choice),
                             tr("Language"),
                             language.name,
                             {},
                             {},
                             [this, choice] {
                                 keepSetting([&] { settings_.setLanguage(choice); });
                                 language_ = choice;
                                 Q_EMIT languageChosen(choice);
                             },
                             {},
                             [this, choice] { return language_ == choice; }});
    }
}

void MainWindow::restorePlace()
{
    // Qt refuses what is damaged, or of another version, and changes nothing then.
    restoreGeometry(settings_.geometry());
    columns_->restoreState(settings_.columns());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    try {
        settings_.setGeometry(saveGeometry());
        settings_.setColumns(columns_->saveState());
    } catch (const Error& error) {
        // The window goes; nobody would read a message in it.
        qCWarning(settingsLog, "%s", describe(error.info()).c_str());
    }
    QMainWindow::closeEvent(event);
}

/// Files that could not be read have been put aside before anything was written over them.
void MainWindow::tellDamage()
{
    if (damaged_.empty()) {
        return;
    }
    QStringList lines;
    for (const DamagedFile& file : damaged_) {
        const QString name = QString::fromStdString(escapedForDisplay(file.damage.file, 4096));
        const QString now = QString::fromStdString(escapedForDisplay(file.movedTo.string(), 4096));
        lines << (now.isEmpty() ? tr("%1 can't be read, nor moved.").arg(name)
                                : tr("%1 could not be read. It is now %2.").arg(name, now));
        qCWarning(settingsLog, "%s", describe(file.damage).c_str());
    }
    const QuestionBar::Question question{.title = tr("Something that was remembered is damaged."),
                                         .facts = lines,
                                         .yes = {},
                                         .no = tr("Close")};
    if (questions_->isHidden()) {
        questions_->ask(question);
        return;
    }
    // After the question about the last session, which matters more.
    auto* later = new QObject(this);
    const auto ask = [this, question, later] {
        later->deleteLater();
        disconnect(questions_, nullptr, later, nullptr);
        questions_->ask(question);
    };
    connect(questions_, &QuestionBar::accepted, later, ask);
    connect(questions_, &QuestionBar::declined, later, ask);
}

} // namespace attenscope
