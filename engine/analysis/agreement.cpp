#include "engine/analysis/agreement.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

namespace attenscope {

namespace {

using Numbers = std::vector<double>;

double sumOf(std::span<const double> x)
{
    return std::accumulate(x.begin(), x.end(), 0.0);
}

double product(std::span<const double> a, std::span<const double> b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

double cosineOf(std::span<const double> a, std::span<const double> b)
{
    const double norm = std::sqrt(product(a, a)) * std::sqrt(product(b, b));
    return norm > 0 ? std::clamp(product(a, b) / norm, -1.0, 1.0) : 0;
}

/// Equal numbers give exact zeros, which a rounded mean would not.
Numbers centred(std::span<const double> x)
{
    Numbers result(x.begin(), x.end());
    if (x.empty() || std::ranges::all_of(x, [&](double value) { return value == x.front(); })) {
        std::ranges::fill(result, 0.0);
        return result;
    }
    const double mean = sumOf(x) / static_cast<double>(x.size());
    for (double& value : result) {
        value -= mean;
    }
    return result;
}

Numbers ranksOf(std::span<const double> x)
{
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t i, std::size_t j) { return x[i] < x[j]; });
    Numbers ranks(x.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first + 1;
        while (end < order.size() && x[order[end]] == x[order[first]]) {
            ++end;
        }
        const double rank = static_cast<double>(first + end + 1) / 2; // the mean of first+1 … end
        for (std::size_t i = first; i < end; ++i) {
            ranks[order[i]] = rank;
        }
        first = end;
    }
    return ranks;
}

std::optional<Numbers> sharesOf(std::span<const double> x)
{
    const double sum = sumOf(x);
    if (!(sum > 0) || std::ranges::any_of(x, [](double value) { return value < 0; })) {
        return std::nullopt;
    }
    Numbers shares(x.begin(), x.end());
    for (double& share : shares) {
        share /= sum;
    }
    return shares;
}

double entropyTerm(double p) // 0 ln 0 := 0
{
    return p > 0 ? -p * std::log(p) : 0;
}

} // namespace

Agreement agreementOf(std::span<const double> a, std::span<const double> b)
{
    assert(a.size() == b.size());
    Agreement agreement;
    agreement.keys = static_cast<int>(a.size());
    agreement.cosine = cosineOf(a, b);
    agreement.pearson = cosineOf(centred(a), centred(b));
    agreement.spearman = cosineOf(centred(ranksOf(a)), centred(ranksOf(b)));
    const std::optional<Numbers> p = sharesOf(a);
    const std::optional<Numbers> q = sharesOf(b);
    if (p && q) {
        double divergence = 0;
        double moved = 0;
        for (std::size_t i = 0; i < p->size(); ++i) {
            const double x = (*p)[i];
            const double y = (*q)[i];
            divergence += entropyTerm((x + y) / 2) - (entropyTerm(x) + entropyTerm(y)) / 2;
            moved += std::abs(x - y) / 2;
        }
        agreement.jensenShannon = std::max(0.0, divergence);
        agreement.totalVariation = moved;
    }
    return agreement;
}

} // namespace attenscope
