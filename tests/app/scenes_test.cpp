#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "tests/app/program.h"

#include <algorithm>

namespace attenscope {

namespace {

const QString kFolder = QStringLiteral(TEST_DATA "/scenes/");
constexpr double kLogitTolerance = 2e-4;
constexpr double kTie = 4e-5; ///< two weights nearer than twice the tolerance have no order

/// A matrix of attention weights, averaged over the heads: [query][key].
class MeanOverHeads {
public:
    /// array  [1, heads, queries, keys], of which the block from (firstQuery, firstKey) on counts
    MeanOverHeads(const NamedArray& array, qsizetype firstQuery, qsizetype firstKey, qsizetype keys)
        : array_(array), firstQuery_(firstQuery), firstKey_(firstKey), keys_(keys)
    {
    }

    int strongestKey(qsizetype query) const
    {
        int best = 0;
        for (int key = 1; key < keys_; ++key) {
            if (weight(query, key) > weight(query, best)) {
                best = key;
            }
        }
        return best;
    }

private:
    double weight(qsizetype query, qsizetype key) const
    {
        const qsizetype heads = array_.shape[1];
        const qsizetype rows = array_.shape[2];
        const qsizetype columns = array_.shape[3];
        double sum = 0;
        for (qsizetype head = 0; head < heads; ++head) {
            const qsizetype place = (head * rows + firstQuery_ + query) * columns + firstKey_ + key;
            sum += static_cast<double>(array_.floats()[static_cast<std::size_t>(place)]);
        }
        return sum;
    }

    const NamedArray& array_;
    qsizetype firstQuery_;
    qsizetype firstKey_;
    qsizetype keys_;
};

QJsonArray scenes()
{
    QFile file(kFolder + "scenes.json");
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QJsonDocument::fromJson(file.readAll())["scenes"].toArray();
}

QString arrayName(const QString& kind, const QJsonObject& block)
{
    return QStringLiteral("attn_%1_L%2").arg(kind).arg(block["layer"].toInt(), 2, 10, QChar('0'));
}

} // namespace

/// The bundled model on held-out scenes, from PNG and caption to files, against PyTorch.
class ScenesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scoresAndStrongestUnitsEqualPyTorch_data();
    void scoresAndStrongestUnitsEqualPyTorch();

private:
    void compareScores(const QJsonObject& expected);
    void compareWords(const QJsonObject& expected, qsizetype tokens, qsizetype units);
    void compareUnits(const QJsonObject& expected, qsizetype tokens);

    QMap<QString, NamedArray> attention_;
    QMap<QString, NamedArray> outputs_;
    int compared_ = 0;
};

void ScenesTest::scoresAndStrongestUnitsEqualPyTorch_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("recorded");
    QTest::newRow("text to image") << "text-to-image"
                                   << "text_to_image";
    QTest::newRow("image to text") << "image-to-text"
                                   << "image_to_text";
    QTest::newRow("co-attention") << "co"
                                  << "co_attention";
    QTest::newRow("alternating") << "alternating"
                                 << "alternating";
    QTest::newRow("hybrid") << "hybrid"
                            << "hybrid";
    QTest::newRow("single stream") << "single-stream"
                                   << "single_stream";
}

void ScenesTest::scoresAndStrongestUnitsEqualPyTorch()
{
    QFETCH(const QString, mode);
    QFETCH(const QString, recorded);
    const QTemporaryDir folder;
    const QJsonArray all = scenes();
    QCOMPARE(all.size(), 64);
    compared_ = 0;
    for (const QJsonValue& scene : all) {
        const QString out = folder.filePath("run");
        const Outcome outcome = runAttenscope({"run", "--image", kFolder + scene["file"].toString(),
                                               "--caption", scene["caption"].toString(), "--mode",
                                               mode, "--out", out, "--force", "--quiet"});
        QVERIFY2(outcome.exitCode == 0, outcome.errors);
        attention_ = arraysOf(out + "/attention.npz");
        outputs_ = arraysOf(out + "/outputs.npz");

        const QJsonObject expected = scene["modes"][recorded].toObject();
        const qsizetype tokens = scene["tokens"].toArray().size();
        const qsizetype units = attention_["attn_vision_self_L00"].shape[2];
        compareScores(expected["match"].toObject());
        compareWords(expected["text_to_image"].toObject(), tokens, units);
        compareUnits(expected["image_to_text"].toObject(), tokens);
        if (QTest::currentTestFailed()) {
            qWarning("%s", qPrintable(scene["file"].toString()));
            return;
        }
    }
    QVERIFY2(compared_ > 64, "nothing was compared");
}

void ScenesTest::compareScores(const QJsonObject& expected)
{
    QCOMPARE(expected.size(), 3);
    for (auto score = expected.begin(); score != expected.end(); ++score) {
        const NamedArray& array = outputs_["match_logit_" + score.key()];
        const auto logit = static_cast<double>(array.floats().at(0));
        QVERIFY2(std::abs(logit - score.value().toDouble()) <= kLogitTolerance,
                 qPrintable(QStringLiteral("%1: expected %2, found %3")
                                .arg(score.key())
                                .arg(score.value().toDouble())
                                .arg(logit)));
    }
}

void ScenesTest::compareWords(const QJsonObject& expected, qsizetype tokens, qsizetype units)
{
    if (expected.isEmpty()) {
        return; // the mode has no such direction
    }
    const bool isJoint = attention_.contains("attn_joint_self_L00");
    const NamedArray& array =
        attention_[arrayName(isJoint ? "joint_self" : "cross_text_to_image", expected)];
    const MeanOverHeads weights(array, 0, isJoint ? tokens : 0, units);
    for (const QJsonValue& word : expected["words"].toArray()) {
        if (word["margin"].toDouble() > kTie) {
            QCOMPARE(weights.strongestKey(word["token"].toInt()), word["unit"].toInt());
            ++compared_;
        }
    }
}

void ScenesTest::compareUnits(const QJsonObject& expected, qsizetype tokens)
{
    if (expected.isEmpty()) {
        return;
    }
    const bool isJoint = attention_.contains("attn_joint_self_L00");
    const NamedArray& array =
        attention_[arrayName(isJoint ? "joint_self" : "cross_image_to_text", expected)];
    const MeanOverHeads weights(array, isJoint ? tokens : 0, 0, tokens);
    for (const QJsonValue& unit : expected["units"].toArray()) {
        if (unit["margin"].toDouble() > kTie) {
            QCOMPARE(weights.strongestKey(unit["unit"].toInt()), unit["token"].toInt());
            ++compared_;
        }
    }
}

} // namespace attenscope

QTEST_GUILESS_MAIN(attenscope::ScenesTest)
#include "scenes_test.moc"
