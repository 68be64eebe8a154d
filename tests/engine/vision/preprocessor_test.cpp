#include <QDir>
#include <QImage>
#include <QTest>

#include "engine/base/error.h"
#include "engine/checkpoint/config.h"
#include "engine/vision/preprocessor.h"
#include "tests/support/error_of.h"
#include "tests/support/npy_reader.h"

#include <cmath>

using namespace attenscope;

namespace {

Image rgbImage(const QString& path)
{
    const QImage picture = QImage(path).convertToFormat(QImage::Format_ARGB32);
    Image image{.width = picture.width(), .height = picture.height(), .rgb = {}};
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const QRgb pixel = picture.pixel(x, y);
            for (const int value : {qRed(pixel), qGreen(pixel), qBlue(pixel)}) {
                image.rgb.push_back(static_cast<std::uint8_t>(value));
            }
        }
    }
    return image;
}

Config configOf(const QString& path)
{
    QFile file(path);
    const QByteArray json = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    return Config::parse(json.toStdString(), path.toStdString());
}

Preprocessor fallback()
{
    Preprocessor result;
    result.width = result.height = 384;
    return result;
}

void addFolder(const QString& folder)
{
    for (const QString& name :
         QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        QTest::newRow(qPrintable(name)) << folder + "/" + name;
    }
}

} // namespace

class PreprocessorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsTheReference_data();
    void equalsTheReference();
    void stepsCanBeLeftOut();
    void sizesAreReadInEveryForm_data();
    void sizesAreReadInEveryForm();
    void fieldsThatAreLeftOutComeFromTheFallback();
    void badFieldsAreNamed_data();
    void badFieldsAreNamed();
    void publishedFilesAreRead_data();
    void publishedFilesAreRead();
    void extremePicturesAreRefused();
    void narrowPicturesLeaveNothing();
};

void PreprocessorTest::equalsTheReference_data()
{
    QTest::addColumn<QString>("folder");
    addFolder(TEST_DATA "/images");
    const QString fixtures = qEnvironmentVariable("ATTENSCOPE_FIXTURES");
    if (!fixtures.isEmpty()) {
        addFolder(fixtures + "/images");
    }
}

void PreprocessorTest::equalsTheReference()
{
    QFETCH(QString, folder);
    const Config config = configOf(folder + "/preprocessor_config.json");
    const Preprocessor preprocessor = Preprocessor::read(config, fallback());
    const PixelValues values = preprocessor.apply(rgbImage(folder + "/input.png"));

    const Image resized = rgbImage(folder + "/resized.png");
    QCOMPARE(values.bytes.width, resized.width);
    QCOMPARE(values.bytes.height, resized.height);
    for (std::size_t i = 0; i < resized.rgb.size(); ++i) {
        QVERIFY2(values.bytes.rgb[i] == resized.rgb[i],
                 qPrintable(QString("byte %1: %2, expected %3")
                                .arg(i)
                                .arg(values.bytes.rgb[i])
                                .arg(resized.rgb[i])));
    }

    const QString golden = folder + "/pixel_values.npy";
    if (QFile::exists(golden)) {
        const NamedArray expected = readNpy(golden.toStdString());
        QCOMPARE(expected.floats().size(), values.values.size());
        for (std::size_t i = 0; i < values.values.size(); ++i) {
            const float difference = std::abs(values.values[i] - expected.floats()[i]);
            QVERIFY2(difference <= 1e-6F, qPrintable(QString("value %1").arg(i)));
        }
    }
}

void PreprocessorTest::stepsCanBeLeftOut()
{
    const Image image{.width = 2, .height = 1, .rgb = {0, 128, 255, 10, 20, 30}};
    Preprocessor plain;
    plain.isResized = plain.isRescaled = plain.isNormalized = false;
    const PixelValues bytes = plain.apply(image);
    QCOMPARE(bytes.values, (std::vector<float>{0, 10, 128, 20, 255, 30})); // channel by channel
    QCOMPARE(bytes.geometry.resizedWidth, 2);

    plain.isRescaled = true;
    QCOMPARE(plain.apply(image).values[4], 1.0F);
    plain.isNormalized = true;
    plain.mean = {0.5, 0.5, 0.5};
    plain.deviation = {0.5, 0.5, 0.25};
    QCOMPARE(plain.apply(image).values[0], -1.0F);
    QCOMPARE(plain.apply(image).values[4], 2.0F);
}

