#include <QTest>

#include "engine/models/model.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>

using namespace attenscope;

namespace {

const std::filesystem::path kFolder = TEST_DATA "/bridgetower";

/// A copy of the recorded checkpoint in which the first match of `from` in config.json is `to`.
std::filesystem::path
edited(const TemporaryFolder& target, const std::string& from, const std::string& to)
{
    for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
        if (entry.is_regular_file()) {
            std::filesystem::copy_file(entry.path(), target.path() / entry.path().filename());
        }
    }
    std::string config = bytesOf(kFolder / "config.json");
    const std::size_t at = config.find(from);
    if (at == std::string::npos) {
        throw std::runtime_error("nothing to edit: " + from);
    }
    target.write("config.json", config.replace(at, from.size(), to));
    return target.path();
}

Image greyPicture()
{
    return {.width = 40, .height = 30, .rgb = std::vector<std::uint8_t>(40 * 30 * 3, 128)};
}

} // namespace

/// What the recorded numbers don't tell.
class BridgeTowerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isRecognisedWithoutItsType();
    void everyModeRecordsWhatItAnnounces();
    void misfitsAreNamed_data();
    void misfitsAreNamed();
};

void BridgeTowerTest::isRecognisedWithoutItsType()
{
    const TemporaryFolder folder;
    const ModelPtr model =
        loadModel(edited(folder, "\"model_type\": \"bridgetower\",", ""), {}, Progress());
    QCOMPARE(model->info().family, std::string("BridgeTower"));
    QVERIFY(model->info().warnings.empty());
}

void BridgeTowerTest::everyModeRecordsWhatItAnnounces()
{
    const ModelPtr model = loadModel(kFolder, {}, Progress());
    int modes = 0;
    for (const ModeStanding& standing : model->info().modes) {
        if (standing.standing == Standing::Unavailable) {
            QVERIFY(!standing.reason.empty());
            continue;
        }
        ++modes;
        const TracePtr trace = model->run({.image = greyPicture(), .caption = "a cat"},
                                          {.mode = standing.mode}, Progress());
        std::size_t announced = 0;
        for (const StackInfo& stack : model->stacks(standing.mode)) {
            const auto found = std::ranges::count(trace->sites, stack.kind, &Site::kind);
            QCOMPARE(static_cast<int>(found), stack.layers);
            QCOMPARE(trace->sites[*trace->findSite(stack.kind, 0)].heads, stack.heads);
            announced += static_cast<std::size_t>(stack.layers);
        }
        QCOMPARE(trace->sites.size(), announced);
    }
    QCOMPARE(modes, 5);
}

void BridgeTowerTest::misfitsAreNamed_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char* from, const char* to, const char* id, const char* place) {
        QTest::newRow(place) << QByteArray(from) << QByteArray(to) << QByteArray(id)
                             << QByteArray(place);
    };
    row("\"share_link_tower_layers\": false", "\"share_link_tower_layers\": true",
        "E_MODEL_UNSUPPORTED", "/share_link_tower_layers");
    row("\"link_tower_type\": \"add\"", "\"link_tower_type\": \"mul\"", "E_CONFIG_FIELD",
        "/link_tower_type");
    row("\"hidden_size\": 32", "\"hidden_size\": 16", "E_CONFIG_RANGE", "/hidden_size");
    row("\"hidden_size\": 128", "\"hidden_size\": 100", "E_CONFIG_RANGE",
        "/vision_config/hidden_size");
    row("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", "E_CONFIG_RANGE",
        "/num_hidden_layers");
    row("\"remove_last_layer\": false", "\"remove_last_layer\": true", "E_CONFIG_RANGE",
        "/vision_config/num_hidden_layers");
    row("\"pad_token_id\": 0", "\"pad_token_id\": 20", "E_CONFIG_RANGE",
        "/text_config/max_position_embeddings");
}

void BridgeTowerTest::misfitsAreNamed()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    const TemporaryFolder folder;
    const std::filesystem::path path = edited(folder, from.toStdString(), to.toStdString());
    const ErrorInfo error = errorOf([&] { loadModel(path, {}, Progress()); });
    QTEST(QByteArray::fromStdString(error.id), "id");
    QTEST(QByteArray::fromStdString(error.place), "place");
}

QTEST_GUILESS_MAIN(BridgeTowerTest)
#include "bridgetower_test.moc"
