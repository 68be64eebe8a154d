#include "ui/widgets/key_state_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/figure/colour_bar.h"

namespace attenscope {

namespace {

struct KeyStateText {
    Q_DECLARE_TR_FUNCTIONS(KeyStateText)
};

} // namespace

QString keyWeightText(Map::KeyState state, std::optional<float> weight)
{
    switch (state) {
    case Map::KeyState::Masked:
        return KeyStateText::tr("masked");
    case Map::KeyState::Hidden:
        return KeyStateText::tr("hidden");
    case Map::KeyState::Absent:
        return KeyStateText::tr("no key here");
    case Map::KeyState::Shown:
        break;
    }
    return weight ? numberText(static_cast<double>(*weight)) : KeyStateText::tr("no weight");
}

QString keyStateText(bool isMasked, bool isChosen, bool isPointedAt)
{
    QStringList states;
    if (isMasked) {
        states << KeyStateText::tr("masked");
    }
    if (isChosen) {
        states << KeyStateText::tr("chosen");
    }
    if (isPointedAt) {
        states << KeyStateText::tr("pointed at");
    }
    return states.join(QStringLiteral(", "));
}

} // namespace attenscope
