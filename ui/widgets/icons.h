#pragma once

#include <QColor>
#include <QIcon>
#include <QPainter>
#include <QRectF>

namespace attenscope {

/// Line drawings, sharp at every scale.
enum class Glyph {
    Left,
    Right,
    Down,
    Close,
    Picture,
    Model,
    Export,
    Undo,
    Copy,
    Failure,
    Enter,
    Play,
    Pause
};

/// Drawn into a square, in lines of about 1/12 of its side.
void paintGlyph(QPainter& painter, const QRectF& square, Glyph glyph, const QColor& colour);

/// An icon in one colour; its disabled state is drawn in the second.
QIcon glyphIcon(Glyph glyph, const QColor& colour, const QColor& disabled);

} // namespace attenscope
