#pragma once

#include <QByteArray>
#include <QImage>
#include <QPainter>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <QTransform>

#include "engine/analysis/scale.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/overlay.h"
#include "ui/figure/word_strip.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// Facts for the recipe that the trace does not hold.
struct FigureOrigin {
    std::string imagePath;   ///< as the user named it; may be empty (pasted)
    std::string imageDigest; ///< SHA-256 of the file, hexadecimal; may be empty
};

/// One figure: what is shown, and how.
struct FigureRequest {
    TracePtr trace;
    QImage picture; ///< the original picture; see qImageFrom
    Selection selection;
    FigureStyle style;
    FigureOrigin origin;
    std::shared_ptr<const FigureRequest> compared{}; ///< A, which this is compared with; or null
};

/// Where a figure's parts lie, in reference pixels (1/96 inch).
struct FigureLayout {
    QRectF page;
    QRectF picture;   ///< with the map
    QRectF bare;      ///< likewise without it, left of the other; empty where one does both
    QRectF colourBar; ///< the colours alone; empty without one
    QRectF words;
    QRectF legend;
    qreal wordScale = 1;
    WordStripLayout wordCells;  ///< relative to words.topLeft()
    QTransform pageFromPicture; ///< picture pixels to reference pixels
    qreal pixelsPerUnit = 1;    ///< pixels of the PNG per reference pixel
};

/// A request with its numbers computed and its parts placed.
class Figure {
public:
    /// An empty Selection::kind becomes the mode's own one.
    /// Throws E_USAGE_SELECTION if the selection does not fit the trace, E_USAGE_COLORMAP for an
    /// unknown table or one that does not fit the scale, E_USAGE_SIZE for a page too small for its
    /// parts.
    explicit Figure(FigureRequest request);

    const FigureRequest& request() const { return request_; }

    const Map& map() const { return map_; }

    const ScaleRange& range() const { return range_; }

    const FigureLayout& layout() const { return layout_; }

    /// The unit's centre, in pixels of the PNG; for tests and for image maps.
    QPointF unitCentre(int unit) const;

    /// Draws the page of layout().page's size at the painter's origin. Everything but the picture
    /// is vectors; the picture is the raster that the window shows too, one pixel of it per pixel
    /// of the PNG.
    void paint(QPainter& painter) const;

    /// The picture with the map over it (or bare, where words are the keys), in pixels of the PNG.
    QImage overlay() const;
    /// The bare picture that stands beside it, if layout().bare is not empty.
    QImage bare() const;

    QString title() const; ///< "“red” → image, layer 2, head 1"
    /// Caption and legend in lines of text, for search and for screen readers.
    QString description() const;

private:
    OverlayView overlayView() const;
    void paintFocus(QPainter& painter, const QRectF& picture) const;

    FigureRequest request_;
    Map map_;
    ScaleRange range_;
    WordStrip words_;
    FigureLayout layout_;
};

/// What makes the figure again, as JSON: schema, selection, style, caption, model and its digest,
/// mode, the picture by path and digest.
QByteArray figureRecipe(const FigureRequest& request);

/// One row of the registry of file formats.
struct FigureFormat {
    std::string_view id;   ///< "png"; the file name's suffix too
    std::string_view name; ///< for people
    QByteArray (*render)(const FigureRequest& request);
};

/// All of them; the first is the default.
std::span<const FigureFormat> figureFormats();
/// nullptr if there is none. Case does not matter.
const FigureFormat* findFigureFormat(std::string_view id);

/// The PNG's pixels, for the clipboard and for comparing.
QImage figureImage(const FigureRequest& request);

/// Same bytes for the same request. The recipe stands in iTXt under the key "attenscope".
QByteArray figurePng(const FigureRequest& request);
/// Shapes and text as vectors; the picture with its overlay as the raster of the PNG, under one
/// <rect> per unit that tells its number. The recipe stands in <metadata>.
QByteArray figureSvg(const FigureRequest& request);
/// One page of the figure's physical size. The recipe stands in the XMP metadata.
QByteArray figurePdf(const FigureRequest& request);

} // namespace attenscope
