#include "engine/analysis/head_statistics.h"

#include "engine/analysis/focus.h"
#include "engine/analysis/map.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace attenscope {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

const Token& tokenAt(const Trace& trace, Index token)
{
    return trace.tokens.tokens[static_cast<std::size_t>(token)];
}

const VisualUnit& unitAt(const Trace& trace, Index unit)
{
    return trace.units.units[static_cast<std::size_t>(unit)];
}

bool isMarked(const std::vector<bool>& marks, Index index)
{
    return static_cast<std::size_t>(index) < marks.size() && marks[static_cast<std::size_t>(index)];
}

KeyKind kindOfToken(const Trace& trace, Index token)
{
    return tokenAt(trace, token).isPadding   ? KeyKind::Other
           : tokenAt(trace, token).isSpecial ? KeyKind::Special
                                             : KeyKind::Text;
}

KeyKind kindOfUnit(const Trace& trace, Index unit)
{
    return unitAt(trace, unit).isPadding        ? KeyKind::Other
           : isSpecialUnit(unitAt(trace, unit)) ? KeyKind::Special
                                                : KeyKind::Image;
}

/// The kind of every column (or row) of an axis, in its order.
std::vector<KeyKind> kindsOn(const Trace& trace, const Axis& axis)
{
    std::vector<KeyKind> kinds(static_cast<std::size_t>(axis.size()), KeyKind::Other);
    for (Index i = 0; i < axis.text.count; ++i) {
        kinds[static_cast<std::size_t>(axis.text.begin + i)] =
            kindOfToken(trace, axis.text.first + i);
    }
    for (Index i = 0; i < axis.image.count; ++i) {
        kinds[static_cast<std::size_t>(axis.image.begin + i)] =
            kindOfUnit(trace, axis.image.first + i);
    }
    return kinds;
}

/// The rows (or columns) of a span whose tokens (or units) are ordinary, and not masked either
/// where that is asked.
std::vector<Index> ordinaryRows(const Trace& trace, const Span& span, bool isText, bool dropsMasked)
{
    std::vector<Index> rows;
    for (Index i = 0; i < span.count; ++i) {
        const Index item = span.first + i;
        const bool isOrdinary = isText ? kindOfToken(trace, item) == KeyKind::Text
                                       : kindOfUnit(trace, item) == KeyKind::Image;
        const bool isMasked = isMarked(isText ? trace.isTokenMasked : trace.isUnitMasked, item);
        if (isOrdinary && !(dropsMasked && isMasked)) {
            rows.push_back(span.begin + i);
        }
    }
    return rows;
}

std::vector<Index> rowsInFocus(const HeadPlace& place)
{
    const Span& span = queriesOf(place.trace.sites[place.site], place.selection.direction);
    std::vector<Index> rows;
    for (const Index query : focusedQueries(place.trace, place.selection)) {
        if (span.covers(query)) {
            rows.push_back(span.rowOf(query));
        }
    }
    return rows;
}

/// The columns of the keys that a map would show, token by token.
std::vector<Index> shownColumns(const HeadPlace& place)
{
    const Span& keys = keysOf(place.trace.sites[place.site], place.selection.direction);
    const bool isText = !looksAtImage(place.selection.direction);
    const bool showsSpecial = place.selection.special == SpecialTokens::Show;
    std::vector<Index> columns;
    for (Index i = 0; i < keys.count; ++i) {
        const Index item = keys.first + i;
        const KeyKind kind =
            isText ? kindOfToken(place.trace, item) : kindOfUnit(place.trace, item);
        const bool isMasked =
            isMarked(isText ? place.trace.isTokenMasked : place.trace.isUnitMasked, item);
        if (kind != KeyKind::Other && !isMasked && (kind != KeyKind::Special || showsSpecial)) {
            columns.push_back(keys.begin + i);
        }
    }
    return columns;
}

} // namespace

bool hasKey(const Trace& trace, const Site& site, KeyKind kind)
{
    const std::vector<KeyKind> kinds = kindsOn(trace, site.key);
    return std::ranges::find(kinds, kind) != kinds.end();
}

double massOn(const HeadPlace& place, KeyKind kind)
{
    const std::vector<KeyKind> kinds = kindsOn(place.trace, place.trace.sites[place.site].key);
    const std::vector<Index> rows = rowsInFocus(place);
    double mass = 0;
    for (const Index query : rows) {
        const Eigen::RowVectorXf row = place.trace.attention.row(place.site, place.head, query);
        for (Index key = 0; key < row.size(); ++key) {
            mass +=
                kinds[static_cast<std::size_t>(key)] == kind ? static_cast<double>(row(key)) : 0;
        }
    }
    return rows.empty() ? kNone : mass / static_cast<double>(rows.size());
}

double diagonalOf(const Trace& trace)
{
    return std::hypot(trace.units.geometry.originalWidth, trace.units.geometry.originalHeight);
}

