#include "ui/figure/contours.h"

#include "engine/vision/raster.h"
#include "ui/figure/colour_table.h"
#include "ui/figure/unit_raster.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <utility>

namespace attenscope {

std::vector<Tick> contourLevels(const ScaleRange& range)
{
    constexpr int kMost = 8;
    std::vector<Tick> levels = niceTicks(range, kMost);
    std::erase_if(levels, [&](const Tick& tick) {
        constexpr double kEdge = 1e-3; // a line along the ends would be of what is clipped
        const double position = scalePosition(static_cast<float>(tick.value), range);
        return position < kEdge || position > 1 - kEdge;
    });
    return levels;
}

std::vector<Contour> contoursOf(const VisualUnits& units,
                                const Map& map,
                                const ScaleRange& range,
                                const OverlayView& view)
{
    const Raster smoothed = smoothPositions(units, map, range, view);
    std::vector<Contour> contours;
    for (const Tick& level : contourLevels(range)) {
        const double position = scalePosition(static_cast<float>(level.value), range);
        for (const std::vector<RasterPoint>& line :
             isoLines(smoothed, static_cast<float>(position))) {
            Contour contour{.level = level.value, .line = {}};
            for (const RasterPoint& point : line) {
                contour.line << QPointF(point.x, point.y);
            }
            contours.push_back(std::move(contour));
        }
    }
    return contours;
}

QPolygonF simplified(const QPolygonF& line, double tolerance)
{
    // From the last point that was kept, the directions that pass by all points since then lie
    // between two of them (Imai and Iri 1986, "sleeve"); the next that does not ends the piece.
    const auto turn = [](const QPointF& from, const QPointF& to) { // > 0: counter-clockwise
        return from.x() * to.y() - from.y() * to.x();
    };
    QPolygonF kept;
    QPointF low; // directions
    QPointF high;
    bool isOpen = false; // every direction will do so far
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (i == 0) {
            kept << line[i];
            isOpen = true;
            continue;
        }
        QPointF way = line[i] - kept.last();
        const QPointF step = line[i] - line[i - 1];
        const bool isTurningBack = QPointF::dotProduct(way, step) < 0;
        if (isTurningBack || (!isOpen && (turn(low, way) < 0 || turn(way, high) < 0))) {
            kept << line[i - 1];
            way = step;
            isOpen = true;
        }
        const double length = std::hypot(way.x(), way.y());
        if (length <= tolerance) {
            continue;
        }
        const QPointF aside = QPointF(-way.y(), way.x()) * (tolerance / length);
        if (isOpen || turn(low, way - aside) > 0) {
            low = way - aside;
        }
        if (isOpen || turn(high, way + aside) < 0) {
            high = way + aside;
        }
        isOpen = false;
    }
    if (line.size() > 1) {
        kept << line.last();
    }
    return kept;
}

namespace {

/// For every pixel the distance to the nearest line, as far as lines reach, and the line's colour.
class NearestLines {
public:
    NearestLines(QSize size, float reach)
        : size_(size),
          reach_(reach),
          squared_(static_cast<std::size_t>(size.width()) * static_cast<std::size_t>(size.height()),
                   reach * reach),
          colours_(squared_.size())
    {
    }

    void add(const QPolygonF& line, std::uint8_t colour);

    /// Calls with each pixel that a line reaches: x, y, distance, colour.
    template <typename Visit>
    void visit(Visit&& visit) const;

private:
    void addSegment(QPointF from, QPointF to, std::uint8_t colour);

