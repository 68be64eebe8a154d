#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/golden_trace.h"
#include "ui/widgets/full_matrix_view.h"

#include <memory>

using namespace attenscope;

namespace {

FullMatrixView::Content joint(SpecialTokens special = SpecialTokens::Hide)
{
    Selection selection;
    selection.kind = "joint_self";
    selection.special = special;
    FullMatrixView::Content content;
    content.trace = std::make_shared<Trace>(goldenTrace());
    content.matrix = std::make_shared<AttentionMatrix>(
        attentionMatrix(*content.trace, selection, MatrixBlocks::All));
    content.range = matrixRange(*content.matrix, Scale::Shared);
    content.title = "Text and image → text and image";
    content.unit = "attention weight";
    content.focus = {{.isImage = false, .index = 2}};
    return content;
}

} // namespace

class FullMatrixViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void pointing_tells_query_and_key();
    void a_click_chooses_the_rows_query();
    void a_drag_moves_and_chooses_nothing();
    void the_wheel_keeps_the_cell_under_the_pointer();
    void zoom_ends_at_readable_numbers_and_fit_comes_back();
    void arrows_move_the_cell_and_enter_chooses_its_row();
    void leaving_ends_pointing();
    void a_screen_reader_gets_rows_columns_and_numbers();
    void without_a_matrix_the_reason_is_shown();

private:
    QPoint middleOf(int row, int column) const
    {
        return view_->matrixLayout().cell(row, column).center().toPoint();
    }

    std::unique_ptr<FullMatrixView> view_;
};

void FullMatrixViewTest::init()
{
    view_ = std::make_unique<FullMatrixView>();
    view_->resize(700, 560);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    view_->setContent(joint());
}

void FullMatrixViewTest::pointing_tells_query_and_key()
{
    QSignalSpy pointed(view_.get(), &FullMatrixView::cellPointed);
    QTest::mouseMove(view_.get(), middleOf(3, 7));
    QCOMPARE(view_->pointed(), std::optional(TablePlace{3, 7}));
    const auto query = pointed.last()[0].value<std::optional<MatrixItem>>();
    const auto key = pointed.last()[1].value<std::optional<MatrixItem>>();
    QVERIFY(query && !query->isImage && query->index == 3);
    QVERIFY(key && key->isImage && key->index == 2);
}

void FullMatrixViewTest::a_click_chooses_the_rows_query()
{
    QSignalSpy chosen(view_.get(), &FullMatrixView::queryChosen);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, middleOf(3, 1));
    QCOMPARE(chosen.last()[0].value<MatrixItem>().index, 3);
    QVERIFY(!chosen.last()[0].value<MatrixItem>().isImage);
    QCOMPARE(chosen.last()[1].toBool(), false);
    QTest::mouseClick(view_.get(), Qt::LeftButton, Qt::ShiftModifier, middleOf(6, 1));
    QCOMPARE(chosen.last()[0].value<MatrixItem>().index, 1); // unit 1
    QVERIFY(chosen.last()[0].value<MatrixItem>().isImage);
    QCOMPARE(chosen.last()[1].toBool(), true);
    const MatrixLayout& layout = view_->matrixLayout(); // its name is a part of the row
    QTest::mouseClick(view_.get(), Qt::LeftButton, {},
                      QPoint(static_cast<int>(layout.rowNames.right()) - 20, middleOf(2, 0).y()));
    QCOMPARE(chosen.last()[0].value<MatrixItem>().index, 2);
    QCOMPARE(chosen.count(), 3);
}

void FullMatrixViewTest::a_drag_moves_and_chooses_nothing()
{
    view_->zoomBy(1e6);
    QVERIFY(view_->matrixLayout().x.contentLength() > view_->matrixLayout().x.length);
    const qreal before = view_->matrixLayout().x.scroll;
    QSignalSpy chosen(view_.get(), &FullMatrixView::queryChosen);
    const QPoint middle = view_->matrixLayout().cells.center().toPoint();
    QTest::mousePress(view_.get(), Qt::LeftButton, {}, middle);
    QTest::mouseMove(view_.get(), middle + QPoint(-20, 0));
    QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, middle + QPoint(-20, 0));
    QCOMPARE(chosen.count(), 0);
    QVERIFY(std::abs(view_->matrixLayout().x.scroll - before - 20) < 1.5);
}

