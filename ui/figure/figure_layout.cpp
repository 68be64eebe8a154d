#include "ui/figure/figure_layout.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include "ui/figure/figure_parts.h"
#include "ui/figure/fonts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

namespace attenscope {

namespace {

struct FigureLayoutText {
    Q_DECLARE_TR_FUNCTIONS(FigureLayoutText)
};

constexpr qreal kUnitsPerInch = 96;
constexpr qreal kMargin = 24;
constexpr qreal kHeadLine = 22;
constexpr qreal kHeadGap = 12;
constexpr qreal kSectionGap = 20;
constexpr qreal kColumnGap = 28;
constexpr qreal kBarThickness = 14;
constexpr qreal kBarGap = 16;
constexpr qreal kBarLength = 260;
constexpr qreal kSmallestPicture = 64;
constexpr std::array kWordScales{1.0, 0.87, 0.75};

/// Which of the parts stand right of the picture instead of below it, and how wide they are.
struct Arrangement {
    bool isLegendBeside = false;
    bool areWordsBeside = false;
    qreal sideShare = 0; ///< of the page's content
};

/// All that are tried; the order decides between equals.
constexpr std::array kArrangements{Arrangement{true, false, 0.32}, Arrangement{false, false, 0},
                                   Arrangement{true, true, 0.32},  Arrangement{true, true, 0.4},
                                   Arrangement{true, true, 0.5},   Arrangement{true, true, 0.6}};

qreal sideWidth(const QRectF& content, const Arrangement& arrangement)
{
    constexpr qreal kLeast = 230;
    return std::max(kLeast, arrangement.sideShare * content.width());
}

qreal wordsWidth(const QRectF& content, const Arrangement& arrangement)
{
    return arrangement.areWordsBeside ? sideWidth(content, arrangement) : content.width();
}

/// Largest rectangle of the picture's shape inside `room`, whole pixels, top left corner fixed.
/// Where it costs less than half a percent of the shape, the grid's cells all get the same number
/// of pixels.
QRectF fittedPicture(const FigureContent& content, const QRectF& room, qreal pixelsPerUnit)
{
    const QSize& picture = content.picture;
    const qreal scale =
        std::min(room.width() / picture.width(), room.height() / picture.height()) * pixelsPerUnit;
    qreal width = std::floor(std::max(0.0, scale * picture.width()));
    qreal height = std::floor(std::max(0.0, scale * picture.height()));
    if (!content.grid.isEmpty()) {
        constexpr qreal kMostDistortion = 0.005;
        const qreal evenWidth = width - std::fmod(width, content.grid.width());
        const qreal evenHeight = height - std::fmod(height, content.grid.height());
        const qreal shape = (evenWidth * picture.height()) / (evenHeight * picture.width());
        if (std::abs(shape - 1) < kMostDistortion) { // false for NaN
            width = evenWidth;
            height = evenHeight;
        }
    }
    const qreal left = std::ceil(room.left() * pixelsPerUnit);
    const qreal top = std::ceil(room.top() * pixelsPerUnit);
    return {left / pixelsPerUnit, top / pixelsPerUnit, width / pixelsPerUnit,
            height / pixelsPerUnit};
}

struct WordsBlock {
    WordStripLayout strip;
    qreal height = 0; ///< with the colour bar that belongs to it
};

WordsBlock layoutWords(const FigureContent& content, qreal width, qreal scale, bool hasBar)
{
    WordsBlock block;
    if (content.words.cells.empty()) {
        return block;
    }
    block.strip = layoutWordStrip(content.words, width, content.hasNumbers, scale);
    block.height = block.strip.size.height();
    if (hasBar && content.isBarAtWords) {
        block.height +=
            kBarGap + kBarThickness + colourBarMargins(content.bar, Qt::Horizontal).after;
    }
    return block;
}

/// The picture, or the bare one and beside it the one with the map.
void placePicture(const FigureContent& content, const QRectF& room, FigureLayout& layout)
{
    constexpr qreal kBetween = 12;
    if (!content.hasBareBeside) {
        layout.picture = fittedPicture(content, room, layout.pixelsPerUnit);
        return;
    }
    const QRectF half(room.topLeft(), QSizeF((room.width() - kBetween) / 2, room.height()));
    layout.bare = fittedPicture(content, half, layout.pixelsPerUnit);
    const qreal step =
        std::ceil((layout.bare.width() + kBetween) * layout.pixelsPerUnit) / layout.pixelsPerUnit;
    layout.picture = layout.bare.translated(step, 0);
}

/// The page with its parts in one arrangement.
FigureLayout arranged(const FigureContent& content,
                      const FigureStyle& style,
                      const QRectF& page,
                      const Arrangement& arrangement,
                      qreal wordScale)
{
    FigureLayout layout;
    layout.page = page;
    layout.pixelsPerUnit = style.dpi / kUnitsPerInch;
    layout.wordScale = wordScale;
    const QRectF area = contentRect(page);
    const qreal top = area.top() + layoutHead(content, area.width()).height + kHeadGap;
    const WordsBlock words =
        layoutWords(content, wordsWidth(area, arrangement), wordScale, style.hasColourBar);
    layout.wordCells = words.strip;

    const qreal side = sideWidth(area, arrangement);
    const bool hasLegend = !content.legend.empty();
    const bool hasWords = !content.words.cells.empty();
    const bool isLegendBeside = hasLegend && arrangement.isLegendBeside;
    const bool areWordsBeside = hasWords && arrangement.areWordsBeside;
    const bool hasSide = isLegendBeside || areWordsBeside;
    const qreal legendWidth = isLegendBeside ? side : area.width();
    const qreal legendHeight =
        layoutLegend(content.legend, legendWidth, figureLegendColumns(QRectF(0, 0, legendWidth, 0)))
            .size.height();
    const qreal below = (!hasWords || areWordsBeside ? 0 : words.height + kSectionGap) +
                        (!hasLegend || isLegendBeside ? 0 : legendHeight + kSectionGap);

    const bool hasVerticalBar = style.hasColourBar && !content.isBarAtWords;
    const ColourBarMargins margins = colourBarMargins(content.bar, Qt::Vertical);
    const qreal barWidth =
        hasVerticalBar ? kBarGap + margins.before + kBarThickness + margins.after : 0;
    const QRectF room(area.left(), top, area.width() - barWidth - (hasSide ? side + kColumnGap : 0),
                      area.bottom() - below - top);
    placePicture(content, room, layout);
    if (hasVerticalBar) {
        layout.colourBar = QRectF(layout.picture.right() + kBarGap + margins.before,
                                  layout.picture.top(), kBarThickness, layout.picture.height());
    }
    // Beside the picture the parts may use all the width that it leaves.
    const qreal sideLeft = layout.picture.right() + barWidth + kColumnGap;
    const QRectF sideArea(sideLeft, layout.picture.top(), area.right() - sideLeft, area.height());
    qreal sideY = sideArea.top();
    const auto placeBeside = [&](qreal height) {
        const QRectF rect(sideArea.left(), sideY, sideArea.width(), height);
        sideY += height + kSectionGap;
        return rect;
    };
    if (areWordsBeside) {
        layout.words = placeBeside(words.height);
    }
    if (isLegendBeside) {
        layout.legend = placeBeside(legendHeight);
    }
    qreal belowY = std::max(layout.picture.bottom() + kSectionGap, sideY);
    const auto placeBelow = [&](qreal height) {
        const QRectF rect(area.left(), belowY, area.width(), height);
        belowY += height + kSectionGap;
        return rect;
    };
    if (hasWords && !areWordsBeside) {
        layout.words = placeBelow(words.height);
    }
    if (hasLegend && !isLegendBeside) {
        layout.legend = placeBelow(legendHeight);
    }
    if (style.hasColourBar && content.isBarAtWords) {
        layout.colourBar =
            QRectF(layout.words.left(), layout.words.top() + words.strip.size.height() + kBarGap,
                   std::min(kBarLength, layout.words.width()), kBarThickness);
    }
    return layout;
}

bool fits(const FigureLayout& layout)
{
    const QRectF area = contentRect(layout.page).adjusted(-0.5, -0.5, 0.5, 0.5);
    const auto holds = [&](const QRectF& part) { return part.isEmpty() || area.contains(part); };
    return layout.picture.width() > 0 && layout.picture.height() > 0 && holds(layout.words) &&
           holds(layout.legend);
}

std::optional<FigureLayout> bestArrangement(const FigureContent& content,
                                            const FigureStyle& style,
                                            const QRectF& page,
                                            qreal wordScale)
{
    std::optional<FigureLayout> best;
    for (const Arrangement& arrangement : kArrangements) {
        const FigureLayout layout = arranged(content, style, page, arrangement, wordScale);
        constexpr qreal kClearlyLarger = 1.02;
        if (fits(layout) &&
            (!best || layout.picture.width() > kClearlyLarger * best->picture.width())) {
            best = layout;
        }
    }
    return best;
}

/// Whether the picture takes a fair part of the page.
bool isLarge(const std::optional<FigureLayout>& layout)
{
    if (!layout) {
        return false;
    }
    const QRectF area = contentRect(layout->page);
    return layout->picture.width() >= 0.5 * area.width() ||
           layout->picture.height() >= 0.5 * area.height();
}

/// The best arrangement with the words made smaller, then fewer, until the picture is large.
std::optional<FigureLayout>
roomiestLayout(FigureContent& content, const FigureStyle& style, const QRectF& page)
{
    for (const qreal scale : kWordScales) {
        std::optional<FigureLayout> layout = bestArrangement(content, style, page, scale);
        if (isLarge(layout)) {
            return layout;
        }
    }
    const WordStrip all = content.words;
    const auto layoutOf = [&](std::size_t words) {
        content.words = all;
        if (words < all.cells.size()) {
            cutWords(content.words, words);
        }
        return bestArrangement(content, style, page, kWordScales.back());
    };
    std::size_t fitting = 0;
    std::size_t beyond = all.cells.size();
    while (beyond - fitting > 1) {
        const std::size_t middle = (fitting + beyond) / 2;
        (isLarge(layoutOf(middle)) ? fitting : beyond) = middle;
    }
    // A small page: then no cut makes the picture large, and all words may stay if they fit.
    std::optional<FigureLayout> whole = layoutOf(all.cells.size());
    return fitting == 0 && whole ? whole : layoutOf(fitting);
}

[[noreturn]] void refuseSize(const FigureStyle& style)
{
    throw Error({.id = "E_USAGE_SIZE",
                 .file = {},
                 .place = "size",
                 .expected = "a page with room for picture, words and legend",
                 .found = std::to_string(style.size.width()) + "x" +
                          std::to_string(style.size.height()) + " at " +
                          QString::number(style.dpi).toStdString() + " dpi",
                 .remedy = "Take more pixels, or fewer of them per inch."});
}

} // namespace

void cutWords(WordStrip& words, std::size_t count)
{
    const std::size_t missing = words.cells.size() - count;
    words.cells.resize(count);
    words.keys.resize(count);
    words.words.resize(count);
    words.cells.push_back({.text = FigureLayoutText::tr("… and %1 more").arg(missing),
                           .weight = {},
                           .state = Map::KeyState::Shown,
                           .isSpecial = true});
    words.keys.push_back(-1);
    words.words.push_back(-1);
}

QRectF contentRect(const QRectF& page)
{
    return page.adjusted(kMargin, kMargin, -kMargin, -kMargin);
}

FigureHead layoutHead(const FigureContent& content, qreal width)
{
    constexpr qreal kGap = 12;
    FigureHead head;
    qreal x = 0;
    qreal y = 0;
    const auto add = [&](const QString& text, int pixels, QFont::Weight weight,
                         HeadLine::Role role) {
        const QFont font = figureFont(pixels, weight);
        const qreal advance = QFontMetricsF(font).horizontalAdvance(text);
        if (x > 0 && x + advance > width) {
            x = 0;
            y += kHeadLine;
        }
        const QStringList lines = brokenLines(text, font, width);
        for (const QString& line : lines) {
            y += &line == &lines.front() ? 0 : kHeadLine;
            const bool isAtRight = role == HeadLine::Role::Note && x > 0;
            const qreal left = isAtRight ? width - advance : x;
            head.lines.push_back({line, QRectF(left, y, width, kHeadLine), pixels, weight, role});
        }
        x += advance + kGap;
    };
    add(content.title, 15, QFont::DemiBold, HeadLine::Role::Title);
    add(content.place, 13, QFont::Normal, HeadLine::Role::Place);
    add(content.note, 12, QFont::Normal, HeadLine::Role::Note);
    head.height = y + kHeadLine;
    return head;
}

FigureLayout layoutFigure(FigureContent& content, const FigureStyle& style)
{
    const qreal pixelsPerUnit = style.dpi / kUnitsPerInch;
    if (!(pixelsPerUnit > 0) || style.size.isEmpty() || content.picture.isEmpty()) {
        refuseSize(style);
    }
    const QRectF page(0, 0, style.size.width() / pixelsPerUnit,
                      style.size.height() / pixelsPerUnit);
    std::optional<FigureLayout> layout = roomiestLayout(content, style, page);
    if (!layout || std::max(layout->picture.width(), layout->picture.height()) < kSmallestPicture) {
        refuseSize(style);
    }
    const QRectF& picture = layout->picture;
    layout->pageFromPicture = QTransform::fromTranslate(picture.left(), picture.top())
                                  .scale(picture.width() / content.picture.width(),
                                         picture.height() / content.picture.height());
    return *layout;
}

} // namespace attenscope
