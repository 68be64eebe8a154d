#include "ui/widgets/prediction_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/figure/engine_text.h"
#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"

#include <algorithm>
#include <cmath>
#include <variant>

namespace attenscope {

namespace {

/// Probabilities in two decimals, close to 0 and 1 in as many as show that they are neither.
QString probabilityText(double probability)
{
    const double rest = std::min(probability, 1 - probability);
    const int decimals = rest >= 0.005 || rest <= 0 ? 2 : rest >= 0.0005 ? 3 : 4;
    return QString::number(probability, 'f', decimals);
}

QString differenceText(double difference)
{
    const QString sign = difference < 0 ? QStringLiteral("−") : QStringLiteral("+");
    return sign + QString::number(std::abs(difference), 'f', 2);
}

std::optional<double> scoreIn(const Outputs* outputs, const std::string& id)
{
    if (outputs) {
        for (const MatchScore& score : outputs->match) {
            if (score.id == id) {
                return score.probability;
            }
        }
    }
    return std::nullopt;
}

bool isWorthShowing(double difference)
{
    return std::abs(difference) >= 0.005;
}

QString escaped(const std::string& text, std::size_t maximum = 256)
{
    return QString::fromStdString(escapedForDisplay(text, maximum)).toHtmlEscaped();
}

/// "now", or "now (was before)" where the two differ as they are printed.
QString changeText(const QString& now, const std::optional<QString>& before)
{
    return before && *before != now ? PredictionPanel::tr("%1 (was %2)").arg(now, *before) : now;
}

QString writtenText(const std::string& text)
{
    return text.empty() ? PredictionPanel::tr("nothing")
                        : QStringLiteral("“%1”").arg(escaped(text, 4096));
}

QString similarityText(double similarity)
{
    return QString::number(similarity, 'f', 3);
}

/// What is predicted of the same thing; null if nothing is.
const Prediction* samePrediction(const Outputs* outputs, const std::string& what)
{
    if (!outputs) {
        return nullptr;
    }
    const auto found = std::find_if(outputs->predictions.begin(), outputs->predictions.end(),
                                    [&](const Prediction& other) { return other.what == what; });
    return found == outputs->predictions.end() ? nullptr : &*found;
}

/// An answer's probability; of one that is not among the first only what it is below of.
QString probabilityIn(const Prediction& prediction, const std::string& label)
{
    for (const Prediction::Candidate& candidate : prediction.candidates) {
        if (candidate.label == label) {
            return probabilityText(candidate.probability);
        }
    }
    return PredictionPanel::tr("below %1")
        .arg(probabilityText(prediction.candidates.back().probability));
}

QString answerText(const std::string& label, const Prediction& now, const Prediction* before)
{
    const bool hasBefore = before && !before->candidates.empty();
    return QStringLiteral("%1 %2").arg(
        escaped(label),
        changeText(probabilityIn(now, label),
                   hasBefore ? std::optional(probabilityIn(*before, label)) : std::nullopt));
}

/// The first answers, and the one that was the first without interventions.
QString predictionLine(const Prediction& prediction, const Outputs* plain)
{
    constexpr std::size_t kShown = 3;
    const Prediction* before = samePrediction(plain, prediction.what);
    QStringList answers;
    bool isFirstThere = !before || before->candidates.empty();
    for (std::size_t i = 0; i < std::min(kShown, prediction.candidates.size()); ++i) {
        const std::string& label = prediction.candidates[i].label;
        isFirstThere = isFirstThere || label == before->candidates.front().label;
        answers << answerText(label, prediction, before);
    }
    if (!isFirstThere && !prediction.candidates.empty()) {
        answers << answerText(before->candidates.front().label, prediction, before);
    }
    return QStringLiteral("%1: %2").arg(
        engineText(escapedForDisplay(prediction.what)).toHtmlEscaped(),
        answers.join(QStringLiteral(", ")));
}

/// A head's one number.
std::optional<float> numberOf(const NamedArray& array)
{
    const auto* floats = std::get_if<std::vector<float>>(&array.values);
    return floats && floats->size() == 1 ? std::optional(floats->front()) : std::nullopt;
}

std::optional<float> numberIn(const Outputs* outputs, const std::string& name)
{
    if (outputs) {
        for (const NamedArray& array : outputs->arrays) {
            if (array.name == name) {
                return numberOf(array);
            }
        }
    }
    return std::nullopt;
}

/// "itr logit 2.310", of a model that says it in no other way.
QStringList scoreLines(const Outputs& outputs, const Outputs* plain)
{
    const auto text = [](float value) {
        return QString::number(static_cast<double>(value), 'f', 3);
    };
    QStringList lines;
    if (!outputs.match.empty() || outputs.similarity) {
        return lines;
    }
    for (const NamedArray& array : outputs.arrays) {
        if (const std::optional<float> now = numberOf(array)) {
            const std::optional<float> before = numberIn(plain, array.name);
            lines << QStringLiteral("%1 %2").arg(
                QString::fromStdString(array.name).replace(QLatin1Char('_'), QLatin1Char(' ')),
                changeText(text(*now), before ? std::optional(text(*before)) : std::nullopt));
        }
    }
    return lines;
}

/// What the model says beside its match scores, each with what it said without interventions.
QStringList otherLines(const Outputs& outputs, const Outputs* plain)
{
    QStringList lines;
    for (const MatchScore& score : outputs.match) {
        if (score.modalityWeights.size() == 2) {
            lines << PredictionPanel::tr("%1, learned weights: text %2, image %3")
                         .arg(engineText(score.name))
                         .arg(score.modalityWeights[0], 0, 'f', 2)
                         .arg(score.modalityWeights[1], 0, 'f', 2);
        }
    }
    if (outputs.text) {
        const bool wasWritten = plain && plain->text;
        lines << PredictionPanel::tr("writes %1")
                     .arg(changeText(writtenText(*outputs.text),
                                     wasWritten ? std::optional(writtenText(*plain->text))
                                                : std::nullopt));
    }
    if (outputs.similarity) {
        const bool wasThere = plain && plain->similarity;
        lines << PredictionPanel::tr("similarity %1")
                     .arg(changeText(similarityText(*outputs.similarity),
                                     wasThere ? std::optional(similarityText(*plain->similarity))
                                              : std::nullopt));
    }
    lines << scoreLines(outputs, plain);
    for (const Prediction& prediction : outputs.predictions) {
        lines << predictionLine(prediction, plain);
    }
    return lines;
}

} // namespace

ShareBar::ShareBar(QWidget* parent) : QWidget(parent)
{
    setFixedHeight(12);
    setAccessibleName(tr("Match probability"));
}

void ShareBar::setShare(double share, std::optional<double> before)
{
    share_ = share;
    before_ = before;
    setAccessibleDescription(probabilityText(share));
    update();
}

void ShareBar::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = themeOf(*this);
    QPainter painter(this);
    const QRectF bar(0, 3, width(), 6);
    painter.fillRect(bar, theme.line);
    painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * share_, bar.height()),
                     theme.accent);
    if (before_) {
        const double x = std::clamp(bar.width() * *before_, 1.0, bar.width() - 1);
        painter.fillRect(QRectF(x - 1, 0, 2, height()), theme.text1);
    }
}

