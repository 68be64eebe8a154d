#pragma once

#include <QComboBox>

namespace attenscope {

/// A chooser with its muted label inside, left of the chosen text; the label gives way in a narrow
/// window.
class LabelledCombo : public QComboBox {
    Q_OBJECT

public:
    /// label  short, shown inside; empty: none. toolTip  also tells what a change does.
    LabelledCombo(const QString& label, const QString& toolTip, QWidget* parent = nullptr);

    /// Muted text at the right, before the arrow: "bundled".
    void setRemark(const QString& remark);

    /// Muted text at the right of an item in the open list.
    void setItemRemark(int row, const QString& remark);
    /// The item can't be chosen; its tooltip says why.
    void refuseItem(int row, const QString& reason);
    /// The reverse.
    void allowItem(int row, const QString& description);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    QString label_;
    QString remark_;
    bool hasItemRemarks_ = false;
};

} // namespace attenscope