void PreprocessorTest::sizesAreReadInEveryForm_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("fallbackIsExact");
    QTest::addColumn<bool>("isExact");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");

    QTest::newRow("object") << QByteArray(R"({"size": {"height": 30, "width": 40}})") << true
                            << true << 30 << 40;
    QTest::newRow("object over an edge")
        << QByteArray(R"({"size": {"height": 30, "width": 40}})") << false << true << 30 << 40;
    QTest::newRow("one number, a square")
        << QByteArray(R"({"size": 30})") << true << true << 30 << 30;
    QTest::newRow("one number, an edge")
        << QByteArray(R"({"size": 30})") << false << false << 30 << 30;
    QTest::newRow("pair") << QByteArray(R"({"size": [30, 40]})") << true << true << 30 << 40;
    QTest::newRow("edge") << QByteArray(R"({"size": {"shortest_edge": 30}})") << true << false << 30
                          << 30;
    QTest::newRow("edge with nulls")
        << QByteArray(R"({"size": {"shortest_edge": 30, "height": null}})") << true << false << 30
        << 30;
    QTest::newRow("none") << QByteArray("{}") << true << true << 384 << 384;
    QTest::newRow("null") << QByteArray(R"({"size": null})") << true << true << 384 << 384;
}

void PreprocessorTest::sizesAreReadInEveryForm()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, fallbackIsExact);
    QFETCH(bool, isExact);
    QFETCH(int, height);
    QFETCH(int, width);
    Preprocessor own = fallback();
    own.sizing = fallbackIsExact ? Preprocessor::Sizing::Exact : Preprocessor::Sizing::ShortestEdge;
    const Preprocessor read = Preprocessor::read(Config::parse(json.toStdString(), "p.json"), own);
    QCOMPARE(read.sizing == Preprocessor::Sizing::Exact, isExact);
    QCOMPARE(read.height, height);
    QCOMPARE(read.width, width);
}

void PreprocessorTest::fieldsThatAreLeftOutComeFromTheFallback()
{
    Preprocessor own = fallback();
    own.filter = Resample::Lanczos;
    own.isCropped = true;
    own.cropWidth = own.cropHeight = 20;
    own.mean = {0.1, 0.2, 0.3};
    own.deviation = {1, 2, 3};
    own.rescaleFactor = 0.5;
    const Preprocessor same = Preprocessor::read(Config::parse("{}", "p.json"), own);
    QVERIFY(same.filter == Resample::Lanczos && same.isCropped && same.cropWidth == 20);
    QVERIFY(same.mean == own.mean && same.deviation == own.deviation);
    QCOMPARE(same.rescaleFactor, 0.5);

    const auto read = [&](std::string_view json) {
        return Preprocessor::read(Config::parse(json, "p.json"), own);
    };
    QVERIFY(!read(R"({"do_center_crop": false})").isCropped);
    QCOMPARE(read(R"({"crop_size": 24})").cropHeight, 24);
    QCOMPARE(read(R"({"crop_size": {"shortest_edge": 24}})").cropWidth, 24);
    QCOMPARE(read(R"({"crop_size": {"height": 24, "width": 32}})").cropWidth, 32);
    QVERIFY(read(R"({"resample": 2})").filter == Resample::Bilinear);
    QVERIFY(!read(R"({"do_resize": false, "size": "ignored"})").isResized);
}

