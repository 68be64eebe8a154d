#include "ui/figure/word_strip.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include "ui/figure/fonts.h"
#include "ui/figure/hatch.h"
#include "ui/figure/word_cells.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attenscope {

namespace {

struct WordCellText {
    Q_DECLARE_TR_FUNCTIONS(WordCellText)
};

// At scale 1.
constexpr qreal kTextPixels = 15;
constexpr qreal kNumberPixels = 11;
constexpr qreal kCellHeight = 30;
constexpr qreal kPadding = 10;
constexpr qreal kGap = 8; // two outlines side by side don't touch
constexpr qreal kNumberHeight = 18;
constexpr qreal kLineGap = 10;
constexpr qreal kWidestCell = 220;
constexpr qreal kOutline = 2;
constexpr qreal kOutlineDistance = 2;

QFont scaledFont(qreal pixels, qreal scale, QFont::Weight weight)
{
    return figureFont(std::max(1, static_cast<int>(std::lround(pixels * scale))), weight);
}

QFont wordFont(qreal scale, bool isFocused = false)
{
    return scaledFont(kTextPixels, scale, isFocused ? QFont::DemiBold : QFont::Medium);
}

QFont numberFont(qreal scale, bool isFocused = false)
{
    return scaledFont(kNumberPixels, scale, isFocused ? QFont::DemiBold : QFont::Normal);
}

/// Three decimals, so that neighbours compare at a glance.
QString weightText(const WordCell& cell)
{
    if (!cell.weight) {
        return {};
    }
    if (cell.state == Map::KeyState::Masked || cell.state == Map::KeyState::Absent) {
        return QStringLiteral("—");
    }
    const auto weight = static_cast<double>(*cell.weight);
    if (std::isnan(weight)) {
        return QStringLiteral("NaN");
    }
    constexpr double kSmallest = 0.0005;
    if (cell.isSigned) {
        const QString sign = weight < 0 ? QStringLiteral("−") : QStringLiteral("+");
        return std::abs(weight) < kSmallest ? QStringLiteral("0")
                                            : sign + QString::number(std::abs(weight), 'f', 3);
    }
    if (weight > 0 && weight < kSmallest) {
        return QStringLiteral("<0.001");
    }
    return weight == 0 ? QStringLiteral("0") : QString::number(weight, 'f', 3);
}

bool isMaskedToken(const Trace& trace, int token)
{
    const auto t = static_cast<std::size_t>(token);
    return t < trace.isTokenMasked.size() && trace.isTokenMasked[t];
}

bool isPieceInFocus(const Selection& selection, int token)
{
    return selection.pieces.empty() || std::ranges::count(selection.pieces, token) > 0;
}

/// One cell per word or, with pieces, per token that is no padding.
void addCells(WordStrip& strip, const Trace& trace, const Selection& selection)
{
    const bool asksText = asksFromText(selection.direction);
    const auto isInFocus = [&](int word) {
        return asksText && std::ranges::count(selection.focus, word) > 0;
    };
    const auto add = [&](const std::string& text, bool isSpecial, bool isMasked, bool isFocused,
                         int key, int word) {
        strip.cells.push_back({.text = QString::fromStdString(escapedForDisplay(text)),
                               .weight = {},
                               .state = isMasked ? Map::KeyState::Masked : Map::KeyState::Shown,
                               .isSpecial = isSpecial,
                               .isFocused = isFocused});
        strip.keys.push_back(key);
        strip.words.push_back(word);
    };
    if (selection.showsPieces) {
        for (int t = 0; t < trace.tokens.size(); ++t) {
            const Token& token = trace.tokens.tokens[static_cast<std::size_t>(t)];
            if (!token.isPadding) {
                add(token.text, token.isSpecial, isMaskedToken(trace, t),
                    isPieceInFocus(selection, t) && isInFocus(token.word), t, token.word);
            }
        }
        return;
    }
    for (std::size_t w = 0; w < trace.tokens.words.size(); ++w) {
        const Word& word = trace.tokens.words[w];
        const bool isMasked = std::ranges::all_of(
            word.tokens, [&](int token) { return isMaskedToken(trace, token); });
        add(word.text, word.isSpecial, isMasked, isInFocus(static_cast<int>(w)),
            static_cast<int>(w), static_cast<int>(w));
    }
}

/// What a cell looks like inside.
struct CellLook {
    bool isHatched = false;
    QColor line; ///< of the hatch
    QColor fill;
    QColor text;
};

CellLook
lookOf(const WordCell& cell, const ColourTable& table, const ScaleRange& range, const Theme& theme)
{
    if (cell.state == Map::KeyState::Masked) {
        return {.isHatched = true,
                .line = theme.intervention,
                .fill = theme.interventionSoft,
                .text = theme.intervention};
    }
    if (cell.state == Map::KeyState::Hidden || cell.state == Map::KeyState::Absent) {
        return {.isHatched = true,
                .line = theme.hatchLine,
                .fill = theme.hatchBackground,
                .text = theme.text2};
    }
    if (cell.weight) {
        const QColor colour = table.colourAt(
            scalePosition(numberOnScale(*cell.weight, cell.liftFactor, range), range));
        return {.isHatched = std::isnan(*cell.weight),
                .line = theme.hatchLine,
                .fill = colour,
                .text = textColourOn(colour)};
    }
    return {.isHatched = false,
            .line = {},
            .fill = theme.stage,
            .text = cell.isSpecial ? theme.text3 : theme.text1};
}

void paintCell(
    QPainter& painter, const WordCell& cell, const QRectF& rect, const CellLook& look, qreal scale)
{
    painter.setFont(wordFont(scale, cell.isFocused));
    const QFontMetricsF metrics(painter.font());
    const QString text = metrics.elidedText(cell.text, Qt::ElideMiddle, rect.width() - 4 * scale);
    if (look.isHatched) {
        paintHatch(painter, rect, look.line, look.fill, 6 * scale);
        // A plate keeps the letters readable between the lines.
        const qreal width = metrics.horizontalAdvance(text) + 6 * scale;
        QRectF plate(0, 0, width, 20 * scale);
        plate.moveCenter(rect.center());
        painter.fillRect(plate, look.fill);
    } else {
        painter.fillRect(rect, look.fill);
    }
    painter.setPen(look.text);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextDontClip, text);
}

