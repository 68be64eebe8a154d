#include <QtTest>

#include "engine/blocks/embedding.h"
#include "tests/support/golden.h"
#include "tests/support/matrix_comparison.h"

using namespace attenscope;

class EmbeddingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTorchEmbedding();
    void firstRowsArePositions();
};

void EmbeddingTest::equalsTorchEmbedding()
{
    const Golden golden(TEST_DATA "/blocks");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const Embedding embedding = Embedding::bind(binder, "embedding", 12, 5);
    binder.finish();
    const auto ids = golden.integers("embedding/ids");
    COMPARE_MATRICES(embedding.forward(ids), golden.matrix("embedding/output"), 0);
    QCOMPARE(embedding.forward({}).rows(), Index{0});
}

void EmbeddingTest::firstRowsArePositions()
{
    const Golden golden(TEST_DATA "/blocks");
    const Weights weights = golden.weights();
    WeightBinder binder(weights, "golden");
    const Embedding embedding = Embedding::bind(binder, "embedding", 12, 5);
    binder.finish();
    const std::vector<std::int64_t> ids{0, 1, 2, 3};
    COMPARE_MATRICES(embedding.firstRows(4), embedding.forward(ids), 0);
}

QTEST_APPLESS_MAIN(EmbeddingTest)
#include "embedding_test.moc"
