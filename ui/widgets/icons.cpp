#include "ui/widgets/icons.h"

#include <QIconEngine>
#include <QPainterPath>
#include <QPixmap>

#include <initializer_list>

namespace attenscope {

namespace {

/// A line through points of a 16 × 16 field.
void addLine(QPainterPath& path, std::initializer_list<QPointF> points)
{
    bool isFirst = true;
    for (const QPointF& point : points) {
        if (isFirst) {
            path.moveTo(point);
        } else {
            path.lineTo(point);
        }
        isFirst = false;
    }
}

void addStack(QPainterPath& path)
{
    path.addRoundedRect(QRectF(2.5, 3, 11, 4), 1, 1);
    path.addRoundedRect(QRectF(2.5, 9, 11, 4), 1, 1);
    addLine(path, {{5, 5}, {6, 5}});
    addLine(path, {{5, 11}, {6, 11}});
}

/// In a 16 × 16 field.
QPainterPath pathOf(Glyph glyph)
{
    QPainterPath path;
    switch (glyph) {
    case Glyph::Left:
        addLine(path, {{9.5, 4}, {6, 8}, {9.5, 12}});
        break;
    case Glyph::Right:
        addLine(path, {{6.5, 4}, {10, 8}, {6.5, 12}});
        break;
    case Glyph::Down:
        addLine(path, {{4, 6.5}, {8, 10}, {12, 6.5}});
        break;
    case Glyph::Close:
        addLine(path, {{4.5, 4.5}, {11.5, 11.5}});
        addLine(path, {{11.5, 4.5}, {4.5, 11.5}});
        break;
    case Glyph::Picture:
        path.addRoundedRect(QRectF(2, 3, 12, 10), 1.5, 1.5);
        path.addEllipse(QPointF(5.5, 6.3), 1.1, 1.1);
        addLine(path, {{3, 12}, {8, 8}, {10, 10}, {11.5, 8.8}, {14, 11}});
        break;
    case Glyph::Model:
        addStack(path);
        break;
    case Glyph::Export:
        addLine(path, {{3, 9}, {3, 13}, {13, 13}, {13, 9}});
        addLine(path, {{8, 10}, {8, 2.5}});
        addLine(path, {{5, 5.5}, {8, 2.5}, {11, 5.5}});
        break;
    case Glyph::Undo:
        addLine(path, {{5.5, 3}, {2.5, 6}, {5.5, 9}});
        path.moveTo(2.5, 6);
        path.lineTo(9.5, 6);
        path.arcTo(QRectF(6.25, 6, 6.5, 6.5), 90, -180);
        path.lineTo(6, 12.5);
        break;
    case Glyph::Copy:
        path.addRoundedRect(QRectF(6, 6, 7.5, 7.5), 1, 1);
        addLine(path, {{10, 3.2}, {10, 2.5}, {2.5, 2.5}, {2.5, 10}, {3.5, 10}});
        break;
    case Glyph::Failure:
        path.addEllipse(QPointF(8, 8), 6, 6);
        addLine(path, {{8, 4.8}, {8, 8.8}});
        addLine(path, {{8, 10.8}, {8, 11.2}});
        break;
    case Glyph::Play:
        addLine(path, {{5.5, 3.5}, {12, 8}, {5.5, 12.5}});
        path.closeSubpath();
        break;
    case Glyph::Pause:
        addLine(path, {{5.5, 4}, {5.5, 12}});
        addLine(path, {{10.5, 4}, {10.5, 12}});
        break;
    case Glyph::Enter:
        addLine(path, {{13, 4}, {13, 8.5}, {3.5, 8.5}});
        addLine(path, {{6.5, 5.5}, {3.5, 8.5}, {6.5, 11.5}});
        break;
    }
    return path;
}

class GlyphEngine final : public QIconEngine {
public:
    GlyphEngine(Glyph glyph, QColor colour, QColor disabled)
        : glyph_(glyph), colour_(std::move(colour)), disabled_(std::move(disabled))
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        paintGlyph(*painter, rect, glyph_, mode == QIcon::Disabled ? disabled_ : colour_);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect({}, size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new GlyphEngine(*this); }

private:
    Glyph glyph_;
    QColor colour_;
    QColor disabled_;
};

} // namespace

void paintGlyph(QPainter& painter, const QRectF& square, Glyph glyph, const QColor& colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(square.topLeft());
    painter.scale(square.width() / 16, square.height() / 16);
    painter.setPen(QPen(colour, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(pathOf(glyph));
    painter.restore();
}

QIcon glyphIcon(Glyph glyph, const QColor& colour, const QColor& disabled)
{
    return QIcon(new GlyphEngine(glyph, colour, disabled)); // QIcon owns its engine
}

} // namespace attenscope
