#include "engine/checkpoint/pickle_stack.h"

#include "engine/base/error.h"
#include "engine/base/limits.h"

#include <algorithm>
#include <utility>

namespace attenscope {

void PickleStack::fail(const char* id, std::string expected, std::string found) const
{
    throw Error({.id = id,
                 .file = file_,
                 .place = "byte " + std::to_string(at_),
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .remedy = {}});
}

void PickleStack::requireRoom() const
{
    const bool isTooMuch =
        stack_.size() >= limits::kPickleStack || made_ >= limits::kPickleValues ||
        std::max(result_.tensors.size(), result_.storages.size()) > limits::kTensors;
    if (isTooMuch) {
        fail("E_LIMIT_PICKLE",
             "at most " + std::to_string(limits::kPickleValues) + " values, " +
                 std::to_string(limits::kPickleStack) + " at a time, and " +
                 std::to_string(limits::kTensors) + " tensors",
             "more");
    }
}

void PickleStack::push(PickleValue value)
{
    requireRoom();
    ++made_;
    stack_.push_back(value);
}

void PickleStack::pushText(Kind kind, std::string text)
{
    push({kind, static_cast<std::int64_t>(result_.texts.size())});
    result_.texts.push_back(std::move(text));
}

void PickleStack::pushSequence(Pickle::Sequence items)
{
    push({Kind::Sequence, static_cast<std::int64_t>(result_.sequences.size())});
    result_.sequences.push_back(std::move(items));
}

void PickleStack::pushMap(Pickle::Map map)
{
    push({Kind::Map, static_cast<std::int64_t>(result_.maps.size())});
    result_.maps.push_back(std::move(map));
}

PickleValue& PickleStack::top()
{
    if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) {
        fail("E_PICKLE_OPCODE", "a value on the stack", "none");
    }
    return stack_.back();
}

PickleValue PickleStack::pop()
{
    const PickleValue value = top();
    stack_.pop_back();
    return value;
}

Pickle::Sequence PickleStack::popToMark()
{
    if (marks_.empty()) {
        fail("E_PICKLE_OPCODE", "a mark on the stack", "none");
    }
    const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    Pickle::Sequence items(begin, stack_.end());
    stack_.erase(begin, stack_.end());
    marks_.pop_back();
    return items;
}

Pickle::Sequence PickleStack::popMany(std::size_t count)
{
    Pickle::Sequence items(count);
    for (std::size_t i = count; i-- > 0;) {
        items[i] = pop();
    }
    return items;
}

const Pickle::Sequence& PickleStack::sequenceOf(PickleValue value) const
{
    if (value.kind != Kind::Sequence) {
        fail("E_PICKLE_OPCODE", "a list of arguments", "something else");
    }
    return result_.sequence(value);
}

void PickleStack::mark()
{
    if (marks_.size() == limits::kPickleDepth) {
        fail("E_LIMIT_DEPTH", "at most " + std::to_string(limits::kPickleDepth) + " levels",
             "more");
    }
    marks_.push_back(stack_.size());
}

void PickleStack::remember(std::uint64_t index)
{
    if (index >= limits::kPickleValues) {
        fail("E_LIMIT_PICKLE",
             "at most " + std::to_string(limits::kPickleValues) + " remembered values",
             "number " + std::to_string(index));
    }
    memo_[index] = top();
}

void PickleStack::recall(std::uint64_t index)
{
    const auto found = memo_.find(index);
    if (found == memo_.end()) {
        fail("E_PICKLE_RANGE", "a remembered value",
             "number " + std::to_string(index) + ", which was never stored");
    }
    push(found->second);
}

void PickleStack::count(std::size_t values)
{
    made_ += values;
    requireRoom();
}

} // namespace attenscope
