// How a module's draft gets into the panel.
#include <QCheckBox>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "ui/figure/engine_text.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/form_row.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/labelled_combo.h"
#include "ui/widgets/module_panel.h"
#include "ui/widgets/path_field.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segments.h"

#include <algorithm>

namespace attenscope {

namespace {

QString shown(const std::string& text)
{
    return QString::fromStdString(escapedForDisplay(text));
}

QString gridText(const GridSize& grid)
{
    return QStringLiteral("%1 × %2").arg(grid.rows).arg(grid.columns);
}

QVariant gridData(const GridSize& grid)
{
    return QSize(static_cast<int>(grid.columns), static_cast<int>(grid.rows));
}

QString featuresText(const std::optional<FeatureFacts>& features)
{
    if (!features) {
        return {};
    }
    return features->grid
               ? ModulePanel::tr("%1 cells, %2 wide")
                     .arg(gridText(*features->grid))
                     .arg(features->width)
               : ModulePanel::tr("%1 rows, %2 wide").arg(features->rows).arg(features->width);
}

/// An error at the answer that it is about, whose file and option stand there already.
QString problemText(const ModuleProblem& problem)
{
    const ErrorInfo& error = problem.error;
    if (problem.isMissing()) {
        return ModulePanel::tr("Still to say: %1.").arg(shown(error.expected));
    }
    if (problem.field == ModuleField::Weights) {
        return QStringLiteral("%1  %2").arg(shown(describe(error)), shown(error.id));
    }
    QString text =
        ModulePanel::tr("Expected %1, found %2.").arg(shown(error.expected), shown(error.found));
    if (!error.remedy.empty()) {
        text += QLatin1Char(' ') + shown(error.remedy);
    }
    return text + QStringLiteral("  ") + shown(error.id);
}

void select(LabelledCombo* combo, const QVariant& data)
{
    combo->setCurrentIndex(data.isValid() ? combo->findData(data) : -1);
}

struct Item {
    QString text;
    QVariant data;
    QString remark{};
};

/// Leaves the list alone if it is the same: it may be open.
void fill(LabelledCombo* combo, const QList<Item>& items)
{
    bool isSame = combo->count() == items.size();
    for (int row = 0; isSame && row < combo->count(); ++row) {
        isSame = combo->itemText(row) == items[row].text && combo->itemData(row) == items[row].data;
    }
    if (isSame) {
        return;
    }
    combo->clear();
    for (const Item& item : items) {
        combo->addItem(item.text, item.data);
        if (!item.remark.isEmpty()) {
            combo->setItemRemark(combo->count() - 1, item.remark);
        }
    }
    combo->updateGeometry();
}

} // namespace

void ModulePanel::refresh()
{
    const ModuleSetup& setup = draft_->setup();
    const QString file = QString::fromStdString(setup.weights.string());
    file_->setText(shown(setup.weights.filename().string()));
    file_->setToolTip(file);
    query_->setPath(setup.query);
    context_->setPath(setup.context);
    value_->setPath(setup.value);
    mask_->setPath(setup.mask);
    showFacts();
    showChoices();
    showGrids();
    showProblems();
}

void ModulePanel::showFacts()
{
    const ModuleCheck& check = draft_->check();
    facts_->setVisible(check.place.has_value());
    if (check.place) {
        const ModulePlace& place = *check.place;
        const auto widths = [](Index one, Index other) {
            return one == other ? QString::number(one)
                                : QStringLiteral("%1, %2").arg(one).arg(other);
        };
        facts_->setFacts(
            {{tr("Form"), engineText(moduleFormName(place.form))},
             {tr("Query width"), QString::number(place.queryWidth)},
             {tr("All heads together"), widths(place.innerWidth, place.innerValueWidth)},
             {tr("Key width"), QString::number(place.keyWidth)},
             {tr("Output width"), QString::number(place.outputWidth)},
             {tr("Value width"), QString::number(place.valueWidth)}});
    }
    rowOf(ModuleField::Query)->setRemark(featuresText(check.query));
    rowOf(ModuleField::Context)->setRemark(featuresText(check.context));
    rowOf(ModuleField::Value)->setRemark(featuresText(check.value));
}

void ModulePanel::showChoices()
{
    const ModuleSetup& setup = draft_->setup();
    const ModuleCheck& check = draft_->check();
    QList<Item> prefixes;
    for (const std::string& prefix : check.prefixes) {
        prefixes << Item{prefix.empty() ? tr("(no prefix)") : shown(prefix),
                         QString::fromStdString(prefix)};
    }
    rowOf(ModuleField::Prefix)->setAsked(check.prefixes.size() > 1);
    fill(prefix_, prefixes);
    select(prefix_, setup.prefix ? QVariant(QString::fromStdString(*setup.prefix)) : QVariant());
    QList<Item> heads;
    for (const int count : check.place ? headCounts(*check.place) : std::vector<int>()) {
        heads << Item{QString::number(count), count,
                      tr("each %1 wide").arg(check.place->innerWidth / count)};
    }
    fill(heads_, heads);
    heads_->setEnabled(!heads.isEmpty());
    select(heads_, setup.heads ? QVariant(*setup.heads) : QVariant());
    side_->setCurrent(!check.asks ? -1 : *check.asks == Modality::Text ? 0 : 1);
    rowOf(ModuleField::Side)
        ->setRemark(check.asks && !setup.asks ? tr("by the form and the features") : QString());
    batchOrder_->setCurrentIndex(
        setup.batchOrder ? batchOrder_->findData(static_cast<int>(*setup.batchOrder)) : 0);
    maskMeaningRow_->setAsked(!setup.mask.empty());
    select(maskMeaning_, static_cast<int>(setup.maskMeaning));
    zeroAttention_->setVisible(check.place && check.place->form == ModuleForm::Torch);
    zeroAttention_->setChecked(setup.addsZeroAttention);
}

void ModulePanel::showGrids()
{
    const ModuleSetup setup = draft_->completed();
    const std::optional<FeatureFacts>& image = draft_->check().image();
    QList<Item> grids;
    if (image && image->grid) {
        grids << Item{gridText(*image->grid), gridData(*image->grid)};
    } else if (image) {
        for (const GridSize& grid : gridsOf(image->rows)) {
            grids << Item{gridText(grid), gridData(grid)};
        }
    }
    fill(grid_, grids);
    grid_->setEnabled(!grids.isEmpty());
    const std::optional<GridSize> grid = setup.grid ? setup.grid
                                         : image    ? image->grid
                                                    : std::nullopt;
    select(grid_, grid ? gridData(*grid) : QVariant());
    rowOf(ModuleField::Grid)
        ->setRemark(image && image->grid ? tr("the array's own") : tr("rows × columns"));
}

// What was not said yet is no mistake until someone wants to run.
void ModulePanel::showProblems()
{
    QString general;
    for (const Question& question : questions_) {
        question.row->setProblem({});
    }
    for (const ModuleProblem& problem : draft_->check().problems) {
        if (problem.isMissing() && !draft_->isInsisting()) {
            continue;
        }
        FormRow* row = rowOf(problem.field);
        if (row != nullptr) {
            row->setProblem(problemText(problem));
        } else {
            general = problemText(problem);
        }
    }
    general_->setText(general);
    general_->setVisible(!general.isEmpty());
}

void ModulePanel::updateIcons()
{
    const Theme& theme = themeOf(*this);
    QPalette palette = zeroAttention_->palette();
    palette.setColor(QPalette::Window, theme.text3); // what the box's outline is made of
    zeroAttention_->setPalette(palette);
    close_->setIcon(glyphIcon(Glyph::Close, theme.text2, theme.line));
}

void ModulePanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        updateIcons();
    }
    QFrame::changeEvent(event);
}

void ModulePanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT closed();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        run_->click();
    } else {
        QFrame::keyPressEvent(event);
    }
}

} // namespace attenscope
