#pragma once

#include "engine/base/error.h"
#include "engine/checkpoint/config.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace attenscope {

/// run.json, field by field. All that reads throws E_CONFIG_FIELD or E_CONFIG_RANGE, E_RUN_FIELD
/// for a list of another length.
class RunDocument {
public:
    static constexpr double kMany = 1e9; ///< for numbers whose real bound is checked elsewhere

    RunDocument(const Config& config, const std::string& file) : config_(config), file_(file) {}

    std::string text(const std::string& pointer) const
    {
        return config_.text(pointer, std::nullopt);
    }

    bool flag(const std::string& pointer) const { return config_.boolean(pointer, std::nullopt); }

    std::int64_t number(const std::string& pointer, std::int64_t minimum, double maximum) const
    {
        return config_.integer(pointer, std::nullopt, {static_cast<double>(minimum), maximum});
    }

    int integer(const std::string& pointer, int minimum, double maximum) const
    {
        return static_cast<int>(number(pointer, minimum, maximum));
    }

    double real(const std::string& pointer) const
    {
        constexpr double kLargest = std::numeric_limits<double>::max();
        return config_.number(pointer, std::nullopt, {-kLargest, kLargest});
    }

    /// null stands for a number that is not finite.
    double realOrNan(const std::string& pointer) const
    {
        return contains(pointer) ? real(pointer) : std::numeric_limits<double>::quiet_NaN();
    }

    std::size_t size(const std::string& pointer) const { return config_.size(pointer); }

    bool contains(const std::string& pointer) const { return config_.contains(pointer); }

    /// Numbers of a list of known length.
    std::vector<double> reals(const std::string& pointer, std::size_t count) const
    {
        std::vector<double> values = config_.numbers(pointer, std::nullopt);
        requireThat(values.size() == count, pointer, "a list of " + std::to_string(count),
                    "one of " + std::to_string(values.size()));
        return values;
    }

    std::vector<double> reals(const std::string& pointer) const
    {
        return config_.numbers(pointer, std::nullopt);
    }

    /// Whole numbers of a list of known length; each within its bounds.
    std::vector<std::int64_t>
    numbers(const std::string& pointer, std::size_t count, std::int64_t minimum) const
    {
        requireThat(size(pointer) == count, pointer, "a list of " + std::to_string(count),
                    "one of " + std::to_string(size(pointer)));
        std::vector<std::int64_t> values;
        for (std::size_t i = 0; i < count; ++i) {
            values.push_back(number(pointer + "/" + std::to_string(i), minimum, kMany));
        }
        return values;
    }

    void requireThat(bool isSo,
                     const std::string& pointer,
                     std::string expected,
                     std::string found) const
    {
        if (!isSo) {
            throw Error({.id = "E_RUN_FIELD",
                         .file = file_,
                         .place = pointer,
                         .expected = std::move(expected),
                         .found = std::move(found),
                         .remedy = {}});
        }
    }

    const std::string& file() const { return file_; }

private:
    const Config& config_;
    const std::string& file_;
};

/// The pointer to an item of a list.
inline std::string item(const std::string& list, std::size_t index)
{
    return list + "/" + std::to_string(index);
}

} // namespace attenscope
