#pragma once

#include <QString>

#include "engine/analysis/comparison.h"
#include "ui/figure/figure.h"

#include <vector>

namespace attenscope {

// What is said about two views, in the window and on figures.

/// One thing that is true of A and of B.
struct ComparedFact {
    QString label; ///< "Mode"; empty for what a title says
    QString a;
    QString b;

    bool differs() const { return a != b; }
};

/// Title and place, mode, and whatever else differs: caption, image, model, kind of attention,
/// special tokens, masks and heads that are off.
std::vector<ComparedFact> comparedFacts(const FigureRequest& a, const FigureRequest& b);

/// Why there is no difference; empty if there is one.
QString noDifferenceText(NoDifference reason);

/// On which keys the difference was taken: "on the 24 × 24 grid, weights by area". Empty where
/// both have the same keys.
QString
commonKeysText(const FigureRequest& a, const FigureRequest& b, const MapComparison& comparison);

/// A number of A, of B, and A - B.
struct ComparedNumber {
    QString name;
    QString a;
    QString b;
    QString difference; ///< empty where one is missing
};

/// What either run says. Of many candidates the eight that differ most, then a line about the
/// others.
std::vector<ComparedNumber> outputNumbers(const Outputs& a, const Outputs& b);

/// About each map by itself: entropy and effective keys (analysis.md A8), largest weight, weight on
/// the keys that are shown, on special tokens; and the weight on one common key.
/// key  index into the common keys; nothing: none
std::vector<ComparedNumber>
mapNumbers(const MapComparison& comparison, std::optional<int> key, const QString& keyName);

/// One measure of how alike two maps are: "Cosine", "0.934".
struct AgreementLine {
    QString name;
    QString value;
    QString formula; ///< with its range, for a tooltip
};

std::vector<AgreementLine> agreementLines(const Agreement& agreement);

/// "+0.0231", "−0.103", "0": three significant digits and a sign.
QString signedNumberText(double value);

} // namespace attenscope
