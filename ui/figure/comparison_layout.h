#pragma once

#include <QFont>
#include <QRectF>
#include <QString>
#include <QTransform>

#include "ui/figure/colour_bar.h"
#include "ui/figure/figure.h"
#include "ui/figure/text_block.h"
#include "ui/figure/word_strip.h"

#include <array>
#include <vector>

namespace attenscope {

/// What stands in a line above a picture.
struct ComparisonLine {
    QString text;
    bool isTitle = false;
    bool isEmphasised = false; ///< it differs between A and B
};

/// A strip of words with the letter of whose they are.
struct ComparisonStrip {
    QString badge; ///< "A", "A, B", "A − B"
    WordStrip words;
    std::vector<bool> isOnlyHere; ///< for each cell: the other caption does not have the word
    bool isDifference = false;
    bool hasNumbers = false; ///< below the words
};

/// What the layout of a comparison has to place: A, B and A - B, in this order.
struct ComparisonContent {
    std::array<std::vector<ComparisonLine>, 3> heads; ///< A's and B's rows stand side by side
    std::array<QSize, 3> pictures; ///< their pixels; empty: nothing is drawn there
    std::array<QSize, 3> grids;    ///< cells that cover a picture, else empty
    std::vector<ComparisonStrip> strips;
    std::vector<LegendLine> legend;
    ColourBar bar;
    ColourBar differenceBar;
    bool hasBars = true;
    bool hasDifference = true;
    bool areKeysWords = false; ///< the bars belong to the strips
};

/// One line of text where it stands.
struct PlacedText {
    QString text;
    QRectF rect;
    int pixels = 12;
    QFont::Weight weight = QFont::Normal;
    bool isEmphasised = false;
    bool isTitle = false;
};

/// Where a comparison's parts lie, in reference pixels (1/96 inch).
struct ComparisonLayout {
    struct Column {
        QRectF badge;
        std::vector<PlacedText> head;
        QRectF picture; ///< empty where nothing is drawn
        QTransform pageFromPicture;
    };

    struct Strip {
        QRectF badge;
        QPointF place; ///< of the words' origin
        WordStripLayout cells;
    };

    QRectF page;
    qreal pixelsPerUnit = 1;
    std::array<Column, 3> columns;
    QRectF bar; ///< the colours alone
    QRectF differenceBar;
    std::vector<Strip> strips;
    qreal wordScale = 1;
    QRectF legend;
    int legendColumns = 1;
};

/// The height that a page of this width needs for pictures of a readable size, in reference pixels.
qreal leastComparisonHeight(const ComparisonContent& content, qreal width);

/// How large the smallest picture becomes on the style's page, its longer side in reference pixels;
/// 0 where nothing fits.
qreal comparedPictureSize(const ComparisonContent& content, const FigureStyle& style);

/// Places everything so that the pictures become as large as they can.
/// Throws E_USAGE_SIZE if they would get less than 64 units.
ComparisonLayout layoutComparison(const ComparisonContent& content, const FigureStyle& style);

} // namespace attenscope
