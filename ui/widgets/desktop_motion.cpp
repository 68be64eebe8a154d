#include "ui/widgets/desktop_motion.h"

#include <QApplication>

namespace attenscope {

namespace {

QList<Qt::UIEffect> enabledEffects()
{
    QList<Qt::UIEffect> enabled;
    for (const Qt::UIEffect effect :
         {Qt::UI_AnimateMenu, Qt::UI_FadeMenu, Qt::UI_AnimateCombo, Qt::UI_AnimateTooltip,
          Qt::UI_FadeTooltip, Qt::UI_AnimateToolBox}) {
        if (QApplication::isEffectEnabled(effect)) {
            enabled << effect;
        }
    }
    return enabled;
}

} // namespace

DesktopMotion::DesktopMotion(QObject* parent)
    : QObject(parent), effects_(enabledEffects()), cursorFlashTime_(QApplication::cursorFlashTime())
{
}

DesktopMotion::~DesktopMotion()
{
    setReduced(false);
}

void DesktopMotion::setReduced(bool isReduced)
{
    for (const Qt::UIEffect effect : effects_) {
        QApplication::setEffectEnabled(effect, !isReduced);
    }
    QApplication::setCursorFlashTime(isReduced ? 0 : cursorFlashTime_);
}

} // namespace attenscope