constexpr qreal kCellGap = 6;

/// A cell's word, and below it the number.
void paintCellText(QPainter& painter,
                   const WordCell& cell,
                   const QRectF& rect,
                   const CellLook& look)
{
    const bool isHidden = cell.state == Map::KeyState::Hidden;
    const QFont font = wordFont(1, cell.isFocused);
    const QFontMetricsF metrics(font);
    const QString word = metrics.elidedText(cell.text, Qt::ElideMiddle, rect.width() - kPadding);
    const bool hasRoom = rect.height() >= kCellHeight + kNumberHeight;
    QString number = hasRoom ? weightText(cell) : QString();
    if (isHidden && hasRoom) {
        number = WordCellText::tr("hidden %1").arg(number);
    }
    const qreal height = kCellHeight - 8 + (number.isEmpty() ? 0 : kNumberHeight);
    QRectF lines(0, 0, rect.width(), height);
    lines.moveCenter(rect.center());
    if (look.isHatched) { // a plate keeps the letters readable between the lines
        const QFontMetricsF numbers(numberFont(1));
        const qreal width =
            std::max(metrics.horizontalAdvance(word), numbers.horizontalAdvance(number)) + 12;
        QRectF plate(0, 0, std::min(width, rect.width()), height + 4);
        plate.moveCenter(rect.center());
        painter.fillRect(plate, look.fill);
    }
    painter.setPen(look.text);
    painter.setFont(font);
    painter.drawText(QRectF(lines.topLeft(), QSizeF(lines.width(), kCellHeight - 8)),
                     Qt::AlignCenter, word);
    painter.setFont(numberFont(1, cell.isFocused));
    painter.drawText(
        QRectF(lines.left(), lines.top() + kCellHeight - 8, lines.width(), kNumberHeight),
        Qt::AlignCenter, number);
}

void paintOutline(QPainter& painter, const QRectF& rect, const QColor& colour, qreal scale)
{
    const qreal distance = (kOutlineDistance + kOutline / 2) * scale;
    painter.setPen(QPen(colour, kOutline * scale, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(-distance, -distance, distance, distance));
}

} // namespace

WordStrip wordStrip(const Trace& trace, const Selection& selection, const Map* map)
{
    WordStrip strip;
    addCells(strip, trace, selection);
    if (map != nullptr) {
        const float factor = liftFactor(*map);
        for (std::size_t i = 0; i < strip.cells.size(); ++i) {
            const auto key = static_cast<std::size_t>(strip.keys[i]);
            strip.cells[i].weight = map->values.at(key);
            strip.cells[i].state = map->states.at(key);
            strip.cells[i].liftFactor = factor;
        }
    }
    return strip;
}

std::optional<int> WordStripLayout::cellAt(const QPointF& point) const
{
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const qreal reach = kGap / 2;
        if (cells[i].adjusted(-reach, -reach, reach, reach).contains(point)) {
            return static_cast<int>(i);
        }
    }
    return std::nullopt;
}

