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

std::vector<std::pair<HeadOrder, QString>> headOrderChoices()
{
    return {{HeadOrder::Layer, ChoiceNames::tr("by layer")},
            {HeadOrder::Largest, ChoiceNames::tr("largest first")},
            {HeadOrder::Smallest, ChoiceNames::tr("smallest first")}};
}

std::vector<std::pair<HeadFilter, QString>> headFilterChoices()
{
    return {{HeadFilter::All, ChoiceNames::tr("all")},
            {HeadFilter::On, ChoiceNames::tr("those that are on")},
            {HeadFilter::AtLeast, ChoiceNames::tr("number at least")}};
}

} // namespace attenscope
