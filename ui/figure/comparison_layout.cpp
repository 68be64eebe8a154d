#include "ui/figure/comparison_layout.h"

#include <QFontMetricsF>

#include "ui/figure/figure_layout.h"
#include "ui/figure/fonts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

namespace attenscope {

namespace {

constexpr qreal kUnitsPerInch = 96;
constexpr qreal kColumnGap = 36;
constexpr qreal kBadgeHeight = 22;
constexpr qreal kBadgeGap = 10;
constexpr qreal kTitleLine = 22;
constexpr qreal kTextLine = 17;
constexpr qreal kHeadGap = 10;
constexpr qreal kSectionGap = 18;
constexpr qreal kBarGap = 12;
constexpr qreal kBarThickness = 10;
constexpr qreal kStripBadgeWidth = 56;
constexpr qreal kStripGap = 12;
constexpr qreal kSmallestPicture = 64;
constexpr qreal kReadablePicture = 180;
constexpr qreal kTwoColumnLegend = 620;
constexpr std::array kWordScales{1.0, 0.87, 0.75};

qreal columnWidth(qreal width)
{
    return (width - 2 * kColumnGap) / 3;
}

QFont fontOf(const ComparisonLine& text)
{
    return figureFont(text.isTitle ? 15 : 12,
                      text.isEmphasised || text.isTitle ? QFont::DemiBold : QFont::Normal);
}

/// The lines of one row of a head.
QStringList linesOf(const ComparisonLine& text, qreal width)
{
    return brokenLines(text.text, fontOf(text), width);
}

/// Heights of a head's rows.
std::vector<qreal> rowHeights(const std::vector<ComparisonLine>& head, qreal width)
{
    std::vector<qreal> heights;
    for (const ComparisonLine& line : head) {
        const qreal lineHeight = line.isTitle ? kTitleLine : kTextLine;
        heights.push_back(lineHeight * static_cast<qreal>(linesOf(line, width).size()));
    }
    return heights;
}

/// Heights of the rows of all heads: what stands in the same row of A and B begins at the same
/// height, the difference's rows go by themselves.
std::array<std::vector<qreal>, 3> rowsOf(const ComparisonContent& content, qreal width)
{
    std::array<std::vector<qreal>, 3> rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows.at(i) = rowHeights(content.heads.at(i), width);
    }
    for (std::size_t row = 0; row < std::min(rows[0].size(), rows[1].size()); ++row) {
        rows[0][row] = rows[1][row] = std::max(rows[0][row], rows[1][row]);
    }
    return rows;
}

qreal textLeft(const QString& badge)
{
    const qreal text = QFontMetricsF(figureFont(12, QFont::DemiBold)).horizontalAdvance(badge);
    return std::max(kBadgeHeight, text + 12) + kBadgeGap;
}

/// The letters above the columns.
const std::array<QString, 3>& badges()
{
    static const std::array<QString, 3> kBadges{QStringLiteral("A"), QStringLiteral("B"),
                                                QStringLiteral("A − B")};
    return kBadges;
}

qreal widestBadge()
{
    return textLeft(badges().back());
}

/// Everything but the pictures' height.
struct Heights {
    qreal head = 0;
    qreal bars = 0;
    qreal strips = 0;
    qreal legend = 0;

