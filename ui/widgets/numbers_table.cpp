#include "ui/widgets/numbers_table.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>

#include "ui/figure/fonts.h"
#include "ui/widgets/appearance.h"

#include <algorithm>

namespace attenscope {

namespace {

constexpr int kRowHeight = 24;
constexpr int kLeastNumberWidth = 46;
constexpr int kMostNumberWidth = 84;
constexpr int kAir = 12; ///< beside a number

} // namespace

NumbersTable::NumbersTable(const QStringList& headers, const QString& name, QWidget* parent)
    : QTableWidget(0, static_cast<int>(headers.size()), parent)
{
    setAccessibleName(name);
    setToolTip(name);
    setRole(*this, "numbers");
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
    fitColumns();
    updateGeometry();
}

/// Numbers as wide as they need, and wider where the names leave room.
void NumbersTable::fitColumns()
{
    const QFontMetrics metrics(figureFont(12, QFont::DemiBold));
    int names = metrics.horizontalAdvance(horizontalHeaderItem(0)->text());
    QList<int> widths(columnCount(), kLeastNumberWidth);
    for (int row = 0; row < rowCount(); ++row) {
        names = std::max(names, metrics.horizontalAdvance(item(row, 0)->text()));
        for (int column = 1; column < columnCount(); ++column) {
            widths[column] = std::max(widths[column],
                                      metrics.horizontalAdvance(item(row, column)->text()) + kAir);
        }
    }
    int room = width() - names - kAir;
    for (int column = 1; column < columnCount(); ++column) {
        room -= widths[column];
    }
    const int more = std::max(0, room) / std::max(1, columnCount() - 1);
    for (int column = 1; column < columnCount(); ++column) {
        const int wide =
            std::max(widths[column], std::min(kMostNumberWidth, widths[column] + more));
        horizontalHeader()->resizeSection(column, wide);
    }
}

void NumbersTable::resizeEvent(QResizeEvent* event)
{
    QTableWidget::resizeEvent(event);
    fitColumns();
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
