// What a run costs of which parts were done before: a new caption, a masked word and a head that is
// switched off, each with a RunMemory against the same run without one.
//
//   reuse_benchmark FOLDER [REPEATS]      (folders: write_checkpoints.py)
//
// The two ways take turns; the best of all rounds counts. Times are those of the processor, so that
// other programs change little; the ratio is what to compare. Before them: the longest time between
// two steps of a run's progress, which Cancel may have to wait.

#include "engine/models/model.h"
#include "tests/benchmarks/sample_for.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <ctime>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <limits>
#include <stop_token>
#include <string>
#include <vector>

using namespace attenscope;

namespace {

constexpr std::size_t kBudget = std::size_t(1) << 30;
constexpr double kMiB = 1024.0 * 1024.0;

double processorMs()
{
    std::timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

/// A change of a run, the round's number making it another one each time.
struct Change {
    std::string name;
    std::function<void(Sample&, RunOptions&, int round)> apply;
};

std::vector<Change> changes(const Model& model)
{
    const StackInfo last = model.stacks(model.info().nativeMode).back();
    std::string crossing = last.kind;
    int layers = last.layers;
    for (const StackInfo& stack : model.stacks(model.info().nativeMode)) {
        if (stack.kind.starts_with("cross_") || stack.kind == "joint_self") {
            crossing = stack.kind;
            layers = stack.layers;
            break;
        }
    }
    const auto headOff = [crossing](int layer) {
        return [crossing, layer](Sample&, RunOptions& options, int round) {
            options.intervention.headsOff = {{crossing, layer, round % 8}};
        };
    };
    return {
        {"nothing", [](Sample&, RunOptions&, int) {}},
        {"another caption",
         [](Sample& sample, RunOptions&, int round) {
             sample.caption += std::string(static_cast<std::size_t>(round + 1), 'a');
         }},
        {"a word masked", [](Sample&, RunOptions& options,
                             int round) { options.intervention.maskedWords = {1 + round % 6}; }},
        {"a head off, " + crossing + ", last layer", headOff(layers - 1)},
        {"a head off, " + crossing + ", middle layer", headOff(layers / 2)},
        {"a head off, " + crossing + ", first layer", headOff(0)}};
}

/// One run without a memory; how much of it lies between two steps at most.
void measureSteps(const Model& model, const Sample& sample)
{
    const double start = processorMs();
    double last = start;
    double longest = 0;
    const auto note = [&] {
        const double now = processorMs();
        longest = std::max(longest, now - last);
        last = now;
    };
    model.run(sample, {},
              Progress(std::stop_token(), [&](int, int, const std::string&) { note(); }));
    note();
    std::printf("longest step: %.0f ms of a run of %.0f ms\n", longest, last - start);
}

void measure(const std::filesystem::path& folder, int rounds)
{
    const ModelPtr model = loadModel(folder, {.threads = 1}, Progress());
    const Sample plain = sampleFor(folder, *model);
    measureSteps(*model, plain);
    RunMemory memory(kBudget);
    for (const Change& change : changes(*model)) {
        double fresh = std::numeric_limits<double>::infinity();
        double reusing = fresh;
        for (int round = 0; round < rounds; ++round) {
            Sample sample = plain;
            RunOptions options;
            options.memory = &memory;
            model->run(plain, options, Progress()); // what the window showed before the change
            change.apply(sample, options, round);
            for (const bool reuses : {round % 2 == 0, round % 2 != 0}) {
                options.memory = reuses ? &memory : nullptr;
                const double start = processorMs();
                model->run(sample, options, Progress());
                double& best = reuses ? reusing : fresh;
                best = std::min(best, processorMs() - start);
            }
        }
        std::printf("%-48s %8.1f ms instead of %8.1f ms: 1/%.1f\n", change.name.c_str(), reusing,
                    fresh, fresh / reusing);
    }
    std::printf("kept at the end: %.0f MiB\n", static_cast<double>(memory.sizeBytes()) / kMiB);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::cerr << "reuse_benchmark FOLDER [REPEATS]\n";
        return 2;
    }
    try {
        measure(argv[1], argc > 2 ? std::stoi(argv[2]) : 3);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
