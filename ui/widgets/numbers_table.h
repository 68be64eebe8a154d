#pragma once

#include <QStringList>
#include <QTableWidget>

namespace attenscope {

/// A few rows of a name and numbers: read, selected and copied, never edited. As high as its rows;
/// a line below each, no grid.
class NumbersTable : public QTableWidget {
    Q_OBJECT

public:
    /// headers  of the columns; the first is the names'
    /// name     for screen readers
    NumbersTable(const QStringList& headers, const QString& name, QWidget* parent = nullptr);

    struct Row {
        QStringList texts; ///< one per column
        QString toolTip{};
    };

    /// The last column stands out where it holds a number.
    void setRows(const QList<Row>& rows);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();
};

} // namespace attenscope
