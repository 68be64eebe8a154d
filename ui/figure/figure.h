#pragma once

#include <QByteArray>
#include <QColor>
#include <QImage>
#include <QPainter>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <QTransform>

#include "engine/analysis/attention_matrix.h"
#include "engine/analysis/scale.h"
#include "engine/analysis/statistics.h"
#include "engine/base/progress.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/figure_view.h"
#include "ui/figure/overlay.h"
#include "ui/figure/word_strip.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// Facts for the recipe that the trace does not hold.
struct FigureOrigin {
    std::string imagePath;   ///< as the user named it; may be empty (pasted)
    std::string imageDigest; ///< SHA-256 of the file, hexadecimal; may be empty
    std::string regionsPath; ///< a detector's regions of the picture; empty: none
    std::string module;      ///< what was said about a module's file, as JSON; empty: a checkpoint
};

/// One figure: what is shown, and how.
struct FigureRequest {
    TracePtr trace;
    QImage picture; ///< the original picture; see qImageFrom
    Selection selection;
    FigureStyle style;
    FigureOrigin origin;
    std::shared_ptr<const FigureRequest> compared{}; ///< A, which this is compared with; or null
    std::optional<ScaleRange> commonRange{};         ///< of a series; nothing: the scale's own
    FigureView view = FigureView::Image; ///< of one map's place: sheets and animations have none
    MatrixBlocks blocks = MatrixBlocks::All;        ///< of a matrix
    std::string statistic{statistics().front().id}; ///< over the layers
    std::vector<int> otherFocus{};  ///< words or units in focus on the side that does not ask
    std::vector<int> otherPieces{}; ///< tokens of those words; empty: all of them
};

/// A place on the page that tells its number when it is pointed at.
struct FigureCell {
    QRectF rect; ///< in reference pixels
    QString title;
    QColor colour; ///< what it is filled with; invalid: nothing, the raster below has the colour
};

/// One page that can be drawn; in reference pixels (1/96 inch).
class FigurePage {
public:
    FigurePage() = default;
    virtual ~FigurePage() = default;
    FigurePage(const FigurePage&) = delete;
    FigurePage& operator=(const FigurePage&) = delete;
    FigurePage(FigurePage&&) = default;
    FigurePage& operator=(FigurePage&&) = default;

    /// With what it leaves open filled in.
    virtual const FigureRequest& request() const = 0;
    virtual QRectF page() const = 0;
    virtual qreal pixelsPerUnit() const = 0; ///< pixels of the PNG per reference pixel

    /// Draws the page at the painter's origin. Everything but pictures is vectors.
    virtual void paint(QPainter& painter) const = 0;

    virtual QString title() const = 0; ///< "“red” → image, layer 2, head 1"
    /// Caption and legend in lines of text, for search and for screen readers.
    virtual QString description() const = 0;

    /// What stands on the page beside the program's own letters and digits.
    virtual QString texts() const { return title() + QLatin1Char('\n') + description(); }

    /// In painting order; empty where there is nothing to point at.
    virtual std::vector<FigureCell> cells() const = 0;
    /// How many pictures are painted before the cells; what follows lies above them.
    virtual std::size_t picturesBelowCells() const = 0;
};

/// Where a figure's parts lie, in reference pixels (1/96 inch).
struct FigureLayout {
    QRectF page;
    QRectF picture;   ///< with the map
    QRectF bare;      ///< likewise without it, left of the other; empty where one does both
    QRectF colourBar; ///< the colours alone; empty without one
    QRectF words;     ///< empty without them
    QRectF legend;    ///< empty without one
    qreal wordScale = 1;
    WordStripLayout wordCells;  ///< relative to words.topLeft()
    QTransform pageFromPicture; ///< picture pixels to reference pixels
    qreal pixelsPerUnit = 1;    ///< pixels of the PNG per reference pixel
};

