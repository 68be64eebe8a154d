#include "ui/widgets/inspector.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

#include "engine/analysis/row_statistics.h"
#include "ui/figure/colour_bar.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/fonts.h"
#include "ui/figure/formula_text.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/inspector_lists.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace attenscope {

namespace {

QString weightText(double value)
{
    const bool isTiny = std::isnan(value) || (value != 0 && std::abs(value) < 0.0005);
    return isTiny ? numberText(value) : QString::number(value, 'f', 4);
}

/// "2nd of 144".
QString rankText(int rank, int count)
{
    const bool isTeen = rank % 100 >= 11 && rank % 100 <= 13;
    const int last = isTeen ? 0 : rank % 10;
    const QString text = last == 1   ? Inspector::tr("%1st of %2")
                         : last == 2 ? Inspector::tr("%1nd of %2")
                         : last == 3 ? Inspector::tr("%1rd of %2")
                                     : Inspector::tr("%1th of %2");
    return text.arg(rank).arg(count);
}

QString stateText(Map::KeyState state)
{
    return state == Map::KeyState::Masked   ? Inspector::tr("masked")
           : state == Map::KeyState::Absent ? Inspector::tr("not a key here")
                                            : Inspector::tr("hidden");
}

int shownCount(const Map& map)
{
    return static_cast<int>(std::count(map.states.begin(), map.states.end(), Map::KeyState::Shown));
}

/// "Back, patch → word": which side gives it.
QString backName(const Trace& trace, Direction direction)
{
    const QString unit =
        trace.units.gridColumns > 0 ? Inspector::tr("patch") : Inspector::tr("region");
    const QString word = Inspector::tr("word");
    const QString key = looksAtImage(direction) ? unit : word;
    const QString query = asksFromText(direction) ? word : unit;
    return Inspector::tr("Back, %1 → %2").arg(key, query);
}

QFont monoFont()
{
    QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    mono.setPixelSize(12);
    return mono;
}

} // namespace

