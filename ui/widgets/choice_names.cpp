#include "ui/widgets/choice_names.h"

#include <QCoreApplication>

namespace attenscope {

namespace {

struct ChoiceNames {
    Q_DECLARE_TR_FUNCTIONS(ChoiceNames)
};

} // namespace

std::vector<std::pair<Scale, QString>> scaleChoices()
{
    return {{Scale::Shared, ChoiceNames::tr("shared")},
            {Scale::Fixed, ChoiceNames::tr("fixed 0 to 1")},
            {Scale::PerMap, ChoiceNames::tr("per map")}};
}

std::vector<std::pair<SpecialTokens, QString>> specialTokenChoices()
{
    return {{SpecialTokens::Hide, ChoiceNames::tr("hide")},
            {SpecialTokens::Show, ChoiceNames::tr("show")},
            {SpecialTokens::Renormalise, ChoiceNames::tr("renormalise")}};
}

std::vector<std::pair<JointRows, QString>> jointRowChoices()
{
    return {{JointRows::Raw, ChoiceNames::tr("raw")},
            {JointRows::Conditional, ChoiceNames::tr("conditional")}};
}

} // namespace attenscope
