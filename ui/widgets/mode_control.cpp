#include "ui/widgets/mode_control.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/figure/engine_text.h"
#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/display_text.h"

#include <algorithm>
#include <string_view>

namespace attenscope {

namespace {

QString badgeText(Standing standing)
{
    switch (standing) {
    case Standing::AsTrained:
        return ModeControl::tr("as trained");
    case Standing::Ablation:
        return ModeControl::tr("ablation");
    case Standing::Unavailable:
        break;
    }
    return ModeControl::tr("not in this model");
}

} // namespace

ModeSegment::ModeSegment(Mode mode, QWidget* parent) : QAbstractButton(parent), mode_(mode)
{
    setText(engineText(modeName(mode)));
    setCheckable(true);
    setEnabled(false);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setStanding({.mode = mode, .standing = Standing::Unavailable, .reason = {}});
}

void ModeSegment::setStanding(const ModeStanding& standing)
{
    standing_ = standing.standing;
    setEnabled(standing_ != Standing::Unavailable);
    const QString badge = badgeText(standing_);
    setAccessibleName(tr("Mode %1, %2").arg(engineText(modeName(mode_)), badge));
    QString tip = engineText(modeDescription(mode_)) + QStringLiteral("\n") + badge;
    if (!standing.reason.empty()) {
        const QString reason = engineText(standing.reason);
        tip += QStringLiteral(": ") + reason;
        setAccessibleDescription(reason);
    } else {
        setAccessibleDescription(engineText(modeDescription(mode_)));
    }
    setToolTip(tip);
    update();
}

void ModeSegment::setCompact(bool isCompact)
{
    isCompact_ = isCompact;
    updateGeometry();
    update();
}

void ModeSegment::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area(rect());
    if (isChecked()) {
        painter.fillRect(area, theme.accentSoft);
        painter.fillRect(QRectF(0, height() - 3, width(), 3), theme.accent);
    } else if (isEnabled() && underMouse()) {
        painter.fillRect(area, theme.hover);
    }
    const bool hasBadge = !isCompact_;
    const QRectF name = hasBadge ? QRectF(0, 4, width(), 19) : area;
    painter.setFont(isChecked() ? figureFont(13, QFont::DemiBold) : figureFont(13, QFont::Medium));
    painter.setPen(!isEnabled()  ? theme.disabledText
                   : isChecked() ? theme.accentSoftText
                                 : theme.text1);
    painter.drawText(name, Qt::AlignCenter, text());
    if (hasBadge) {
        paintBadge(painter, QRectF(0, 21, width(), 17));
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 3, 3);
    }
}

void ModeSegment::paintBadge(QPainter& painter, const QRectF& line) const
{
    const Theme& theme = themeOf(*this);
    const QString badge = badgeText(standing_);
    painter.setFont(badgeFont());
    const double textWidth = painter.fontMetrics().horizontalAdvance(badge);
    const double left = line.center().x() - (textWidth + 11) / 2;
    const QPointF sign(left + 3, line.center().y());
    painter.setBrush(Qt::NoBrush);
    QColor colour = theme.disabledText;
    if (standing_ == Standing::AsTrained) {
        colour = isChecked() ? theme.accentSoftText : theme.text2;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        painter.drawEllipse(sign, 3, 3);
    } else if (standing_ == Standing::Ablation) {
        colour = theme.intervention;
        QPainterPath diamond;
        diamond.addPolygon(QPolygonF({sign + QPointF(0, -3.5), sign + QPointF(3.5, 0),
                                      sign + QPointF(0, 3.5), sign + QPointF(-3.5, 0)}));
        diamond.closeSubpath();
        painter.setPen(QPen(colour, 1.2));
        painter.drawPath(diamond);
    } else {
        painter.setPen(QPen(colour, 1.4));
        painter.drawLine(sign - QPointF(3, 0), sign + QPointF(3, 0));
    }
    painter.setPen(colour);
    painter.drawText(QRectF(left + 11, line.top(), textWidth + 4, line.height()),
                     Qt::AlignVCenter | Qt::AlignLeft, badge);
}

ModeControl::ModeControl(QWidget* parent) : QFrame(parent)
{
    setRole(*this, "group");
    setAccessibleName(tr("Mode: how one layer lets text and image meet"));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(1);
    for (const Mode mode : kAllModes) {
        auto* segment = new ModeSegment(mode, this);
        layout->addWidget(segment);
        group_.addButton(segment, static_cast<int>(mode));
        segments_.push_back(segment);
    }
    group_.setExclusive(true);
    connect(&group_, &QButtonGroup::idClicked, this,
            [this](int id) { Q_EMIT modeChosen(static_cast<Mode>(id)); });
}

void ModeControl::setStandings(const std::vector<ModeStanding>& standings)
{
    for (ModeSegment* segment : segments_) {
        const auto found =
            std::find_if(standings.begin(), standings.end(), [&](const ModeStanding& standing) {
                return standing.mode == segment->mode();
            });
        segment->setStanding(found != standings.end()
                                 ? *found
                                 : ModeStanding{.mode = segment->mode(),
                                                .standing = Standing::Unavailable,
                                                .reason = {}});
        // A base line for those models that have one, and no way for modalities to meet.
        segment->setVisible(segment->mode() != Mode::NoCrossing || segment->isEnabled());
    }
}

void ModeControl::setCurrent(Mode mode)
{
    segment(mode)->setChecked(true);
    letTabReachTheChosen(group_);
}

void ModeControl::setCompact(bool isCompact)
{
    for (ModeSegment* segment : segments_) {
        segment->setCompact(isCompact);
    }
}

ModeSegment* ModeControl::segment(Mode mode) const
{
    return *std::find_if(segments_.begin(), segments_.end(),
                         [mode](const ModeSegment* segment) { return segment->mode() == mode; });
}

// QButtonGroup moves by arrows itself, but chooses at once only what is enabled; Enter is added.
void ModeControl::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (auto* segment = qobject_cast<ModeSegment*>(focusWidget())) {
            segment->click();
            return;
        }
    }
    QFrame::keyPressEvent(event);
}

} // namespace attenscope
