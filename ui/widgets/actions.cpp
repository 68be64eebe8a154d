#include "ui/widgets/actions.h"

#include <QAction>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QWidget>

#include "ui/widgets/display_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace attenscope {

namespace {

/// Whether controls need the key for themselves.
bool isControlKey(const QKeySequence& sequence)
{
    constexpr std::array kKeys{Qt::Key_Left,  Qt::Key_Right, Qt::Key_Up,     Qt::Key_Down,
                               Qt::Key_Space, Qt::Key_Enter, Qt::Key_Return, Qt::Key_Escape,
                               Qt::Key_Home,  Qt::Key_End};
    return sequence.count() == 1 &&
           (sequence[0].keyboardModifiers() & ~Qt::KeyboardModifiers(Qt::ShiftModifier)) == 0 &&
           std::find(kKeys.begin(), kKeys.end(), sequence[0].key()) != kKeys.end();
}

QKeySequence sequenceOf(const QKeyEvent& event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    return QKeySequence(QKeyCombination(modifiers, static_cast<Qt::Key>(event.key())));
}

/// What the key is as a window's shortcut. A sign that needs Shift on some keyboards is found with
/// and without it.
QList<QKeySequence> shortcutsOf(const QList<QKeySequence>& keys)
{
    QList<QKeySequence> shortcuts;
    for (const QKeySequence& key : keys) {
        if (isControlKey(key)) {
            continue;
        }
        shortcuts << key;
        const int first = key[0].key();
        const bool isSign =
            first > Qt::Key_Space && first < Qt::Key_AsciiTilde && !QChar(first).isLetterOrNumber();
        if (key.count() == 1 && isSign && key[0].keyboardModifiers() == Qt::NoModifier) {
            shortcuts << QKeySequence(QKeyCombination(Qt::ShiftModifier, key[0].key()));
        }
    }
    return shortcuts;
}

std::string keptText(const QList<QKeySequence>& keys)
{
    return QKeySequence::listToString(keys, QKeySequence::PortableText).toStdString();
}

/// Keys from a file: what is none is left out.
QList<QKeySequence> keysFrom(const std::string& text)
{
    QList<QKeySequence> keys =
        QKeySequence::listFromString(QString::fromStdString(text), QKeySequence::PortableText);
    keys.removeIf(
        [](const QKeySequence& key) { return key.isEmpty() || key[0].key() == Qt::Key_unknown; });
    return keys;
}

} // namespace

QList<QKeySequence> keyList(const char* text)
{
    return QKeySequence::listFromString(QString::fromLatin1(text), QKeySequence::PortableText);
}

QString choiceId(const char* group, std::string_view choice)
{
    return QString::fromLatin1(group) + QLatin1Char('.') + displayText(choice);
}

QString plainText(const ActionInfo& command)
{
    // Scripts without Latin letters put the mnemonic behind the text: "打开图像(&O)…".
    static const QRegularExpression kMnemonicBehind(QStringLiteral("\\(&[^&\\s]\\)"));
    QString text = command.text;
    text.remove(kMnemonicBehind).remove(QLatin1Char('&')).remove(QChar(0x2026));
    return text;
}

QString fullText(const ActionInfo& command)
{
    const QString text = plainText(command);
    return command.isOn && command.keys.isEmpty()
               ? Actions::tr("%1: %2", "a choice in its group").arg(command.group, text)
               : text;
}

Actions::Actions(const Remembered& kept, QWidget& window)
    : QObject(&window), kept_(kept), window_(window)
{
}

std::size_t Actions::indexOf(const QString& id) const
{
    const auto found = std::find_if(commands_.begin(), commands_.end(),
                                    [&](const ActionInfo& command) { return command.id == id; });
    return static_cast<std::size_t>(found - commands_.begin());
}

