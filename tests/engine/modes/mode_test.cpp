#include <QtTest>

#include "engine/modes/mode.h"

#include <set>
#include <string>

using namespace attenscope;

class ModeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsAreTheCommandLines_data();
    void idsAreTheCommandLines();
    void everyModeHasItsOwnNameAndSentence();
    void unknownIdsAreNotGuessed();
};

void ModeTest::idsAreTheCommandLines_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("text-to-image") << static_cast<int>(Mode::TextToImage);
    QTest::newRow("image-to-text") << static_cast<int>(Mode::ImageToText);
    QTest::newRow("co") << static_cast<int>(Mode::CoAttention);
    QTest::newRow("alternating") << static_cast<int>(Mode::Alternating);
    QTest::newRow("hybrid") << static_cast<int>(Mode::Hybrid);
    QTest::newRow("single-stream") << static_cast<int>(Mode::SingleStream);
}

void ModeTest::idsAreTheCommandLines()
{
    QFETCH(int, mode);
    const std::string id = QTest::currentDataTag();
    QVERIFY(modeFromId(id) == static_cast<Mode>(mode));
    QCOMPARE(std::string(modeId(static_cast<Mode>(mode))), id);
}

void ModeTest::everyModeHasItsOwnNameAndSentence()
{
    std::set<std::string_view> names;
    std::set<std::string_view> sentences;
    for (const Mode mode : kModes) {
        names.insert(modeName(mode));
        sentences.insert(modeDescription(mode));
        QVERIFY(!modeName(mode).empty());
        QVERIFY(modeDescription(mode).ends_with('.'));
    }
    QCOMPARE(names.size(), kModes.size());
    QCOMPARE(sentences.size(), kModes.size());
}

void ModeTest::unknownIdsAreNotGuessed()
{
    for (const char* id : {"", "co-attention", "Hybrid", "text_to_image", "single-stream "}) {
        QVERIFY(!modeFromId(id).has_value());
    }
}

QTEST_APPLESS_MAIN(ModeTest)
#include "mode_test.moc"