void PreprocessorTest::badFieldsAreNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("place");

    const auto row = [](const char* name, const char* json, const char* place) {
        QTest::newRow(name) << QByteArray(json) << QString(place);
    };
    row("deviation 0", R"({"image_std": [0.5, 0, 0.5]})", "/image_std");
    row("deviation that float32 makes 0", R"({"image_std": [0.5, 1e-60, 0.5]})", "/image_std");
    row("negative deviation", R"({"image_std": [0.5, 0.5, -1]})", "/image_std");
    row("two means", R"({"image_mean": [0.5, 0.5]})", "/image_mean");
    row("huge mean", R"({"image_mean": [0.5, 0.5, 1e300]})", "/image_mean");
    row("mean as text", R"({"image_mean": ["a", "b", "c"]})", "/image_mean/0");
    row("size 0", R"({"size": 0})", "/size");
    row("size 0 in an object", R"({"size": {"height": 0, "width": 10}})", "/size/height");
    row("negative edge", R"({"size": {"shortest_edge": -1}})", "/size/shortest_edge");
    row("huge size", R"({"size": 100000})", "/size");
    row("fractional size", R"({"size": 30.5})", "/size");
    row("no width", R"({"size": {"height": 10}})", "/size/width");
    row("longest edge", R"({"size": {"shortest_edge": 10, "longest_edge": 20}})",
        "/size/longest_edge");
    row("edge and height", R"({"size": {"shortest_edge": 10, "height": 20}})", "/size/height");
    row("list of three", R"({"size": [1, 2, 3]})", "/size");
    row("pair of fractions", R"({"size": [1.5, 2]})", "/size");
    row("size as text", R"({"size": "large"})", "/size");
    row("crop above the size", R"({"size": 30, "do_center_crop": true, "crop_size": 31})",
        "/crop_size");
    row("crop 0", R"({"do_center_crop": true, "crop_size": 0})", "/crop_size");
    row("no crop", R"({"do_center_crop": true})", "/crop_size");
    row("unknown filter", R"({"resample": 6})", "/resample");
    row("filter as text", R"({"resample": "bicubic"})", "/resample");
    row("flag as number", R"({"do_resize": 1})", "/do_resize");
    row("divisor 0", R"({"size": {"shortest_edge": 30}, "size_divisor": 0})", "/size_divisor");
    row("divisor above the size", R"({"size": {"shortest_edge": 30}, "size_divisor": 31})",
        "/size_divisor");
    row("divisor as text", R"({"size": {"shortest_edge": 30}, "size_divisor": "32"})",
        "/size_divisor");
    row("factor 0", R"({"rescale_factor": 0})", "/rescale_factor");
}

void PreprocessorTest::badFieldsAreNamed()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, place);
    const ErrorInfo info = errorOf(
        [&] { Preprocessor::read(Config::parse(json.toStdString(), "m/p.json"), fallback()); });
    QCOMPARE(info.id, std::string("E_PREPROC"));
    QCOMPARE(info.file, std::string("m/p.json"));
    QCOMPARE(QString::fromStdString(info.place), place);
    QVERIFY(!info.expected.empty() && !info.found.empty());
}

