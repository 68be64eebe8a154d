#pragma once

#include <QImage>
#include <QPointF>
#include <QWidget>

#include "ui/figure/comparison_figure.h"
#include "ui/widgets/accessible_table.h"

#include <optional>

namespace attenscope {

/// A comparison's figure on the screen: the pixels that an export has, and in them the place that
/// is pointed at, in all three pictures at once. Arrow keys move it, a click on B chooses.
class ComparePicture : public QWidget, public AccessibleTable {
    Q_OBJECT

public:
    using Part = ComparisonFigure::Part;

    explicit ComparePicture(QWidget* parent = nullptr);

    /// request  B, its `compared` is A; what does not fit into the widget makes it higher
    /// mark     B's unit that is marked while nothing is pointed at
    void setViews(FigureRequest request, std::optional<int> mark);

    void clear();

    /// The figure as it is drawn; null before the first views.
    const ComparisonFigure* figure() const { return figure_ ? &*figure_ : nullptr; }

    /// The key that is marked, by its index among the comparison's common ones.
    std::optional<int> markedKey() const;
    QString markedName() const; ///< "patch (6, 4)"

    QSize sizeHint() const override;

    // For assistive technology: a row for each common key, columns A, B and A − B.
    int tableRows() const override;

    int tableColumns() const override { return 3; }

    QString tableRowName(int row) const override;
    QString tableColumnName(int column) const override;
    TableCell tableCell(int row, int column) const override;
    std::optional<TablePlace> tableCurrent() const override;
    void pressTableCell(const TablePlace& place) override;

Q_SIGNALS:
    void markChanged();
    void unitClicked(int unit, bool adds); ///< of B
    void wordClicked(int word, bool adds); ///< of B

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::optional<ComparedViews> views_;
    std::optional<ComparisonFigure> figure_; ///< placed for the widget's size
    QImage image_;
    std::optional<int> chosen_;      ///< B's unit
    std::optional<QPointF> pointed_; ///< in the picture's pixels
    std::optional<int> pair_;        ///< of words

    void place();
    void render();
    std::optional<QPointF> picturePoint(const QPointF& position, Part& part) const;
    std::optional<int> pairAt(const QPointF& position) const;
    std::optional<int> unitOf(Part part) const;
    std::optional<QPointF> markedPoint() const;
    void point(const QPointF& position);
    void pointAt(std::optional<QPointF> place, std::optional<int> pair);
    void step(int rows, int columns);
    QString keyName(int key) const;
    QRectF boxOf(int key, Part part) const;
};

} // namespace attenscope
