#include "engine/analysis/attention_steps.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attenscope {

namespace {

/// The row of a mask [queries or 1, keys] that a query sees; zeros where nothing is masked.
Eigen::RowVectorXf maskRow(const Matrix& mask, Index query, Index keys)
{
    if (mask.rows() == 0) {
        return Eigen::RowVectorXf::Zero(keys);
    }
    return mask.row(mask.rows() == 1 ? 0 : query);
}

} // namespace

std::optional<AttentionSteps>
attentionSteps(const Trace& trace, std::size_t site, int head, Index row)
{
    const QueriesAndKeys* projections = trace.attention.queriesAndKeys(site);
    if (projections == nullptr) {
        return std::nullopt;
    }
    const Index width = projections->query.cols() / projections->heads;
    AttentionSteps steps;
    steps.query = projections->query.row(row).segment(head * width, width);
    steps.keys = projections->key.middleCols(head * width, width);
    steps.scale = projections->scale;
    steps.products = steps.query * steps.keys.transpose();
    steps.mask = maskRow(projections->mask, row, steps.keys.rows());
    steps.scores = steps.products * steps.scale + steps.mask;
    steps.largestScore =
        steps.scores.size() > 0 ? steps.scores.maxCoeff<Eigen::PropagateNaN>() : 0.0F;
    const bool isClosed = steps.largestScore == -std::numeric_limits<float>::infinity();
    steps.exponentials = Eigen::RowVectorXf::Zero(steps.scores.size());
    for (Index key = 0; !isClosed && key < steps.scores.size(); ++key) {
        steps.exponentials(key) = std::exp(steps.scores(key) - steps.largestScore);
    }
    steps.sum = steps.exponentials.sum();
    steps.weights = projections->row(head, row);
    const HeadId name{trace.sites[site].kind, trace.sites[site].layer, head};
    steps.isOff = std::ranges::find(trace.headsOff, name) != trace.headsOff.end();
    const Matrix& values = trace.attention.values(site);
    if (values.size() > 0) {
        const Index valueWidth = values.cols() / projections->heads;
        steps.values = values.middleCols(head * valueWidth, valueWidth);
        steps.context = steps.isOff ? Eigen::RowVectorXf(Eigen::RowVectorXf::Zero(valueWidth))
                                    : Eigen::RowVectorXf(steps.weights * steps.values);
    }
    return steps;
}

} // namespace attenscope
