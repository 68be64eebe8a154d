#include "tests/engine/analysis/plain_statistics.h"

#include "tests/engine/analysis/small_trace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace attenscope {

Rows plain(const Trace& trace, const std::string& kind, int layer, int head)
{
    const Matrix weights = trace.attention.head(*trace.findSite(kind, layer), head);
    Rows rows(static_cast<std::size_t>(weights.rows()));
    for (Index q = 0; q < weights.rows(); ++q) {
        for (Index k = 0; k < weights.cols(); ++k) {
            rows[static_cast<std::size_t>(q)].push_back(static_cast<double>(weights(q, k)));
        }
    }
    return rows;
}

namespace {

bool isJoint(const Selection& selection)
{
    return selection.kind == "joint_self";
}

bool isSpecialToken(int token)
{
    return token == 0 || token == 5;
}

/// Where the image's rows and columns begin.
int offsetOf(const Selection& selection, bool isText)
{
    return isText || !isJoint(selection) ? 0 : kTokens;
}

std::vector<int> queryRows(const Selection& selection)
{
    const bool isText = asksFromText(selection.direction);
    std::vector<int> items;
    if (isText && selection.focus.empty()) {
        items = {1, 2, 3, 4};
    } else if (isText) {
        const std::vector<std::vector<int>> words{{0}, {1}, {2, 3}, {4}, {5}};
        for (const int word : selection.focus) {
            const auto& pieces = words[static_cast<std::size_t>(word)];
            items.insert(items.end(), pieces.begin(), pieces.end());
        }
    } else {
        items = selection.focus.empty() ? std::vector<int>{1, 2, 3, 4, 5, 6} : selection.focus;
    }
    for (int& item : items) {
        item += offsetOf(selection, isText);
    }
    return items;
}

} // namespace

std::vector<double> shownWeights(const Rows& rows, const Selection& selection)
{
    const bool showsSpecial = selection.special == SpecialTokens::Show;
    std::vector<std::vector<int>> keys;
    if (looksAtImage(selection.direction)) {
        for (int unit = showsSpecial ? 0 : 1; unit < kUnits; ++unit) {
            if (unit != kMaskedUnit) {
                keys.push_back({unit});
            }
        }
    } else {
        keys = {{1}, {2, 3}};
        if (showsSpecial) {
            keys.push_back({0});
            keys.push_back({5});
        }
    }
    const int offset = offsetOf(selection, !looksAtImage(selection.direction));
    const std::vector<int> queries = queryRows(selection);
    std::vector<double> weights;
    for (const auto& key : keys) {
        double sum = 0;
        for (const int q : queries) {
            for (const int k : key) {
                sum += rows[static_cast<std::size_t>(q)][static_cast<std::size_t>(k + offset)];
            }
        }
        weights.push_back(sum / static_cast<double>(queries.size()));
    }
    return weights;
}

