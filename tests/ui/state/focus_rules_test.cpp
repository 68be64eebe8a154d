#include <QTest>

#include "tests/support/example_model.h"
#include "ui/state/focus_rules.h"

#include <memory>

using namespace attenscope;

namespace {

TracePtr traceOf(const std::string& caption, Mode mode)
{
    const ExampleModel model(std::make_shared<ExampleControl>());
    RunOptions options;
    options.mode = mode;
    return model.run(Sample{.image = exampleImage(96, 96), .caption = caption}, options,
                     Progress());
}

} // namespace

class FocusRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void content_words_data();
    void content_words();
    void the_first_patch_is_where_the_word_looks();
    void without_text_to_image_the_patch_looks_at_a_content_word();
    void words_are_found_again_by_their_text();
};

void FocusRulesTest::content_words_data()
{
    QTest::addColumn<std::string>("caption");
    QTest::addColumn<std::vector<int>>("words");
    QTest::newRow("articles and prepositions say nothing")
        << std::string("A red circle on the left of it") << std::vector<int>{2, 3};
    QTest::newRow("marks say nothing") << std::string("red , -") << std::vector<int>{1};
    QTest::newRow("other scripts do") << std::string("红色 圆") << std::vector<int>{1, 2};
    QTest::newRow("better than nothing") << std::string("a of") << std::vector<int>{1, 2};
    QTest::newRow("empty") << std::string() << std::vector<int>{};
}

void FocusRulesTest::content_words()
{
    QFETCH(std::string, caption);
    QFETCH(std::vector<int>, words);
    const TracePtr trace = traceOf(caption, Mode::Hybrid);
    QCOMPARE(contentWords(trace->tokens), words);
    const std::vector<int> start = wordToStartWith(*trace, View());
    QCOMPARE(start.empty(), words.empty());
    if (!start.empty()) {
        QVERIFY(std::find(words.begin(), words.end(), start.front()) != words.end());
    }
}

void FocusRulesTest::the_first_patch_is_where_the_word_looks()
{
    const TracePtr trace = traceOf("a red circle", Mode::Hybrid);
    View view;
    view.words = {2};
    view.layer = 1;
    view.head = 0;
    QCOMPARE(unitToStartWith(*trace, view), std::vector<int>{examplePeak(2, 1, 0)});
}

void FocusRulesTest::without_text_to_image_the_patch_looks_at_a_content_word()
{
    const TracePtr trace = traceOf("a red circle", Mode::ImageToText);
    View view;
    QCOMPARE(wordToStartWith(*trace, view), std::vector<int>{2});
    view.words = {2};
    // Patches look at token 1 + patch % 3; the first that looks at "red" or "circle" is patch 1.
    QCOMPARE(unitToStartWith(*trace, view), std::vector<int>{1});
}

void FocusRulesTest::words_are_found_again_by_their_text()
{
    const TracePtr before = traceOf("a red ring and a blue ring", Mode::Hybrid);
    const TracePtr after = traceOf("the blue ring and a blue ring", Mode::Hybrid);
    QCOMPARE(sameWords(before->tokens, {2, 3, 7}, after->tokens), (std::vector<int>{3, 7}));
}

QTEST_GUILESS_MAIN(FocusRulesTest)
#include "focus_rules_test.moc"
