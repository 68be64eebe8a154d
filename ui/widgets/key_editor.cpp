#include "ui/widgets/key_editor.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "ui/state/fuzzy.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/section.h"

#include <algorithm>
#include <array>
#include <functional>

namespace attenscope {

namespace {

constexpr int kId = Qt::UserRole;

QLineEdit* framed(QLineEdit* field)
{
    setRole(*field, "field");
    field->setFont(valueFont());
    field->setFixedHeight(32);
    return field;
}

} // namespace

KeyField::KeyField(QWidget* parent) : QLineEdit(parent)
{
    setReadOnly(true);
    setContextMenuPolicy(Qt::NoContextMenu);
}

void KeyField::setKey(const QKeySequence& key)
{
    key_ = key;
    setText(key.toString(QKeySequence::NativeText));
}

bool KeyField::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) { // no command may take the key away
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void KeyField::keyPressEvent(QKeyEvent* event)
{
    constexpr std::array kAlone{Qt::Key_Shift, Qt::Key_Control, Qt::Key_Alt,     Qt::Key_AltGr,
                                Qt::Key_Meta,  Qt::Key_unknown, Qt::Key_CapsLock};
    if (std::find(kAlone.begin(), kAlone.end(), event->key()) != kAlone.end()) {
        return;
    }
    Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const QString text = event->text();
    if (text.size() == 1 && text[0].isPrint() && !text[0].isLetterOrNumber() &&
        !text[0].isSpace()) {
        modifiers &= ~Qt::ShiftModifier; // it is part of the sign
    }
    setKey(QKeySequence(QKeyCombination(modifiers, static_cast<Qt::Key>(event->key()))));
    Q_EMIT keyChosen(key_);
}

KeyEditor::KeyEditor(Actions& actions, QWidget& window)
    : OverlayPanel(tr("Change keys"), window),
      actions_(actions),
      filter_(framed(new QLineEdit(this))),
      list_(new QTreeWidget(this)),
      field_(new KeyField(this)),
      use_(new QPushButton(tr("Use it"), this)),
      none_(new QPushButton(tr("No key"), this)),
      reset_(new QPushButton(tr("Its default"), this)),
      resetAll_(new QPushButton(tr("All defaults"), this)),
      conflict_(makeLabel(labelFont(), "prose", this))
{
    filter_->setPlaceholderText(tr("Find a command or a key"));
    describeControl(*filter_, tr("Find a command"), tr("Type a part of a command or its key"));
    list_->setColumnCount(3);
    list_->setHeaderLabels({tr("Command"), tr("Group"), tr("Key")});
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setFont(valueFont());
    list_->setAllColumnsShowFocus(true);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list_->header()->setSectionsMovable(false);
    setRole(*list_, "list");
    describeControl(*list_, tr("Commands and their keys"), tr("Choose the one to change"));
    body()->addWidget(filter_);
    body()->addWidget(list_, 1);
    body()->addLayout(buildEditor());
    body()->addWidget(conflict_);
    connect(filter_, &QLineEdit::textChanged, this, &KeyEditor::filter);
    connect(list_, &QTreeWidget::currentItemChanged, this, &KeyEditor::showChosen);
    connect(list_, &QTreeWidget::itemActivated, this,
            [this] { field_->setFocus(Qt::ShortcutFocusReason); });
    connect(&actions_, &Actions::keysChanged, this, [this] {
        for (int row = 0; row < list_->topLevelItemCount(); ++row) {
            showRow(*list_->topLevelItem(row));
        }
        showChosen();
    });
}

QLayout* KeyEditor::buildEditor()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    framed(field_);
    field_->setPlaceholderText(tr("Press the new key here"));
    describeControl(*field_, tr("New key"), tr("Press the key; Tab leaves the field"));
    describeControl(*use_, tr("Use the new key"), tr("The command gets this key and no other"));
    describeControl(*none_, tr("No key"), tr("The command stays in menus and palette"));
    describeControl(*reset_, tr("Its default key"), tr("The key that the program came with"));
    describeControl(*resetAll_, tr("All default keys"), tr("Forget every change of keys"));
    setRole(*use_, "primary");
    row->addWidget(field_, 1);
    for (QPushButton* button : {use_, none_, reset_, resetAll_}) {
        row->addWidget(button);
    }
    conflict_->setWordWrap(true);
    conflict_->setMinimumHeight(conflict_->fontMetrics().lineSpacing());
    connect(field_, &KeyField::keyChosen, this, &KeyEditor::showConflict);
    connect(use_, &QPushButton::clicked, this,
            [this] { change([this] { actions_.setKeys(chosen(), {field_->key()}); }); });
    connect(none_, &QPushButton::clicked, this,
            [this] { change([this] { actions_.setKeys(chosen(), {}); }); });
    connect(reset_, &QPushButton::clicked, this,
            [this] { change([this] { actions_.resetKeys(chosen()); }); });
    connect(resetAll_, &QPushButton::clicked, this,
            [this] { change([this] { actions_.resetAllKeys(); }); });
    return row;
}