double meanDistance(const HeadPlace& place)
{
    const Site& site = place.trace.sites[place.site];
    const Span& queries = site.query.image;
    const Span& keys = site.key.image;
    const auto boxOf = [&](const Span& span, Index row) -> const Box& {
        return unitAt(place.trace, span.first + row - span.begin).box;
    };
    const std::vector<Index> columns = ordinaryRows(place.trace, keys, false, false);
    double sum = 0;
    int count = 0;
    for (const Index query : rowsInFocus(place)) {
        const Box& from = boxOf(queries, query);
        if (from.isEmpty()) { // the class unit is nowhere
            continue;
        }
        const Eigen::RowVectorXf row = place.trace.attention.row(place.site, place.head, query);
        double mass = 0;
        double moment = 0;
        for (const Index key : columns) {
            const Box& to = boxOf(keys, key);
            const auto weight = static_cast<double>(row(key));
            mass += weight;
            moment +=
                weight * std::hypot(from.centreX() - to.centreX(), from.centreY() - to.centreY());
        }
        sum += mass == 0 ? 0 : moment / mass; // 0/0 := 0; NaN stays one
        ++count;
    }
    return count == 0 ? kNone : sum / count;
}

double confidence(const HeadPlace& place)
{
    const Direction direction = place.selection.direction;
    const Span& span = queriesOf(place.trace.sites[place.site], direction);
    const std::vector<Index> rows = ordinaryRows(place.trace, span, asksFromText(direction), false);
    const std::vector<Index> columns = shownColumns(place);
    const Matrix weights = place.trace.attention.head(place.site, place.head);
    double sum = 0;
    for (const Index query : rows) {
        double mass = 0;
        double largest = 0;
        for (const Index key : columns) {
            mass += static_cast<double>(weights(query, key));
            largest = std::max(largest, static_cast<double>(weights(query, key)));
        }
        sum += mass == 0 ? 0 : largest / mass;
    }
    return rows.empty() || columns.empty() ? kNone : sum / static_cast<double>(rows.size());
}

double sinkScore(const HeadPlace& place)
{
    const Direction direction = place.selection.direction;
    const Site& site = place.trace.sites[place.site];
    const Span& span = queriesOf(site, direction);
    const Matrix weights = place.trace.attention.head(place.site, place.head);
    Eigen::RowVectorXd sums = Eigen::RowVectorXd::Zero(weights.cols());
    int queries = 0;
    for (Index i = 0; i < span.count; ++i) {
        const Index item = span.first + i;
        const bool isPadding = asksFromText(direction) ? tokenAt(place.trace, item).isPadding
                                                       : unitAt(place.trace, item).isPadding;
        if (!isPadding) {
            sums += weights.row(span.begin + i).cast<double>();
            ++queries;
        }
    }
    return queries == 0 ? kNone : sums.maxCoeff<Eigen::PropagateNaN>() / queries;
}

std::optional<std::size_t> reverseSite(const Trace& trace, std::size_t site, Direction direction)
{
    constexpr std::string_view kTextToImage = "text_to_image";
    constexpr std::string_view kImageToText = "image_to_text";
    const bool isTextToImage = direction == Direction::TextToImage;
    if (!isTextToImage && direction != Direction::ImageToText) {
        return std::nullopt;
    }
    const Direction reverse = isTextToImage ? Direction::ImageToText : Direction::TextToImage;
    const Site& here = trace.sites[site];
    if (holds(here, reverse)) {
        return site;
    }
    const std::string_view own = isTextToImage ? kTextToImage : kImageToText;
    const std::size_t at = here.kind.find(own);
    if (at == std::string::npos) {
        return std::nullopt;
    }
    std::string kind = here.kind;
    kind.replace(at, own.size(), isTextToImage ? kImageToText : kTextToImage);
    const std::optional<std::size_t> found = trace.findSite(kind, here.layer);
    const bool fits =
        found && holds(trace.sites[*found], reverse) && trace.sites[*found].heads == here.heads;
    return fits ? found : std::nullopt;
}

double agreement(const HeadPlace& place)
{
    const std::optional<std::size_t> other =
        reverseSite(place.trace, place.site, place.selection.direction);
    if (!other) {
        return kNone;
    }
    const Direction direction = place.selection.direction;
    const bool isTextToImage = direction == Direction::TextToImage;
    const Site& there = place.trace.sites[isTextToImage ? place.site : *other];
    const Site& back = place.trace.sites[isTextToImage ? *other : place.site];
    const Matrix toImage =
        place.trace.attention.head(isTextToImage ? place.site : *other, place.head);
    const Matrix toText =
        place.trace.attention.head(isTextToImage ? *other : place.site, place.head);
    double product = 0;
    double squaresToImage = 0;
    double squaresToText = 0;
    for (const Index row : ordinaryRows(place.trace, there.query.text, true, true)) {
        const Index token = there.query.text.first + row - there.query.text.begin;
        for (const Index column : ordinaryRows(place.trace, there.key.image, false, true)) {
            const Index unit = there.key.image.first + column - there.key.image.begin;
            if (!back.key.text.covers(token) || !back.query.image.covers(unit)) {
                continue;
            }
            const auto forth = static_cast<double>(toImage(row, column));
            const auto returned = static_cast<double>(
                toText(back.query.image.rowOf(unit), back.key.text.rowOf(token)));
            product += forth * returned;
            squaresToImage += forth * forth;
            squaresToText += returned * returned;
        }
    }
    const double length = std::sqrt(squaresToImage) * std::sqrt(squaresToText);
    return length == 0 ? 0 : product / length;
}

} // namespace attenscope
