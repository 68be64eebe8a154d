// What of the state becomes a figure.
#include "engine/models/module_answers.h"
#include "ui/state/document.h"

#include <filesystem>
#include <memory>
#include <utility>

namespace attenscope {

namespace {

FigureOrigin originOf(const RunRequest& request)
{
    const std::filesystem::path& regions = request.regionsFile;
    return {.imagePath = request.picture->file.string(),
            .imageDigest = request.picture->digest,
            .regionsPath =
                regions.empty() ? std::string() : std::filesystem::absolute(regions).string(),
            .module = request.module ? moduleAnswersText(*request.module) : std::string()};
}

/// What is in focus on the side that does not ask.
void addOtherFocus(FigureRequest& figure, const View& view)
{
    const bool asks = asksFromText(figure.selection.direction);
    figure.otherFocus = asks ? view.units : view.words;
    if (!asks && view.showsPieces) {
        figure.otherPieces = view.pieces;
    }
}

} // namespace

bool Document::hasFigure() const
{
    if (!result_) {
        return false;
    }
    const auto isThere = [this](const Selection& selection) {
        return fitted(*trace(), selection).has_value();
    };
    const FigureView view = figureViewOf(view_.tab);
    if (view == FigureView::Words) {
        return isThere(view_.wordsAskingImage()) || isThere(view_.imageAskingWords());
    }
    return isThere(view_.selection(view_.active)) &&
           (view != FigureView::Compare || pinnedSelection().has_value());
}

// The same one as long as the picture is: whoever prepares something from it can tell.
QImage Document::imageOf(const PicturePtr& picture) const
{
    if (picture != drawnPicture_) {
        drawnPicture_ = picture;
        drawnImage_ = qImageFrom(picture->image);
    }
    return drawnImage_;
}

std::optional<FigureRequest> Document::mapRequest() const
{
    if (!result_) {
        return std::nullopt;
    }
    const PaneContent active = content(view_.active, view_);
    if (!active.selection) {
        return std::nullopt;
    }
    FigureRequest figure;
    figure.trace = result_->trace;
    figure.picture = imageOf(result_->request.picture);
    figure.selection = *active.selection;
    figure.style = shownStyle();
    figure.style.scale = active.scale;
    figure.style.theme = view_.figureTheme.value_or(figure.style.theme);
    figure.origin = originOf(result_->request);
    return figure;
}

/// A map for every word: of words that ask, else of words that patches look at.
std::optional<FigureRequest> Document::wordsRequest() const
{
    if (!result_) {
        return std::nullopt;
    }
    std::optional<Selection> selection = fitted(*trace(), view_.wordsAskingImage());
    if (!selection) {
        selection = fitted(*trace(), view_.imageAskingWords());
    }
    if (!selection) {
        return std::nullopt;
    }
    FigureRequest figure;
    figure.trace = result_->trace;
    figure.picture = imageOf(result_->request.picture);
    figure.selection = *selection;
    figure.style = shownStyle();
    Map numbers;
    numbers.isSimilarity = isSimilarity(*trace(), *selection);
    figure.style.scale = scaleFor(numbers, figure.style.scale);
    figure.style.theme = view_.figureTheme.value_or(figure.style.theme);
    figure.origin = originOf(result_->request);
    return figure;
}

std::optional<FigureRequest> Document::figureRequest() const
{
    const FigureView view = figureViewOf(view_.tab);
    if (view == FigureView::Image) {
        return mapRequest();
    }
    std::optional<FigureRequest> figure = view == FigureView::Words     ? wordsRequest()
                                          : view == FigureView::Compare ? comparisonRequest()
                                                                        : mapRequest();
    if (!figure) {
        return std::nullopt;
    }
    figure->view = view;
    figure->style.kind = FigureKind::Map; // sheets and animations are the image's
    figure->blocks = view_.matrixBlocks;
    figure->statistic = view_.heads.statistic;
    const bool areBothSidesRows = view == FigureView::FullMatrix &&
                                  view_.matrixBlocks == MatrixBlocks::All &&
                                  pane(view_.active).map.isJoint;
    if (areBothSidesRows ||
        (view == FigureView::Words && !asksFromText(figure->selection.direction))) {
        addOtherFocus(*figure, view_);
    }
    return figure;
}

std::optional<FigureRequest> Document::comparisonRequest() const
{
    const std::optional<Selection> selection = pinnedSelection();
    std::optional<FigureRequest> request = mapRequest();
    if (!selection || !request) {
        return std::nullopt;
    }
    request->style.kind = FigureKind::Map; // sheets and animations are the image's
    const PicturePtr& picture = pinnedResult_->request.picture;
    auto compared = std::make_shared<FigureRequest>();
    compared->trace = pinnedResult_->trace;
    compared->picture =
        picture == result_->request.picture ? request->picture : qImageFrom(picture->image);
    compared->selection = *selection;
    compared->style = request->style;
    compared->origin = originOf(pinnedResult_->request);
    request->compared = std::move(compared);
    return request;
}

} // namespace attenscope
