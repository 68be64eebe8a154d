// BLIP (Li et al. 2022) as the Hugging Face library has it: model_type "blip", modeling_blip.py and
// modeling_blip_text.py. The head is what the config's first architecture names.

#include "engine/models/blip_model.h"

#include <algorithm>
#include <array>

namespace attenscope {

namespace {

struct Head {
    std::string_view architecture;
    std::unique_ptr<const Model> (*load)(LoadContext& context);
};

constexpr std::array kHeads{Head{"BlipForImageTextRetrieval", loadBlipMatching},
                            Head{"BlipForConditionalGeneration", loadBlipCaptioning},
                            Head{"BlipForQuestionAnswering", loadBlipAnswering}};

} // namespace

std::unique_ptr<const Model> loadBlip(LoadContext context)
{
    std::vector<std::string> known;
    for (const Head& head : kHeads) {
        known.emplace_back(head.architecture);
    }
    requireArchitecture(context, known);
    const std::vector<std::string> given =
        context.config.texts("/architectures", std::vector<std::string>{});
    const auto* const found = given.empty()
                                  ? kHeads.begin()
                                  : std::ranges::find(kHeads, given.front(), &Head::architecture);
    return found->load(context);
}

} // namespace attenscope