QWidget* KeyEditor::firstFocus()
{
    return filter_;
}

void KeyEditor::open()
{
    fill();
    OverlayPanel::open();
}

void KeyEditor::fill()
{
    list_->clear();
    for (const ActionInfo& command : actions_.commands()) {
        auto* item = new QTreeWidgetItem(list_, {fullText(command), command.group});
        item->setData(0, kId, command.id);
        item->setToolTip(0, command.description);
        showRow(*item);
    }
    list_->resizeColumnToContents(1);
    list_->header()->resizeSection(2, 160);
    list_->setCurrentItem(list_->topLevelItem(0));
    filter_->clear();
}

void KeyEditor::showRow(QTreeWidgetItem& item) const
{
    const QString id = item.data(0, kId).toString();
    const QString changed = actions_.isDefault(id) ? QString() : tr(" (changed)");
    item.setText(2, actions_.keyText(id) + changed);
}

void KeyEditor::filter()
{
    QTreeWidgetItem* first = nullptr;
    for (int row = 0; row < list_->topLevelItemCount(); ++row) {
        QTreeWidgetItem* item = list_->topLevelItem(row);
        const bool isFound = fuzzyScore(filter_->text(), item->text(0)).has_value() ||
                             item->text(2).contains(filter_->text().trimmed(), Qt::CaseInsensitive);
        item->setHidden(!isFound);
        first = isFound && !first ? item : first;
    }
    list_->setCurrentItem(first);
}

void KeyEditor::choose(const QString& id)
{
    for (int row = 0; row < list_->topLevelItemCount(); ++row) {
        if (list_->topLevelItem(row)->data(0, kId).toString() == id) {
            list_->setCurrentItem(list_->topLevelItem(row));
        }
    }
}

QString KeyEditor::chosen() const
{
    const QTreeWidgetItem* item = list_->currentItem();
    return item ? item->data(0, kId).toString() : QString();
}

void KeyEditor::showChosen()
{
    const QString id = chosen();
    field_->setKey(id.isEmpty() || actions_.keys(id).isEmpty() ? QKeySequence()
                                                               : actions_.keys(id).first());
    field_->setEnabled(!id.isEmpty());
    none_->setEnabled(!id.isEmpty() && !actions_.keys(id).isEmpty());
    reset_->setEnabled(!id.isEmpty() && !actions_.isDefault(id));
    showConflict();
}

void KeyEditor::showConflict()
{
    const QString id = chosen();
    const QKeySequence key = field_->key();
    const bool isNew = !id.isEmpty() && !key.isEmpty() && actions_.keys(id) != QList{key};
    use_->setEnabled(isNew);
    const ActionInfo* owner = key.isEmpty() ? nullptr : actions_.owner(key, id);
    conflict_->setText(isNew && owner
                           ? tr("%1 is the key of “%2”, which would lose it.")
                                 .arg(key.toString(QKeySequence::NativeText), fullText(*owner))
                           : QString());
}

void KeyEditor::change(const std::function<void()>& edit)
{
    try {
        edit();
    } catch (const Error& error) {
        Q_EMIT failed(error.info());
    }
}

} // namespace attenscope
