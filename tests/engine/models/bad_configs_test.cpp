#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/models/model.h"
#include "tests/support/allocation_meter.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>

using namespace attenscope;

namespace {

namespace fs = std::filesystem;

const fs::path kData = TEST_DATA;

QJsonObject configOf(const fs::path& folder)
{
    const std::string bytes = bytesOf(folder / "config.json");
    return QJsonDocument::fromJson(QByteArray::fromStdString(bytes)).object();
}

/// The value at a path of names, replaced.
QJsonValue with(const QJsonValue& value, const QStringList& path, const QJsonValue& replacement)
{
    if (path.isEmpty()) {
        return replacement;
    }
    QJsonObject object = value.toObject();
    object[path.front()] = with(object[path.front()], path.mid(1), replacement);
    return object;
}

/// Every value that is no object, by its path.
void addLeaves(const QJsonObject& object, const QStringList& path, QList<QStringList>& leaves)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it->isObject() && !it->toObject().isEmpty()) {
            addLeaves(it->toObject(), path + QStringList{it.key()}, leaves);
        } else if (!it->isNull()) {
            leaves << path + QStringList{it.key()};
        }
    }
}

std::string pointerOf(const QStringList& path)
{
    return ("/" + path.join('/')).toStdString();
}

bool isRefusalOfAConfig(const ErrorInfo& error)
{
    constexpr std::array kIds{"E_CONFIG_FIELD", "E_CONFIG_RANGE",      "E_TENSOR_SHAPE",
                              "E_PREPROC",      "E_MODEL_UNSUPPORTED", "E_TENSOR_MISSING"};
    return std::ranges::find(kIds, error.id) != kIds.end() && !error.file.empty() &&
           !error.place.empty() && !error.expected.empty() && !error.found.empty();
}

} // namespace

/// M-01 and M-02 for every family: each field of its config, replaced by something else.
class BadConfigsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldIsHeldToItsTypeAndRange_data();
    void everyFieldIsHeldToItsTypeAndRange();

private:
    /// What comes of a folder whose config has `value` at `path`.
    ErrorInfo openedWith(const QStringList& path, const QJsonValue& value) const;
    void checkRanges(const QStringList& path) const;

    const TemporaryFolder* folder_ = nullptr;
    QJsonObject config_;
};

void BadConfigsTest::everyFieldIsHeldToItsTypeAndRange_data()
{
    QTest::addColumn<std::string>("base");
    QTest::addColumn<QStringList>("read"); // some fields that must be read: layers, heads, sizes
    const auto row = [](const char* base, const QStringList& read) {
        QTest::newRow(base) << std::string(base) << read;
    };
    const QStringList bert{"/hidden_size", "/num_attention_heads", "/intermediate_size",
                           "/vocab_size", "/max_position_embeddings"};
    const auto below = [](const QStringList& objects, const QStringList& more = {}) {
        QStringList all = more;
        for (const QString& object : objects) {
            for (const char* field : {"hidden_size", "num_attention_heads", "num_hidden_layers"}) {
                all << "/" + object + "/" + field;
            }
        }
        return all;
    };
    const QStringList picture{"/vision_config/image_size", "/vision_config/patch_size"};
    row("albef", bert + QStringList{"/num_hidden_layers", "/fusion_layer"});
    row("blip_itm", below({"text_config", "vision_config"}, picture));
    row("blip_caption", below({"text_config", "vision_config"}, picture));
    row("blip_vqa", below({"text_config", "vision_config"}, picture));
    row("blip2", below({"qformer_config", "vision_config", "text_config"}, picture));
    row("bridgetower", below({"text_config"}, {"/vision_config/image_size", "/hidden_size"}));
    row("clip", below({"text_config", "vision_config"}, picture + QStringList{"/projection_dim"}));
    row("flava", below({"text_config", "image_config", "multimodal_config"},
                       {"/image_config/image_size", "/image_config/patch_size"}));
    row("git", bert + picture + QStringList{"/num_hidden_layers"});
    row("lxmert", bert + QStringList{"/l_layers", "/x_layers", "/r_layers", "/visual_feat_dim"});
    row("owlvit", below({"text_config", "vision_config"}, picture));
    row("siglip", below({"text_config", "vision_config"}, picture));
    row("unicoder_vl", bert + QStringList{"/num_hidden_layers", "/visual_feature_dim"});
    row("uniter", bert + QStringList{"/num_hidden_layers"});
    row("vilbert",
        bert + QStringList{"/v_hidden_size", "/v_num_attention_heads", "/v_num_hidden_layers",
                           "/bi_hidden_size", "/bi_num_attention_heads", "/v_biattention_id"});
    row("vilt", bert + QStringList{"/num_hidden_layers", "/image_size", "/patch_size"});
    row("visual_bert", bert + QStringList{"/num_hidden_layers", "/visual_embedding_dim"});
    row("visual_bert_bypass", {"/bypass_transformer"});
}

