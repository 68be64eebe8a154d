#include "ui/figure/colour_reduction.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace attenscope {

namespace {

constexpr std::size_t kMost = 256;
constexpr int kBits = 5;
constexpr std::size_t kBins = std::size_t{1} << (3 * kBits);

using Channels = std::array<int, 3>;

Channels channelsOf(QRgb colour)
{
    return {qRed(colour), qGreen(colour), qBlue(colour)};
}

std::size_t binOf(QRgb colour)
{
    std::size_t bin = 0;
    for (const int channel : channelsOf(colour)) {
        bin = (bin << kBits) | static_cast<std::size_t>(channel >> (8 - kBits));
    }
    return bin;
}

/// Pixels whose colours differ in the lowest bits alone.
struct Bin {
    std::size_t index = 0;
    std::uint64_t count = 0;
    std::array<std::uint64_t, 3> sums{};

    double mean(std::size_t channel) const
    {
        return static_cast<double>(sums.at(channel)) / static_cast<double>(count);
    }
};

/// A box of the colour space: a run of bins.
struct Box {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t widest = 0; ///< channel
    double weight = 0;      ///< what splitting it would gain
};

Box measured(const std::vector<Bin>& bins, std::size_t begin, std::size_t end)
{
    Box box{.begin = begin, .end = end};
    std::uint64_t count = 0;
    std::array<double, 3> least{255, 255, 255};
    std::array<double, 3> most{};
    for (std::size_t i = begin; i < end; ++i) {
        count += bins[i].count;
        for (std::size_t c = 0; c < 3; ++c) {
            least.at(c) = std::min(least.at(c), bins[i].mean(c));
            most.at(c) = std::max(most.at(c), bins[i].mean(c));
        }
    }
    for (std::size_t c = 0; c < 3; ++c) {
        if (most.at(c) - least.at(c) > most.at(box.widest) - least.at(box.widest)) {
            box.widest = c;
        }
    }
    box.weight = static_cast<double>(count) * (most.at(box.widest) - least.at(box.widest));
    return box;
}

/// Where half of the box's pixels lie on each side along its widest channel.
std::size_t medianOf(std::vector<Bin>& bins, const Box& box)
{
    const auto first = bins.begin() + static_cast<std::ptrdiff_t>(box.begin);
    const auto last = bins.begin() + static_cast<std::ptrdiff_t>(box.end);
    std::sort(first, last, [&](const Bin& a, const Bin& b) {
        const double x = a.mean(box.widest);
        const double y = b.mean(box.widest);
        return x < y || (x == y && a.index < b.index);
    });
    std::uint64_t all = 0;
    for (auto bin = first; bin != last; ++bin) {
        all += bin->count;
    }
    std::uint64_t below = 0;
    std::size_t middle = box.begin;
    while (middle + 1 < box.end && 2 * below < all) {
        below += bins[middle++].count;
    }
    return std::max(middle, box.begin + 1);
}

std::vector<Bin> binsOf(const QImage& image)
{
    std::vector<Bin> all(kBins);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QRgb colour = image.pixel(x, y);
            Bin& bin = all[binOf(colour)];
            ++bin.count;
            const Channels channels = channelsOf(colour);
            for (std::size_t c = 0; c < 3; ++c) {
                bin.sums.at(c) += static_cast<std::uint64_t>(channels.at(c));
            }
        }
    }
    std::vector<Bin> used;
    for (std::size_t i = 0; i < kBins; ++i) {
        all[i].index = i;
        if (all[i].count > 0) {
            used.push_back(all[i]);
        }
    }
    return used;
}

/// Every colour by itself; nothing where there are too many.
std::optional<ReducedImage> exact(const QImage& image)
{
    ReducedImage reduced;
    reduced.indices.reserve(static_cast<qsizetype>(image.width()) * image.height());
    std::unordered_map<QRgb, std::size_t> known;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QRgb colour = image.pixel(x, y) | 0xFF000000U;
            const auto [entry, isNew] = known.try_emplace(colour, reduced.palette.size());
            if (isNew) {
                if (reduced.palette.size() == kMost) {
                    return std::nullopt;
                }
                reduced.palette.push_back(colour);
            }
            reduced.indices.append(static_cast<char>(entry->second));
        }
    }
    return reduced;
}

} // namespace

ReducedImage reducedTo256(const QImage& source)
{
    const QImage image = source.convertToFormat(QImage::Format_RGB32);
    if (std::optional<ReducedImage> few = exact(image)) {
        return *std::move(few);
    }
    std::vector<Bin> bins = binsOf(image);
    std::vector<Box> boxes{measured(bins, 0, bins.size())};
    while (boxes.size() < kMost) {
        const auto largest = std::ranges::max_element(boxes, {}, &Box::weight);
        if (largest->end - largest->begin < 2 || largest->weight <= 0) {
            break;
        }
        const Box box = *largest;
        const std::size_t middle = medianOf(bins, box);
        *largest = measured(bins, box.begin, middle);
        boxes.push_back(measured(bins, middle, box.end));
    }
    ReducedImage reduced;
    std::vector<char> indexOfBin(kBins);
    for (const Box& box : boxes) {
        std::array<double, 3> sums{};
        double count = 0;
        for (std::size_t i = box.begin; i < box.end; ++i) {
            indexOfBin[bins[i].index] = static_cast<char>(reduced.palette.size());
            count += static_cast<double>(bins[i].count);
            for (std::size_t c = 0; c < 3; ++c) {
                sums.at(c) += static_cast<double>(bins[i].sums.at(c));
            }
        }
        const auto channel = [&](std::size_t c) {
            return static_cast<int>(sums.at(c) / count + 0.5);
        };
        reduced.palette.push_back(qRgb(channel(0), channel(1), channel(2)));
    }
    reduced.indices.reserve(static_cast<qsizetype>(image.width()) * image.height());
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            reduced.indices.append(indexOfBin[binOf(image.pixel(x, y))]);
        }
    }
    return reduced;
}

} // namespace attenscope
