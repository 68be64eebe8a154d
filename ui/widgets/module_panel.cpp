#include "ui/widgets/module_panel.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/appearance.h"
#include "ui/widgets/form_row.h"
#include "ui/widgets/labelled_combo.h"
#include "ui/widgets/path_field.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segments.h"

#include <algorithm>

namespace attenscope {

namespace {

constexpr int kWidth = 720;
constexpr int kPadding = 24;

LabelledCombo* makeCombo(const QString& name, const QString& toolTip)
{
    auto* combo = new LabelledCombo(QString(), toolTip);
    combo->setAccessibleName(name);
    combo->setMinimumWidth(200);
    return combo;
}

} // namespace

ModulePanel::ModulePanel(ModuleDraft* draft, QWidget* parent)
    : QFrame(parent),
      draft_(draft),
      file_(makeLabel(labelFont(), "label", this)),
      close_(new QToolButton(this)),
      facts_(new FactsTable(2, this)),
      general_(makeLabel(labelFont(), "error", this))
{
    setRole(*this, "card");
    setMaximumWidth(kWidth);
    setAccessibleName(tr("Open a module"));
    auto* title = makeLabel(titleFont(), "title", this);
    title->setText(tr("A cross-attention module"));
    file_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    file_->setAccessibleName(tr("The module's file"));
    close_->setFocusPolicy(Qt::StrongFocus);
    setRole(*close_, "flat");
    describeControl(*close_, tr("Close"), tr("Go back to the last result (Esc)"));
    auto* heading = new QHBoxLayout;
    heading->setSpacing(10);
    heading->addWidget(title);
    heading->addWidget(file_, 1);
    heading->addWidget(close_);
    auto* prose = makeLabel(labelFont(), "prose", this);
    prose->setText(tr("So much its weights tell. The rest is asked once and remembered for this "
                      "file."));
    prose->setWordWrap(true);
    general_->setWordWrap(true);
    general_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    general_->setAccessibleName(tr("What is wrong with the file"));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kPadding, 12, kPadding, 16);
    column->setSpacing(7);
    column->addLayout(heading);
    column->addWidget(facts_);
    column->addWidget(prose);
    column->addWidget(general_);
    buildFiles();
    buildChoices();
    column->addSpacing(4);
    buildButtons();
    connectFields();
    updateIcons();
    connect(draft_, &ModuleDraft::opened, this, [this] { refresh(); });
    connect(draft_, &ModuleDraft::checked, this, [this] { refresh(); });
    connect(draft_, &ModuleDraft::notReady, this, &ModulePanel::focusFirst);
}

FormRow* ModulePanel::addRow(ModuleField field, const QString& name, QWidget* control)
{
    auto* row = new FormRow(name, control, this);
    questions_.push_back({field, row, control});
    layout()->addWidget(row);
    return row;
}

FormRow* ModulePanel::rowOf(ModuleField field) const
{
    const auto found = std::find_if(questions_.begin(), questions_.end(),
                                    [&](const Question& one) { return one.field == field; });
    return found == questions_.end() ? nullptr : found->row;
}

void ModulePanel::buildFiles()
{
    const QString arrays = tr("Arrays (*.npy *.npz *.safetensors)");
    const QString named = tr("NPY, NPZ or safetensors; FILE:NAME picks one array of several");
    prefix_ = makeCombo(tr("Module"), tr("Which of the file's modules, by the start of its names"));
    query_ =
        new PathField(tr("Query features"), tr("The features that ask. %1").arg(named), arrays);
    context_ = new PathField(tr("Context features"),
                             tr("The features that are looked at. %1").arg(named), arrays);
    value_ = new PathField(tr("Value features"), tr("The features that are mixed. %1").arg(named),
                           arrays);
    value_->edit()->setPlaceholderText(tr("the context"));
    addRow(ModuleField::Prefix, tr("Module"), prefix_);
    addRow(ModuleField::Query, tr("Query features"), query_);
    addRow(ModuleField::Context, tr("Context features"), context_);
    addRow(ModuleField::Value, tr("Value features"), value_);
}

void ModulePanel::buildChoices()
{
    heads_ = makeCombo(tr("Heads"), tr("How many heads share the module's width"));
    heads_->setPlaceholderText(tr("How many?"));
    side_ = new Segments(tr("Query is"));
    side_->setItems({{tr("text"), tr("The query's rows are words, the context is an image")},
                     {tr("image"), tr("The query's rows are an image, the context's are words")}});
    grid_ = makeCombo(tr("Image grid"), tr("Rows × columns: how the image's rows lie on it"));
    grid_->setPlaceholderText(tr("after the features"));
    batchOrder_ = makeCombo(tr("Batch axis"), tr("Which of three axes counts samples"));
    batchOrder_->addItem(tr("the axis of size 1"));
    batchOrder_->addItem(tr("first"), static_cast<int>(BatchOrder::First));
    batchOrder_->addItem(tr("second, as in torch"), static_cast<int>(BatchOrder::Second));
    mask_ = new PathField(tr("Mask"),
                          tr("Over the keys, or queries and keys: booleans, or numbers to add"),
                          tr("Arrays (*.npy *.npz *.safetensors)"));
    mask_->edit()->setPlaceholderText(tr("none"));
    maskMeaning_ = makeCombo(tr("True means"), tr("What true means in a mask of booleans"));
    maskMeaning_->addItem(tr("hide the key, as in torch"),
                          static_cast<int>(MaskMeaning::TrueHides));
    maskMeaning_->addItem(tr("keep the key"), static_cast<int>(MaskMeaning::TrueKeeps));
    zeroAttention_ = new QCheckBox(tr("made with add_zero_attn"));
    zeroAttention_->setFont(valueFont());
    zeroAttention_->setFixedHeight(28);
    describeControl(*zeroAttention_, tr("Made with add_zero_attn"),
                    tr("One more key and value of zeros; the weights don't tell"));
    auto* headsAnswer = new QWidget;
    headsAnswer->setFocusProxy(heads_);
    auto* headsRow = new QHBoxLayout(headsAnswer);
    headsRow->setContentsMargins(0, 0, 0, 0);
    headsRow->setSpacing(16);
    headsRow->addWidget(heads_);
    headsRow->addWidget(zeroAttention_);
    headsRow->addStretch(1);
    addRow(ModuleField::Heads, tr("Heads"), headsAnswer);
    addRow(ModuleField::Side, tr("Query is"), side_);
    addRow(ModuleField::Grid, tr("Image grid"), grid_);
    layout()->addWidget(new FormRow(tr("Batch axis"), batchOrder_, this));
    addRow(ModuleField::Mask, tr("Mask"), mask_);
    layout()->addWidget(maskMeaningRow_ = new FormRow(tr("True means"), maskMeaning_, this));
}

