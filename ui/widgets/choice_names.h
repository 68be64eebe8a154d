#pragma once

#include <QString>

#include "engine/analysis/scale.h"
#include "ui/state/head_listing.h"

#include <utility>
#include <vector>

/// The choices that the stepping bar, the menus and the palette offer, each with its name, in the
/// order in which a key goes through them.
namespace attenscope {

std::vector<std::pair<Scale, QString>> scaleChoices();
std::vector<std::pair<SpecialTokens, QString>> specialTokenChoices();
std::vector<std::pair<JointRows, QString>> jointRowChoices();
std::vector<std::pair<HeadOrder, QString>> headOrderChoices();
std::vector<std::pair<HeadFilter, QString>> headFilterChoices();

} // namespace attenscope
