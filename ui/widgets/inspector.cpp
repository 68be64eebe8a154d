#include "ui/widgets/inspector.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/figure/colour_bar.h"
#include "ui/figure/figure_text.h"
#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <cmath>

namespace attenscope {

namespace {

struct Statistics {
    int rank = 1;       ///< of the number among the shown ones, 1 is the largest
    int shown = 0;      ///< how many there are
    double entropy = 0; ///< of the shown numbers as they are, in nat
};

Statistics statisticsOf(const Map& map, std::size_t key)
{
    Statistics statistics;
    for (std::size_t i = 0; i < map.values.size(); ++i) {
        if (map.states[i] != Map::KeyState::Shown) {
            continue;
        }
        ++statistics.shown;
        const auto value = static_cast<double>(map.values[i]);
        if (map.values[i] > map.values[key]) {
            ++statistics.rank;
        }
        if (value > 0 && map.shownMass > 0) {
            const double share = value / map.shownMass;
            statistics.entropy -= share * std::log(share);
        }
    }
    return statistics;
}

QString rankText(const Statistics& statistics)
{
    return Inspector::tr("rank %1 of %2").arg(statistics.rank).arg(statistics.shown);
}

QString weightText(double value)
{
    const bool isTiny = std::isnan(value) || (value != 0 && std::abs(value) < 0.0005);
    return isTiny ? numberText(value) : QString::number(value, 'f', 4);
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
      formula_(makeLabel(valueFont(), "value", this)),
      tensor_(makeLabel(QFontDatabase::systemFont(QFontDatabase::FixedFont), "label", this)),
      shape_(makeLabel(QFontDatabase::systemFont(QFontDatabase::FixedFont), "label", this))
{
    titleRow()->addWidget(pair_);
    hint_->setWordWrap(true);
    auto* numbers = new QHBoxLayout(numbers_);
    numbers->setContentsMargins(0, 0, 0, 0);
    numbers->addWidget(weight_);
    numbers->addWidget(meaning_, 0, Qt::AlignBottom);
    numbers->addStretch(1);
    numbers->addWidget(rank_, 0, Qt::AlignBottom);
    formula_->setWordWrap(true);
    auto* source = new QHBoxLayout;
    source->addWidget(tensor_, 1);
    source->addWidget(shape_);
    for (QLabel* label : {weight_, rank_, formula_, tensor_, shape_}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    for (QLabel* label : {tensor_, shape_}) {
        QFont mono = label->font();
        mono.setPixelSize(12);
        label->setFont(mono);
    }
    rank_->setAccessibleName(tr("Rank"));
    formula_->setAccessibleName(tr("Formula"));
    tensor_->setAccessibleName(tr("Tensors"));
    shape_->setAccessibleName(tr("Shape of each tensor"));
    tensor_->setWordWrap(true);
    body()->addWidget(hint_);
    body()->addWidget(numbers_);
    body()->addWidget(facts_);
    body()->addSpacing(4);
    body()->addWidget(formula_);
    body()->addLayout(source);
}

void Inspector::setContent(const Content& content)
{
    const bool hasMap = content.trace && content.selection;
    const bool hasKey =
        hasMap && content.key && static_cast<std::size_t>(*content.key) < content.map.values.size();
    numbers_->setVisible(hasKey);
    facts_->setVisible(hasMap);
    formula_->setVisible(hasMap);
    tensor_->setVisible(hasMap);
    shape_->setVisible(hasMap);
    hint_->setVisible(!hasKey);
    hint_->setText(!content.absence.isEmpty()
                       ? content.absence
                       : tr("Point at the image or at a word: the number, its rank and how it was "
                            "made appear here."));
    pair_->clear();
    if (hasMap) {
        showSource(content);
        showNumber(content,
                   hasKey ? static_cast<std::size_t>(*content.key) : content.map.values.size());
    }
}

void Inspector::showNumber(const Content& content, std::size_t key)
{
    const Map& map = content.map;
    const bool hasKey = key < map.values.size();
    meaning_->setText(map.isSimilarity ? tr("cosine similarity, not attention")
                                       : tr("attention weight"));
    weight_->setAccessibleName(map.isSimilarity ? tr("Cosine similarity") : tr("Attention weight"));
    QList<FactsTable::Fact> facts;
    const Statistics statistics = statisticsOf(map, hasKey ? key : 0);
    if (hasKey) {
        const bool isShown = map.states[key] == Map::KeyState::Shown;
        pair_->setText(QStringLiteral("%1 → %2").arg(
            focusText(*content.trace, *content.selection),
            keyText(*content.trace, map.direction, static_cast<int>(key))));
        weight_->setText(isShown ? weightText(static_cast<double>(map.values[key]))
                                 : QStringLiteral("—"));
        rank_->setText(isShown                                    ? rankText(statistics)
                       : map.states[key] == Map::KeyState::Masked ? tr("masked")
                       : map.states[key] == Map::KeyState::Absent ? tr("not a key here")
                                                                  : tr("hidden"));
        if (isShown && map.shownMass > 0) {
            facts.append(
                {tr("Lift over uniform"), tr("× %1").arg(static_cast<double>(map.values[key]) *
                                                             statistics.shown / map.shownMass,
                                                         0, 'f', 1)});
        }
    }
    facts.append({tr("Largest"), weightText(static_cast<double>(map.maximum()))});
    if (map.isSimilarity) { // not shared out: there is no mass and no entropy
        facts.append({tr("Smallest"), weightText(static_cast<double>(map.minimum()))});
        facts_->setFacts(facts);
        return;
    }
    facts.append({tr("Effective keys"), QString::number(std::exp(statistics.entropy), 'f', 1)});
    facts.append({tr("Shown mass"), weightText(map.shownMass)});
    facts.append({content.selection->special == SpecialTokens::Renormalise ? tr("Dropped mass")
                                                                           : tr("Hidden mass"),
                  weightText(map.hiddenMass)});
    facts_->setFacts(facts);
}

void Inspector::showSource(const Content& content)
{
    formula_->setText(QString::fromStdString(content.map.formula));
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
