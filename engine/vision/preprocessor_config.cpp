#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/vision/preprocessor.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace attenscope {

namespace {

constexpr Config::Range kSide{1, static_cast<double>(limits::kImageSide)};

[[noreturn]] void
fail(const Config& config, std::string pointer, std::string expected, std::string found)
{
    throw Error({.id = "E_PREPROC",
                 .file = config.file(),
                 .place = std::move(pointer),
                 .expected = std::move(expected),
                 .found = std::move(found),
                 .remedy = {}});
}

/// Whatever is wrong with a field of this file is E_PREPROC, with the facts of the JSON layer.
template <typename Read>
auto field(const Read& read)
{
    try {
        return read();
    } catch (const Error& error) {
        ErrorInfo info = error.info();
        info.id = "E_PREPROC";
        throw Error(std::move(info));
    }
}

/// Reads the fields of one file over a preprocessor that holds the fallbacks.
class Reader {
public:
    Reader(const Config& config, const Preprocessor& fallback) : config_(config), result_(fallback)
    {
    }

    Preprocessor read()
    {
        result_.isResized = boolean("/do_resize", result_.isResized);
        result_.isCropped = boolean("/do_center_crop", result_.isCropped);
        result_.isRescaled = boolean("/do_rescale", result_.isRescaled);
        result_.isNormalized = boolean("/do_normalize", result_.isNormalized);
        if (result_.isResized) {
            readSize();
            result_.filter = static_cast<Resample>(
                integer("/resample", static_cast<int>(result_.filter), Config::Range{0, 5}));
        }
        readDivisor();
        if (result_.isCropped) {
            readCrop();
        }
        readNumbers();
        return result_;
    }

private:
    bool boolean(const std::string& pointer, bool fallback) const
    {
        return field([&] { return config_.boolean(pointer, fallback); });
    }

    int integer(const std::string& pointer, std::optional<int> fallback, Config::Range range) const
    {
        return field([&] { return static_cast<int>(config_.integer(pointer, fallback, range)); });
    }

    int side(const std::string& pointer) const { return integer(pointer, std::nullopt, kSide); }

    /// One number, [height, width], {height, width} or {shortest_edge}.
    void readSize()
    {
        const std::string pointer = "/size";
        if (!config_.contains(pointer)) {
            requireFallback(pointer, result_.height);
            return;
        }
        if (config_.isNumber(pointer)) {
            result_.width = result_.height = side(pointer);
            return; // the family says what one number means
        }
        if (!config_.isObject(pointer)) {
            result_.sizing = Preprocessor::Sizing::Exact;
            readPair(pointer, result_.width, result_.height);
            return;
        }
        onlyKeys(pointer, {"height", "width", "shortest_edge"});
        if (config_.contains(pointer + "/shortest_edge")) {
            onlyKeys(pointer, {"shortest_edge"});
            if (result_.sizing == Preprocessor::Sizing::Exact) {
                result_.sizing = Preprocessor::Sizing::ShortestEdge;
            }
            result_.width = result_.height = side(pointer + "/shortest_edge");
            return;
        }
        result_.sizing = Preprocessor::Sizing::Exact;
        result_.height = side(pointer + "/height");
        result_.width = side(pointer + "/width");
    }

    /// A divisor tells ViLT's rule from the plain shortest edge.
    void readDivisor()
    {
        const std::string pointer = "/size_divisor";
        if (!result_.isResized || result_.sizing == Preprocessor::Sizing::Exact ||
            !config_.contains(pointer)) {
            return;
        }
        result_.sizing = Preprocessor::Sizing::BoundedEdges;
        result_.divisor = side(pointer);
        if (result_.divisor > result_.height) {
            fail(config_, pointer, "at most the size, " + std::to_string(result_.height),
                 std::to_string(result_.divisor));
        }
    }

