#include "ui/figure/figure_frames.h"

#include "ui/figure/animation.h"
#include "ui/figure/figure_metadata.h"

#include <memory>
#include <utility>

namespace attenscope {

namespace {

FigureRequest frameRequest(FigureRequest request, const FigureSeries& series, int index)
{
    request.selection = series.maps.at(static_cast<std::size_t>(index)).selection;
    request.style = frameStyle(request.style);
    request.commonRange = series.range;
    return request;
}

qreal areaOf(const QRectF& rect)
{
    return rect.width() * rect.height();
}

Animation animationOf(const FigureRequest& request)
{
    const auto frames = std::make_shared<FigureFrames>(request);
    const Figure first = frames->frame(0);
    FigureRequest whole = first.request();
    whole.selection = request.selection;
    whole.selection.kind = first.request().selection.kind;
    whole.style = request.style;
    const FigureMetadata metadata = figureMetadata(whole, first.texts());
    return {.frames = frames->count(),
            .frameMs = request.style.frameMs,
            .size = request.style.size,
            .frame = [frames](int index) { return figureImage(frames->frame(index)); },
            .title = first.title(),
            .recipe = metadata.recipe,
            .xmp = request.style.hasMetadata
                       ? figureXmp(first.title(), first.description(), metadata)
                       : QByteArray()};
}

} // namespace

FigureFrames::FigureFrames(const FigureRequest& request) : request_(request)
{
    series_ = figureSeries(*request.trace, request.selection, request.style,
                           *figureKindInfo(request.style.kind).series);
    for (int i = 0; i < count(); ++i) {
        const FigureLayout layout = Figure(frameRequest(request_, series_, i)).layout();
        if (i == 0 || areaOf(layout.picture) < areaOf(layout_.picture)) {
            layout_ = layout;
        }
    }
}

Figure FigureFrames::frame(int index) const
{
    Figure figure(frameRequest(request_, series_, index));
    figure.useLayout(layout_);
    return figure;
}

QByteArray figureWebp(const FigureRequest& request, const Progress& progress)
{
    return encodeWebp(animationOf(request), progress);
}

QByteArray figureGif(const FigureRequest& request, const Progress& progress)
{
    return encodeGif(animationOf(request), progress);
}

QByteArray figureMp4(const FigureRequest& request, const Progress& progress)
{
    return encodeMp4(animationOf(request), progress);
}

} // namespace attenscope