PredictionPanel::PredictionPanel(QWidget* parent)
    : Section(tr("Prediction"), parent),
      match_(new QWidget(this)),
      number_(makeLabel(figureFont(28, QFont::DemiBold), "value", this)),
      delta_(makeLabel(figureFont(11, QFont::DemiBold), "badge", this)),
      bar_(new ShareBar(this)),
      sentence_(makeLabel(labelFont(), "label", this)),
      strategies_(new FactsTable(1, this)),
      others_(makeLabel(labelFont(), "prose", this)),
      more_(new QPushButton(this))
{
    number_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    number_->setAccessibleName(tr("Match probability"));
    delta_->setAccessibleName(tr("Change by your interventions"));
    delta_->setToolTip(tr("Difference from the run without interventions"));
    auto* unit = makeLabel(labelFont(), "label", this);
    unit->setText(tr("match"));
    auto* numbers = new QHBoxLayout;
    numbers->setSpacing(8);
    numbers->addWidget(number_);
    numbers->addWidget(unit, 0, Qt::AlignBottom);
    numbers->addStretch(1);
    numbers->addWidget(delta_, 0, Qt::AlignVCenter);
    auto* match = new QVBoxLayout(match_);
    match->setContentsMargins(0, 0, 0, 0);
    match->setSpacing(4);
    match->addLayout(numbers);
    match->addWidget(bar_);
    match->addWidget(sentence_);
    others_->setTextFormat(Qt::RichText);
    others_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    sentence_->setWordWrap(true);
    others_->setWordWrap(true);
    strategies_->setAccessibleName(tr("Match by each fusion strategy"));
    others_->setAccessibleName(tr("Other predictions"));
    body()->addWidget(match_);
    body()->addWidget(strategies_);
    body()->addWidget(others_);
    setRole(*more_, "flat");
    more_->setFont(labelFont());
    more_->setFixedHeight(24);
    body()->addWidget(more_, 0, Qt::AlignLeft);
    connect(more_, &QPushButton::clicked, this, [this] {
        showsAll_ = !showsAll_;
        showOthers();
    });
    for (QWidget* part :
         {match_, static_cast<QWidget*>(strategies_), static_cast<QWidget*>(more_)}) {
        part->hide(); // until something has run
    }
    others_->setText(tr("Nothing has run yet."));
}

