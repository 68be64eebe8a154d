#include <QTest>

#include "ui/state/fuzzy.h"

using namespace attenscope;

class FuzzyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_text_answers_its_letters_in_order_data();
    void a_text_answers_its_letters_in_order();
    void the_better_answer_scores_higher_data();
    void the_better_answer_scores_higher();
};

void FuzzyTest::a_text_answers_its_letters_in_order_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("answers");
    QTest::newRow("whole") << "next layer"
                           << "Next layer" << true;
    QTest::newRow("case and blanks") << "NEXTL"
                                     << "next layer" << true;
    QTest::newRow("with gaps") << "nxly"
                               << "Next layer" << true;
    QTest::newRow("wrong order") << "layer next"
                                 << "Next layer" << false;
    QTest::newRow("a letter too many") << "nextt layer"
                                       << "Next layer" << false;
    QTest::newRow("a letter once") << "aa"
                                   << "cat" << false;
    QTest::newRow("nothing typed") << ""
                                   << "Next layer" << true;
    QTest::newRow("blanks alone") << "  "
                                  << "Next layer" << true;
    QTest::newRow("no text") << "a"
                             << "" << false;
    QTest::newRow("beyond ASCII") << QString::fromUtf8("层") << QString::fromUtf8("下一层") << true;
}

void FuzzyTest::a_text_answers_its_letters_in_order()
{
    QFETCH(QString, pattern);
    QFETCH(QString, text);
    QFETCH(bool, answers);
    QCOMPARE(fuzzyScore(pattern, text).has_value(), answers);
}

void FuzzyTest::the_better_answer_scores_higher_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("better");
    QTest::addColumn<QString>("worse");
    QTest::newRow("initials") << "nl"
                              << "Next layer"
                              << "Hundreds of little ones";
    QTest::newRow("side by side") << "fix"
                                  << "scale fixed"
                                  << "find what is extra";
    QTest::newRow("at the beginning") << "mode"
                                      << "Mode hybrid"
                                      << "Next mode";
    QTest::newRow("a later whole word") << "layer"
                                        << "Play layer"
                                        << "lately ever";
}

void FuzzyTest::the_better_answer_scores_higher()
{
    QFETCH(QString, pattern);
    QFETCH(QString, better);
    QFETCH(QString, worse);
    const std::optional<int> high = fuzzyScore(pattern, better);
    const std::optional<int> low = fuzzyScore(pattern, worse);
    QVERIFY(high.has_value());
    QVERIFY(!low || *high > *low);
}

QTEST_APPLESS_MAIN(FuzzyTest)
#include "fuzzy_test.moc"