void FullMatrixViewTest::the_wheel_keeps_the_cell_under_the_pointer()
{
    view_->resize(400, 320); // too small for numbers in all of it
    view_->zoomBy(2); // what fits whole can't be moved
    const QRectF cells = view_->matrixLayout().cells;
    const QPointF middle = cells.center() + QPointF(cells.width() / 5, cells.height() / 5);
    const int column = view_->matrixLayout().x.itemAt(middle.x()).value();
    const int row = view_->matrixLayout().y.itemAt(middle.y()).value();
    const double zoom = view_->zoom();
    const QPointF where = view_->matrixLayout().cell(row, column).center();
    QWheelEvent wheel(where, view_->mapToGlobal(where), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view_.get(), &wheel);
    QVERIFY(view_->zoom() > zoom);
    QCOMPARE(view_->matrixLayout().x.itemAt(where.x()), std::optional(column));
    QCOMPARE(view_->matrixLayout().y.itemAt(where.y()), std::optional(row));
}

void FullMatrixViewTest::zoom_ends_at_readable_numbers_and_fit_comes_back()
{
    QVERIFY(!view_->matrixLayout().hasNumbers());
    view_->zoomBy(1e9);
    QVERIFY(view_->matrixLayout().hasNumbers());
    QCOMPARE(view_->zoom(), view_->largestZoom());
    view_->zoomBy(1e-9);
    QCOMPARE(view_->zoom(), 1.0);
    view_->zoomBy(2);
    view_->fit();
    QCOMPARE(view_->zoom(), 1.0);
    QCOMPARE(view_->matrixLayout().x.scroll, 0.0);
}

void FullMatrixViewTest::arrows_move_the_cell_and_enter_chooses_its_row()
{
    view_->zoomBy(1e9);
    QSignalSpy chosen(view_.get(), &FullMatrixView::queryChosen);
    QTest::keyClick(view_.get(), Qt::Key_Down); // from the row in focus
    QCOMPARE(view_->pointed(), std::optional(TablePlace{2, 0}));
    QTest::keyClick(view_.get(), Qt::Key_Down);
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QCOMPARE(view_->pointed(), std::optional(TablePlace{3, 1}));
    QTest::keyClick(view_.get(), Qt::Key_End);
    QCOMPARE(view_->pointed()->column, 9);
    const QRectF cell = view_->matrixLayout().cell(3, 9);
    QVERIFY(
        view_->matrixLayout().cells.adjusted(-1, -1, 1, 1).contains(cell)); // brought into sight
    QTest::keyClick(view_.get(), Qt::Key_Return);
    QCOMPARE(chosen.last()[0].value<MatrixItem>().index, 3);
}

void FullMatrixViewTest::leaving_ends_pointing()
{
    QTest::mouseMove(view_.get(), middleOf(1, 1));
    QSignalSpy pointed(view_.get(), &FullMatrixView::cellPointed);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(view_.get(), &leave);
    QVERIFY(!view_->pointed());
    QVERIFY(!pointed.last()[0].value<std::optional<MatrixItem>>());
}

void FullMatrixViewTest::a_screen_reader_gets_rows_columns_and_numbers()
{
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(view_.get());
    QAccessibleTableInterface* table = interface->tableInterface();
    QVERIFY(table);
    QCOMPARE(table->rowCount(), 10);
    QCOMPARE(table->columnCount(), 10);
    QCOMPARE(table->rowDescription(2), QString("reddish"));
    QCOMPARE(table->columnDescription(6), QString("(0, 0)"));
    const FullMatrixView::Content content = joint();
    const QString number =
        QString::number(static_cast<double>(content.matrix->weights(2, 1)), 'g', 6);
    QCOMPARE(view_->tableCell(2, 1).text, number);
    QVERIFY(view_->tableCell(2, 1).isChosen);
    QVERIFY(view_->tableCell(2, 0).text.startsWith("hidden"));
    QCOMPARE(view_->tableCell(2, 8).text, QString("masked"));
}

void FullMatrixViewTest::without_a_matrix_the_reason_is_shown()
{
    FullMatrixView::Content content;
    content.absence = "no attention in this direction";
    view_->setContent(content);
    view_->grab();
    QCOMPARE(view_->accessibleDescription(), content.absence);
    QCOMPARE(view_->tableRows(), 0);
    QTest::keyClick(view_.get(), Qt::Key_Down);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {300, 300});
    QVERIFY(!view_->pointed());
}

QTEST_MAIN(FullMatrixViewTest)
#include "full_matrix_view_test.moc"
