#include <QTest>

#include "engine/analysis/alignment.h"

#include <algorithm>
#include <string>

using namespace attenscope;

using Pairs = std::vector<AlignedPair>;

namespace {

constexpr std::nullopt_t kNone = std::nullopt;

std::vector<Word> wordsOf(const std::vector<std::string>& texts)
{
    std::vector<Word> words;
    for (const std::string& text : texts) {
        words.push_back({.text = text, .tokens = {}});
    }
    return words;
}

Pairs aligned(const std::vector<std::string>& a, const std::vector<std::string>& b)
{
    return alignedWords(wordsOf(a), wordsOf(b));
}

} // namespace

class AlignmentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equal_captions_lie_beside_each_other();
    void another_word_in_the_same_place_is_on_each_side_only();
    void a_word_more_leaves_the_rest_beside_each_other();
    void the_longest_common_part_is_found();
    void order_counts();
    void empty_lists();
    void a_special_token_is_no_word_of_that_spelling();
    void tokens_align_as_well();
};

void AlignmentTest::equal_captions_lie_beside_each_other()
{
    QCOMPARE(aligned({"a", "red", "a"}, {"a", "red", "a"}), (Pairs{{0, 0}, {1, 1}, {2, 2}}));
}

void AlignmentTest::another_word_in_the_same_place_is_on_each_side_only()
{
    QCOMPARE(aligned({"a", "red", "circle"}, {"a", "blue", "circle"}),
             (Pairs{{0, 0}, {1, kNone}, {kNone, 1}, {2, 2}}));
}

void AlignmentTest::a_word_more_leaves_the_rest_beside_each_other()
{
    QCOMPARE(aligned({"a", "circle"}, {"a", "small", "red", "circle"}),
             (Pairs{{0, 0}, {kNone, 1}, {kNone, 2}, {1, 3}}));
    QCOMPARE(aligned({"a", "red", "circle"}, {"a", "circle"}), (Pairs{{0, 0}, {1, kNone}, {2, 1}}));
}

// Taking the first equal word each time would find "c" alone.
void AlignmentTest::the_longest_common_part_is_found()
{
    const Pairs pairs = aligned({"c", "a", "b", "d"}, {"a", "b", "c", "d"});
    QCOMPARE(std::ranges::count_if(pairs, &AlignedPair::isShared), 3);
    QCOMPARE(pairs, (Pairs{{0, kNone}, {1, 0}, {2, 1}, {kNone, 2}, {3, 3}}));
}

void AlignmentTest::order_counts()
{
    QCOMPARE(aligned({"left", "right"}, {"right", "left"}),
             (Pairs{{0, kNone}, {1, 0}, {kNone, 1}}));
}

void AlignmentTest::empty_lists()
{
    QCOMPARE(aligned({}, {}), Pairs{});
    QCOMPARE(aligned({"a"}, {}), (Pairs{{0, kNone}}));
    QCOMPARE(aligned({}, {"a"}), (Pairs{{kNone, 0}}));
}

void AlignmentTest::a_special_token_is_no_word_of_that_spelling()
{
    std::vector<Word> special = wordsOf({"[MASK]"});
    special.front().isSpecial = true;
    QCOMPARE(alignedWords(special, wordsOf({"[MASK]"})), (Pairs{{0, kNone}, {kNone, 0}}));
}

void AlignmentTest::tokens_align_as_well()
{
    const auto tokens = [](const std::vector<std::string>& texts) {
        std::vector<Token> result;
        for (const std::string& text : texts) {
            result.push_back({.id = 0, .text = text});
        }
        return result;
    };
    QCOMPARE(alignedTokens(tokens({"un", "##like", "##ly"}), tokens({"like", "##ly"})),
             (Pairs{{0, kNone}, {1, kNone}, {kNone, 0}, {2, 1}}));
}

QTEST_APPLESS_MAIN(AlignmentTest)
#include "alignment_test.moc"
