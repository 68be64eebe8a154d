#include "ui/widgets/form_row.h"

#include <QGridLayout>
#include <QLabel>

#include "ui/widgets/appearance.h"
#include "ui/widgets/section.h"

namespace attenscope {

namespace {

constexpr int kNameWidth = 116;
constexpr int kRemarkWidth = 108; ///< so that the fields of all rows end at one line

} // namespace

FormRow::FormRow(const QString& name, QWidget* control, QWidget* parent)
    : QWidget(parent),
      control_(control),
      remark_(makeLabel(labelFont(), "label", this)),
      problem_(makeLabel(labelFont(), "error", this))
{
    auto* label = makeLabel(valueFont(), "prose", this);
    label->setText(name);
    label->setBuddy(control);
    label->setFixedWidth(kNameWidth);
    label->setFixedHeight(28);
    remark_->setAccessibleName(name);
    remark_->setFixedHeight(28);
    problem_->setWordWrap(true);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problem_->setAccessibleName(tr("What is wrong: %1").arg(name));
    problem_->hide();
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->addWidget(label, 0, 0, Qt::AlignTop);
    grid->addWidget(control, 0, 1);
    grid->addWidget(remark_, 0, 2);
    grid->addWidget(problem_, 1, 1, 1, 2);
    const bool isWide = control->sizePolicy().horizontalPolicy() == QSizePolicy::Expanding;
    grid->setColumnStretch(isWide ? 1 : 2, 1);
    if (isWide) {
        remark_->setMinimumWidth(kRemarkWidth);
    }
}

void FormRow::setRemark(const QString& remark)
{
    remark_->setText(remark);
}

void FormRow::setProblem(const QString& problem)
{
    problem_->setText(problem);
    problem_->setVisible(!problem.isEmpty());
    control_->setAccessibleDescription(problem);
}

QString FormRow::problem() const
{
    return problem_->text();
}

} // namespace attenscope