/// What published files say, old and new (published-checkpoints.md 4), and what becomes of a
/// picture of 640 × 480.
void PreprocessorTest::publishedFilesAreRead_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("sizing"); // of the family
    QTest::addColumn<int>("edge");   // of the family
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    const auto row = [](const char* name, const char* json, Preprocessor::Sizing sizing, int edge,
                        int height, int width) {
        QTest::newRow(name) << QByteArray(json) << static_cast<int>(sizing) << edge << height
                            << width;
    };
    constexpr auto kExact = Preprocessor::Sizing::Exact;
    constexpr auto kEdge = Preprocessor::Sizing::ShortestEdge;
    constexpr auto kBounded = Preprocessor::Sizing::BoundedEdges;
    row("ViLT, 2021", R"({"feature_extractor_type": "ViltFeatureExtractor", "size": 384,
                          "size_divisor": 32, "do_normalize": true, "do_resize": true,
                          "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5],
                          "resample": 3})",
        kBounded, 100, 384, 512);
    row("ViLT, new", R"({"size": {"shortest_edge": 384}, "size_divisor": 32, "do_pad": true})",
        kBounded, 100, 384, 512);
    row("ViLT's rule by its divisor alone",
        R"({"size": {"shortest_edge": 384}, "size_divisor": 32})", kExact, 100, 384, 512);
    row("ViLT without a file's fields", "{}", kBounded, 384, 384, 512);
    row("ViLT, old name of padding", R"({"size": 384, "pad_and_return_pixel_mask": true})",
        kBounded, 100, 384, 512);
    row("BridgeTower base",
        R"({"size": {"shortest_edge": 288}, "size_divisor": 32, "do_center_crop": true})", kBounded,
        100, 288, 288);
    row("BridgeTower with a crop",
        R"({"size": {"shortest_edge": 288}, "size_divisor": 32, "do_center_crop": true,
            "crop_size": {"shortest_edge": 256}})",
        kBounded, 100, 256, 256);
    row("BridgeTower large", R"({"size": 294, "do_center_crop": true})", kBounded, 100, 294, 294);
    row("FLAVA, 2022", R"({"feature_extractor_type": "FlavaFeatureExtractor", "size": 224,
                           "crop_size": 224, "do_center_crop": true, "codebook_size": 112})",
        kExact, 100, 224, 224);
    row("OWL-ViT", R"({"size": [768, 768], "crop_size": 768, "do_center_crop": false,
                       "rescale": true})",
        kExact, 100, 768, 768);
    row("CLIP, 2021", R"({"size": 224, "crop_size": 224, "do_center_crop": true})", kEdge, 100, 224,
        224);
    row("BLIP, 2022", R"({"size": 384})", kExact, 100, 384, 384);
    row("a fast one", R"({"size": {"height": 96, "width": 64, "shortest_edge": null},
                          "crop_size": null, "do_center_crop": null, "data_format": "channels_first",
                          "device": null, "size_divisor": null})",
        kExact, 100, 96, 64);
}

void PreprocessorTest::publishedFilesAreRead()
{
    QFETCH(QByteArray, json);
    QFETCH(int, sizing);
    QFETCH(int, edge);
    QFETCH(int, height);
    QFETCH(int, width);
    Preprocessor own;
    own.sizing = static_cast<Preprocessor::Sizing>(sizing);
    own.width = own.height = edge;
    const Preprocessor read = Preprocessor::read(Config::parse(json.toStdString(), "p.json"), own);
    const Image image{.width = 640, .height = 480, .rgb = std::vector<std::uint8_t>(640 * 480 * 3)};
    const PixelValues values = read.apply(image);
    QCOMPARE(values.height, height);
    QCOMPARE(values.width, width);
    QCOMPARE(read.givesAlways(width, height), width == height || width == 64);
}

void PreprocessorTest::narrowPicturesLeaveNothing()
{
    Preprocessor vilt;
    vilt.sizing = Preprocessor::Sizing::BoundedEdges;
    vilt.width = vilt.height = 384;
    Image narrow{.width = 2000, .height = 99, .rgb = {}};
    narrow.rgb.resize(3UL * 2000 * 99);
    QCOMPARE(vilt.apply(narrow).height, 32); // 99 · 639 / 2000, rounded
    narrow.height = 98;
    narrow.rgb.resize(3UL * 2000 * 98);
    const ErrorInfo info = errorOf([&] { vilt.apply(narrow); });
    QCOMPARE(info.id, std::string("E_LIMIT_IMAGE"));
    QCOMPARE(info.found, std::string("2000 × 98"));
}

void PreprocessorTest::extremePicturesAreRefused()
{
    Image thin{.width = 60000, .height = 1, .rgb = {}};
    thin.rgb.resize(180000);
    Preprocessor clip;
    clip.sizing = Preprocessor::Sizing::ShortestEdge;
    clip.width = clip.height = 224;
    const ErrorInfo info = errorOf([&] { clip.apply(thin); });
    QCOMPARE(info.id, std::string("E_LIMIT_IMAGE"));
    QCOMPARE(info.found, std::string("13440000 × 224"));
}

QTEST_GUILESS_MAIN(PreprocessorTest)
#include "preprocessor_test.moc"
