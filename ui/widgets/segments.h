#pragma once

#include <QButtonGroup>
#include <QFrame>
#include <QString>
#include <QStringList>

class QHBoxLayout;

namespace attenscope {

/// A row of buttons of which one is chosen. Left and right move the choice.
class Segments : public QFrame {
    Q_OBJECT

public:
    struct Item {
        QString text;
        QString toolTip;
    };

    /// name  for screen readers: what is chosen here
    explicit Segments(const QString& name, QWidget* parent = nullptr);

    void setItems(const QList<Item>& items);

    int current() const { return group_.checkedId(); }

    /// Shows a choice without telling. -1: none.
    void setCurrent(int index);

Q_SIGNALS:
    void chosen(int index); ///< by the user

private:
    QHBoxLayout* layout_;
    QButtonGroup group_;
};

} // namespace attenscope
