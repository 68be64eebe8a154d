#include "ui/widgets/numbers_table.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"

namespace attenscope {

namespace {

constexpr int kRowHeight = 24;
constexpr int kNumberWidth = 84;

} // namespace

NumbersTable::NumbersTable(const QStringList& headers, const QString& name, QWidget* parent)
    : QTableWidget(0, static_cast<int>(headers.size()), parent)
{
    setAccessibleName(name);
    setToolTip(name);
    setFont(labelFont());
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::ContiguousSelection);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    verticalHeader()->setMinimumSectionSize(kRowHeight);
    setHorizontalHeaderLabels(headers);
    QHeaderView* header = horizontalHeader();
    header->setFont(labelFont());
    header->setHighlightSections(false);
    header->setSectionsClickable(false);
    header->setFixedHeight(kRowHeight);
    header->setMinimumSectionSize(48);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int column = 1; column < columnCount(); ++column) {
        header->resizeSection(column, kNumberWidth);
        horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    horizontalHeaderItem(0)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void NumbersTable::setRows(const QList<Row>& rows)
{
    setRowCount(static_cast<int>(rows.size()));
    for (int row = 0; row < rowCount(); ++row) {
        for (int column = 0; column < columnCount(); ++column) {
            auto* item = new QTableWidgetItem(rows[row].texts.value(column));
            const bool isName = column == 0;
            const bool isLast = column == columnCount() - 1;
            item->setTextAlignment((isName ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            item->setFont(figureFont(12, isLast && !isName ? QFont::DemiBold : QFont::Normal));
            item->setToolTip(rows[row].toolTip.isEmpty() ? item->text() : rows[row].toolTip);
            setItem(row, column, item);
        }
    }
    updateGeometry();
}

QSize NumbersTable::sizeHint() const
{
    return {320, kRowHeight * (rowCount() + 1) + 2};
}

QSize NumbersTable::minimumSizeHint() const
{
    return {180, sizeHint().height()};
}

bool NumbersTable::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        event->accept(); // the window's own command copies the figure
        return true;
    }
    return QTableWidget::event(event);
}

// Ctrl+C gives what is selected, or all of it, as columns with tabs between them.
void NumbersTable::keyPressEvent(QKeyEvent* event)
{
    if (!event->matches(QKeySequence::Copy)) {
        return QTableWidget::keyPressEvent(event);
    }
    QStringList lines;
    const bool isAll = selectedItems().size() < 2;
    for (int row = 0; row < rowCount(); ++row) {
        QStringList texts;
        for (int column = 0; column < columnCount(); ++column) {
            if (isAll || item(row, column)->isSelected()) {
                texts << item(row, column)->text();
            }
        }
        if (!texts.isEmpty()) {
            lines << texts.join(QLatin1Char('\t'));
        }
    }
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

} // namespace attenscope