/// A request for one map with its numbers computed and its parts placed.
class Figure : public FigurePage {
public:
    /// An empty Selection::kind becomes the mode's own one.
    /// Throws E_USAGE_SELECTION if the selection does not fit the trace, E_USAGE_COLORMAP for an
    /// unknown table or one that does not fit the scale, E_USAGE_SIZE for a page too small for its
    /// parts.
    explicit Figure(FigureRequest request);

    const FigureRequest& request() const override { return request_; }

    QRectF page() const override { return layout_.page; }

    qreal pixelsPerUnit() const override { return layout_.pixelsPerUnit; }

    const Map& map() const { return map_; }

    const ScaleRange& range() const { return range_; }

    const FigureLayout& layout() const { return layout_; }

    /// Moves the parts to where another figure of the same page and words has them, so that they
    /// stay in place from frame to frame.
    void useLayout(const FigureLayout& layout);

    /// The unit's centre, in pixels of the PNG; for tests and for image maps.
    QPointF unitCentre(int unit) const;

    /// The picture is the raster that the window shows too, one pixel of it per pixel of the PNG.
    void paint(QPainter& painter) const override;

    /// The picture with the map over it (or bare, where words are the keys), in pixels of the PNG.
    QImage overlay() const;
    /// The bare picture that stands beside it, if layout().bare is not empty.
    QImage bare() const;

    QString title() const override;
    QString description() const override;
    /// One per unit, where units are the keys.
    std::vector<FigureCell> cells() const override;

    std::size_t picturesBelowCells() const override { return 1; }

private:
    OverlayView overlayView() const;
    void paintFocus(QPainter& painter, const QRectF& picture) const;

    FigureRequest request_;
    Map map_;
    ScaleRange range_;
    WordStrip words_;
    FigureLayout layout_;
};

/// The page of a request, by its style's kind and its view. Of an animation, its first frame.
/// Throws as Figure does, E_USAGE_SELECTION where the view has nothing to show of the selection.
std::unique_ptr<FigurePage> figurePage(const FigureRequest& request);

/// Throws E_USAGE_COLORMAP for an unknown table, or one that does not fit the scale: a signed one
/// has its middle where weights begin, the others have none.
void requireFittingTable(const FigureStyle& style);

/// What makes the figure again, as JSON: schema, view, selection, style, caption, model and its
/// digest, mode, the picture by path and digest, the language and the fonts of its texts; of a
/// comparison all this of A as well, under "pinned".
/// texts  what stands on the page, for the names of its fonts
QByteArray figureRecipe(const FigureRequest& request, const QString& texts = {});

/// One row of the registry of file formats.
struct FigureFormat {
    std::string_view id;   ///< "png"; the file name's suffix too
    std::string_view name; ///< for people
    bool isAnimation;      ///< holds several pictures one after the other
    QByteArray (*render)(const FigureRequest& request, const Progress& progress);
};

/// All of them; the first is the default.
std::span<const FigureFormat> figureFormats();
/// nullptr if there is none. Case does not matter.
const FigureFormat* findFigureFormat(std::string_view id);
/// The first that can hold a figure of this kind.
const FigureFormat& defaultFormat(FigureKind kind);

/// Throws E_USAGE_FORMAT where an animation is to become a page, or the other way round.
void requireFits(const FigureFormat& format, FigureKind kind);

/// The PNG's pixels, for the clipboard and for comparing.
QImage figureImage(const FigureRequest& request);
QImage figureImage(const FigurePage& page);

/// Same bytes for the same request. The recipe stands in iTXt under the key "attenscope".
QByteArray figurePng(const FigureRequest& request);
/// Shapes and text as vectors; pictures with their overlay as the raster of the PNG, under one
/// <rect> per cell that tells its number. The recipe stands in <metadata>.
QByteArray figureSvg(const FigureRequest& request);
/// One page of the figure's physical size. The recipe stands in the XMP metadata.
QByteArray figurePdf(const FigureRequest& request);

} // namespace attenscope