void PredictionPanel::setOutputs(const Outputs& outputs,
                                 const Outputs* plain,
                                 const std::string& fusion)
{
    const auto chosen = std::find_if(outputs.match.begin(), outputs.match.end(),
                                     [&](const MatchScore& score) { return score.id == fusion; });
    match_->setVisible(!outputs.match.empty());
    strategies_->setVisible(outputs.match.size() > 1);
    if (!outputs.match.empty()) {
        const MatchScore& score = chosen == outputs.match.end() ? outputs.match.front() : *chosen;
        showMatch(score, scoreIn(plain, score.id));
        showStrategies(outputs, plain, score.id);
    }
    lines_ = otherLines(outputs, plain);
    if (lines_.isEmpty() && outputs.match.empty()) {
        lines_ << tr("None: it has no head that says anything.");
    }
    showOthers();
}

/// A model of regions says something of each: the first few, unless all are asked for.
void PredictionPanel::showOthers()
{
    constexpr qsizetype kFew = 6;
    const bool areMany = lines_.size() > kFew + 1;
    const QStringList shown = areMany && !showsAll_ ? lines_.first(kFew) : lines_;
    others_->setText(shown.join(QStringLiteral("<br>")));
    others_->setVisible(!shown.isEmpty());
    more_->setVisible(areMany);
    const QString action =
        showsAll_ ? tr("Show fewer") : tr("Show all %n", nullptr, static_cast<int>(lines_.size()));
    more_->setText(action);
    describeControl(*more_, action, tr("What the model says of each word and region"));
}

void PredictionPanel::showMatch(const MatchScore& score, std::optional<double> before)
{
    number_->setText(probabilityText(score.probability));
    const double difference = before ? score.probability - *before : 0;
    const bool isChanged = before && isWorthShowing(difference);
    delta_->setVisible(isChanged);
    delta_->setText(differenceText(difference));
    bar_->setShare(score.probability, before);
    if (before) {
        sentence_->setText(tr("was %1 without interventions").arg(probabilityText(*before)));
    } else {
        sentence_->setText(score.probability >= 0.5 ? tr("the caption describes the image")
                                                    : tr("the caption does not fit the image"));
    }
}

void PredictionPanel::showStrategies(const Outputs& outputs,
                                     const Outputs* plain,
                                     const std::string& fusion)
{
    QList<FactsTable::Fact> rows;
    for (const MatchScore& score : outputs.match) {
        const std::optional<double> before = scoreIn(plain, score.id);
        QString value = probabilityText(score.probability);
        if (before) {
            value += QStringLiteral("   ") + differenceText(score.probability - *before);
        }
        const QString mark = score.id == fusion ? QStringLiteral("• ") : QString();
        rows.append({mark + engineText(score.name), value});
    }
    strategies_->setFacts(rows);
}

} // namespace attenscope
