#include "ui/widgets/model_panel.h"

#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include "engine/models/bare_module.h"
#include "ui/figure/engine_text.h"
#include "ui/figure/figure_text.h"
#include "ui/widgets/appearance.h"

#include <filesystem>

namespace attenscope {

namespace {

/// "0.4 M" for people.
QString countText(std::uint64_t count)
{
    const auto number = static_cast<double>(count);
    if (count >= 1'000'000'000) {
        return ModelPanel::tr("%1 G").arg(number / 1e9, 0, 'f', 1);
    }
    if (count >= 1'000'000) {
        return ModelPanel::tr("%1 M").arg(number / 1e6, 0, 'f', 1);
    }
    return ModelPanel::tr("%1 k").arg(number / 1e3, 0, 'f', 0);
}

/// Where text and image meet: "2 × 4" layers × heads of the first such stack.
QString sizeOf(const std::vector<StackInfo>& stacks)
{
    for (const StackInfo& stack : stacks) {
        if (stack.kind.starts_with("cross") || stack.kind.starts_with("joint")) {
            return QStringLiteral("%1 × %2").arg(stack.layers).arg(stack.heads);
        }
    }
    return stacks.empty()
               ? QStringLiteral("—")
               : QStringLiteral("%1 × %2").arg(stacks.front().layers).arg(stacks.front().heads);
}

} // namespace

ModelPanel::ModelPanel(QWidget* parent)
    : Section(tr("Model"), parent),
      change_(new QToolButton(this)),
      facts_(new FactsTable(1, this)),
      lines_(makeLabel(labelFont(), "label", this)),
      notice_(makeLabel(labelFont(), "prose", this))
{
    setRole(*change_, "flat");
    change_->setText(tr("Change…"));
    change_->setFont(labelFont());
    change_->setFocusPolicy(Qt::StrongFocus);
    describeControl(*change_, tr("Change the module's answers"),
                    tr("Its features, heads, grid and mask"));
    connect(change_, &QToolButton::clicked, this, &ModelPanel::changeRequested);
    change_->hide();
    titleRow()->addWidget(change_);
    for (QLabel* label : {lines_, notice_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    lines_->setAccessibleName(tr("Facts about the model"));
    notice_->setAccessibleName(tr("Notice about the model"));
    body()->addWidget(facts_);
    body()->addWidget(lines_);
    body()->addWidget(notice_);
}

void ModelPanel::setModel(const ModelInfo& info, const std::vector<StackInfo>& stacks)
{
    const bool isModule = info.family == kBareModuleFamily;
    change_->setVisible(isModule);
    QList<FactsTable::Fact> facts{
        {tr("Family"), QString::fromStdString(info.family)},
        {tr("Layers × heads"), sizeOf(stacks)},
        {tr("Parameters"), countText(info.parameters)},
    };
    if (!isModule) { // a module's sizes are those of its features

        facts.append(
            {tr("Input"), info.needsRegions
                              ? tr("regions")
                              : tr("%1 × %2 px").arg(info.imageWidth).arg(info.imageHeight)});
    }
    if (!info.tokenizer.empty()) {
        const std::filesystem::path folder(info.tokenizer);
        facts.append({tr("Tokenizer"), QString::fromStdString(folder.filename().string())});
    }
    const std::optional<std::string> digest = info.digest.known();
    facts.append({tr("Digest"), digest ? shortDigest(*digest) : tr("being computed")});
    facts_->setFacts(facts);
    QStringList lines;
    if (isModule) {
        lines << engineText(info.architecture);
    }
    for (const std::string& fact : info.facts) {
        lines << engineText(fact);
    }
    lines_->setText(lines.join(QLatin1Char('\n')));
    lines_->setVisible(!lines.isEmpty());
    notice_->setText(engineText(info.notice));
    notice_->setVisible(!info.notice.empty());
}

} // namespace attenscope