void ModulePanel::buildButtons()
{
    run_ = new QPushButton(tr("Run"), this);
    run_->setFont(valueFont());
    run_->setFixedHeight(32);
    run_->setMinimumWidth(96);
    setRole(*run_, "primary");
    describeControl(*run_, tr("Run the module"), tr("Run the module on these features (Enter)"));
    copy_ = new QPushButton(tr("Copy as command"), this);
    copy_->setFont(valueFont());
    copy_->setFixedHeight(32);
    describeControl(*copy_, tr("Copy as command"), tr("Copy the command line that runs the same"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch(1);
    row->addWidget(copy_);
    row->addWidget(run_);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void ModulePanel::connectFields()
{
    for (LabelledCombo* combo : {prefix_, heads_, grid_, batchOrder_, maskMeaning_}) {
        connect(combo, &QComboBox::activated, this, &ModulePanel::change);
    }
    for (PathField* field : {query_, context_, value_, mask_}) {
        connect(field, &PathField::changed, this, &ModulePanel::change);
        connect(field, &PathField::accepted, run_, &QPushButton::click);
    }
    connect(side_, &Segments::chosen, this, &ModulePanel::change);
    connect(zeroAttention_, &QCheckBox::clicked, this, &ModulePanel::change);
    connect(run_, &QPushButton::clicked, this, [this] { draft_->prepareRun(answers()); });
    connect(copy_, &QPushButton::clicked, this, &ModulePanel::copyRequested);
    connect(close_, &QToolButton::clicked, this, &ModulePanel::closed);
}

ModuleSetup ModulePanel::answers() const
{
    ModuleSetup setup = draft_->setup();
    const bool hasOtherFeatures =
        query_->path() != setup.query || context_->path() != setup.context;
    setup.query = query_->path();
    setup.context = context_->path();
    setup.value = value_->path();
    setup.mask = mask_->path();
    if (prefix_->currentIndex() >= 0 && draft_->check().prefixes.size() > 1) {
        setup.prefix = prefix_->currentData().toString().toStdString();
    }
    if (heads_->currentIndex() >= 0) {
        setup.heads = heads_->currentData().toInt();
    }
    const QVariant order = batchOrder_->currentData();
    setup.batchOrder =
        order.isValid() ? std::optional(static_cast<BatchOrder>(order.toInt())) : std::nullopt;
    setup.maskMeaning = static_cast<MaskMeaning>(maskMeaning_->currentData().toInt());
    setup.addsZeroAttention = zeroAttention_->isChecked();
    if (hasOtherFeatures) {
        setup.grid.reset(); // it was that of others
    }
    return setup;
}

// The side and the grid are shown before anybody chose them, so only a choice sets them.
void ModulePanel::change()
{
    ModuleSetup setup = answers();
    if (sender() == side_) {
        setup.asks = side_->current() == 0 ? Modality::Text : Modality::Image;
        setup.grid.reset(); // it was the other side's
    } else if (sender() == grid_) {
        const QSize grid = grid_->currentData().toSize();
        setup.grid = GridSize{.rows = grid.height(), .columns = grid.width()};
    }
    draft_->change(setup);
}

bool ModulePanel::takeFeatures(const std::string& file)
{
    PathField* field = query_->path().empty()     ? query_
                       : context_->path().empty() ? context_
                                                  : nullptr;
    if (field == nullptr) {
        return false;
    }
    field->setPath(file);
    change();
    return true;
}

void ModulePanel::focusFirst()
{
    const std::vector<ModuleProblem>& problems = draft_->check().problems;
    const auto hasProblem = [&](const Question& question) {
        return std::any_of(problems.begin(), problems.end(), [&](const ModuleProblem& problem) {
            return problem.field == question.field;
        });
    };
    const auto found = std::find_if(questions_.begin(), questions_.end(), hasProblem);
    QWidget* control = found == questions_.end() ? run_ : found->control;
    if (control == side_) {
        control = side_->findChild<QAbstractButton*>();
    }
    control->setFocus(Qt::ShortcutFocusReason);
    Q_EMIT focusMoved(control);
}

} // namespace attenscope