QAction* Actions::add(ActionInfo command)
{
    const std::size_t index = indexOf(command.id);
    if (index == commands_.size()) {
        commands_.emplace_back();
        auto* action = new QAction(this);
        action->setObjectName(command.id);
        action->setShortcutContext(Qt::WindowShortcut);
        connect(action, &QAction::triggered, this, [this, index] {
            const ActionInfo& triggered = commands_[index];
            if (triggered.release) {
                held_ = triggered.id;
            }
            triggered.trigger();
            refresh();
        });
        window_.addAction(action);
        entries_.push_back({.action = action, .keys = {}});
    }
    QAction* action = entries_[index].action;
    action->setText(command.text);
    action->setToolTip(command.description);
    action->setAutoRepeat(!command.release && !command.isOn);
    action->setCheckable(static_cast<bool>(command.isOn));
    const std::optional<std::string> kept = kept_.find(command.id.toStdString());
    const QList<QKeySequence> keys = kept ? keysFrom(*kept) : command.keys;
    commands_[index] = std::move(command);
    apply(index, keys);
    return action;
}

void Actions::apply(std::size_t index, const QList<QKeySequence>& keys)
{
    entries_[index].keys = keys;
    entries_[index].action->setShortcuts(shortcutsOf(keys));
}

QAction* Actions::action(const QString& id) const
{
    return entries_.at(indexOf(id)).action;
}

const QList<QKeySequence>& Actions::keys(const QString& id) const
{
    return entries_.at(indexOf(id)).keys;
}

QString Actions::keyText(const QString& id) const
{
    QStringList texts;
    for (const QKeySequence& key : keys(id)) {
        const QString text = key.toString(QKeySequence::NativeText);
        if (!texts.contains(text)) { // two keys may have one name: Return and Enter in Chinese
            texts << text;
        }
    }
    return texts.join(QStringLiteral(", "));
}

bool Actions::isDefault(const QString& id) const
{
    return keys(id) == commands_.at(indexOf(id)).keys;
}

const ActionInfo* Actions::owner(const QKeySequence& key, const QString& except) const
{
    for (std::size_t i = 0; i < commands_.size(); ++i) {
        if (commands_[i].id != except && entries_[i].keys.contains(key)) {
            return &commands_[i];
        }
    }
    return nullptr;
}

void Actions::setKeys(const QString& id, const QList<QKeySequence>& keys)
{
    std::vector<std::size_t> changed{indexOf(id)};
    apply(changed.front(), keys);
    for (const QKeySequence& key : keys) {
        while (const ActionInfo* loser = owner(key, id)) {
            changed.push_back(indexOf(loser->id));
            QList<QKeySequence> rest = entries_[changed.back()].keys;
            rest.removeAll(key);
            apply(changed.back(), rest);
        }
    }
    Q_EMIT keysChanged();
    for (const std::size_t index : changed) {
        const std::string name = commands_[index].id.toStdString();
        if (entries_[index].keys == commands_[index].keys) {
            kept_.forget(name);
        } else {
            kept_.remember(name, keptText(entries_[index].keys));
        }
    }
}

void Actions::resetKeys(const QString& id)
{
    setKeys(id, commands_.at(indexOf(id)).keys);
}

void Actions::resetAllKeys()
{
    for (std::size_t i = 0; i < commands_.size(); ++i) {
        apply(i, commands_[i].keys);
    }
    Q_EMIT keysChanged();
    for (const ActionInfo& command : commands_) {
        kept_.forget(command.id.toStdString());
    }
}

bool Actions::isAvailable(const ActionInfo& command) const
{
    return !command.isAvailable || command.isAvailable();
}

void Actions::refresh()
{
    for (std::size_t i = 0; i < commands_.size(); ++i) {
        entries_[i].action->setEnabled(isAvailable(commands_[i]));
        if (commands_[i].isOn) {
            entries_[i].action->setChecked(commands_[i].isOn());
        }
    }
}

bool Actions::press(const QKeyEvent& event)
{
    const QKeySequence key = sequenceOf(event);
    const ActionInfo* command = owner(key, {});
    if (!command || !isControlKey(key)) {
        return false;
    }
    QAction* chosen = action(command->id);
    if (!event.isAutoRepeat() || chosen->autoRepeat()) {
        chosen->trigger();
    }
    return true;
}

void Actions::release(const QKeyEvent& event)
{
    if (held_.isEmpty() || event.isAutoRepeat()) {
        return;
    }
    for (const QKeySequence& key : keys(held_)) {
        if (key[0].key() == event.key()) {
            return releaseHeld();
        }
    }
}

void Actions::releaseHeld()
{
    if (!held_.isEmpty()) {
        commands_.at(indexOf(std::exchange(held_, {}))).release();
    }
}

} // namespace attenscope
