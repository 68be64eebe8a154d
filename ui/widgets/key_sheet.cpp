#include "ui/widgets/key_sheet.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/figure/fonts.h"
#include "ui/widgets/actions.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/section.h"

#include <array>
#include <utility>
#include <vector>

namespace attenscope {

namespace {

struct Row {
    QString keys;
    QString text;
};

struct Group {
    QString name;
    std::vector<Row> rows;
};

std::vector<Group> groupsOf(const Actions& actions)
{
    std::vector<Group> groups;
    for (const ActionInfo& command : actions.commands()) {
        const QString keys = actions.keyText(command.id);
        if (keys.isEmpty()) {
            continue;
        }
        if (groups.empty() || groups.back().name != command.group) {
            groups.push_back({.name = command.group, .rows = {}});
        }
        groups.back().rows.push_back({keys, plainText(command)});
    }
    return groups;
}

Group mouseGroup()
{
    return {
        .name = KeySheet::tr("Mouse and field"),
        .rows = {{KeySheet::tr("click"), KeySheet::tr("Choose a word, patch or head")},
                 {KeySheet::tr("Shift+click"), KeySheet::tr("Choose several")},
                 {KeySheet::tr("right click"), KeySheet::tr("Mask it, switch it off")},
                 {KeySheet::tr("wheel"), KeySheet::tr("Zoom")},
                 {KeySheet::tr("middle button"), KeySheet::tr("Move the image; also Ctrl+drag")},
                 {KeySheet::tr("Enter"), KeySheet::tr("Run the caption")}}};
}

void addGroup(QGridLayout& grid, int& line, const Group& group, QWidget* parent)
{
    auto* name = makeLabel(figureFont(12, QFont::DemiBold), "value", parent);
    name->setText(group.name);
    name->setContentsMargins(0, line == 0 ? 0 : 10, 0, 2);
    grid.addWidget(name, line++, 0, 1, 2);
    for (const Row& row : group.rows) {
        auto* keys = makeLabel(labelFont(), "value", parent);
        keys->setText(row.keys);
        auto* text = makeLabel(labelFont(), "prose", parent);
        text->setText(row.text);
        grid.addWidget(keys, line, 0);
        grid.addWidget(text, line++, 1);
    }
}

} // namespace

KeySheet::KeySheet(Actions& actions, QWidget& window)
    : OverlayPanel(tr("Keys"), window),
      actions_(actions),
      area_(new QScrollArea(this)),
      change_(new QPushButton(tr("Change keys…"), this))
{
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    area_->setFocusPolicy(Qt::NoFocus);
    auto* foot = new QHBoxLayout;
    auto* note = makeLabel(labelFont(), "label", this);
    note->setText(tr("Keys without Ctrl act where no text field has the focus."));
    describeControl(*change_, tr("Change keys"), tr("Give commands other keys"));
    foot->addWidget(note, 1);
    foot->addWidget(change_);
    body()->addWidget(area_, 1);
    body()->addLayout(foot);
    connect(change_, &QPushButton::clicked, this, [this] {
        closePanel();
        Q_EMIT changeRequested();
    });
}

QSize KeySheet::wantedSize() const
{
    const QSize around(64, 136); // edges, scroll bar, title and foot
    return area_->widget()->sizeHint() + around;
}

QWidget* KeySheet::firstFocus()
{
    return change_;
}

void KeySheet::open()
{
    area_->setWidget(makeSheet());
    OverlayPanel::open();
}

/// Groups one below the other in three columns of about equal height.
QWidget* KeySheet::makeSheet() const
{
    constexpr std::size_t kColumns = 3;
    auto* sheet = new QWidget;
    setRole(*sheet, "column");
    auto* columns = new QHBoxLayout(sheet);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(32);
    std::vector<Group> groups = groupsOf(actions_);
    groups.push_back(mouseGroup());
    std::size_t lines = 0;
    for (const Group& group : groups) {
        lines += group.rows.size() + 2;
    }
    std::size_t taken = 0;
    QGridLayout* grid = nullptr;
    int line = 0;
    std::size_t column = 0;
    for (const Group& group : groups) {
        const std::size_t size = group.rows.size() + 2;
        if (!grid || (taken + size / 2 > lines * column / kColumns && column < kColumns)) {
            auto* stack = new QVBoxLayout;
            grid = new QGridLayout;
            grid->setHorizontalSpacing(16);
            grid->setVerticalSpacing(4);
            grid->setColumnStretch(1, 1);
            stack->addLayout(grid);
            stack->addStretch(1);
            columns->addLayout(stack, 1);
            line = 0;
            ++column;
        }
        addGroup(*grid, line, group, sheet);
        taken += size;
    }
    return sheet;
}

} // namespace attenscope
