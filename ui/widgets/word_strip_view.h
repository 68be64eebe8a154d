#pragma once

#include <QString>
#include <QWidget>

#include "engine/analysis/map.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/word_strip.h"
#include "ui/widgets/accessible_table.h"

#include <optional>
#include <vector>

namespace attenscope {

constexpr double kStripMargin = 4; ///< room for the ring around the chosen word

/// The caption as cells, shaded where a map over words is shown. Long captions take several lines;
/// the widget asks for the height that they need.
class WordStripView : public QWidget, public AccessibleTable {
    Q_OBJECT

public:
    struct Content {
        WordStrip strip;
        bool hasWeights = false;
        ScaleRange range;
        FigureStyle style;
        std::vector<bool> isMasked; ///< one per word of the caption
        bool showsPieces = false;   ///< cells are tokens
        std::optional<int> pointed; ///< word, or token
    };

    enum class Shape {
        Strip, ///< words in lines, numbers below
        Cells  ///< a field of equal cells that fills the widget
    };

    explicit WordStripView(QWidget* parent = nullptr, Shape shape = Shape::Strip);

    void setContent(Content content);

    /// In widget pixels; empty for a word that is not drawn.
    QRectF cellOfWord(int word) const;

    /// Moves the chosen word by one.
    void stepWord(int by);

    // AccessibleTable: rows are the words, columns the weight and the state.
    int tableRows() const override;
    int tableColumns() const override;
    QString tableRowName(int row) const override;
    QString tableColumnName(int column) const override;
    TableCell tableCell(int row, int column) const override;
    std::optional<TablePlace> tableCurrent() const override;
    void pressTableCell(const TablePlace& place) override;

    bool hasHeightForWidth() const override { return shape_ == Shape::Strip; }

    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

    QSize minimumSizeHint() const override { return {160, 56}; }

Q_SIGNALS:
    void wordHovered(std::optional<int> word);
    void pieceHovered(std::optional<int> token); ///< in place of wordHovered
    void wordClicked(int word, bool adds);
    void pieceClicked(int token, bool adds); ///< in place of wordClicked
    void maskRequested(int word, bool isMasked);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    std::optional<int> cellAt(const QPointF& point) const;
    void choose(int cell, bool adds);
    void hover(std::optional<int> cell);
    std::optional<int> focusedCell() const;
    void showMenu(int word, const QPoint& globalPosition);
    void layOut();

    Shape shape_;
    Content content_;
    WordStripLayout layout_;
    bool showsFocus_ = false;
};

} // namespace attenscope
