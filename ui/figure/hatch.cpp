#include "ui/figure/hatch.h"

#include <QLineF>
#include <QVector>

#include <algorithm>
#include <cmath>

namespace attenscope {

void paintHatch(QPainter& painter,
                const QRectF& area,
                const QColor& line,
                const QColor& background,
                qreal period)
{
    // Each line has x + y = n period. It is cut at the area by hand: an SVG painter cannot clip.
    QVector<QLineF> lines;
    const auto first = static_cast<int>(std::ceil((area.left() + area.top()) / period));
    const auto last = static_cast<int>(std::floor((area.right() + area.bottom()) / period));
    for (int n = first; n <= last; ++n) {
        const qreal sum = n * period;
        const qreal left = std::max(area.left(), sum - area.bottom());
        const qreal right = std::min(area.right(), sum - area.top());
        if (right > left) {
            lines.append(QLineF(left, sum - left, right, sum - right));
        }
    }
    painter.save();
    painter.fillRect(area, background);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(line, period / 6, Qt::SolidLine, Qt::FlatCap));
    painter.drawLines(lines);
    painter.restore();
}

bool isHatchLine(int x, int y, int periodPixels)
{
    return (x + y) % periodPixels < std::max(1, periodPixels / 6);
}

} // namespace attenscope