namespace {

std::vector<double> shares(const Rows& rows, const Selection& selection)
{
    std::vector<double> p = shownWeights(rows, selection);
    double sum = 0;
    for (const double weight : p) {
        sum += weight;
    }
    for (double& weight : p) {
        weight /= sum;
    }
    return p;
}

double entropyOf(const std::vector<double>& p)
{
    double entropy = 0;
    for (const double share : p) {
        if (share > 0) {
            entropy -= share * std::log(share);
        }
    }
    return entropy;
}

double giniOf(std::vector<double> p)
{
    // The mean absolute difference over twice the mean: another form of the same.
    double differences = 0;
    double sum = 0;
    for (const double a : p) {
        sum += a;
        for (const double b : p) {
            differences += std::abs(a - b);
        }
    }
    return differences / (2 * static_cast<double>(p.size()) * sum);
}

double massOf(const Rows& rows, const Selection& selection, const std::string& side)
{
    double mass = 0;
    const std::vector<int> queries = queryRows(selection);
    for (const int q : queries) {
        const auto& row = rows[static_cast<std::size_t>(q)];
        for (int k = 0; k < static_cast<int>(row.size()); ++k) {
            const bool isText =
                isJoint(selection) ? k < kTokens : !looksAtImage(selection.direction);
            const int item = isText || !isJoint(selection) ? k : k - kTokens;
            const bool isSpecial = isText ? isSpecialToken(item) : item == 0;
            const bool isPadding = isText && item == kTokens - 1;
            const std::string its = isPadding   ? "other"
                                    : isSpecial ? "special"
                                    : isText    ? "text"
                                                : "image";
            mass += its == side ? row[static_cast<std::size_t>(k)] : 0;
        }
    }
    return mass / static_cast<double>(queries.size());
}

double distanceOf(const Rows& rows, const Selection& selection)
{
    const int offset = offsetOf(selection, false);
    double total = 0;
    const std::vector<int> queries = queryRows(selection);
    for (const int q : queries) {
        double mass = 0;
        double moment = 0;
        for (int unit = 1; unit < kUnits; ++unit) {
            const double weight =
                rows[static_cast<std::size_t>(q)][static_cast<std::size_t>(unit + offset)];
            const int from = q - offset - 1;
            const double dx = 100.0 * (from % 3 - (unit - 1) % 3);
            const double dy = 200.0 * (from / 3 - (unit - 1) / 3);
            mass += weight;
            moment += weight * std::sqrt(dx * dx + dy * dy);
        }
        total += moment / mass;
    }
    return total / static_cast<double>(queries.size());
}

double confidenceOf(const Rows& rows, const Selection& selection)
{
    Selection all = selection;
    all.focus.clear();
    const bool isImage = looksAtImage(selection.direction);
    const bool showsSpecial = selection.special == SpecialTokens::Show;
    constexpr std::array counts{kUnits, kTokens};
    double total = 0;
    const std::vector<int> queries = queryRows(all);
    for (const int q : queries) {
        double mass = 0;
        double largest = 0;
        for (int k = 0; k < counts[isImage ? 0 : 1]; ++k) {
            const bool isSpecial = isImage ? k == 0 : isSpecialToken(k);
            if (isClosed(!isImage, k) || (isSpecial && !showsSpecial)) {
                continue;
            }
            const double weight = rows[static_cast<std::size_t>(q)]
                                      [static_cast<std::size_t>(k + offsetOf(selection, !isImage))];
            mass += weight;
            largest = std::max(largest, weight);
        }
        total += largest / mass;
    }
    return total / static_cast<double>(queries.size());
}

double sinkOf(const Rows& rows, const Selection& selection)
{
    const bool isText = asksFromText(selection.direction);
    const int first = offsetOf(selection, isText);
    const int count = isText ? kTokens - 1 : kUnits; // without padding
    double largest = 0;
    for (std::size_t k = 0; k < rows.front().size(); ++k) {
        double sum = 0;
        for (int q = first; q < first + count; ++q) {
            sum += rows[static_cast<std::size_t>(q)][k];
        }
        largest = std::max(largest, sum / count);
    }
    return largest;
}

double agreementOf(const Trace& trace, const Selection& selection, int layer, int head)
{
    const bool joint = isJoint(selection);
    const Rows forth = plain(trace, joint ? "joint_self" : "cross_text_to_image", layer, head);
    const Rows back = plain(trace, joint ? "joint_self" : "cross_image_to_text", layer, head);
    const int image = joint ? kTokens : 0;
    double product = 0;
    double a2 = 0;
    double b2 = 0;
    for (const int token : {1, 2, 3}) {
        for (const int unit : {1, 2, 3, 4, 6}) {
            // Lifts, as A11 compares them.
            const double a =
                5 * forth[static_cast<std::size_t>(token)][static_cast<std::size_t>(image + unit)];
            const double b =
                3 * back[static_cast<std::size_t>(image + unit)][static_cast<std::size_t>(token)];
            product += a * b;
            a2 += a * a;
            b2 += b * b;
        }
    }
    return product / std::sqrt(a2 * b2);
}

} // namespace

double expectedStatistic(
    const Trace& trace, const Selection& selection, const std::string& id, int layer, int head)
{
    const Rows rows = plain(trace, selection.kind, layer, head);
    const std::vector<double> weights = shownWeights(rows, selection);
    std::vector<double> p = shares(rows, selection);
    std::sort(p.rbegin(), p.rend());
    const auto keys = static_cast<double>(p.size());
    if (id == "largest") {
        return *std::max_element(weights.begin(), weights.end());
    }
    if (id == "entropy" || id == "entropy-share" || id == "effective-keys") {
        const double entropy = entropyOf(p);
        return id == "entropy"         ? entropy
               : id == "entropy-share" ? entropy / std::log(keys)
                                       : std::exp(entropy);
    }
    if (id == "top-5") {
        return std::accumulate(p.begin(), p.begin() + std::min<long>(5, std::ssize(p)), 0.0);
    }
    if (id == "lift") {
        return p.front() * keys;
    }
    if (id.ends_with("-mass")) {
        return massOf(rows, selection, id.substr(0, id.size() - 5));
    }
    return id == "gini"             ? giniOf(p)
           : id == "distance"       ? distanceOf(rows, selection)
           : id == "distance-share" ? distanceOf(rows, selection) / 500 // √(300² + 400²)
           : id == "confidence"     ? confidenceOf(rows, selection)
           : id == "sink"           ? sinkOf(rows, selection)
           : id == "agreement"      ? agreementOf(trace, selection, layer, head)
                                    : std::nan("");
}

} // namespace attenscope