    QSize size_;
    float reach_;
    std::vector<float> squared_; ///< distances
    std::vector<std::uint8_t> colours_;
};

void NearestLines::add(const QPolygonF& line, std::uint8_t colour)
{
    for (qsizetype i = 1; i < line.size(); ++i) {
        addSegment(line[i - 1], line[i], colour);
    }
}

// Row by row, only where the row comes as near to the segment as lines reach.
void NearestLines::addSegment(QPointF from, QPointF to, std::uint8_t colour)
{
    if (from.y() > to.y()) {
        std::swap(from, to);
    }
    const auto x0 = static_cast<float>(from.x());
    const auto y0 = static_cast<float>(from.y());
    const float dx = static_cast<float>(to.x()) - x0;
    const float dy = static_cast<float>(to.y()) - y0;
    const float length2 = dx * dx + dy * dy;
    const float scale = length2 > 0 ? 1 / length2 : 0;
    constexpr float kFlat = 1e-3F;
    const float aside = dy > kFlat ? reach_ * std::sqrt(length2) / dy : 0; // along a row
    const float left = std::min(x0, x0 + dx) - reach_;
    const float right = std::max(x0, x0 + dx) + reach_;
    const int top = std::max(0, static_cast<int>(std::floor(y0 - reach_)));
    const int bottom = std::min(size_.height() - 1, static_cast<int>(std::floor(y0 + dy + reach_)));
    for (int y = top; y <= bottom; ++y) {
        const float py = static_cast<float>(y) + 0.5F - y0;
        const float middle = dy > kFlat ? x0 + dx * py / dy : 0;
        const float begin = dy > kFlat ? std::max(left, middle - aside) : left;
        const float end = dy > kFlat ? std::min(right, middle + aside) : right;
        const int first = std::max(0, static_cast<int>(std::floor(begin)));
        const int last = std::min(size_.width() - 1, static_cast<int>(std::floor(end)));
        const auto row = static_cast<std::size_t>(y) * static_cast<std::size_t>(size_.width());
        for (int x = first; x <= last; ++x) {
            const float px = static_cast<float>(x) + 0.5F - x0;
            const float share = std::clamp((px * dx + py * dy) * scale, 0.0F, 1.0F);
            const float ox = px - share * dx;
            const float oy = py - share * dy;
            const float squared = ox * ox + oy * oy;
            const std::size_t at = row + static_cast<std::size_t>(x);
            if (squared < squared_[at]) {
                squared_[at] = squared;
                colours_[at] = colour;
            }
        }
    }
}

template <typename Visit>
void NearestLines::visit(Visit&& visit) const
{
    const float none = reach_ * reach_;
    std::size_t at = 0;
    for (int y = 0; y < size_.height(); ++y) {
        for (int x = 0; x < size_.width(); ++x, ++at) {
            if (squared_[at] < none) {
                visit(x, y, std::sqrt(squared_[at]), colours_[at]);
            }
        }
    }
}

/// How much of a pixel a line of this width covers, by the distance of their centres.
float coverage(float width, float distance)
{
    return std::clamp(width / 2 + 0.5F - distance, 0.0F, 1.0F);
}

QRgb blended(QRgb below, QRgb above, float share)
{
    const auto channel = [share](int from, int to) {
        return static_cast<int>(
            std::lround(static_cast<float>(from) + share * static_cast<float>(to - from)));
    };
    return qRgba(channel(qRed(below), qRed(above)), channel(qGreen(below), qGreen(above)),
                 channel(qBlue(below), qBlue(above)), qAlpha(below));
}

} // namespace

void drawContours(QImage& image,
                  const std::vector<Contour>& contours,
                  const ScaleRange& range,
                  const FigureStyle& style,
                  qreal pixelsPerUnit)
{
    assert(image.depth() == 32);
    const ColourTable& table = tableOf(style);
    constexpr QRgb kEdge = qRgb(16, 18, 20);
    const auto core = static_cast<float>(2 * pixelsPerUnit);
    const auto whole = static_cast<float>(3.5 * pixelsPerUnit);
    constexpr double kUnseen =
        1.0 / 16; // of a pixel: the edge's coverage changes by less than that
    NearestLines lines(image.size(), whole / 2 + 0.5F);
    std::vector<QRgb> colours;
    double level = 0;
    for (const Contour& contour : contours) { // levels follow each other, and are at most eight
        if (colours.empty() || contour.level != level) {
            level = contour.level;
            colours.push_back(
                table.colourAt(scalePosition(static_cast<float>(level), range)).rgb());
        }
        lines.add(simplified(contour.line, kUnseen), static_cast<std::uint8_t>(colours.size() - 1));
    }
    const auto opacity = static_cast<float>(std::clamp(style.opacity, 0.0, 1.0));
    auto* const pixels = reinterpret_cast<QRgb*>(image.bits());
    const auto stride = image.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
    lines.visit([&](int x, int y, float distance, std::uint8_t colour) {
        QRgb& pixel = pixels[y * stride + x];
        pixel = blended(pixel, kEdge, opacity * coverage(whole, distance));
        pixel = blended(pixel, colours[colour], opacity * coverage(core, distance));
    });
}

} // namespace attenscope