Inspector::Inspector(QWidget* parent)
    : Section(tr("Inspector"), parent),
      pair_(makeLabel(labelFont(), "label", this)),
      hint_(makeLabel(valueFont(), "prose", this)),
      numbers_(new QWidget(this)),
      weight_(makeLabel(figureFont(26, QFont::DemiBold), "value", this)),
      meaning_(makeLabel(labelFont(), "label", this)),
      rank_(makeLabel(labelFont(), "value", this)),
      facts_(new FactsTable(2, this)),
      source_(new QWidget(this)),
      formula_(makeLabel(valueFont(), "value", this)),
      tensor_(makeLabel(monoFont(), "label", this)),
      shape_(makeLabel(monoFont(), "label", this)),
      lists_(new InspectorLists(this))
{
    titleRow()->addWidget(pair_);
    hint_->setWordWrap(true);
    hint_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    buildNumbers();
    buildSource();
    for (QLabel* label : {pair_, weight_, rank_, formula_, tensor_, shape_}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    body()->addWidget(hint_);
    body()->addWidget(numbers_);
    body()->addWidget(facts_);
    body()->addSpacing(4);
    body()->addWidget(source_);
    body()->addWidget(lists_, 1);
    setContent({});
}

void Inspector::buildNumbers()
{
    auto* row = new QHBoxLayout(numbers_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(weight_);
    row->addWidget(meaning_, 0, Qt::AlignBottom);
    row->addStretch(1);
    row->addWidget(rank_, 0, Qt::AlignBottom);
    rank_->setAccessibleName(tr("Rank"));
}

void Inspector::buildSource()
{
    formula_->setTextFormat(Qt::RichText);
    formula_->setWordWrap(true);
    formula_->setAccessibleName(tr("Formula"));
    tensor_->setAccessibleName(tr("Tensors"));
    tensor_->setWordWrap(true);
    shape_->setAccessibleName(tr("Shape of each tensor"));
    auto* rows = new QVBoxLayout(source_);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(6);
    auto* steps = new QPushButton(tr("Steps"));
    steps->setFont(labelFont());
    setRole(*steps, "flat");
    describeControl(*steps, tr("Step by step"),
                    tr("How the row comes about, number by number (Ctrl+6)"));
    connect(steps, &QPushButton::clicked, this, &Inspector::stepsRequested);
    auto* formula = new QHBoxLayout;
    formula->addWidget(formula_, 1);
    formula->addWidget(steps, 0, Qt::AlignTop);
    rows->addLayout(formula);
    auto* tensor = new QHBoxLayout;
    tensor->addWidget(tensor_, 1);
    tensor->addWidget(shape_);
    rows->addLayout(tensor);
}

void Inspector::setContent(const Content& content)
{
    const bool hasMap = content.trace && content.selection;
    const bool hasKey =
        hasMap && content.key && static_cast<std::size_t>(*content.key) < content.map.values.size();
    numbers_->setVisible(hasKey);
    facts_->setVisible(hasMap);
    source_->setVisible(hasMap);
    lists_->setVisible(hasMap);
    hint_->setVisible(!hasKey);
    hint_->setText(!content.absence.isEmpty()
                       ? content.absence
                       : tr("Point at the image or at a word: the number, its rank and how it was "
                            "made appear here."));
    if (!hasKey) {
        pair_->setText(QString());
    }
    if (!hasMap) {
        return;
    }
    const std::size_t key =
        hasKey ? static_cast<std::size_t>(*content.key) : content.map.values.size();
    showSource(content);
    showFacts(content, key);
    if (hasKey) {
        showNumber(content, key);
    }
    lists_->setContent({.trace = content.trace,
                        .map = content.map,
                        .range = content.range,
                        .style = content.style,
                        .key = content.key});
}

void Inspector::setDepth(DepthPlot plot)
{
    lists_->setDepth(std::move(plot));
}

void Inspector::showNumber(const Content& content, std::size_t key)
{
    const Map& map = content.map;
    const bool isShown = map.states[key] == Map::KeyState::Shown;
    meaning_->setText(map.isSimilarity ? tr("cosine similarity, not attention")
                                       : tr("attention weight"));
    weight_->setAccessibleName(map.isSimilarity ? tr("Cosine similarity") : tr("Attention weight"));
    pair_->setText(QStringLiteral("%1 → %2").arg(
        focusText(*content.trace, *content.selection),
        keyText(*content.trace, *content.selection, static_cast<int>(key))));
    weight_->setText(isShown ? weightText(static_cast<double>(map.values[key]))
                             : QStringLiteral("—"));
    rank_->setText(isShown ? rankText(rankOf(map, key), shownCount(map))
                           : stateText(map.states[key]));
}

void Inspector::showFacts(const Content& content, std::size_t key)
{
    const Map& map = content.map;
    const bool isKeyShown = key < map.values.size() && map.states[key] == Map::KeyState::Shown;
    const QString peak = weightText(static_cast<double>(map.maximum()));
    if (map.isSimilarity) { // not shared out: there is no mass and no entropy
        facts_->setFacts({{tr("Largest"), peak},
                          {tr("Smallest"), weightText(static_cast<double>(map.minimum()))}});
        return;
    }
    const QString none = QStringLiteral("—");
    const std::optional<RowStatistics> row = rowStatistics(map);
    const auto number = [&](double RowStatistics::*field, int decimals, const QString& pattern) {
        return row ? pattern.arg((*row).*field, 0, 'f', decimals) : none;
    };
    const double share =
        isKeyShown && row ? static_cast<double>(map.values[key]) / map.shownMass : std::nan("");
    const bool isDropped = content.selection->special == SpecialTokens::Renormalise;
    const double rowSum = map.shownMass + (isDropped ? 0 : map.hiddenMass);
    facts_->setFacts({
        {tr("Entropy H"), number(&RowStatistics::entropy, 3, tr("%1 nat"))},
        {tr("Peak"), peak},
        {tr("H / ln K"), number(&RowStatistics::entropyShare, 3, QStringLiteral("%1"))},
        {tr("Top-5 mass"), number(&RowStatistics::topMass, 3, QStringLiteral("%1"))},
        {tr("Effective keys"), number(&RowStatistics::effectiveKeys, 1, QStringLiteral("%1"))},
        {tr("Lift over uniform"),
         std::isnan(share) ? none : QStringLiteral("× %1").arg(share * row->keys, 0, 'f', 1)},
        {backName(*content.trace, map.direction), content.back ? weightText(*content.back) : none},
        {tr("Row sum"), QString::number(rowSum, 'f', 4)},
        {tr("Share of shown"),
         std::isnan(share) ? none : QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1)},
        {isDropped ? tr("Dropped mass") : tr("Hidden mass"), weightText(map.hiddenMass)},
    });
}

void Inspector::showSource(const Content& content)
{
    const QString formula = formulaHtml(*content.trace, *content.selection, content.map);
    if (formula != formula_->text()) {
        formula_->setText(formula);
        formula_->setAccessibleDescription(QTextDocumentFragment::fromHtml(formula).toPlainText());
    }
    QStringList names;
    for (const std::string& name : content.map.siteNames) {
        names << QString::fromStdString(name);
    }
    tensor_->setText(names.join(QLatin1Char('\n')));
    const auto site =
        content.trace->findSite(content.selection->kind, content.selection->firstLayer);
    if (site) {
        const Site& found = content.trace->sites[*site];
        shape_->setText(QStringLiteral("[1, %1, %2, %3]")
                            .arg(found.heads)
                            .arg(found.query.size())
                            .arg(found.key.size()));
    }
}

} // namespace attenscope
