#pragma once

#include <QKeySequence>
#include <QLineEdit>

#include "engine/base/error.h"
#include "ui/widgets/overlay_panel.h"

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace attenscope {

class Actions;

/// Takes whatever key is pressed in it, but Tab, which leaves it.
class KeyField : public QLineEdit {
    Q_OBJECT

public:
    explicit KeyField(QWidget* parent = nullptr);

    const QKeySequence& key() const { return key_; }

    void setKey(const QKeySequence& key);

Q_SIGNALS:
    void keyChosen(QKeySequence key); ///< by the user

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QKeySequence key_;
};

/// The page on which commands are given other keys. What a key does already is said before it is
/// taken from there.
class KeyEditor : public OverlayPanel {
    Q_OBJECT

public:
    KeyEditor(Actions& actions, QWidget& window);

    void open() override;
    void choose(const QString& id);

Q_SIGNALS:
    void failed(attenscope::ErrorInfo error); ///< the keys could not be kept

protected:
    QSize wantedSize() const override { return {640, 560}; }

    QWidget* firstFocus() override;

private:
    QLayout* buildEditor();
    void fill();
    void filter();
    void showRow(QTreeWidgetItem& item) const;
    void showChosen();
    void showConflict();
    QString chosen() const;
    void change(const std::function<void()>& edit);

    Actions& actions_;
    QLineEdit* filter_;
    QTreeWidget* list_;
    KeyField* field_;
    QPushButton* use_;
    QPushButton* none_;
    QPushButton* reset_;
    QPushButton* resetAll_;
    QLabel* conflict_;
};

} // namespace attenscope