    qreal all() const { return head + bars + strips + legend; }
};

Heights heightsOf(const ComparisonContent& content, qreal width, qreal wordScale)
{
    Heights heights;
    const qreal textWidth = columnWidth(width) - widestBadge();
    heights.head = kBadgeHeight;
    for (const std::vector<qreal>& rows : rowsOf(content, textWidth)) {
        heights.head = std::max(heights.head, std::accumulate(rows.begin(), rows.end(), 0.0));
    }
    heights.head += kHeadGap;
    if (content.hasBars) {
        heights.bars =
            kBarGap + kBarThickness + colourBarMargins(content.bar, Qt::Horizontal).after;
    }
    for (const ComparisonStrip& strip : content.strips) {
        const qreal height =
            layoutWordStrip(strip.words, width - kStripBadgeWidth, strip.hasNumbers, wordScale)
                .size.height();
        heights.strips += height + (heights.strips > 0 ? kStripGap : kSectionGap);
    }
    if (!content.legend.empty()) {
        const int columns = width >= kTwoColumnLegend ? 2 : 1;
        heights.legend = layoutLegend(content.legend, width, columns).size.height() + kSectionGap;
    }
    return heights;
}

/// Largest rectangle of the picture's shape inside the room, whole pixels; where it costs less than
/// half a percent of the shape, the grid's cells all get the same number of pixels.
QRectF fitted(const QSize& picture, const QSize& grid, const QRectF& room, qreal pixelsPerUnit)
{
    if (picture.isEmpty()) {
        return {};
    }
    const qreal scale =
        std::min(room.width() / picture.width(), room.height() / picture.height()) * pixelsPerUnit;
    qreal width = std::floor(std::max(0.0, scale * picture.width()));
    qreal height = std::floor(std::max(0.0, scale * picture.height()));
    if (!grid.isEmpty()) {
        constexpr qreal kMostDistortion = 0.005;
        const qreal evenWidth = width - std::fmod(width, grid.width());
        const qreal evenHeight = height - std::fmod(height, grid.height());
        const qreal shape = (evenWidth * picture.height()) / (evenHeight * picture.width());
        if (std::abs(shape - 1) < kMostDistortion) { // false for NaN
            width = evenWidth;
            height = evenHeight;
        }
    }
    return {std::ceil(room.left() * pixelsPerUnit) / pixelsPerUnit,
            std::ceil(room.top() * pixelsPerUnit) / pixelsPerUnit, width / pixelsPerUnit,
            height / pixelsPerUnit};
}

void placeHead(ComparisonLayout::Column& column,
               const std::vector<ComparisonLine>& head,
               const QString& badge,
               const std::vector<qreal>& rows,
               const QRectF& area)
{
    const qreal left = textLeft(badge);
    column.badge = QRectF(area.left(), area.top(), left - kBadgeGap, kBadgeHeight);
    qreal y = area.top();
    for (std::size_t row = 0; row < head.size(); ++row) {
        const ComparisonLine& text = head[row];
        const qreal lineHeight = text.isTitle ? kTitleLine : kTextLine;
        qreal lineY = y;
        for (const QString& line : linesOf(text, area.width() - widestBadge())) {
            const QFont font = fontOf(text);
            column.head.push_back(
                {.text = line,
                 .rect = QRectF(area.left() + left, lineY, area.width() - left, lineHeight),
                 .pixels = font.pixelSize(),
                 .weight = static_cast<QFont::Weight>(font.weight()),
                 .isEmphasised = text.isEmphasised,
                 .isTitle = text.isTitle});
            lineY += lineHeight;
        }
        y += rows[row];
    }
}

void placeStrips(ComparisonLayout& layout,
                 const ComparisonContent& content,
                 const QRectF& area,
                 qreal y)
{
    for (const ComparisonStrip& strip : content.strips) {
        ComparisonLayout::Strip placed;
        placed.badge = QRectF(area.left(), y + 4 * layout.wordScale,
                              textLeft(strip.badge) - kBadgeGap, kBadgeHeight);
        placed.place = QPointF(area.left() + kStripBadgeWidth, y);
        placed.cells = layoutWordStrip(strip.words, area.width() - kStripBadgeWidth,
                                       strip.hasNumbers, layout.wordScale);
        y += placed.cells.size.height() + kStripGap;
        layout.strips.push_back(std::move(placed));
    }
}

void placeBars(ComparisonLayout& layout,
               const ComparisonContent& content,
               const QRectF& area,
               qreal y)
{
    const qreal column = columnWidth(area.width());
    const qreal second = area.left() + column + kColumnGap;
    const QRectF& pictureB = layout.columns[1].picture;
    const qreal right = pictureB.isEmpty() ? second + column : pictureB.right();
    layout.bar = QRectF(area.left(), y, right - area.left(), kBarThickness);
    if (content.hasDifference) {
        const QRectF& picture = layout.columns[2].picture;
        const qreal left = area.left() + 2 * (column + kColumnGap);
        layout.differenceBar =
            QRectF(left, y, picture.isEmpty() ? column : picture.width(), kBarThickness);
    }
}

ComparisonLayout
arranged(const ComparisonContent& content, const QRectF& page, qreal pixelsPerUnit, qreal wordScale)
{
    ComparisonLayout layout;
    layout.page = page;
    layout.pixelsPerUnit = pixelsPerUnit;
    layout.wordScale = wordScale;
    const QRectF area = contentRect(page);
    const Heights heights = heightsOf(content, area.width(), wordScale);
    const qreal column = columnWidth(area.width());
    const std::array<std::vector<qreal>, 3> rows = rowsOf(content, column - widestBadge());
    const qreal top = area.top() + heights.head;
    const qreal room = area.bottom() - top - (heights.all() - heights.head);
    qreal bottom = top;
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
        ComparisonLayout::Column& placed = layout.columns[i];
        const qreal left = area.left() + static_cast<qreal>(i) * (column + kColumnGap);
        placeHead(placed, content.heads[i], badges()[i], rows[i],
                  QRectF(left, area.top(), column, heights.head));
        placed.picture = fitted(content.pictures[i], content.grids[i],
                                QRectF(left, top, column, room), pixelsPerUnit);
        if (!placed.picture.isEmpty()) {
            placed.pageFromPicture =
                QTransform::fromTranslate(placed.picture.left(), placed.picture.top())
                    .scale(placed.picture.width() / content.pictures[i].width(),
                           placed.picture.height() / content.pictures[i].height());
            bottom = std::max(bottom, placed.picture.bottom());
        }
    }
    qreal y = bottom;
    if (content.hasBars && !content.areKeysWords) {
        placeBars(layout, content, area, y + kBarGap);
        y += heights.bars;
    }
    if (!content.strips.empty()) {
        placeStrips(layout, content, area, y + kSectionGap);
        y += heights.strips;
    }
    if (content.hasBars && content.areKeysWords) {
        placeBars(layout, content, area, y + kBarGap);
        y += heights.bars;
    }
    if (!content.legend.empty()) {
        layout.legend =
            QRectF(area.left(), y + kSectionGap, area.width(), heights.legend - kSectionGap);
        layout.legendColumns = area.width() >= kTwoColumnLegend ? 2 : 1;
    }
    return layout;
}

