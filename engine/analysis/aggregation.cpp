#include "engine/analysis/aggregation.h"

#include "engine/base/error.h"

namespace attenscope {

namespace {

Eigen::RowVectorXf meanOf(const MatrixView& rows)
{
    return rows.colwise().mean();
}

Eigen::RowVectorXf maximumOf(const MatrixView& rows)
{
    return rows.colwise().maxCoeff();
}

Eigen::RowVectorXf minimumOf(const MatrixView& rows)
{
    return rows.colwise().minCoeff();
}

/// The registry: a new aggregation is one row here.
const std::vector<Aggregation>& registry()
{
    static const std::vector<Aggregation> kAll{
        {{"mean", "mean", "mean over heads"}, meanOf},
        {{"max", "max", "maximum over heads"}, maximumOf},
        {{"min", "min", "minimum over heads"}, minimumOf},
    };
    return kAll;
}

} // namespace

const std::vector<AggregationInfo>& aggregations()
{
    static const std::vector<AggregationInfo> kInfos = [] {
        std::vector<AggregationInfo> infos;
        for (const Aggregation& aggregation : registry()) {
            infos.push_back(aggregation.info);
        }
        return infos;
    }();
    return kInfos;
}

const Aggregation& findAggregation(std::string_view id)
{
    std::string known;
    for (const Aggregation& aggregation : registry()) {
        if (aggregation.info.id == id) {
            return aggregation;
        }
        known += (known.empty() ? "" : ", ") + std::string(aggregation.info.id);
    }
    throw Error({.id = "E_USAGE_SELECTION",
                 .file = {},
                 .place = "aggregation",
                 .expected = known,
                 .found = std::string(id),
                 .remedy = {}});
}

} // namespace attenscope
