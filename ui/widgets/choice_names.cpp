#include "ui/widgets/choice_names.h"

#include <QCoreApplication>

#include "ui/figure/scale_text.h"

namespace attenscope {

namespace {

struct ChoiceNames {
    Q_DECLARE_TR_FUNCTIONS(ChoiceNames)
};

} // namespace

std::vector<std::pair<Scale, QString>> scaleChoices()
{
    std::vector<std::pair<Scale, QString>> choices;
    for (const ScaleInfo& info : scales()) {
        choices.emplace_back(info.scale, scaleChoiceText(info.scale));
    }
    return choices;
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
