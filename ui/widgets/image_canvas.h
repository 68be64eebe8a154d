#pragma once

#include <QImage>
#include <QString>
#include <QTransform>
#include <QWidget>

#include "engine/analysis/map.h"
#include "engine/trace/trace.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/overlay.h"

#include <optional>
#include <vector>

namespace attenscope {

/// The picture with a map over it, its heading and its colour bar. Zooms, pans, and tells which
/// visual unit is pointed at.
class ImageCanvas : public QWidget {
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
        std::vector<int> focus;     ///< units outlined as chosen
        std::optional<int> pointed; ///< unit outlined as pointed at
    };

    explicit ImageCanvas(QWidget* parent = nullptr);

    /// trace  gives the units; null: nothing is drawn but `hint`
    void setPicture(const QImage& picture, TracePtr trace);
    void setContent(Content content);
    /// The bare picture while a key is held.
    void setPeeking(bool isPeeking);

    bool isPeeking() const { return isPeeking_; }

    /// Picture pixels to widget pixels.
    QTransform widgetFromPicture() const;

    double zoom() const { return zoom_; } ///< 1: the whole picture fits

    void zoomBy(double factor); ///< around the middle
    void fit();

    /// Moves the chosen unit by one in the grid, or to the region before or after it.
    void stepUnit(int rows, int columns);

    QSize minimumSizeHint() const override { return {240, 200}; }

Q_SIGNALS:
    void unitHovered(std::optional<int> unit);
    void unitClicked(int unit, bool adds);
    void unitsChosen(const std::vector<int>& units, bool adds); ///< by a box that was drawn
    void maskRequested(int unit, bool isMasked);
    void zoomChanged(double pixelsPerPixel); ///< widget pixels for one of the picture

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QRectF stage() const;          ///< where the picture may be
    QRectF visiblePicture() const; ///< where it is, in widget pixels, cut to the stage
    double fittingScale() const;

    double scale() const { return fittingScale() * zoom_; }

    void zoomAround(const QPointF& point, double factor);
    void keepInside();
    std::vector<int> unitsIn(const QRectF& band) const; ///< whose middles lie inside
    void paintBand(QPainter& painter) const;
    std::optional<int> unitAt(const QPointF& point) const;
    bool isMasked(int unit) const;
    void stepRegion(int by);
    void showMenu(int unit, const QPoint& globalPosition);
    const ColourBar colourBar() const;
    void renderRaster(const QRectF& visible);
    void paintHeading(QPainter& painter, const QRectF& visible) const;
    void paintAbsence(QPainter& painter) const;
    void paintOutlines(QPainter& painter, const QRectF& visible) const;
    void paintLabel(QPainter& painter, const QRectF& visible, int unit) const;
    void describe();

    TracePtr trace_;
    Content content_;
    OverlayPainter overlay_;
    QImage raster_; ///< what `visiblePicture` shows; null: to be drawn anew
    double zoom_ = 1;
    QPointF centre_; ///< of the view, in picture pixels
    std::optional<QPointF> panFrom_;
    std::optional<QPointF> bandFrom_; ///< where the button went down
    QRectF band_;                     ///< of the box that is being drawn; widget pixels
    bool isPeeking_ = false;
    bool showsFocus_ = false;
};

} // namespace attenscope
