#include <QTest>

#include "engine/models/module_answers.h"
#include "tests/support/temporary_folder.h"

using namespace attenscope;

class ModuleAnswersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersAreRemembered();
    void whatWasNotSaidStaysUnsaid();
    void theLastAnswersCount();
    void damageCostsOnlyWhatWasRemembered_data();
    void damageCostsOnlyWhatWasRemembered();
};

namespace {

ModuleSetup wholeSetup()
{
    ModuleSetup setup;
    setup.weights = "/blocks/cross.pt";
    setup.query = "/features/all.npz:words";
    setup.context = "/features/all.npz:patches";
    setup.value = "/features/value.npy";
    setup.mask = "/features/mask.npy";
    setup.heads = 8;
    setup.asks = Modality::Image;
    setup.batchOrder = BatchOrder::Second;
    setup.grid = GridSize{.rows = 14, .columns = 16};
    setup.prefix = "fusion.";
    setup.maskMeaning = MaskMeaning::TrueKeeps;
    setup.addsZeroAttention = true;
    return setup;
}

} // namespace

void ModuleAnswersTest::answersAreRemembered()
{
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "config" / "modules.json";
    ModuleAnswers(file).remember(wholeSetup());
    const std::optional<ModuleSetup> found = ModuleAnswers(file).find("/blocks/../blocks/cross.pt");
    QVERIFY(found.has_value());
    ModuleSetup expected = wholeSetup();
    expected.weights = "/blocks/../blocks/cross.pt"; // as it was asked for
    QVERIFY(*found == expected);
    QVERIFY(!ModuleAnswers(file).find("/blocks/other.pt"));
}

void ModuleAnswersTest::whatWasNotSaidStaysUnsaid()
{
    const TemporaryFolder folder;
    const ModuleAnswers answers(folder.path() / "modules.json");
    ModuleSetup bare;
    bare.weights = "/blocks/cross.pt";
    bare.prefix = ""; // which is one: the module without a prefix
    answers.remember(bare);
    QVERIFY(answers.find(bare.weights) == bare);
}

void ModuleAnswersTest::theLastAnswersCount()
{
    const TemporaryFolder folder;
    const ModuleAnswers answers(folder.path() / "modules.json");
    answers.remember(wholeSetup());
    ModuleSetup later = wholeSetup();
    later.heads = 4;
    later.mask.clear();
    answers.remember(later);
    QVERIFY(answers.find(later.weights) == later);
}

void ModuleAnswersTest::damageCostsOnlyWhatWasRemembered_data()
{
    QTest::addColumn<QByteArray>("entry");
    QTest::addColumn<bool>("isEntry");
    QTest::newRow("no JSON") << QByteArray("{") << false;
    QTest::newRow("a list") << QByteArray("[1]") << false;
    QTest::newRow("heads 0") << QByteArray(R"({\"heads\": 0})") << true;
    QTest::newRow("many heads") << QByteArray(R"({\"heads\": 100000000000})") << true;
    QTest::newRow("half a head") << QByteArray(R"({\"heads\": 1.5})") << true;
    QTest::newRow("a negative grid") << QByteArray(R"({\"grid\": [-3, 4]})") << true;
    QTest::newRow("a huge grid") << QByteArray(R"({\"grid\": [3, 9999999999]})") << true;
    QTest::newRow("a flat grid") << QByteArray(R"({\"grid\": 12})") << true;
    QTest::newRow("a side") << QByteArray(R"({\"query_is\": \"sound\"})") << true;
    QTest::newRow("a number for a file") << QByteArray(R"({\"query\": 3})") << true;
    QTest::newRow("a flag") << QByteArray(R"({\"add_zero_attn\": \"yes\"})") << true;
}

void ModuleAnswersTest::damageCostsOnlyWhatWasRemembered()
{
    QFETCH(QByteArray, entry);
    QFETCH(bool, isEntry);
    const TemporaryFolder folder;
    const std::filesystem::path file =
        folder.write("modules.json", "{\"/blocks/cross.pt\": \"" + entry.toStdString() + "\"}");
    const std::optional<ModuleSetup> found = ModuleAnswers(file).find("/blocks/cross.pt");
    QCOMPARE(found.has_value(), isEntry);
    ModuleSetup nothing;
    nothing.weights = "/blocks/cross.pt";
    QVERIFY(!found || *found == nothing);
    ModuleAnswers(file).remember(wholeSetup()); // and it can be used again
    QVERIFY(ModuleAnswers(file).find("/blocks/cross.pt") == wholeSetup());
}

QTEST_APPLESS_MAIN(ModuleAnswersTest)
#include "module_answers_test.moc"