WordStripLayout layoutWordStrip(const WordStrip& strip, qreal width, bool hasNumbers, qreal scale)
{
    const QFontMetricsF words(wordFont(scale, true));
    const QFontMetricsF numbers(numberFont(scale, true));
    const qreal numberHeight = hasNumbers ? kNumberHeight * scale : 0;
    const qreal lineHeight = kCellHeight * scale + numberHeight + kLineGap * scale;
    WordStripLayout layout;
    qreal x = 0;
    qreal y = 0;
    qreal right = 0;
    for (const WordCell& cell : strip.cells) {
        qreal cellWidth = std::min(words.horizontalAdvance(cell.text) + 2 * kPadding * scale,
                                   kWidestCell * scale);
        if (hasNumbers) {
            cellWidth = std::max(cellWidth, numbers.horizontalAdvance(weightText(cell)));
        }
        cellWidth = std::min(std::ceil(cellWidth), std::max(width, kCellHeight * scale));
        if (x > 0 && x + cellWidth > width) {
            x = 0;
            y += lineHeight;
        }
        layout.cells.emplace_back(x, y, cellWidth, kCellHeight * scale);
        x += cellWidth + kGap * scale;
        right = std::max(right, layout.cells.back().right());
    }
    if (!layout.cells.empty()) {
        layout.lines = static_cast<int>(std::lround(y / lineHeight)) + 1;
        layout.size = QSizeF(right, y + kCellHeight * scale + numberHeight);
    }
    return layout;
}

void paintWordStrip(QPainter& painter,
                    const WordStrip& strip,
                    const WordStripLayout& layout,
                    const ColourTable& table,
                    const ScaleRange& range,
                    const Theme& theme,
                    qreal scale)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hasWeights = std::ranges::any_of(
        strip.cells, [](const WordCell& cell) { return cell.weight.has_value(); });
    for (std::size_t i = 0; i < strip.cells.size(); ++i) {
        const WordCell& cell = strip.cells[i];
        const QRectF& rect = layout.cells[i];
        paintCell(painter, cell, rect, lookOf(cell, table, range, theme), scale);
        if (hasWeights) {
            painter.setFont(numberFont(scale, cell.isFocused));
            painter.setPen(cell.isFocused ? theme.text1 : theme.text2);
            painter.drawText(QRectF(rect.left() - 10, rect.bottom() + 4 * scale, rect.width() + 20,
                                    (kNumberHeight - 4) * scale),
                             Qt::AlignHCenter | Qt::AlignVCenter, weightText(cell));
        }
        if (cell.isFocused) {
            paintOutline(painter, rect, theme.accent, scale);
        } else if (cell.isHovered) {
            paintOutline(painter, rect, theme.control, scale);
        }
    }
    painter.restore();
}

WordStripLayout layoutWordCells(const WordStrip& strip, const QSizeF& size)
{
    WordStripLayout layout;
    const auto count = static_cast<int>(strip.cells.size());
    if (count == 0 || size.isEmpty()) {
        return layout;
    }
    const QFontMetricsF metrics(wordFont(1, true));
    qreal longest = 0;
    for (const WordCell& cell : strip.cells) {
        longest = std::max(longest, metrics.horizontalAdvance(cell.text) + kPadding);
    }
    const auto most = static_cast<int>((size.width() + kCellGap) / (longest + kCellGap));
    constexpr qreal kShape = 4.0 / 3;
    int columns = 1;
    qreal best = std::numeric_limits<qreal>::infinity();
    for (int tried = 1; tried <= std::clamp(most, 1, count); ++tried) {
        const int rows = (count + tried - 1) / tried;
        const qreal width = (size.width() + kCellGap) / tried - kCellGap;
        const qreal height = (size.height() + kCellGap) / rows - kCellGap;
        const qreal distance = std::abs(std::log(width / std::max(height, 1.0) / kShape));
        if (distance < best) {
            best = distance;
            columns = tried;
        }
    }
    layout.lines = (count + columns - 1) / columns;
    const qreal stepX = (size.width() + kCellGap) / columns;
    const qreal stepY = (size.height() + kCellGap) / layout.lines;
    for (int i = 0; i < count; ++i) {
        const QPointF corner(std::round(i % columns * stepX), std::round(i / columns * stepY));
        layout.cells.emplace_back(corner, QSizeF(std::max(1.0, std::floor(stepX - kCellGap)),
                                                 std::max(1.0, std::floor(stepY - kCellGap))));
    }
    layout.size = size;
    return layout;
}

void paintWordCells(QPainter& painter,
                    const WordStrip& strip,
                    const WordStripLayout& layout,
                    const ColourTable& table,
                    const ScaleRange& range,
                    const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < strip.cells.size(); ++i) {
        const WordCell& cell = strip.cells[i];
        const QRectF& rect = layout.cells[i];
        const CellLook look = lookOf(cell, table, range, theme);
        if (look.isHatched) {
            paintHatch(painter, rect, look.line, look.fill);
        } else {
            painter.fillRect(rect, look.fill);
        }
        paintCellText(painter, cell, rect, look);
        if (cell.isFocused || cell.isHovered) {
            paintOutline(painter, rect.adjusted(1, 1, -1, -1),
                         cell.isFocused ? theme.accent : theme.control, 1);
        }
    }
    painter.restore();
}

} // namespace attenscope
