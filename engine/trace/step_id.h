#pragma once

#include <bit>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

namespace attenscope {

/// Tells one step of a model from all others: what kind of step it is, where its weights lie, and
/// what else decides about its result beside its inputs.
class StepId {
public:
    enum class Kind : std::uint64_t {
        SelfAttention,
        NextTokens,
        CrossAttention,
        KeysAndValues,
        FeedForward,
        Patches,
        Probe,
        EachPatchAlone,
        Bridge,
        Writing
    };

    explicit StepId(Kind kind) { add(kind); }

    StepId& add(const float* weights)
    {
        parts_.push_back(reinterpret_cast<std::uintptr_t>(weights));
        return *this;
    }

    StepId& add(float number) { return add(std::uint64_t{std::bit_cast<std::uint32_t>(number)}); }

    template <typename Number>

    requires(std::is_integral_v<Number> || std::is_enum_v<Number>) StepId& add(Number number)
    {
        parts_.push_back(static_cast<std::uint64_t>(number));
        return *this;
    }

    StepId& add(const std::vector<bool>& flags)
    {
        add(flags.size());
        for (const bool flag : flags) {
            add(flag);
        }
        return *this;
    }

    StepId& add(std::string_view text)
    {
        add(text.size());
        for (const char c : text) {
            add(c);
        }
        return *this;
    }

    const std::vector<std::uint64_t>& parts() const { return parts_; }

private:
    std::vector<std::uint64_t> parts_;
};

} // namespace attenscope
