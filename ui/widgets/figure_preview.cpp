#include "ui/widgets/figure_preview.h"

#include <QPainter>

#include "ui/widgets/appearance.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

constexpr int kEdge = 16;

/// The same page in fewer pixels.
FigureRequest reduced(FigureRequest figure, const QSize& room)
{
    FigureStyle& style = figure.style;
    const double scale = std::min({1.0, static_cast<double>(room.width()) / style.size.width(),
                                   static_cast<double>(room.height()) / style.size.height()});
    const auto side = [scale](int length) {
        return std::max(1, static_cast<int>(std::lround(length * scale)));
    };
    style.size = {side(style.size.width()), side(style.size.height())};
    style.dpi *= scale;
    return figure;
}

} // namespace

FigurePreview::FigurePreview(QWidget* parent) : QFrame(parent)
{
    setRole(*this, "stage");
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Preview of the figure"));
    setToolTip(tr("The figure as it will be exported"));
    connect(&worker_, &RunWorker::failed, this, [this](const ErrorInfo& error) {
        show({}, QString::fromStdString(escapedForDisplay(Error(error).what(), 1024)));
    });
}

void FigurePreview::setFigure(std::optional<FigureRequest> figure)
{
    figure_ = std::move(figure);
    isGood_ = false;
    if (!figure_) {
        worker_.drop();
        show({}, tr("There is no map to export."));
        return;
    }
    draw();
}

void FigurePreview::draw()
{
    const QSize room =
        (QSizeF(size() - QSize(2 * kEdge, 2 * kEdge)) * devicePixelRatioF()).toSize();
    if (!figure_ || room.isEmpty()) {
        return;
    }
    worker_.start([this, figure = *figure_, room](const Progress& progress) -> RunWorker::Done {
        const std::unique_ptr<FigurePage> page = figurePage(figure); // in its real size it fits
        progress.step(0, 1, "drawing the preview");
        const QImage image = figureImage(reduced(figure, room));
        return [this, image, title = page->title()] {
            setAccessibleDescription(title);
            show(image, {});
        };
    });
}

void FigurePreview::show(const QImage& image, const QString& problem)
{
    image_ = image;
    problem_ = problem;
    isGood_ = problem.isEmpty();
    if (!problem.isEmpty()) {
        setAccessibleDescription(problem);
    }
    update();
    Q_EMIT drawn();
}

void FigurePreview::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    draw();
}

void FigurePreview::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.stage);
    const QRect room = rect().adjusted(kEdge, kEdge, -kEdge, -kEdge);
    if (!problem_.isEmpty()) {
        painter.setFont(valueFont());
        painter.setPen(theme.error);
        painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, problem_);
        return;
    }
    if (image_.isNull()) {
        return;
    }
    QSizeF shown = QSizeF(image_.size()) / devicePixelRatioF();
    if (shown.width() > room.width() || shown.height() > room.height()) { // until it is redrawn
        shown.scale(room.size(), Qt::KeepAspectRatio);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
    }
    const QPoint corner(room.left() + static_cast<int>((room.width() - shown.width()) / 2),
                        room.top() + static_cast<int>((room.height() - shown.height()) / 2));
    const QRectF place(corner, shown);
    painter.drawImage(place, image_);
    painter.setPen(theme.line);
    painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5));
}

} // namespace attenscope
