#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include "engine/io/remembered.h"

#include <functional>
#include <string_view>
#include <vector>

class QAction;
class QKeyEvent;
class QWidget;

namespace attenscope {

/// One command of the window.
struct ActionInfo {
    QString id;          ///< kept with changed keys: "view.layer.next"
    QString group;       ///< "View"
    QString text;        ///< as in a menu, with its mnemonic: "&Next layer"
    QString description; ///< what it does, where the text does not say it
    QList<QKeySequence> keys;
    std::function<void()> trigger;
    std::function<bool()> isAvailable{}; ///< empty: always
    std::function<bool()> isOn{};        ///< not empty: a choice, ticked while it is made
    std::function<void()> release{};     ///< not empty: lasts while the key is held
};

/// Keys as they stand in the table: "Ctrl+Shift+Z; Ctrl+Y".
QList<QKeySequence> keyList(const char* text);

/// The id of a choice in a group: "scale.fixed".
QString choiceId(const char* group, std::string_view choice);

/// The command's text without its mnemonic and its dots.
QString plainText(const ActionInfo& command);

/// The same where its menu isn't seen: a choice with its group, "Scale: shared".
QString fullText(const ActionInfo& command);

/// The one table of the window's commands. Menus, keys, the key sheet, the palette and the page on
/// which keys are changed are made from it.
///
/// A key without Ctrl or Alt acts only where no text field has the focus: a text field takes it
/// first. Keys that controls need themselves (arrows, Space, Enter, Esc) reach a command only when
/// the control in focus has no use for them.
class Actions : public QObject {
    Q_OBJECT

public:
    /// kept  keys that differ from the defaults, by the command's id
    Actions(const Remembered& kept, QWidget& window);

    /// Adds a command, or replaces the one of that id.
    QAction* add(ActionInfo command);

    const std::vector<ActionInfo>& commands() const { return commands_; }

    QAction* action(const QString& id) const;

    const QList<QKeySequence>& keys(const QString& id) const;
    /// "Ctrl+O", "PgUp, Up"; empty: none.
    QString keyText(const QString& id) const;
    bool isDefault(const QString& id) const;

    /// Which other command has the key; null: none.
    const ActionInfo* owner(const QKeySequence& key, const QString& except) const;

    /// Takes the keys away from commands that have them. Throws E_OUTPUT if it can't be kept; it
    /// holds until the end of the session all the same.
    void setKeys(const QString& id, const QList<QKeySequence>& keys);
    void resetKeys(const QString& id);
    void resetAllKeys();

    /// Finds out anew which commands are available.
    void refresh();

    bool isAvailable(const ActionInfo& command) const;

    /// Keys that no control wanted; false if none of the commands has it.
    bool press(const QKeyEvent& event);
    /// The end of a held key.
    void release(const QKeyEvent& event);
    void releaseHeld();

Q_SIGNALS:
    void keysChanged();

private:
    struct Entry {
        QAction* action = nullptr;
        QList<QKeySequence> keys;
    };

    std::size_t indexOf(const QString& id) const;
    void apply(std::size_t index, const QList<QKeySequence>& keys);

    Remembered kept_;
    QWidget& window_;
    std::vector<ActionInfo> commands_;
    std::vector<Entry> entries_; ///< of the commands, in their order
    QString held_;               ///< id of the command whose key is down
};

} // namespace attenscope