qreal smallestPicture(const ComparisonLayout& layout)
{
    qreal smallest = layout.page.width();
    for (const ComparisonLayout::Column& column : layout.columns) {
        if (!column.picture.isEmpty()) {
            smallest =
                std::min(smallest, std::max(column.picture.width(), column.picture.height()));
        }
    }
    return layout.columns[0].picture.isEmpty() ? 0 : smallest;
}

bool hasPage(const FigureStyle& style)
{
    return style.dpi > 0 && !style.size.isEmpty();
}

/// With the largest words that leave the pictures readable.
ComparisonLayout roomiest(const ComparisonContent& content, const FigureStyle& style)
{
    const qreal pixelsPerUnit = style.dpi / kUnitsPerInch;
    const QRectF page(0, 0, style.size.width() / pixelsPerUnit,
                      style.size.height() / pixelsPerUnit);
    ComparisonLayout layout;
    for (const qreal scale : kWordScales) {
        layout = arranged(content, page, pixelsPerUnit, scale);
        if (smallestPicture(layout) >= kReadablePicture) {
            break;
        }
    }
    return layout;
}

[[noreturn]] void refuseSize(const FigureStyle& style)
{
    throw Error({.id = "E_USAGE_SIZE",
                 .file = {},
                 .place = "size",
                 .expected = "a page with room for two pictures, their words and the legend",
                 .found = std::to_string(style.size.width()) + "x" +
                          std::to_string(style.size.height()) + " at " +
                          QString::number(style.dpi).toStdString() + " dpi",
                 .remedy = "Take more pixels, or fewer of them per inch."});
}

} // namespace

qreal leastComparisonHeight(const ComparisonContent& content, qreal width)
{
    const QRectF area = contentRect(QRectF(0, 0, width, width));
    const qreal margins = width - area.height();
    qreal picture = 0; // what the readable ones need, or those that the column's width allows
    for (const QSize& size : content.pictures) {
        if (!size.isEmpty()) {
            const qreal whole = columnWidth(area.width()) * size.height() / size.width();
            picture = std::max(picture, std::min(kReadablePicture, whole));
        }
    }
    return std::ceil(heightsOf(content, area.width(), kWordScales.back()).all() + picture +
                     margins);
}

qreal comparedPictureSize(const ComparisonContent& content, const FigureStyle& style)
{
    return hasPage(style) ? smallestPicture(roomiest(content, style)) : 0;
}

ComparisonLayout layoutComparison(const ComparisonContent& content, const FigureStyle& style)
{
    if (!hasPage(style)) {
        refuseSize(style);
    }
    ComparisonLayout layout = roomiest(content, style);
    if (smallestPicture(layout) < kSmallestPicture) {
        refuseSize(style);
    }
    return layout;
}

} // namespace attenscope
