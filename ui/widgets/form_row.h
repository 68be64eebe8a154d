#pragma once

#include <QWidget>

class QLabel;

namespace attenscope {

/// One question of a form: its name, the control that answers it, what is known beside it, and
/// below, what is wrong with the answer.
class FormRow : public QWidget {
    Q_OBJECT

public:
    /// control  taken over; its name for screen readers becomes the row's, what is wrong its
    ///          description
    FormRow(const QString& name, QWidget* control, QWidget* parent = nullptr);

    /// Muted, at the right of the control: "12 rows of 64".
    void setRemark(const QString& remark);

    /// Red, below the control; empty: nothing is wrong.
    void setProblem(const QString& problem);

    QString problem() const;

    /// Whether the question is asked at all.
    void setAsked(bool isAsked) { setVisible(isAsked); }

private:
    QWidget* control_;
    QLabel* remark_;
    QLabel* problem_;
};

} // namespace attenscope
