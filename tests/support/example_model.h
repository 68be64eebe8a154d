#pragma once

#include "engine/models/model.h"

#include <atomic>
#include <memory>

namespace attenscope {

/// What a test sees and steers of an ExampleModel.
struct ExampleControl {
    std::atomic<int> runs = 0;       ///< passes that were begun
    std::atomic<bool> holds = false; ///< while true, a pass goes on until it is stopped
    std::atomic<bool> fails = false; ///< while true, a pass ends in E_INTERNAL
    std::atomic<double> runMs = 20;  ///< how long a pass takes by the sources' clock
    std::atomic<double> nowMs = 0;   ///< of that clock, which goes on when it is read
};

/// A model without weights whose attention is known: 12 × 12 patches, one token a word between
/// [CLS] and [SEP], two layers of three heads. Head h of layer l puts half of token t's weight on
/// patch examplePeak(t, l, h) and spreads the rest; patches put half of theirs on token
/// 1 + patch % words. Alternating is an ablation, single stream is not there, all others are as
/// trained; hybrid is native. Each mask and each head that is
/// off takes 0.1 from the match.
class ExampleModel : public Model {
public:
    explicit ExampleModel(std::shared_ptr<ExampleControl> control, std::string name = "example");

    std::vector<StackInfo> stacks(Mode mode) const override;

private:
    Trace forward(const Sample& sample,
                  Mode mode,
                  const RunOptions& options,
                  const Progress& progress) const override;

    std::shared_ptr<ExampleControl> control_;
};

/// The patch on which a head puts most of a token's weight, while nothing is masked.
int examplePeak(int token, int layer, int head);

/// A picture of one colour.
Image exampleImage(int width, int height);

} // namespace attenscope
