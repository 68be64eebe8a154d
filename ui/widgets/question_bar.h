#pragma once

#include <QFrame>
#include <QString>
#include <QStringList>

class QLabel;
class QPushButton;

namespace attenscope {

/// Asks or tells something above the columns: pushes, never covers, never stops anything.
class QuestionBar : public QFrame {
    Q_OBJECT

public:
    explicit QuestionBar(QWidget* parent = nullptr);

    struct Question {
        QString title;
        QStringList facts; ///< a line each: files, fields
        QString yes;       ///< what the button does; empty: nothing is asked
        QString no;        ///< closes the bar: "Not now", "Close"
    };

    /// Takes the place of what was asked before, which then counts as declined.
    void ask(const Question& question);

    /// As "no".
    void decline();

Q_SIGNALS:
    void accepted();
    void declined();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* title_;
    QLabel* facts_;
    QPushButton* yes_;
    QPushButton* no_;
};

} // namespace attenscope