    /// One number (a square), [height, width], {height, width} or {shortest_edge} (a square).
    void readCrop()
    {
        const std::string pointer = "/crop_size";
        if (!config_.contains(pointer)) {
            if (result_.sizing == Preprocessor::Sizing::BoundedEdges && result_.cropHeight == 0) {
                result_.cropWidth = result_.cropHeight = result_.height;
            }
            requireFallback(pointer, result_.cropHeight);
        } else if (config_.isNumber(pointer)) {
            result_.cropWidth = result_.cropHeight = side(pointer);
        } else if (!config_.isObject(pointer)) {
            readPair(pointer, result_.cropWidth, result_.cropHeight);
        } else if (config_.contains(pointer + "/shortest_edge")) {
            onlyKeys(pointer, {"shortest_edge"});
            result_.cropWidth = result_.cropHeight = side(pointer + "/shortest_edge");
        } else {
            onlyKeys(pointer, {"height", "width"});
            result_.cropHeight = side(pointer + "/height");
            result_.cropWidth = side(pointer + "/width");
        }
        const bool isExact = result_.isResized && result_.sizing == Preprocessor::Sizing::Exact;
        if (isExact && (result_.cropWidth > result_.width || result_.cropHeight > result_.height)) {
            fail(config_, pointer,
                 "at most the size, " + std::to_string(result_.height) + " × " +
                     std::to_string(result_.width),
                 std::to_string(result_.cropHeight) + " × " + std::to_string(result_.cropWidth));
        }
    }

    void readNumbers()
    {
        if (result_.isRescaled) {
            result_.rescaleFactor = field([&] {
                return config_.number("/rescale_factor", result_.rescaleFactor,
                                      Config::Range{1e-12, 1e12});
            });
        }
        if (!result_.isNormalized) {
            return;
        }
        result_.mean = threeNumbers("/image_mean", result_.mean);
        result_.deviation = threeNumbers("/image_std", result_.deviation);
        for (const double deviation : result_.deviation) {
            if (static_cast<float>(deviation) <= 0) {
                fail(config_, "/image_std", "numbers above 0", std::to_string(deviation));
            }
        }
    }

    std::array<double, 3> threeNumbers(const std::string& pointer,
                                       const std::array<double, 3>& fallback) const
    {
        const std::vector<double> numbers = field([&] {
            return config_.numbers(pointer, std::vector<double>(fallback.begin(), fallback.end()));
        });
        if (numbers.size() != 3) {
            fail(config_, pointer, "3 numbers", std::to_string(numbers.size()));
        }
        std::array<double, 3> result{};
        for (std::size_t i = 0; i < result.size(); ++i) {
            if (!std::isfinite(static_cast<float>(numbers[i]))) {
                fail(config_, pointer, "numbers that float32 can hold", std::to_string(numbers[i]));
            }
            result[i] = numbers[i];
        }
        return result;
    }

    void readPair(const std::string& pointer, int& width, int& height) const
    {
        const std::vector<double> pair =
            field([&] { return config_.numbers(pointer, std::nullopt); });
        if (pair.size() != 2) {
            fail(config_, pointer, "a number, [height, width] or an object",
                 "a list of " + std::to_string(pair.size()));
        }
        for (const double number : pair) {
            if (number != std::floor(number) || number < kSide.minimum || number > kSide.maximum) {
                fail(config_, pointer,
                     "whole numbers from 1 to " + std::to_string(limits::kImageSide),
                     std::to_string(number));
            }
        }
        height = static_cast<int>(pair[0]);
        width = static_cast<int>(pair[1]);
    }

    void onlyKeys(const std::string& pointer, const std::vector<std::string>& allowed) const
    {
        for (const std::string& key : config_.keys(pointer)) {
            std::string full = pointer;
            full.append("/").append(key);
            if (config_.contains(full) &&
                std::find(allowed.begin(), allowed.end(), key) == allowed.end()) {
                fail(config_, full, "a size by height and width, or by shortest_edge", key);
            }
        }
    }

    void requireFallback(const std::string& pointer, int fallback) const
    {
        if (fallback <= 0) {
            fail(config_, pointer, "a size", "none");
        }
    }

    const Config& config_;
    Preprocessor result_;
};

} // namespace

Preprocessor Preprocessor::read(const Config& config, const Preprocessor& fallback)
{
    return Reader(config, fallback).read();
}

} // namespace attenscope
