#include "ui/figure/figure_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "engine/models/bare_module.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/overlay_text.h"
#include "ui/figure/seen_frame.h"

#include <algorithm>

namespace attenscope {

namespace {

struct FigureText {
    Q_DECLARE_TR_FUNCTIONS(FigureText)
};

QString shown(const std::string& text)
{
    return QString::fromStdString(escapedForDisplay(text));
}

QString quoted(const QString& text)
{
    return QStringLiteral("“%1”").arg(text);
}

/// "(6, 4)"; the row stands first, as in a matrix.
QString gridPlace(const VisualUnit& unit)
{
    return QStringLiteral("(%1, %2)").arg(unit.row).arg(unit.column);
}

/// The pieces that ask, or the words or units.
const std::vector<int>& askingItems(const Selection& selection)
{
    return asksFromText(selection.direction) && !selection.pieces.empty() ? selection.pieces
                                                                          : selection.focus;
}

QString askingText(const Trace& trace, const Selection& selection, int query)
{
    return selection.pieces.empty() ? wordText(trace, query) : pieceText(trace, query);
}

/// The first few queries in focus, and how many there are beside them.
QString queryNames(const Trace& trace, const Selection& selection)
{
    constexpr std::size_t kMostNamed = 3;
    const bool asksText = asksFromText(selection.direction);
    const std::vector<int>& asking = askingItems(selection);
    const std::size_t count = asking.size();
    const auto unitAt = [&](int query) -> const VisualUnit& {
        return trace.units.units.at(static_cast<std::size_t>(query));
    };
    const bool areSeveralPatches =
        !asksText && count > 1 && std::ranges::all_of(selection.focus, [&](int query) {
            return unitAt(query).kind == VisualUnit::Kind::Patch;
        });
    QStringList names;
    for (std::size_t i = 0; i < std::min(kMostNamed, count); ++i) {
        const int query = asking[i];
        names.append(asksText            ? askingText(trace, selection, query)
                     : areSeveralPatches ? gridPlace(unitAt(query))
                                         : unitText(trace, query));
    }
    QString text = names.join(QStringLiteral(", "));
    if (areSeveralPatches) {
        text = FigureText::tr("patches %1").arg(text);
    }
    return count > kMostNamed ? FigureText::tr("%1 and %2 more").arg(text).arg(count - kMostNamed)
                              : text;
}

QString keysName(const Selection& selection)
{
    if (looksAtImage(selection.direction)) {
        return FigureText::tr("image");
    }
    return selection.showsPieces ? FigureText::tr("tokens") : FigureText::tr("words");
}

QString layersText(const Selection& selection)
{
    return selection.firstLayer == selection.lastLayer
               ? FigureText::tr("layer %1").arg(selection.firstLayer)
               : FigureText::tr("layers %1–%2").arg(selection.firstLayer).arg(selection.lastLayer);
}

QString aggregationName(const Selection& selection)
{
    const auto& all = aggregations();
    const auto found = std::ranges::find(all, selection.aggregation, &AggregationInfo::id);
    return found == all.end() ? shown(selection.aggregation) : engineText(found->name);
}

/// Names of the special keys of a direction, each once.
QStringList specialKeys(const Trace& trace, Direction direction)
{
    QStringList names;
    if (looksAtImage(direction)) {
        for (const VisualUnit& unit : trace.units.units) {
            if (unit.kind == VisualUnit::Kind::Special) {
                names.append(shown(unit.name));
            }
        }
    } else {
        for (const Word& word : trace.tokens.words) {
            if (word.isSpecial) {
                names.append(shown(word.text));
            }
        }
    }
    names.removeDuplicates();
    return names;
}

QString unitCountText(const Trace& trace, int count)
{
    if (trace.units.gridRows > 0) {
        return count == 1 ? FigureText::tr("one patch") : FigureText::tr("%1 patches").arg(count);
    }
    return count == 1 ? FigureText::tr("one region") : FigureText::tr("%1 regions").arg(count);
}

/// "144 patches", "12 words".
QString keyCountText(const Trace& trace, const Selection& selection, const Map& map)
{
    const auto count = static_cast<int>(std::ranges::count_if(map.states, [](Map::KeyState state) {
        return state == Map::KeyState::Shown || state == Map::KeyState::Masked;
    }));
    if (looksAtImage(selection.direction)) {
        return unitCountText(trace, count);
    }
    return selection.showsPieces ? FigureText::tr("%n tokens", nullptr, count)
                                 : FigureText::tr("%n words", nullptr, count);
}

QString queryAndKeyText(const Trace& trace, const Selection& selection, const Map& map)
{
    const QString query =
        asksFromText(selection.direction) ? FigureText::tr("text") : FigureText::tr("image");
    const QString key =
        looksAtImage(selection.direction) ? FigureText::tr("image") : FigureText::tr("text");
    return FigureText::tr("query: %1 → key: %2 (%3)")
        .arg(query, key, keyCountText(trace, selection, map));
}

QString attentionText(const Trace& trace, const Selection& selection, const Map& map)
{
    QString text = map.isSimilarity
                       ? FigureText::tr("cosine of projected words and patches, not attention")
                       : placeText(trace, selection);
    text = sitesText(text, map.siteNames);
    if (map.isConditional) {
        text += FigureText::tr(" · rows of the joint matrix, divided by their share of these keys");
    } else if (map.isJoint) {
        text += FigureText::tr(" · rows of the joint matrix, %1 of which lie on these keys")
                    .arg(map.shownMass + map.hiddenMass, 0, 'f', 3);
    }
    return text;
}

QString maskedText(const Trace& trace)
{
    QStringList masked;
    for (const Word& word : trace.tokens.words) {
        const bool isMasked = std::ranges::any_of(word.tokens, [&](int token) {
            const auto t = static_cast<std::size_t>(token);
            return t < trace.isTokenMasked.size() && trace.isTokenMasked[t];
        });
        if (isMasked) {
            masked.append(quoted(shown(word.text)));
        }
    }
    const auto units = std::ranges::count(trace.isUnitMasked, true);
    if (units > 0) {
        masked.append(unitCountText(trace, static_cast<int>(units)));
    }
    return masked.join(QStringLiteral(", "));
}

QString headsOffText(const Trace& trace)
{
    QStringList heads;
    for (const HeadId& head : trace.headsOff) {
        heads.append(FigureText::tr("%1 layer %2 head %3")
                         .arg(shown(head.kind))
                         .arg(head.layer)
                         .arg(head.head));
    }
    return heads.join(QStringLiteral(", "));
}

} // namespace

bool hasNumberedRows(const Trace& trace)
{
    const std::vector<Word>& words = trace.tokens.words;
    const auto isNumber = [&](const Word& word) {
        return word.isSpecial || word.text == std::to_string(&word - words.data());
    };
    return trace.provenance.modelFamily == kBareModuleFamily &&
           std::ranges::all_of(words, isNumber);
}

QString wordText(const Trace& trace, int word)
{
    const Word& named = trace.tokens.words.at(static_cast<std::size_t>(word));
    return hasNumberedRows(trace) && !named.isSpecial
               ? FigureText::tr("row %1").arg(shown(named.text))
               : quoted(shown(named.text));
}

QString unitText(const Trace& trace, int unit)
{
    const VisualUnit& what = trace.units.units.at(static_cast<std::size_t>(unit));
    switch (what.kind) {
    case VisualUnit::Kind::Patch:
        return FigureText::tr("patch %1").arg(gridPlace(what));
    case VisualUnit::Kind::Region:
        return what.name.empty() ? FigureText::tr("region %1").arg(unit)
                                 : FigureText::tr("region %1: %2").arg(unit).arg(shown(what.name));
    case VisualUnit::Kind::Special:
        return shown(what.name);
    }
    return {};
}

QString numberedUnitText(const Trace& trace, int unit)
{
    const VisualUnit& what = trace.units.units.at(static_cast<std::size_t>(unit));
    return what.kind == VisualUnit::Kind::Patch
               ? FigureText::tr("patch %1 %2")
                     .arg(what.row * trace.units.gridColumns + what.column)
                     .arg(gridPlace(what))
               : unitText(trace, unit);
}

QString focusText(const Trace& trace, const Selection& selection)
{
    if (selection.focus.empty()) {
        return asksFromText(selection.direction) ? FigureText::tr("every word (mean)")
               : trace.units.gridRows > 0        ? FigureText::tr("every patch (mean)")
                                                 : FigureText::tr("every region (mean)");
    }
    const QString names = queryNames(trace, selection);
    return askingItems(selection).size() > 1 ? FigureText::tr("%1 (mean)").arg(names) : names;
}

QString keyText(const Trace& trace, Direction direction, int key)
{
    if (!looksAtImage(direction)) {
        return wordText(trace, key);
    }
    return unitText(trace, key);
}

QString pieceText(const Trace& trace, int token)
{
    return quoted(shown(trace.tokens.tokens.at(static_cast<std::size_t>(token)).text));
}

QString keyText(const Trace& trace, const Selection& selection, int key)
{
    return selection.showsPieces && !looksAtImage(selection.direction)
               ? pieceText(trace, key)
               : keyText(trace, selection.direction, key);
}

QString titleText(const Trace& trace, const Selection& selection)
{
    const QString title =
        QStringLiteral("%1 → %2").arg(focusText(trace, selection), keysName(selection));
    return title.left(1).toUpper() + title.mid(1);
}

QString placeText(const Trace& trace, const Selection& selection)
{
    if (isSimilarity(trace, selection)) {
        return FigureText::tr("cosine similarity, not attention");
    }
    const int heads = stackSize(trace, selection.kind).heads;
    const bool isOneLayer = selection.firstLayer == selection.lastLayer;
    const QString layers = layersText(selection);
    const QString aggregation = aggregationName(selection);
    if (selection.head) {
        const QString place = FigureText::tr("%1, head %2").arg(layers).arg(*selection.head);
        return isOneLayer ? place : FigureText::tr("%1, %2 over layers").arg(place, aggregation);
    }
    return isOneLayer ? FigureText::tr("%1, %2 of %3 heads").arg(layers, aggregation).arg(heads)
                      : FigureText::tr("%1, %2 over layers and %3 heads")
                            .arg(layers, aggregation)
                            .arg(heads);
}

QString specialTokensText(const Trace& trace, const Selection& selection, const Map& map)
{
    const QStringList names = specialKeys(trace, selection.direction);
    if (names.isEmpty()) {
        return FigureText::tr("no special tokens among the keys");
    }
    const QString all = names.join(QLatin1Char(' '));
    if (map.isSimilarity && selection.special != SpecialTokens::Show) {
        return FigureText::tr("hidden: %1").arg(all);
    }
    const QString mass = QString::number(map.hiddenMass, 'f', 3);
    switch (selection.special) {
    case SpecialTokens::Show:
        return FigureText::tr("shown: %1").arg(all);
    case SpecialTokens::Hide:
        return FigureText::tr("hidden: %1 %2").arg(all, mass);
    case SpecialTokens::Renormalise:
        return FigureText::tr("dropped: %1 %2, the rest renormalised").arg(all, mass);
    }
    return {};
}

QString keysText(const Trace& trace, const Selection& selection, const Map& map)
{
    const QString keys = keyCountText(trace, selection, map);
    return specialKeys(trace, selection.direction).isEmpty()
               ? keys
               : keys + QStringLiteral("; ") + specialTokensText(trace, selection, map);
}

QString modeText(const Trace& trace)
{
    const QString mode = engineText(escapedForDisplay(trace.provenance.mode));
    return trace.provenance.standing.empty()
               ? mode
               : QStringLiteral("%1 (%2)").arg(
                     mode, engineText(escapedForDisplay(trace.provenance.standing)));
}

QString modelText(const Trace& trace)
{
    const QString name = shown(trace.provenance.modelName);
    const QString digest = shortDigest(trace.provenance.modelDigest.value());
    return digest.isEmpty() ? name : QStringLiteral("%1 · %2").arg(name, digest);
}

QString shortDigest(const std::string& digest)
{
    constexpr std::size_t kWhole = 9;
    const QString text = shown(digest);
    return digest.size() <= kWhole ? text : text.left(4) + QStringLiteral("…") + text.right(4);
}

QString sitesText(const QString& place, const std::vector<std::string>& siteNames)
{
    if (siteNames.empty()) {
        return place;
    }
    const QString text = place + QStringLiteral(" · ") + shown(siteNames.front());
    return siteNames.size() > 1 ? text + QStringLiteral(" … ") + shown(siteNames.back()) : text;
}

QString kindText(const std::string& kind)
{
    for (const Direction direction : {Direction::TextToImage, Direction::ImageToText}) {
        const QString id = shown(std::string(directionId(direction))).replace('-', '_');
        if (QString::fromStdString(kind) == QStringLiteral("cross_") + id) {
            return engineText(directionName(direction));
        }
    }
    return engineText(QString::fromStdString(kind).replace('_', ' ').toStdString());
}

QString siteText(Direction direction, const std::string& kind)
{
    const QString text = engineText(directionName(direction));
    const bool saysMore = !kind.starts_with("cross_");
    return saysMore ? text + QStringLiteral(" · ") + kindText(kind) : text;
}

std::vector<LegendLine> runLegendLines(const Trace& trace)
{
    std::vector<LegendLine> lines{{FigureText::tr("Mode"), modeText(trace)},
                                  {FigureText::tr("Model"), modelText(trace)}};
    const QString masked = maskedText(trace);
    if (!masked.isEmpty()) {
        lines.push_back({FigureText::tr("Masked"), masked});
    }
    if (const std::optional<SeenFrame> seen = seenFrame(trace.units)) {
        if (seen->isCut) {
            lines.push_back({FigureText::tr("Grey"),
                             FigureText::tr("not seen by the model (outside the dashed line)")});
        }
        if (seen->isPadded) {
            lines.push_back(
                {FigureText::tr("Padded"),
                 FigureText::tr("the model's input reaches beyond the image; nothing is there")});
        }
    }
    const QString heads = headsOffText(trace);
    if (!heads.isEmpty()) {
        lines.push_back({FigureText::tr("Heads off"), heads});
    }
    return lines;
}

std::vector<LegendLine> legendLines(const Trace& trace,
                                    const Selection& selection,
                                    const FigureStyle& style,
                                    const Map& map,
                                    const ScaleRange& range)
{
    std::vector<LegendLine> lines{
        {FigureText::tr("Direction"), queryAndKeyText(trace, selection, map)},
        {map.isSimilarity ? FigureText::tr("Similarity") : FigureText::tr("Attention"),
         attentionText(trace, selection, map)},
        {FigureText::tr("Focus"), focusText(trace, selection)},
        {FigureText::tr("Scale"), scaleText(style.scale, range, map.isSimilarity)},
        {FigureText::tr("Special tokens"), specialTokensText(trace, selection, map)},
    };
    if (looksAtImage(selection.direction)) {
        const auto scale = std::ranges::find(lines, FigureText::tr("Scale"), &LegendLine::label);
        lines.insert(scale + 1, {FigureText::tr("Overlay"), overlayText(style, range)});
    }
    for (LegendLine& line : runLegendLines(trace)) {
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace attenscope
