#include "engine/analysis/map.h"
#include "engine/models/model.h"

#include <iostream>

/// consumer MODEL: loads it, runs it on a grey picture, prints the mode and one row's sum.
int main(int, char** arguments)
{
    using namespace attenscope;
    const ModelPtr model = loadModel(arguments[1], {.threads = 1}, Progress());
    Sample sample{.image = {.width = 64, .height = 64, .rgb = {}}, .caption = "a red circle"};
    sample.image.rgb.assign(3 * 64 * 64, 128);
    const TracePtr trace = model->run(sample, {}, Progress());
    const std::optional<Selection> selection = fitted(*trace, {.special = SpecialTokens::Show});
    std::cout << trace->provenance.mode << ' ' << computeMap(*trace, *selection).shownMass << '\n';
}
