#pragma once

#include <QImage>
#include <QString>
#include <QTransform>
#include <QWidget>

#include "engine/analysis/scale.h"
#include "engine/trace/trace.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/overlay.h"
#include "ui/figure/seen_frame.h"
#include "ui/widgets/accessible_table.h"

#include <optional>
#include <vector>

namespace attenscope {

/// The picture with a map over it, its heading and its colour bar; side by side with the bare
/// picture where the style says so. Zooms, pans, and tells which visual unit is pointed at.
///
/// A patch or region belongs to a box that is drawn if its centre lies inside.
class ImageCanvas : public QWidget, public AccessibleTable {
    Q_OBJECT

public:
    /// What is drawn around and over the picture.
    struct Content {
        QString title;   ///< "“red” → image"
        QString place;   ///< "layer 2, head 1"
        QString note;    ///< right of the title: "144 patches, row sums to 1"
        QString absence; ///< why there is no map; empty if there is one
        std::optional<Map> map;
        ScaleRange range;
        FigureStyle style;
        std::vector<int> focus;       ///< units outlined as chosen
        std::optional<int> pointed;   ///< unit outlined as pointed at
        std::optional<double> marker; ///< number to point at on the scale, as it counts them
    };

    explicit ImageCanvas(QWidget* parent = nullptr);

    /// trace  gives the units; null: nothing is drawn but `hint`
    void setPicture(const QImage& picture, TracePtr trace);
    void setContent(Content content);
    /// The bare picture while a key is held.
    void setPeeking(bool isPeeking);

    bool isPeeking() const { return isPeeking_; }

    /// Picture pixels to widget pixels, where the map is.
    QTransform widgetFromPicture() const;
    /// How far left of it the same point of the bare picture lies; 0 if there is none.
    double bareStep() const;

    double zoom() const { return zoom_; } ///< 1: the whole picture fits

    /// Device pixels for one pixel of the picture.
    double magnification() const;

    void zoomBy(double factor);        ///< around the middle
    void zoomTo(double magnification); ///< likewise; 1: pixel by pixel
    void fit();
    /// Moves what is seen by a share of the view's size.
    void pan(double right, double down);

    /// Keeps a strip at the right free of everything.
    void setAside(int width);

    /// Where heading, picture, colour bar and what is written about them lie: what may not be
    /// covered.
    QRectF covered() const;

    /// Moves the chosen unit by one in the grid, or to the region before or after it.
    void stepUnit(int rows, int columns);

    // AccessibleTable: rows are the visual units, columns weight, place and state.
    int tableRows() const override;
    int tableColumns() const override;
    QString tableRowName(int row) const override;
    QString tableColumnName(int column) const override;
    TableCell tableCell(int row, int column) const override;
    std::optional<TablePlace> tableCurrent() const override;
    void pressTableCell(const TablePlace& place) override;

    QSize minimumSizeHint() const override { return {240, 200}; }

Q_SIGNALS:
    void unitHovered(std::optional<int> unit);
    void unitClicked(int unit, bool adds);
    void unitsChosen(const std::vector<int>& units, bool adds); ///< by a box that was drawn
    void maskRequested(int unit, bool isMasked);
    void zoomChanged(double pixelsPerPixel); ///< widget pixels for one of the picture
    void placed();                           ///< what is covered() is another area

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// The space key goes through the layers, unless it was held to drag the picture.
    enum class Space { Up, Down, Dragged };

    bool showsBare() const;
    QRectF stage() const;          ///< where the picture with the map may be
    QRectF wholePicture() const;   ///< with the padding around it; picture pixels
    QRectF visiblePicture() const; ///< where it is, in widget pixels, cut to the stage
    QRectF visibleWhole() const;   ///< likewise with the padding
    QRectF barArea() const;        ///< the colours of the colour bar
    bool isBarBelow() const;       ///< in a widget that is higher than wide; else at the right
    double fittingScale() const;

    double scale() const { return fittingScale() * zoom_; }

    void zoomAround(const QPointF& point, double factor);
    void moveBy(const QPointF& picturePixels);
    void moved(); ///< what is seen is another part of the picture
    void keepInside();
    void drag(const QPointF& position);
    std::vector<int> unitsIn(const QRectF& band) const; ///< whose centres lie inside
    QPointF onMap(const QPointF& point) const;          ///< of the bare picture: beside it
    std::optional<int> unitAt(const QPointF& point) const;
    QString unseenText(const QPointF& point) const;
    bool isMasked(int unit) const;
    void stepRegion(int by);
    void showMenu(int unit, const QPoint& globalPosition);
    const ColourBar colourBar() const;
    QImage renderedRaster(const QRectF& visible, bool isBare);
    void paintPicture(QPainter& painter, const QImage& raster, const QRectF& visible) const;
    void paintPadding(QPainter& painter, const QRectF& visible) const;
    void paintHeading(QPainter& painter, const QRectF& visible) const;
    void paintAbsence(QPainter& painter) const;
    void paintOutlines(QPainter& painter, const QRectF& visible) const;
    void paintBand(QPainter& painter, const QRectF& visible) const;
    void paintLabel(QPainter& painter, const QRectF& visible, int unit, bool isPointed) const;
    void describe();

    TracePtr trace_;
    std::optional<SeenFrame> seen_; ///< of the trace's units
    Content content_;
    OverlayPainter overlay_;
    QImage raster_; ///< what `visiblePicture` shows; null: to be drawn anew
    QImage bare_;   ///< likewise of the bare picture beside it
    int aside_ = 0;
    ColourBarMargins barBeside_; ///< of the colour bar's marker, numbers and label, upright
    ColourBarMargins barBelow_;  ///< likewise of one that lies
    double zoom_ = 1;
    QPointF centre_; ///< of the view, in picture pixels
    std::optional<QPointF> panFrom_;
    std::optional<QPointF> bandFrom_; ///< where the button went down
    QRectF band_;                     ///< of the box that is being drawn; widget pixels
    std::vector<int> inBand_;
    Space space_ = Space::Up;
    bool isPeeking_ = false;
    bool showsFocus_ = false;
};

} // namespace attenscope
