#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "ui/widgets/error_bar.h"

using namespace attenscope;

class ErrorBarTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void an_error_is_shown_with_all_its_facts();
    void details_open_and_close();
    void copy_takes_everything_that_is_known();
    void it_can_be_dismissed();
    void retry_is_offered_where_it_makes_sense();
    void regions_are_asked_for_where_they_are_missing();
    void a_missing_tokenizer_can_be_chosen();
    void hostile_names_are_shown_escaped();
    void titles_data();
    void titles();

private:
    QPushButton* button(const QString& text) const;

    ErrorInfo error_{.id = "E_TENSOR_SHAPE",
                     .file = "clip/model.safetensors",
                     .place = "visual_projection.weight",
                     .expected = "[512, 768]",
                     .found = "[512, 1024]",
                     .remedy = "Take another file."};
    std::unique_ptr<ErrorBar> bar_;
};

void ErrorBarTest::init()
{
    bar_ = std::make_unique<ErrorBar>();
    QVERIFY(!bar_->isVisible());
    bar_->showError(error_, true, true);
    QVERIFY(bar_->isVisible());
}

QPushButton* ErrorBarTest::button(const QString& text) const
{
    for (QPushButton* button : bar_->findChildren<QPushButton*>()) {
        if (button->text() == text) {
            return button;
        }
    }
    return nullptr;
}

void ErrorBarTest::an_error_is_shown_with_all_its_facts()
{
    QString shown;
    for (const QLabel* label : bar_->findChildren<QLabel*>()) {
        shown += label->text() + QLatin1Char('\n');
    }
    for (const std::string& fact :
         {error_.id, error_.file, error_.place, error_.expected, error_.found, error_.remedy}) {
        QVERIFY2(shown.contains(QString::fromStdString(fact)), fact.c_str());
    }
    QVERIFY(shown.contains("The last result stays on screen."));
}

void ErrorBarTest::details_open_and_close()
{
    const auto* text = bar_->findChild<QPlainTextEdit*>();
    QVERIFY(!text->isVisible());
    QTest::mouseClick(button("Details"), Qt::LeftButton);
    QVERIFY(text->isVisible());
    QVERIFY(text->toPlainText().contains("[512, 1024]"));
    QTest::mouseClick(button("Details"), Qt::LeftButton);
    QVERIFY(!text->isVisible());
}

void ErrorBarTest::copy_takes_everything_that_is_known()
{
    QTest::mouseClick(button("Copy"), Qt::LeftButton);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.contains("E_TENSOR_SHAPE"));
    QVERIFY(copied.contains("Take another file."));
    QCOMPARE(copied, bar_->details());
}

void ErrorBarTest::it_can_be_dismissed()
{
    QTest::mouseClick(bar_->findChild<QToolButton*>(), Qt::LeftButton);
    QVERIFY(!bar_->isVisible());
}

void ErrorBarTest::retry_is_offered_where_it_makes_sense()
{
    QSignalSpy retried(bar_.get(), &ErrorBar::retryRequested);
    QTest::mouseClick(button("Try again"), Qt::LeftButton);
    QCOMPARE(retried.count(), 1);
    QVERIFY(!bar_->isVisible());
    bar_->showError(error_, false, false);
    QVERIFY(!button("Try again")->isVisible());
}

void ErrorBarTest::regions_are_asked_for_where_they_are_missing()
{
    QVERIFY(!button("Open regions…")->isVisible());
    error_.id = "E_REGIONS_NEEDED";
    bar_->showError(error_, true, true);
    QVERIFY(button("Open regions…")->isVisible());
    QVERIFY(!button("Try again")->isVisible()); // it would fail again
    const QSignalSpy asked(bar_.get(), &ErrorBar::regionsRequested);
    QTest::mouseClick(button("Open regions…"), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    error_.id = "E_REGIONS_BOXES";
    bar_->showError(error_, true, true);
    QVERIFY(button("Open regions…")->isVisible());
    QVERIFY(button("Try again")->isVisible()); // the file may have been mended
}

void ErrorBarTest::a_missing_tokenizer_can_be_chosen()
{
    QVERIFY(!button("Choose a tokenizer…")->isVisible());
    error_.id = "E_TOKENIZER_MISSING";
    bar_->showError(error_, true, true);
    const QSignalSpy asked(bar_.get(), &ErrorBar::tokenizerRequested);
    QTest::mouseClick(button("Choose a tokenizer…"), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    QVERIFY(!button("Try again")->isVisible()); // it would fail again
}

void ErrorBarTest::hostile_names_are_shown_escaped()
{
    error_.place = "a\nb\xE2\x80\xAE";
    bar_->showError(error_, true, false);
    QVERIFY(!bar_->details().contains(QChar(0x202E)));
    QVERIFY(bar_->details().contains("u{202E}"));
    error_.place = "visual_projection.weight";
}

void ErrorBarTest::titles_data()
{
    QTest::addColumn<std::string>("id");
    QTest::addColumn<QString>("word");
    QTest::newRow("image") << std::string("E_IMAGE_FORMAT") << QString("image");
    QTest::newRow("checkpoint") << std::string("E_ST_RANGE") << QString("checkpoint");
    QTest::newRow("family") << std::string("E_MODEL_UNSUPPORTED") << QString("checkpoint");
    QTest::newRow("mode") << std::string("E_MODE_UNSUPPORTED") << QString("mode");
    QTest::newRow("caption") << std::string("E_TEXT_ENCODING") << QString("caption");
    QTest::newRow("output") << std::string("E_OUTPUT") << QString("written");
    QTest::newRow("memory") << std::string("E_MEMORY") << QString("memory");
}

void ErrorBarTest::titles()
{
    QFETCH(std::string, id);
    QFETCH(QString, word);
    ErrorInfo error;
    error.id = id;
    QVERIFY(errorTitle(error).contains(word));
}

QTEST_MAIN(ErrorBarTest)
#include "error_bar_test.moc"
