#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/models/model.h"
#include "tests/support/error_of.h"
#include "tests/support/model_samples.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>

using namespace attenscope;

namespace {

const std::filesystem::path kData = TEST_DATA;

/// "+" as trained, "o" ablation, "-" refused; in the order of kAllModes: text→image, image→text,
/// co-attention, alternating, hybrid, single stream, no crossing.
struct Row {
    const char* folder;
    const char* standings;
    const char* reason; ///< said of a mode that is refused
};

constexpr const char* kOneSet = "one set of weights for both modalities";
constexpr const char* kNoCross = "has no cross-modal attention";

constexpr Row kRows[] = {
    {"lxmert", "oooo+--", "LXMERT has no joint attention"},
    {"vilbert", "oo+o---", "connection layers have no self-attention of their own"},
    {"bridgetower", "oooo+--", "BridgeTower has no joint attention"},
    {"bridgetower_heads", "oooo+--", "BridgeTower has no joint attention"},
    {"blip_itm", "+------", "BLIP has no weights for image queries"},
    {"blip_vqa", "+------", "BLIP has no weights for image queries"},
    {"blip_caption", "+------", "BLIP has no weights for image queries"},
    {"blip2", "+------", "BLIP-2 has no weights for image queries"},
    {"albef", "+------", "ALBEF has no weights for image queries"},
    {"visual_bert", "oo---+o", kOneSet},
    {"visual_bert_bypass", "oo---+o", kOneSet},
    {"visual_bert_phrases", "oo---+o", kOneSet},
    {"unicoder_vl", "oo---+o", kOneSet},
    {"uniter", "oo---+o", kOneSet},
    {"vilt", "oo---+o", kOneSet},
    {"vilt_heads", "oo---+o", kOneSet},
    {"flava", "oo---+o", kOneSet},
    {"flava_heads", "oo---+o", kOneSet},
    {"git", "-----+o", "masked by design"},
    {"clip", "------+", kNoCross},
    {"clip_gelu", "------+", kNoCross},
    {"siglip", "------+", kNoCross},
    {"owlvit", "------+", kNoCross},
};

QJsonArray recordedCases(const std::string& folder)
{
    QFile file(QString::fromStdString((kData / folder / "reference/manifest.json").string()));
    return file.open(QIODevice::ReadOnly)
               ? QJsonDocument::fromJson(file.readAll()).object()["cases"].toArray()
               : QJsonArray();
}

/// Whether parity_test holds a run in this mode against an independent implementation.
bool isRecorded(const std::string& folder, Mode mode, Mode native)
{
    for (const QJsonValue recorded : recordedCases(folder)) {
        const QString id = recorded.toObject()["mode"].toString();
        if (id.isEmpty() ? mode == native : id.toStdString() == modeId(mode)) {
            return true;
        }
    }
    return false;
}

} // namespace

/// The table of modes: what every family's weights define, and why the rest is refused.
class ModeStandingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void everyModeStandsAsTheTableSays_data() { addRows(); }

    void everyModeStandsAsTheTableSays();

    void whatRunsIsRecordedByAnother_data() { addRows(); }

    void whatRunsIsRecordedByAnother();
    void everyFolderOfTheTestsIsInTheTable();

private:
    static void addRows()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < std::size(kRows); ++i) {
            QTest::newRow(kRows[i].folder) << static_cast<int>(i);
        }
    }

    static const Row& row(int index) { return kRows[static_cast<std::size_t>(index)]; }
};

void ModeStandingsTest::everyModeStandsAsTheTableSays()
{
    QFETCH(int, index);
    const std::string standings = row(index).standings;
    const std::filesystem::path folder = kData / row(index).folder;
    const ModelPtr model = loadModel(folder, {.threads = 1}, {});
    const Sample sample = sampleFor(folder);
    std::string reasons;
    QCOMPARE(model->info().modes.size(), kAllModes.size());
    for (std::size_t i = 0; i < kAllModes.size(); ++i) {
        const ModeStanding& found = model->info().modes[i];
        QVERIFY(found.mode == kAllModes[i]);
        const std::string name(modeId(found.mode));
        if (standings[i] == '-') {
            QVERIFY2(found.standing == Standing::Unavailable, name.c_str());
            const ErrorInfo error =
                errorOf([&] { model->run(sample, {.mode = found.mode}, Progress()); });
            QCOMPARE(error.id, std::string("E_MODE_UNSUPPORTED"));
            QCOMPARE(error.place, "mode " + name);
            QCOMPARE(error.found, found.reason);
            QVERIFY2(!found.reason.empty(), name.c_str());
            reasons += found.reason + "\n";
            continue;
        }
        const bool isTrained = standings[i] == '+';
        QVERIFY2(found.standing == (isTrained ? Standing::AsTrained : Standing::Ablation),
                 name.c_str());
        QCOMPARE(found.reason.empty(), isTrained); // an ablation says what it leaves out
        QCOMPARE(found.mode == model->info().nativeMode, isTrained);
        const TracePtr trace = model->run(sample, {.mode = found.mode}, Progress());
        QCOMPARE(trace->provenance.mode, name);
        QCOMPARE(trace->provenance.standing, std::string(isTrained ? "as trained" : "ablation"));
    }
    QVERIFY2(reasons.find(row(index).reason) != std::string::npos, reasons.c_str());
}

void ModeStandingsTest::whatRunsIsRecordedByAnother()
{
    QFETCH(int, index);
    const std::string folder = row(index).folder;
    // Other heads and layouts of these stacks: their modes are recorded in the family's own folder.
    const std::string family = folder.starts_with("visual_bert") ? "visual_bert"
                               : folder.ends_with("_heads")
                                   ? folder.substr(0, folder.size() - std::string("_heads").size())
                                   : folder;
    const ModelPtr model = loadModel(kData / folder, {.threads = 1}, {});
    for (const ModeStanding& mode : model->info().modes) {
        const std::string name(modeId(mode.mode));
        QVERIFY2(mode.standing == Standing::Unavailable ||
                     isRecorded(family, mode.mode, model->info().nativeMode),
                 name.c_str());
    }
    QVERIFY(isRecorded(folder, model->info().nativeMode, model->info().nativeMode));
}

void ModeStandingsTest::everyFolderOfTheTestsIsInTheTable()
{
    for (const auto& entry : std::filesystem::directory_iterator(kData)) {
        const std::string name = entry.path().filename().string();
        if (!recordedCases(name).isEmpty()) {
            const auto isThere = [&](const Row& row) { return name == row.folder; };
            QVERIFY2(std::ranges::any_of(kRows, isThere), name.c_str());
        }
    }
}

QTEST_GUILESS_MAIN(ModeStandingsTest)
#include "mode_standings_test.moc"
