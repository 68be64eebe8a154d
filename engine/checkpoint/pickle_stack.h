#pragma once

#include "engine/checkpoint/pickle.h"
#include "engine/checkpoint/pickle_tensor.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace attenscope {

/// Where a pickle's values come to be: the stack with its marks, the memo, and what they hold.
/// Everything that grows has a limit.
/// All that pops throws E_PICKLE_OPCODE where there is nothing, all that makes E_LIMIT_PICKLE.
class PickleStack {
protected:
    using Kind = PickleValue::Kind;

    /// file  what messages call the file; outlives this
    explicit PickleStack(const std::string& file) : file_(file) {}

    void push(PickleValue value);
    void pushText(Kind kind, std::string text);
    void pushSequence(Pickle::Sequence items);
    void pushMap(Pickle::Map map);
    PickleValue pop();
    PickleValue& top();

    /// Throws E_LIMIT_DEPTH.
    void mark();
    Pickle::Sequence popToMark();
    Pickle::Sequence popMany(std::size_t count);

    /// Throws E_PICKLE_OPCODE for another kind of value.
    const Pickle::Sequence& sequenceOf(PickleValue value) const;

    /// Stores the value on top under a number.
    void remember(std::uint64_t index);

    /// Pushes what is stored; E_PICKLE_RANGE for a number that was never used.
    void recall(std::uint64_t index);

    std::uint64_t remembered() const { return memo_.size(); }

    /// Counts values that no push has counted.
    void count(std::size_t values);

    [[noreturn]] void fail(const char* id, std::string expected, std::string found) const;

    PicklePlace place() const { return {file_, at_}; }

    Pickle result_;
    std::uint64_t at_ = 0; ///< of the current opcode

private:
    void requireRoom() const;

    const std::string& file_;
    std::vector<PickleValue> stack_;
    std::vector<std::size_t> marks_; ///< heights of the stack
    std::unordered_map<std::uint64_t, PickleValue> memo_;
    std::uint64_t made_ = 0;
};

} // namespace attenscope
