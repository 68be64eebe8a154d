#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QToolButton;

namespace attenscope {

/// "‹ 2 / 3 ›": one of a few numbers, counted from 0.
class Stepper : public QFrame {
    Q_OBJECT

public:
    /// name  of what is counted: "Layer"; keys  for the tooltips: "PgUp, PgDn"
    Stepper(const QString& name, const QString& keys, QWidget* parent = nullptr);

    /// count  how many there are; 0 disables everything
    /// value  -1: none in particular, `text` stands in its place
    void setState(int count, int value, const QString& text = {});

Q_SIGNALS:
    void stepped(int by); ///< -1 or 1

private:
    QToolButton* makeButton(bool isForward, const QString& keys);
    void changeEvent(QEvent* event) override;
    void updateIcons();

    QString name_;
    QToolButton* back_;
    QLabel* value_;
    QToolButton* forward_;
};

} // namespace attenscope
