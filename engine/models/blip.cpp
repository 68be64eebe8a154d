// BLIP (Li et al. 2022) as the Hugging Face library has it: model_type "blip", modeling_blip.py and
// modeling_blip_text.py.

#include "engine/models/blip_model.h"
#include "engine/models/task_head.h"

#include <array>

namespace attenscope {

namespace {

/// What tells the task models apart.
constexpr std::array kHeads{
    TaskHead{kBlipMatching, [](const TensorNames& names) { return names.has("itm_head"); }},
    TaskHead{kBlipAnswering,
             [](const TensorNames& names) {
                 return names.has("text_encoder") && names.has("text_decoder");
             }},
    TaskHead{kBlipCaptioning, [](const TensorNames& names) { return names.has("text_decoder"); }}};

} // namespace

std::unique_ptr<const Model> loadBlip(LoadContext context)
{
    const std::string_view head = requireHead(context, kHeads);
    if (head == kBlipMatching) {
        return loadBlipMatching(context);
    }
    return head == kBlipAnswering ? loadBlipAnswering(context) : loadBlipCaptioning(context);
}

} // namespace attenscope
