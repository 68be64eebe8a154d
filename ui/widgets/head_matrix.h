#pragma once

#include <QImage>
#include <QWidget>

#include "engine/analysis/scale.h"
#include "engine/analysis/statistics.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure_style.h"
#include "ui/state/head_listing.h"
#include "ui/widgets/accessible_table.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// Every head of every layer as a small map, or as a number on its colour; one is chosen, or a
/// whole layer when heads are put together. Heads stand in a row for each layer, or one after
/// another by their number. Arrow keys move the choice.
class HeadMatrix : public QWidget, public AccessibleTable {
    Q_OBJECT

public:
    struct Content {
        TracePtr trace;
        std::string kind; ///< of the heads; those of it that the trace names as off are hatched
        bool canSwitch = false;               ///< whether heads of this kind can be switched off
        std::shared_ptr<const HeadMaps> maps; ///< null: none
        ScaleRange range;                     ///< of the maps; not used with a scale per map
        FigureStyle style;
        StatisticTable numbers; ///< of the listing's statistic; as many as maps
        HeadListing listing;
        int layer = 0;
        std::optional<int> head; ///< nothing: the whole layer
    };

    explicit HeadMatrix(QWidget* parent = nullptr);

    void setContent(Content content);

    /// Where a head is drawn, in widget pixels; empty for one that does not stand there.
    QRectF cell(int layer, int head) const;

    /// The heads that stand there, in their order.
    const std::vector<ListedHead>& listed() const { return listed_; }

    // AccessibleTable: layers and heads, or the order's rows; each cell says its number.
    int tableRows() const override;
    int tableColumns() const override;
    QString tableRowName(int row) const override;
    QString tableColumnName(int column) const override;
    TableCell tableCell(int row, int column) const override;
    std::optional<TablePlace> tableCurrent() const override;
    void pressTableCell(const TablePlace& place) override;

    bool hasHeightForWidth() const override { return true; }

    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

    QSize minimumSizeHint() const override { return {160, 80}; }

Q_SIGNALS:
    void headChosen(int layer, int head);
    void layerChosen(int layer); ///< its heads put together
    void switchRequested(int layer, int head, bool isOff);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Measures {
        double width = 0; ///< of a cell
        double height = 0;
        double pitchX = 0;
        double pitchY = 0;
        bool hasTextBelow = false;
    };

    int layers() const { return content_.maps ? static_cast<int>(content_.maps->size()) : 0; }

    int heads() const
    {
        return layers() == 0 ? 0 : static_cast<int>(content_.maps->front().size());
    }

    bool standsByLayer() const { return content_.listing.order == HeadOrder::Layer; }

    int columns() const;
    int rows() const;
    bool hasScale() const; ///< of the numbers' colours
    Measures measures(int width) const;
    QRectF cellAt(int row, int column) const;
    QRectF scaleBox() const;
    std::optional<ListedHead> headAt(const QPointF& point) const;
    std::optional<std::size_t> placeOf(const ListedHead& head) const;
    std::optional<ListedHead> neighbour(int key) const;
    std::optional<ListedHead> neighbourByLayer(int key) const;
    bool isListed(int layer, int head) const;
    bool isOff(int layer, int head) const;
    double numberOf(const ListedHead& head) const;
    const Map& mapOf(const ListedHead& head) const;
    ScaleRange numberRange() const;
    void showMenu(const ListedHead& head, const QPoint& globalPosition);
    // head_matrix_paint.cpp
    void renderRaster();
    void paintMap(QPainter& painter, const ListedHead& head) const;
    void paintNumber(QPainter& painter, const ListedHead& head) const;
    void paintMissing(QPainter& painter) const;
    void paintScale(QPainter& painter) const;
    void paintOffSign(QPainter& painter, const QRectF& box) const;
    void paintLabels(QPainter& painter) const;
    void paintTextBelow(QPainter& painter, const ListedHead& head, double height) const;
    void paintChoice(QPainter& painter) const;
    QString textOf(const ListedHead& head) const;
    std::optional<ListedHead> headIn(const TablePlace& place) const;

    Content content_;
    std::vector<ListedHead> listed_;
    QImage raster_; ///< the cells, in device pixels; null: to be drawn anew
    bool showsFocus_ = false;
};

} // namespace attenscope
