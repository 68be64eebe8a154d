#pragma once

#include <QAbstractButton>
#include <QButtonGroup>
#include <QFrame>

#include "engine/models/model.h"

#include <vector>

namespace attenscope {

/// One of the modes with its badge: a dot "as trained", a diamond "ablation", a dash and the
/// reason.
class ModeSegment : public QAbstractButton {
    Q_OBJECT

public:
    ModeSegment(Mode mode, QWidget* parent);

    void setStanding(const ModeStanding& standing);

    Mode mode() const { return mode_; }

    /// Names only, without the badge, where the window is narrow.
    void setCompact(bool isCompact);

    QSize sizeHint() const override { return {isCompact_ ? 104 : 124, 42}; }

    QSize minimumSizeHint() const override { return {84, 42}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintBadge(QPainter& painter, const QRectF& line) const;

    Mode mode_;
    Standing standing_ = Standing::Unavailable;
    bool isCompact_ = false;
};

/// The six modes in one row. Arrow keys move the choice over the modes that can be run.
class ModeControl : public QFrame {
    Q_OBJECT

public:
    explicit ModeControl(QWidget* parent = nullptr);

    /// What the model says of each mode; nothing disables all of them.
    void setStandings(const std::vector<ModeStanding>& standings);
    void setCurrent(Mode mode);
    void setCompact(bool isCompact);

    ModeSegment* segment(Mode mode) const;

Q_SIGNALS:
    void modeChosen(attenscope::Mode mode); ///< by the user

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QButtonGroup group_;
    std::vector<ModeSegment*> segments_;
};

} // namespace attenscope

Q_DECLARE_METATYPE(attenscope::Mode)
