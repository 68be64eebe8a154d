#include <QtTest>

#include "engine/base/error.h"
#include "engine/blocks/activation.h"
#include "tests/support/golden.h"
#include "tests/support/matrix_comparison.h"
#include "tests/support/random_matrix.h"

#include <cmath>
#include <limits>

using namespace attenscope;

namespace {

void addNames()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"gelu", "quick_gelu", "gelu_new", "relu", "tanh", "silu"}) {
        QTest::newRow(name) << QString(name);
    }
}

} // namespace

class ActivationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void equalsTorch_data() { addNames(); }

    void equalsTorch();

    void keepsNan_data() { addNames(); }

    void keepsNan();
    void anyNumberOfThreadsGivesTheSameBits();
    void unknownNamesAreNotGuessed();
    void oneFunctionMayHaveTwoNames();
    void aConfigNamesIt();
    void anUnknownNameInAConfigIsAnError();
};

void ActivationTest::equalsTorch()
{
    QFETCH(QString, name);
    const Golden golden(TEST_DATA "/blocks");
    Matrix x = golden.matrix("activation/x");
    ThreadPool pool(1);
    const auto activation = activationFromName(name.toStdString());
    QVERIFY(activation.has_value());
    activate(*activation, x, pool);
    COMPARE_MATRICES(x, golden.matrix("activation/" + name.toStdString()), golden.tolerance());
}

void ActivationTest::keepsNan()
{
    QFETCH(QString, name);
    Matrix x = Matrix::Constant(1, 9, std::numeric_limits<float>::quiet_NaN());
    ThreadPool pool(1);
    activate(activationFromName(name.toStdString()).value(), x, pool);
    for (Index i = 0; i < x.size(); ++i) {
        QVERIFY(std::isnan(x(0, i)));
    }
}

void ActivationTest::anyNumberOfThreadsGivesTheSameBits()
{
    const Matrix x = 5.0F * randomMatrix(577, 311, 1);
    Matrix expected = x;
    ThreadPool one(1);
    activate(Activation::Gelu, expected, one);
    for (const int threads : {2, 3}) {
        Matrix found = x;
        ThreadPool pool(threads);
        activate(Activation::Gelu, found, pool);
        COMPARE_MATRICES(found, expected, 0);
    }
}

void ActivationTest::oneFunctionMayHaveTwoNames()
{
    QCOMPARE(activationFromName("gelu_pytorch_tanh"), activationFromName("gelu_new"));
}

void ActivationTest::unknownNamesAreNotGuessed()
{
    QVERIFY(!activationFromName("").has_value());
    QVERIFY(!activationFromName("GELU").has_value());
    QVERIFY(!activationFromName("gelu ").has_value());
}

void ActivationTest::aConfigNamesIt()
{
    const Config config = Config::parse(R"({"text": {"hidden_act": "quick_gelu"}})", "config.json");
    QCOMPARE(readActivation(config, "/text/hidden_act", "gelu"), Activation::QuickGelu);
    QCOMPARE(readActivation(config, "/vision/hidden_act", "relu"), Activation::Relu);
}

void ActivationTest::anUnknownNameInAConfigIsAnError()
{
    const Config config = Config::parse(R"({"hidden_act": "mish"})", "m/config.json");
    try {
        readActivation(config, "/hidden_act", "gelu");
    } catch (const Error& error) {
        QCOMPARE(error.info().id, std::string("E_CONFIG_FIELD"));
        QCOMPARE(error.info().file, std::string("m/config.json"));
        QCOMPARE(error.info().place, std::string("/hidden_act"));
        QCOMPARE(error.info().found, std::string("\"mish\""));
        QVERIFY(error.info().expected.find("quick_gelu") != std::string::npos);
        return;
    }
    QFAIL("no error");
}

QTEST_APPLESS_MAIN(ActivationTest)
#include "activation_test.moc"
