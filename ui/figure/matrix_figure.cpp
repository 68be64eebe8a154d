#include "ui/figure/matrix_figure.h"

#include <QStringList>

#include "ui/figure/figure_parts.h"
#include "ui/figure/matrix_text.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace attenscope {

namespace {

constexpr qreal kBarThickness = 14;
constexpr qreal kBarGap = 20;
constexpr qreal kBarLength = 300;
constexpr qreal kLeastBar = 130;
constexpr QSizeF kLeastRoom{200, 150};

/// The page's width that its colour bar takes.
qreal barWidth(const ColourBar& bar)
{
    const ColourBarMargins margins = colourBarMargins(bar, Qt::Vertical);
    return kBarGap + margins.before + kBarThickness + margins.after;
}

/// Everything that the matrix covers, names and sums included.
QRectF extentOf(const MatrixLayout& layout)
{
    return layout.cells.united(layout.rowNames)
        .united(layout.columnNames)
        .united(layout.means)
        .united(layout.rowSums);
}

} // namespace

MatrixFigure::MatrixFigure(FigureRequest request) : request_(withKind(std::move(request)))
{
    requireFittingTable(request_.style);
    const Trace& trace = *request_.trace;
    auto matrix = std::make_shared<const AttentionMatrix>(
        attentionMatrix(trace, request_.selection, request_.blocks));
    const ScaleRange range = matrixRange(*matrix, request_.style.scale);
    picture_ = matrixPicture(trace, std::move(matrix), request_.selection.showsPieces, range,
                             tableOf(request_.style));
    findFocus();
    fillContent();
    placeMatrix();
}

void MatrixFigure::findFocus()
{
    const auto add = [this](bool isImage, const std::vector<int>& items) {
        for (const int item : items) {
            if (const std::optional<int> row = matrix().rows.find(isImage, item)) {
                focusedRows_.push_back(*row);
            }
        }
    };
    add(false, chosenTextItems(request_));
    add(true, chosenUnits(request_));
}

QString MatrixFigure::chosenNames() const
{
    constexpr std::size_t kMostNamed = 8;
    QStringList names;
    for (std::size_t i = 0; i < std::min(kMostNamed, focusedRows_.size()); ++i) {
        names << picture_.rowNames[static_cast<std::size_t>(focusedRows_[i])];
    }
    if (focusedRows_.size() > kMostNamed) {
        names << QStringLiteral("…");
    }
    return names.join(QStringLiteral(", "));
}

void MatrixFigure::fillContent()
{
    const Trace& trace = *request_.trace;
    const FigureStyle& style = request_.style;
    content_.title = matrixTitle(matrix());
    content_.place = placeText(trace, request_.selection);
    content_.note = matrixNote(trace, request_.selection, matrix());
    if (style.hasWords) {
        content_.words = captionStrip(request_);
    }
    if (style.hasLegend) {
        content_.legend =
            matrixLegendLines(trace, request_.selection, style, matrix(), range(), chosenNames());
    }
    content_.bar = matrixBar(matrix(), range(), style);
}

/// The room without the colour bar's.
QRectF MatrixFigure::roomOfMatrix(const QRectF& room) const
{
    return request_.style.hasColourBar ? room.adjusted(0, 0, -barWidth(content_.bar), 0) : room;
}

void MatrixFigure::placeMatrix()
{
    const bool hasBar = request_.style.hasColourBar;
    const auto extent = [&](const QRectF& room, qreal pixelsPerUnit) {
        const MatrixLayout cells = layoutMatrix(picture_, roomOfMatrix(room), pixelsPerUnit);
        const QRectF used = extentOf(cells);
        QSizeF size(used.right() - room.left(), used.bottom() - room.top());
        if (hasBar) { // beside few rows it is the bar that needs the height
            size.rwidth() += barWidth(content_.bar);
            size.rheight() = std::min(
                room.height(), std::max(size.height(), cells.cells.top() + kLeastBar - room.top()));
        }
        return size;
    };
    layout_ = layoutDrawing(content_, request_.style, kLeastRoom, extent);
    cells_ = layoutMatrix(picture_, roomOfMatrix(layout_.room), layout_.pixelsPerUnit);
    if (hasBar) {
        const qreal top = cells_.cells.top();
        const qreal before = colourBarMargins(content_.bar, Qt::Vertical).before;
        bar_ = QRectF(extentOf(cells_).right() + kBarGap + before, top, kBarThickness,
                      std::min(kBarLength, layout_.drawing.bottom() - top));
    }
}

void MatrixFigure::paint(QPainter& painter) const
{
    const Theme& colours = theme(request_.style.theme);
    paintAroundDrawing(painter, content_, layout_, colours);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    paintMatrix(painter, picture_, cells_, focusedRows_, colours);
    if (!bar_.isEmpty()) {
        paintColourBar(painter, bar_, content_.bar, Qt::Vertical, colours);
    }
    painter.restore();
}

QString MatrixFigure::title() const
{
    return content_.title + QStringLiteral(", ") + content_.place;
}

QString MatrixFigure::description() const
{
    return figureDescription(*request_.trace,
                             matrixLegendLines(*request_.trace, request_.selection, request_.style,
                                               matrix(), range(), chosenNames()));
}

QString MatrixFigure::texts() const
{
    QStringList texts{FigurePage::texts()};
    for (const std::vector<QString>* names : {&picture_.rowNames, &picture_.columnNames}) {
        texts.append(QStringList(names->begin(), names->end()));
    }
    return texts.join(QLatin1Char('\n'));
}

std::vector<FigureCell> MatrixFigure::cells() const
{
    std::vector<FigureCell> cells;
    if (!areVectorCells(picture_.cells)) {
        return cells;
    }
    for (int row = 0; row < picture_.cells.rows; ++row) {
        for (int column = 0; column < picture_.cells.columns; ++column) {
            cells.push_back(
                {.rect = cells_.cell(row, column),
                 .title = QStringLiteral("%1 → %2: %3")
                              .arg(picture_.rowNames[static_cast<std::size_t>(row)],
                                   picture_.columnNames[static_cast<std::size_t>(column)],
                                   matrixCellText(matrix(), row, column)),
                 .colour = {}});
        }
    }
    return cells;
}

} // namespace attenscope