ErrorInfo BadConfigsTest::openedWith(const QStringList& path, const QJsonValue& value) const
{
    const QJsonObject config = with(config_, path, value).toObject();
    folder_->write("config.json", QJsonDocument(config).toJson().toStdString());
    return errorOf([&] { loadModel(folder_->path(), {.threads = 1}, {}); });
}

/// Numbers that no model has are refused by the field's name before anything is taken for them.
void BadConfigsTest::checkRanges(const QStringList& path) const
{
    const QString& field = path.back();
    constexpr int kBillion = 1'000'000'000;
    QList<QJsonValue> outside;
    if (field.endsWith("attention_heads")) {
        outside = {0, -12, kBillion, 7}; // seven divides no width here
    } else if (field.endsWith("_layers") || field.endsWith("hidden_size")) {
        outside = {0, -1, kBillion};
    } else if (field == "patch_size" || field == "image_size" || field == "vocab_size" ||
               field == "intermediate_size" || field == "max_position_embeddings") {
        outside = {0, -1, kBillion};
    }
    for (const QJsonValue& value : outside) {
        const AllocationMeter meter;
        const ErrorInfo error = openedWith(path, value);
        const std::string number = std::to_string(value.toInt());
        QVERIFY2(error.id == "E_CONFIG_RANGE",
                 (pointerOf(path) + " " + number + " " + error.id).c_str());
        QCOMPARE(error.place, pointerOf(path));
        QCOMPARE(error.found, number);
        QVERIFY2(meter.peakBytes() < 1'000'000, std::to_string(meter.peakBytes()).c_str());
    }
}

void BadConfigsTest::everyFieldIsHeldToItsTypeAndRange()
{
    QFETCH(std::string, base);
    QFETCH(QStringList, read);
    const TemporaryFolder folder;
    folder_ = &folder;
    for (const auto& entry : fs::directory_iterator(kData / base)) {
        if (entry.is_regular_file()) {
            fs::copy_file(entry.path(), folder.path() / entry.path().filename());
        }
    }
    config_ = configOf(kData / base);
    QList<QStringList> leaves;
    addLeaves(config_, {}, leaves);
    QVERIFY(!leaves.isEmpty());
    QStringList refused;
    for (const QStringList& path : leaves) {
        QJsonValue value = config_;
        for (const QString& name : path) {
            value = value[name];
        }
        const std::string pointer = pointerOf(path);
        const QJsonValue other = value.isString() ? QJsonValue(7) : QJsonValue("x");
        const ErrorInfo error = openedWith(path, other);
        if (error.id == "no error") {
            continue; // the family does not read this field
        }
        QVERIFY2(error.id == "E_CONFIG_FIELD", (pointer + " " + error.id).c_str());
        QVERIFY(error.file.ends_with("config.json"));
        QVERIFY2(error.place == pointer, (pointer + " " + error.place).c_str());
        QVERIFY2(error.found == (value.isString() ? "7" : "the text \"x\""), error.found.c_str());
        refused << QString::fromStdString(pointer);
        if (value.isDouble()) {
            checkRanges(path);
            for (const QJsonValue& odd : {QJsonValue(-1), QJsonValue(0), QJsonValue(0.5)}) {
                const ErrorInfo found = openedWith(path, odd);
                QVERIFY2(found.id == "no error" || isRefusalOfAConfig(found),
                         (pointer + " " + found.id + " " + found.place).c_str());
            }
        }
        if (QTest::currentTestFailed()) {
            return;
        }
    }
    for (const QString& field : read) {
        QVERIFY2(refused.contains(field), qPrintable(field + " is not read"));
    }
}

QTEST_GUILESS_MAIN(BadConfigsTest)
#include "bad_configs_test.moc"
