#include "app/compared_figure.h"

#include "app/map_json.h"
#include "ui/figure/comparison_figure.h"
#include "ui/figure/comparison_text.h"

namespace attenscope {

namespace {

Json sideJson(const FigureRequest& side, const Map& map)
{
    return Json::object()
        .set("direction", directionId(side.selection.direction))
        .set("sites", Json::list(map.siteNames))
        .set("formula", map.formula)
        .set("values", valuesJson(map))
        .set("hidden_mass", map.hiddenMass);
}

Json orNull(const std::optional<double>& number)
{
    return number ? Json(*number) : Json();
}

Json agreementJson(const Agreement& agreement)
{
    return Json::object()
        .set("keys", agreement.keys)
        .set("cosine", agreement.cosine)
        .set("pearson", agreement.pearson)
        .set("spearman", agreement.spearman)
        .set("jensen_shannon", orNull(agreement.jensenShannon))
        .set("total_variation", orNull(agreement.totalVariation));
}

/// Only what both show.
Json differenceJson(const MapComparison& maps)
{
    Json values = Json::array();
    for (std::size_t i = 0; i < maps.difference.values.size(); ++i) {
        const bool isShown = maps.difference.states[i] == Map::KeyState::Shown;
        values.push(isShown ? Json(static_cast<double>(maps.difference.values[i])) : Json());
    }
    return values;
}

} // namespace

std::string comparisonText(const FigureRequest& request)
{
    const ComparedViews views = comparedViews(request);
    QStringList lines;
    for (const ComparedFact& fact : comparedFacts(views.a, views.b)) {
        const QString label = fact.label.isEmpty() ? QString() : fact.label + QStringLiteral(": ");
        lines << label +
                     (fact.differs() ? QStringLiteral("A %1 | B %2").arg(fact.a, fact.b) : fact.a);
    }
    if (views.maps.refusal != NoDifference::None) {
        lines << noDifferenceText(views.maps.refusal);
    }
    for (const LegendLine& line : views.content.legend) {
        lines << line.label + QStringLiteral(": ") + line.text;
    }
    std::string text;
    for (const QString& line : lines) {
        text += escapedForDisplay(line.toStdString(), 4096) + "\n";
    }
    return text;
}

Json comparisonJson(const FigureRequest& request, Json json)
{
    const ComparedViews views = comparedViews(request);
    const MapComparison& maps = views.maps;
    json.set("a", sideJson(views.a, maps.a))
        .set("b", sideJson(views.b, maps.b))
        .set("minimum", static_cast<double>(views.range.minimum))
        .set("maximum", static_cast<double>(views.range.maximum));
    if (maps.refusal != NoDifference::None) {
        return json.set("no_difference", noDifferenceText(maps.refusal).toStdString());
    }
    return json.set("difference", differenceJson(maps))
        .set("difference_maximum", static_cast<double>(views.differenceRange.maximum))
        .set("agreement", agreementJson(maps.agreement));
}

} // namespace attenscope
