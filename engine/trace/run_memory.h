#pragma once

#include "engine/base/export.h"
#include "engine/tensor/matrix.h"
#include "engine/trace/attention_store.h"
#include "engine/trace/step_id.h"
#include "engine/vision/preprocessor.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace attenscope {

/// What the steps of a model's runs gave, for its next run. A step is a pure function of the
/// model's weights and of its inputs: where it is the same step and every input is the same, bit
/// for bit, its result is taken over; otherwise it is computed. So a new caption runs what depends
/// on the caption, and a head that is switched off in layer k runs from layer k on, with the
/// numbers of a run that computes everything.
///
/// Belongs to the model that ran last. Used by one run at a time.
class ATTENSCOPE_EXPORT RunMemory {
public:
    using SharedMatrix = std::shared_ptr<const Matrix>;

    /// What a step gave.
    struct Result {
        std::vector<SharedMatrix> values;
        std::vector<std::int64_t> ids;  ///< of tokens that were written
        AttentionRecordPtr attention{}; ///< of the step's site, if it has one
        bool isOfThisRun = false;       ///< computed in the run that is under way
    };

    /// budgetBytes  most that is kept, attention weights that traces share included. Beyond it the
    ///              results that were used longest ago go first; those of the present run stay, and
    ///              what then doesn't fit is not kept.
    explicit RunMemory(std::size_t budgetBytes);
    ~RunMemory() = default;
    RunMemory(const RunMemory&) = delete;
    RunMemory& operator=(const RunMemory&) = delete;
    RunMemory(RunMemory&&) = delete;
    RunMemory& operator=(RunMemory&&) = delete;

    /// A run begins. Everything goes that another model left, and what none of the last kRuns runs
    /// has used.
    /// model  stands for the model and lives as long as it
    void beginRun(const std::shared_ptr<const void>& model);

    /// Forgets everything.
    void clear();

    /// The result of this step for exactly these inputs, if it is kept.
    std::optional<Result> find(const StepId& step, std::span<const MatrixView> inputs);

    void keep(const StepId& step,
              std::span<const MatrixView> inputs,
              std::span<const MatrixView> values,
              AttentionRecordPtr attention = {},
              std::vector<std::int64_t> ids = {});

    /// The picture as the model is fed with it, computed for another picture than the last one.
    /// The model has one preprocessor.
    PixelValues pixels(const Image& picture, const Preprocessor& preprocessor);

    std::size_t sizeBytes() const;

    static constexpr std::uint64_t kRuns = 8;

private:
    struct Entry {
        std::vector<SharedMatrix> inputs;
        Result result;
        std::uint64_t firstRun = 0;
        std::uint64_t lastRun = 0;
    };

    struct Picture {
        Image image;
        PixelValues pixels;
    };

    using Key = std::vector<std::uint64_t>; ///< the step, then its inputs' addresses
    using Entries = std::map<Key, Entry>;

    SharedMatrix known(const MatrixView& matrix) const;
    SharedMatrix share(const MatrixView& matrix);
    bool makeRoom(std::size_t bytes);
    Entries::iterator erase(Entries::iterator entry);

    std::size_t budgetBytes_;
    std::shared_ptr<const void> model_;
    std::uint64_t run_ = 0;
    std::shared_ptr<std::size_t> matrixBytes_; ///< of all shared matrices that are alive
    std::size_t recordBytes_ = 0;
    /// Every matrix that an entry holds, by its fingerprint: equal ones are one.
    std::unordered_multimap<std::uint64_t, std::weak_ptr<const Matrix>> matrices_;
    Entries entries_;
    std::optional<Picture> picture_;
};

/// What `compute` gives, or what it gave in an earlier run for the same inputs.
/// memory  null: it is computed
/// step    tells the function from all others of the model
/// inputs  everything that it depends on beside the model's weights and what `step` says
ATTENSCOPE_EXPORT Matrix remembered(RunMemory* memory,
                                    const StepId& step,
                                    std::initializer_list<MatrixView> inputs,
                                    const std::function<Matrix()>& compute);

} // namespace attenscope
