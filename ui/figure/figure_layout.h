#pragma once

#include "ui/figure/colour_bar.h"
#include "ui/figure/figure.h"
#include "ui/figure/text_block.h"

namespace attenscope {

/// What the layout has to place.
struct FigureContent {
    QString title;
    QString place; ///< beside the title
    QString note;  ///< right of it
    WordStrip words;
    std::vector<LegendLine> legend;
    ColourBar bar;
    QSize picture;              ///< its pixels
    QSize grid;                 ///< its cells, where they cover all of it; else empty
    bool hasBareBeside = false; ///< the picture twice: bare, and with the map
    bool isBarAtWords = false;  ///< the numbers are the words', not the picture's
    bool hasNumbers = false;    ///< below the words
};

/// A line of the page's head.
struct HeadLine {
    QString text;
    QRectF rect;
    int pixels = 13;
    QFont::Weight weight = QFont::Normal;
    enum class Role { Title, Place, Note } role = Role::Title;
};

/// The head broken into lines of the width; rects are relative to the page's content.
/// returns  its height as well
struct FigureHead {
    std::vector<HeadLine> lines;
    qreal height = 0;
};

FigureHead layoutHead(const FigureContent& content, qreal width);

/// The part of the page inside its margins.
QRectF contentRect(const QRectF& page);

/// Leaves the first `count` words and says how many follow.
void cutWords(WordStrip& words, std::size_t count);

/// Places everything so that the picture becomes as large as it can: the legend below or beside
/// it, whichever leaves more room. Words that don't fit are taken out of the content, whose last
/// cell then says how many are missing.
/// Throws E_USAGE_SIZE if the picture would get less than 64 units.
FigureLayout layoutFigure(FigureContent& content, const FigureStyle& style);

} // namespace attenscope
