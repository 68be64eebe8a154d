#include "ui/widgets/stepping_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/figure/colour_table.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/scale_text.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/choice_names.h"
#include "ui/widgets/display_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/labelled_combo.h"
#include "ui/widgets/section.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/stepper.h"

#include <string_view>

namespace attenscope {

SteppingBar::SteppingBar(QWidget* parent)
    : QFrame(parent),
      layer_(new Stepper(tr("Layer"), tr("PgUp, PgDn"), this)),
      play_(new QToolButton(this)),
      head_(new Stepper(tr("Head"), tr("[ and ]"), this)),
      together_(new Segments(tr("Heads together"), this)),
      scale_(new LabelledCombo(
          tr("Scale"), tr("How weights become colours; the colour bar has the numbers (N)"), this)),
      special_(new LabelledCombo(
          tr("Special tokens"),
          tr("What happens to the weight on [CLS], [SEP] and a class unit; hidden mass is printed"),
          this)),
      rows_(new LabelledCombo(
          tr("Rows"),
          tr("A row of the joint matrix as it is, or divided by the part of it that lies on this "
             "side"),
          this)),
      colours_(new LabelledCombo(tr("Colours"), tr("Colour table of the maps"), this)),
      cells_(new Segments(tr("Cells or smooth"), this))
{
    setRole(*this, "row");
    setMinimumHeight(48);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    addGroup(tr("Layer"), layer_);
    play_->setFixedSize(28, 28);
    play_->setFocusPolicy(Qt::StrongFocus);
    setRole(*play_, "square");
    connect(play_, &QToolButton::clicked, this, &SteppingBar::playRequested);
    layout->addWidget(play_);
    updatePlayButton();
    layout->addSpacing(12);
    addGroup(tr("Head"), head_);
    layout->addSpacing(4);
    layout->addWidget(together_);
    layout->addStretch(1);
    layout->addWidget(scale_);
    layout->addWidget(special_);
    layout->addWidget(rows_);
    layout->addWidget(colours_);
    layout->addWidget(cells_);
    buildChoices();
    connect(layer_, &Stepper::stepped, this, &SteppingBar::layerStepped);
    connect(head_, &Stepper::stepped, this, &SteppingBar::headStepped);
}

void SteppingBar::setPlaying(bool isPlaying)
{
    isPlaying_ = isPlaying;
    updatePlayButton();
}

void SteppingBar::updatePlayButton()
{
    const Theme& theme = themeOf(*this);
    play_->setIcon(glyphIcon(isPlaying_ ? Glyph::Pause : Glyph::Play, theme.text2, theme.line));
    describeControl(*play_, isPlaying_ ? tr("Stop playing") : tr("Play through the layers"),
                    tr("Go through the layers, one after the other (Space)"));
}

void SteppingBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        updatePlayButton();
    }
    QFrame::changeEvent(event);
}

void SteppingBar::addGroup(const QString& label, QWidget* widget)
{
    auto* name = makeLabel(labelFont(), "label", this);
    name->setText(label);
    layout()->addWidget(name);
    layout()->addWidget(widget);
}

void SteppingBar::buildChoices()
{
    QList<Segments::Item> items{{tr("one"), tr("One head alone")}};
    for (const AggregationInfo& info : aggregations()) {
        items.append({engineText(info.name),
                      tr("All heads of the layer: %1").arg(engineText(info.formula))});
    }
    together_->setItems(items);
    connect(together_, &Segments::chosen, this, [this](int index) {
        if (index == 0) {
            Q_EMIT oneHeadChosen();
        } else {
            const auto& info = aggregations()[static_cast<std::size_t>(index - 1)];
            Q_EMIT aggregationChosen(std::string(info.id));
        }
    });

    for (const auto& [scale, name] : scaleChoices()) {
        scale_->addItem(name, static_cast<int>(scale));
    }
    connect(scale_, &QComboBox::activated, this, [this] {
        change([this](FigureStyle& style) {
            style.scale = static_cast<Scale>(scale_->currentData().toInt());
        });
    });
    for (const auto& [special, name] : specialTokenChoices()) {
        special_->addItem(name, static_cast<int>(special));
    }
    connect(special_, &QComboBox::activated, this, [this] {
        Q_EMIT specialTokensChosen(static_cast<SpecialTokens>(special_->currentData().toInt()));
    });
    for (const auto& [rows, name] : jointRowChoices()) {
        rows_->addItem(name, static_cast<int>(rows));
    }
    connect(rows_, &QComboBox::activated, this, [this] {
        Q_EMIT jointRowsChosen(static_cast<JointRows>(rows_->currentData().toInt()));
    });
    fillColours();
    connect(colours_, &QComboBox::activated, this, [this] {
        change([this](FigureStyle& style) {
            setTable(style, colourTable(colours_->currentData().toString().toStdString()));
        });
    });
    cells_->setItems({{tr("Cells"), tr("One colour per patch, as the model has it (I)")},
                      {tr("Smooth"), tr("Interpolated between the patches' centres (I)")}});
    connect(cells_, &Segments::chosen, this, [this](int index) {
        change([index](FigureStyle& style) { style.isSmooth = index == 1; });
    });
}

// Scales with a middle have signed tables, the others have those for weights.
void SteppingBar::fillColours()
{
    QList<const ColourTable*> fitting;
    for (const ColourTable& table : colourTables()) {
        if (fitsScale(table, content_.style.scale)) {
            fitting << &table;
        }
    }
    const bool isSame = colours_->count() == fitting.size() &&
                        colours_->itemData(0).toString() == displayText(fitting.front()->id);
    if (isSame) { // an open list would close
        return;
    }
    colours_->clear();
    for (const ColourTable* table : fitting) {
        colours_->addItem(engineText(table->name), displayText(table->id));
    }
}

void SteppingBar::change(const std::function<void(FigureStyle&)>& edit)
{
    FigureStyle style = content_.style;
    edit(style);
    Q_EMIT styleChosen(style);
}

void SteppingBar::setContent(const Content& content)
{
    content_ = content;
    play_->setEnabled(content.size.layers > 1);
    layer_->setState(content.size.layers, content.size.layers > 0 ? content.layer : -1);
    head_->setState(content.size.heads, content.head.value_or(-1), tr("all"));
    int index = 0;
    for (std::size_t i = 0; !content.head && i < aggregations().size(); ++i) {
        if (aggregations()[i].id == content.aggregation) {
            index = static_cast<int>(i) + 1;
        }
    }
    together_->setCurrent(index);
    together_->setEnabled(content.size.heads > 0);
    for (int row = 0; row < scale_->count(); ++row) {
        const auto scale = static_cast<Scale>(scale_->itemData(row).toInt());
        if (content.isSimilarity && scaleInfo(scale).needsWeights) {
            scale_->refuseItem(row, tr("Of weights alone; these are cosine similarities"));
        } else {
            scale_->allowItem(row, scaleMeaning(scale));
        }
    }
    scale_->setCurrentIndex(scale_->findData(static_cast<int>(content.style.scale)));
    special_->setCurrentIndex(special_->findData(static_cast<int>(content.special)));
    rows_->setVisible(content.isJoint);
    rows_->setCurrentIndex(rows_->findData(static_cast<int>(content.jointRows)));
    fillColours();
    colours_->setCurrentIndex(colours_->findData(displayText(tableOf(content.style).id)));
    cells_->setCurrent(content.style.isSmooth ? 1 : 0);
}

} // namespace attenscope
