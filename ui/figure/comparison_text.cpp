#include "ui/figure/comparison_text.h"

#include <QCoreApplication>

#include "engine/analysis/row_statistics.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/figure_text.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <vector>

namespace attenscope {

namespace {

struct ComparisonText {
    Q_DECLARE_TR_FUNCTIONS(ComparisonText)
};

QString shown(const std::string& text)
{
    constexpr std::size_t kLongest = 512;
    return QString::fromStdString(escapedForDisplay(text, kLongest));
}

/// Without computing a digest that nobody knows yet, which takes a while.
QString knownModelText(const Trace& trace)
{
    const QString name = shown(trace.provenance.modelName);
    const std::optional<std::string> digest = trace.provenance.modelDigest.known();
    return digest && !digest->empty() ? QStringLiteral("%1 · %2").arg(name, shortDigest(*digest))
                                      : name;
}

QString pictureText(const FigureRequest& request)
{
    const QString size =
        QStringLiteral("%1 × %2").arg(request.picture.width()).arg(request.picture.height());
    const std::string name = std::filesystem::path(request.origin.imagePath).filename().string();
    return name.empty() ? size : QStringLiteral("%1, %2").arg(shown(name), size);
}

/// Whether both are of one file, or have the same pixels.
bool isSamePicture(const FigureRequest& a, const FigureRequest& b)
{
    const std::string& digest = a.origin.imageDigest;
    return (!digest.empty() && digest == b.origin.imageDigest) || a.picture == b.picture;
}

QString changedText(const Trace& trace)
{
    QStringList parts;
    const auto add = [&](std::ptrdiff_t count, const QString& text) {
        if (count > 0) {
            parts << text.arg(count);
        }
    };
    const auto words = std::ranges::count_if(trace.tokens.words, [&](const Word& word) {
        return std::ranges::any_of(word.tokens, [&](int token) {
            const auto t = static_cast<std::size_t>(token);
            return t < trace.isTokenMasked.size() && trace.isTokenMasked[t];
        });
    });
    add(words, ComparisonText::tr("words masked: %1"));
    add(std::ranges::count(trace.isUnitMasked, true), ComparisonText::tr("patches masked: %1"));
    add(static_cast<std::ptrdiff_t>(trace.headsOff.size()), ComparisonText::tr("heads off: %1"));
    return parts.isEmpty() ? ComparisonText::tr("nothing") : parts.join(QStringLiteral(", "));
}

/// Which ones, where the counts are equal.
QString changedNames(const Trace& trace)
{
    QStringList names;
    for (std::size_t t = 0; t < trace.isTokenMasked.size(); ++t) {
        if (trace.isTokenMasked[t]) {
            names << shown(trace.tokens.tokens[t].text);
        }
    }
    for (std::size_t u = 0; u < trace.isUnitMasked.size(); ++u) {
        if (trace.isUnitMasked[u]) {
            names << unitText(trace, static_cast<int>(u));
        }
    }
    for (const HeadId& head : trace.headsOff) {
        names << QStringLiteral("%1 %2:%3").arg(shown(head.kind)).arg(head.layer).arg(head.head);
    }
    return names.join(QStringLiteral(", "));
}

QString spacedText(const std::string& id)
{
    return engineText(shown(id).replace(QLatin1Char('_'), QLatin1Char(' ')).toStdString());
}

/// "answer: red": what stands before the label is the engine's.
QString candidateText(const std::string& name)
{
    const std::size_t end = name.rfind(": ");
    return end == std::string::npos
               ? shown(name)
               : QStringLiteral("%1: %2").arg(engineText(shown(name.substr(0, end)).toStdString()),
                                              shown(name.substr(end + 2)));
}

QString specialText(SpecialTokens special)
{
    switch (special) {
    case SpecialTokens::Show:
        return ComparisonText::tr("shown");
    case SpecialTokens::Hide:
        return ComparisonText::tr("hidden");
    case SpecialTokens::Renormalise:
        break;
    }
    return ComparisonText::tr("renormalised");
}

QString rowsText(JointRows rows)
{
    return rows == JointRows::Raw ? ComparisonText::tr("raw") : ComparisonText::tr("conditional");
}

QString outputName(const ComparedOutput& output)
{
    switch (output.what) {
    case ComparedOutput::What::Match:
        return ComparisonText::tr("Match, %1").arg(engineText(shown(output.name).toStdString()));
    case ComparedOutput::What::Similarity:
        return ComparisonText::tr("Similarity");
    case ComparedOutput::What::Logit:
        return ComparisonText::tr("Logit, %1").arg(spacedText(output.name));
    case ComparedOutput::What::Candidate:
        return candidateText(output.name);
    case ComparedOutput::What::Text:
        break;
    }
    return ComparisonText::tr("Writes");
}

QString numberOrDash(const std::optional<double>& number)
{
    return number ? numberText(*number) : QStringLiteral("–");
}

/// 0 for what is less than single precision can tell, of sums of a few hundred numbers.
double significantDifference(double a, double b)
{
    constexpr double kNoise = 1e-6;
    const double difference = a - b;
    return std::abs(difference) < kNoise * std::max(std::abs(a), std::abs(b)) ? 0 : difference;
}

ComparedNumber
comparedNumber(const QString& name, const std::optional<double>& a, const std::optional<double>& b)
{
    return {.name = name,
            .a = numberOrDash(a),
            .b = numberOrDash(b),
            .difference = a && b ? signedNumberText(significantDifference(*a, *b)) : QString()};
}

double distanceOf(const ComparedOutput& output)
{
    return std::abs(output.a.value_or(0) - output.b.value_or(0));
}

/// A model that says something of every region says more than anybody reads: of candidates only the
/// few that differ most stay. returns the differences of the others, without their signs
std::vector<double> takeSmallDifferences(std::vector<ComparedOutput>& outputs)
{
    constexpr std::size_t kMost = 8;
    const auto isCandidate = [](const ComparedOutput& output) {
        return output.what == ComparedOutput::What::Candidate;
    };
    std::vector<double> distances;
    for (const ComparedOutput& output : outputs) {
        if (isCandidate(output)) {
            distances.push_back(distanceOf(output));
        }
    }
    if (distances.size() <= kMost + 1) {
        return {};
    }
    std::ranges::sort(distances, std::greater<>());
    const double least = distances[kMost - 1];
    auto equals = std::ranges::count(distances.begin(), distances.begin() + kMost, least);
    std::vector<double> others;
    std::erase_if(outputs, [&](const ComparedOutput& output) {
        const double distance = distanceOf(output);
        if (!isCandidate(output) || distance > least || (distance == least && equals-- > 0)) {
            return false;
        }
        others.push_back(distanceOf(output));
        return true;
    });
    return others;
}

} // namespace

std::vector<ComparedFact> comparedFacts(const FigureRequest& a, const FigureRequest& b)
{
    const Trace& first = *a.trace;
    const Trace& second = *b.trace;
    std::vector<ComparedFact> facts{
        {{}, titleText(first, a.selection), titleText(second, b.selection)},
        {{}, placeText(first, a.selection), placeText(second, b.selection)},
        {ComparisonText::tr("Mode"), modeText(first), modeText(second)}};
    const auto addIfOther = [&](const QString& label, const QString& textA, const QString& textB) {
        if (textA != textB) {
            facts.push_back({label, textA, textB});
        }
    };
    addIfOther(ComparisonText::tr("Caption"), shown(first.tokens.caption),
               shown(second.tokens.caption));
    if (!isSamePicture(a, b)) {
        facts.push_back({ComparisonText::tr("Image"), pictureText(a), pictureText(b)});
    }
    addIfOther(ComparisonText::tr("Model"), knownModelText(first), knownModelText(second));
    addIfOther(ComparisonText::tr("Attention"), spacedText(a.selection.kind),
               spacedText(b.selection.kind));
    addIfOther(ComparisonText::tr("Special tokens"), specialText(a.selection.special),
               specialText(b.selection.special));
    addIfOther(ComparisonText::tr("Rows"), rowsText(a.selection.jointRows),
               rowsText(b.selection.jointRows));
    if (changedNames(first) != changedNames(second)) {
        const bool isSameCount = changedText(first) == changedText(second);
        facts.push_back({ComparisonText::tr("Changed"),
                         isSameCount ? changedNames(first) : changedText(first),
                         isSameCount ? changedNames(second) : changedText(second)});
    }
    return facts;
}

QString noDifferenceText(NoDifference reason)
{
    switch (reason) {
    case NoDifference::None:
        return {};
    case NoDifference::OtherKeys:
        return ComparisonText::tr("One looks at the image, the other one at words.");
    case NoDifference::OtherNumbers:
        return ComparisonText::tr("One shows attention weights, the other one similarities.");
    case NoDifference::OtherPieces:
        return ComparisonText::tr("One shows words, the other one their pieces.");
    case NoDifference::OtherPicture:
        return ComparisonText::tr("The images have other sizes: no place is the same in both.");
    case NoDifference::OtherRegions:
        return ComparisonText::tr("The regions lie in other places than the other view's keys.");
    case NoDifference::NothingInCommon:
        break;
    }
    return ComparisonText::tr("Nothing is shown in both.");
}

QString
commonKeysText(const FigureRequest& a, const FigureRequest& b, const MapComparison& comparison)
{
    QStringList parts;
    if (comparison.isResampled) {
        const QString grid = QStringLiteral("%1 × %2")
                                 .arg(comparison.units.gridColumns)
                                 .arg(comparison.units.gridRows);
        parts << (comparison.difference.isSimilarity
                      ? ComparisonText::tr("on the %1 grid, averaged by area").arg(grid)
                      : ComparisonText::tr("on the %1 grid, weights divided by area").arg(grid));
    }
    if (comparison.units.size() > 0 && !isSamePicture(a, b)) {
        parts << ComparisonText::tr("two images, place by place");
    }
    const auto others = std::ranges::count_if(
        comparison.pairs, [](const AlignedPair& pair) { return !pair.isShared(); });
    if (others > 0) {
        parts << ComparisonText::tr("equal words; in one caption only: %1").arg(others);
    }
    constexpr double kWorthTelling = 0.0005;
    if (comparison.elsewhereA > kWorthTelling || comparison.elsewhereB > kWorthTelling) {
        parts << ComparisonText::tr("weight on keys without difference: A %1, B %2")
                     .arg(numberText(comparison.elsewhereA), numberText(comparison.elsewhereB));
    }
    return parts.join(QStringLiteral(" · "));
}

std::vector<ComparedNumber> outputNumbers(const Outputs& a, const Outputs& b)
{
    std::vector<ComparedNumber> numbers;
    std::vector<ComparedOutput> outputs = comparedOutputs(a, b);
    const std::vector<double> others = takeSmallDifferences(outputs);
    for (const ComparedOutput& output : outputs) {
        if (output.what == ComparedOutput::What::Text) {
            const auto text = [](const std::optional<std::string>& written) {
                return written ? QStringLiteral("“%1”").arg(shown(*written)) : QStringLiteral("–");
            };
            numbers.push_back({.name = outputName(output),
                               .a = text(output.textA),
                               .b = text(output.textB),
                               .difference = output.textA == output.textB
                                                 ? ComparisonText::tr("equal")
                                                 : ComparisonText::tr("other")});
        } else {
            numbers.push_back(comparedNumber(outputName(output), output.a, output.b));
        }
    }
    if (!others.empty()) {
        const QString dots = QStringLiteral("…");
        numbers.push_back(
            {.name =
                 ComparisonText::tr("%n other answers", nullptr, static_cast<int>(others.size())),
             .a = dots,
             .b = dots,
             .difference = QStringLiteral("≤ ") + numberText(std::ranges::max(others))});
    }
    return numbers;
}

std::vector<ComparedNumber>
mapNumbers(const MapComparison& comparison, std::optional<int> key, const QString& keyName)
{
    const Map& a = comparison.a;
    const Map& b = comparison.b;
    const auto peak = [](const Map& map) { return static_cast<double>(map.maximum()); };
    std::vector<ComparedNumber> numbers;
    const std::optional<RowStatistics> first = rowStatistics(a);
    const std::optional<RowStatistics> second = rowStatistics(b);
    if (first && second) {
        numbers.push_back(comparedNumber(ComparisonText::tr("Entropy H / ln K"),
                                         first->entropyShare, second->entropyShare));
        numbers.push_back(comparedNumber(ComparisonText::tr("Effective keys"), first->effectiveKeys,
                                         second->effectiveKeys));
    }
    numbers.push_back(comparedNumber(a.isSimilarity && b.isSimilarity
                                         ? ComparisonText::tr("Largest similarity")
                                         : ComparisonText::tr("Largest weight"),
                                     peak(a), peak(b)));
    if (!a.isSimilarity && !b.isSimilarity) {
        numbers.push_back(
            comparedNumber(ComparisonText::tr("Weight shown"), a.shownMass, b.shownMass));
        numbers.push_back(comparedNumber(ComparisonText::tr("Weight on special tokens"),
                                         a.hiddenMass, b.hiddenMass));
    }
    if (key && comparison.refusal == NoDifference::None) {
        const auto at = static_cast<std::size_t>(*key);
        const auto value = [at](const Map& map) {
            return map.states.at(at) == Map::KeyState::Shown
                       ? std::optional(static_cast<double>(map.values.at(at)))
                       : std::nullopt;
        };
        numbers.push_back(comparedNumber(ComparisonText::tr("At %1").arg(keyName),
                                         value(comparison.commonA), value(comparison.commonB)));
    }
    return numbers;
}

std::vector<AgreementLine> agreementLines(const Agreement& agreement)
{
    const QString none = QStringLiteral("–");
    return {
        {ComparisonText::tr("Cosine"), numberText(agreement.cosine),
         ComparisonText::tr("Σ a b / √(Σ a² Σ b²); 1: the same up to a factor")},
        {ComparisonText::tr("Pearson"), numberText(agreement.pearson),
         ComparisonText::tr("the cosine of the deviations from the mean; −1 to 1")},
        {ComparisonText::tr("Spearman"), numberText(agreement.spearman),
         ComparisonText::tr("Pearson of the ranks; −1 to 1")},
        {ComparisonText::tr("Jensen–Shannon"),
         agreement.jensenShannon
             ? ComparisonText::tr("%1 nat").arg(numberText(*agreement.jensenShannon))
             : none,
         ComparisonText::tr("H((p + q)/2) − (H(p) + H(q))/2 of the shares; 0: equal, 0.693: "
                            "nothing in common")},
        {ComparisonText::tr("Total variation"),
         agreement.totalVariation ? numberText(*agreement.totalVariation) : none,
         ComparisonText::tr("Σ |p − q| / 2: the share of the weight that lies elsewhere; 0 to 1")},
    };
}

QString signedNumberText(double value)
{
    const QString text = numberText(value);
    return value > 0 ? QStringLiteral("+") + text : text;
}

} // namespace attenscope
