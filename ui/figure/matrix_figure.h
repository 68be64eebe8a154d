#pragma once

#include "ui/figure/drawing_page.h"
#include "ui/figure/figure.h"
#include "ui/figure/matrix_painter.h"

#include <vector>

namespace attenscope {

/// All queries of a selection against all of its keys, with names, sums and means; the queries in
/// focus are outlined.
class MatrixFigure : public FigurePage {
public:
    /// Throws what Figure's constructor throws.
    explicit MatrixFigure(FigureRequest request);

    const FigureRequest& request() const override { return request_; }

    QRectF page() const override { return layout_.page; }

    qreal pixelsPerUnit() const override { return layout_.pixelsPerUnit; }

    const AttentionMatrix& matrix() const { return *picture_.matrix; }

    const ScaleRange& range() const { return picture_.range; }

    const MatrixLayout& layout() const { return cells_; }

    /// The colours alone; empty without a bar.
    const QRectF& colourBar() const { return bar_; }

    void paint(QPainter& painter) const override;
    QString title() const override;
    QString description() const override;
    QString texts() const override;
    /// One per cell of the matrix, as long as there are few enough of them to be shapes.
    std::vector<FigureCell> cells() const override;

    std::size_t picturesBelowCells() const override { return 0; }

private:
    FigureRequest request_;
    MatrixPicture picture_;
    std::vector<int> focusedRows_;
    FigureContent content_;
    DrawingLayout layout_;
    MatrixLayout cells_;
    QRectF bar_;

    QRectF roomOfMatrix(const QRectF& room) const;
    QString chosenNames() const;
    void findFocus();
    void fillContent();
    void placeMatrix();
};

} // namespace attenscope
