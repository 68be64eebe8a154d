#pragma once

#include <QImage>
#include <QWidget>

#include "engine/analysis/map.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure_style.h"
#include "ui/figure/overlay.h"
#include "ui/figure/word_grid.h"
#include "ui/widgets/accessible_table.h"

#include <optional>
#include <vector>

namespace attenscope {

/// One small picture for every word: where it looks. Stands in a scroll area; draws only what is in
/// sight, and keeps it.
class WordGridView : public QWidget, public AccessibleTable {
    Q_OBJECT

public:
    /// A word, or a piece of one.
    struct Item {
        int key = 0; ///< word, or token while pieces are shown
        WordGridLabel label;
        Map map;
        ScaleRange range;
    };

    struct Content {
        TracePtr trace;
        FigureStyle style;
        std::vector<Item> items;
    };

    explicit WordGridView(QWidget* parent = nullptr);

    void setPicture(const QImage& picture);
    void setContent(Content content);
    /// The room that the scroll area gives without scrolling.
    void setRoom(const QSize& room);

    const WordGridLayout& gridLayout() const { return layout_; }

    QSize sizeHint() const override { return layout_.size.toSize(); }

    int tableRows() const override { return static_cast<int>(content_.items.size()); }

    int tableColumns() const override { return 2; }

    QString tableRowName(int row) const override;
    QString tableColumnName(int column) const override;
    TableCell tableCell(int row, int column) const override;
    std::optional<TablePlace> tableCurrent() const override;
    void pressTableCell(const TablePlace& place) override;

Q_SIGNALS:
    void itemChosen(int key, bool adds);
    void itemOpened(int key); ///< to be looked at large
    void itemPointed(std::optional<int> key);
    void sightWanted(const QRect& rect); ///< the scroll area should show it

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    std::optional<int> current() const; ///< the last one in focus
    void layOut();
    void step(int by);
    void forgetPictures();
    const QImage& pictureOf(std::size_t item);

    Content content_;
    WordGridLayout layout_;
    OverlayPainter overlay_;
    std::vector<QImage> pictures_; ///< null: to be drawn
    QSize room_{640, 480};
    std::optional<int> pointed_;
    bool showsFocus_ = false;
};

} // namespace attenscope
