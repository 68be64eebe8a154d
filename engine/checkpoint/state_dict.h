#pragma once

#include "engine/base/export.h"
#include "engine/checkpoint/pickle.h"

#include <string>
#include <utility>
#include <vector>

namespace attenscope {

/// The tensors of a state dict by name: of the map itself, or of the one that trainers put below
/// `model`, `state_dict` or `model_state_dict`. What lies beside it is left alone; numbers and
/// texts inside it are no weights and left out. Throws E_PICKLE_NAME if there is none, if it holds
/// something that the pickle reader does not build, or a name twice; E_LIMIT_TENSORS, E_LIMIT_NAME.
ATTENSCOPE_EXPORT std::vector<std::pair<std::string, PickleValue>>
stateDictOf(const Pickle& pickle, const std::string& file);

} // namespace attenscope
