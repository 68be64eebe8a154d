#pragma once

#include <QList>
#include <QObject>

namespace attenscope {

/// What the desktop lets move by itself in every program: effects of menus, lists and tooltips, and
/// the text cursor's blinking. Switched off as long as motion is reduced, and given back at the
/// end. (Qt 6.4 can't tell whether the desktop itself asks for it.)
class DesktopMotion : public QObject {
    Q_OBJECT

public:
    explicit DesktopMotion(QObject* parent = nullptr);
    ~DesktopMotion() override;
    Q_DISABLE_COPY_MOVE(DesktopMotion)

    void setReduced(bool isReduced);

private:
    const QList<Qt::UIEffect> effects_; ///< that the desktop has
    const int cursorFlashTime_;
};

} // namespace attenscope
