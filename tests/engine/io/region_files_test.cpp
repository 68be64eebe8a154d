#include <QTest>

#include "engine/io/npz.h"
#include "engine/io/region_files.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <stop_token>
#include <string>
#include <vector>

using namespace attenscope;

namespace {

constexpr RegionPicture kPicture{.width = 200, .height = 100};
constexpr float kNotANumber = std::numeric_limits<float>::quiet_NaN();

using Arrays = std::vector<NamedArray>;

NamedArray floats(std::string name, std::vector<std::int64_t> shape, std::vector<float> values)
{
    return {.name = std::move(name), .shape = std::move(shape), .values = std::move(values)};
}

const std::vector<float> kFeatures{1, 2, 3, 4, 5, 6};
const std::vector<float> kBoxes{20, 10, 100, 90, 0, 0, 200, 100};
const std::vector<float> kFractions{0.1F, 0.1F, 0.5F, 0.9F, 0, 0, 1, 1};

/// Two regions of width 3.
Arrays sound()
{
    return {floats("features", {2, 3}, kFeatures), floats("boxes", {2, 4}, kBoxes)};
}

Arrays with(Arrays arrays, NamedArray array)
{
    for (NamedArray& known : arrays) {
        if (known.name == array.name) {
            known = std::move(array);
            return arrays;
        }
    }
    arrays.push_back(std::move(array));
    return arrays;
}

std::filesystem::path npz(const TemporaryFolder& folder, const Arrays& arrays)
{
    const std::filesystem::path path = folder.path() / "regions.npz";
    OutputFile file(path, Overwrite::Yes);
    writeNpz(file, arrays, {});
    file.commit();
    return path;
}

template <typename Value>
std::string base64(const std::vector<Value>& values)
{
    return QByteArray(reinterpret_cast<const char*>(values.data()), // NOLINT: bytes as they lie
                      static_cast<qsizetype>(values.size() * sizeof(Value)))
        .toBase64()
        .toStdString();
}

std::string joined(const std::vector<std::string>& fields)
{
    std::string line;
    for (const std::string& field : fields) {
        line += (&field == &fields.front() ? "" : "\t") + field;
    }
    return line + "\n";
}

/// A row of bottom-up attention's table.
std::string row(const std::string& id, const std::vector<float>& features = kFeatures)
{
    return joined({id, "200", "100", "2", base64(kBoxes), base64(features)});
}

/// A row of LXMERT's table: height before width, class numbers.
std::string wideRow(const std::string& id)
{
    const std::vector<float> sure{0.5F, 0.75F};
    const std::vector<std::int64_t> classes{17, 1599};
    return joined({id, "100", "200", base64(classes), base64(sure), base64(classes), base64(sure),
                   "2", base64(kBoxes), base64(kFeatures)});
}

std::vector<float> values(const Matrix& matrix)
{
    return {matrix.data(), matrix.data() + matrix.size()};
}

RegionPicture pictureOf(const std::string& id)
{
    return {.width = 200, .height = 100, .id = id};
}

} // namespace

Q_DECLARE_METATYPE(Arrays)

class RegionFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void archiveIsRead_data();
    void archiveIsRead();
    void maskGlobalAndClassesAreRead();
    void shippedFilesAreReadWithTheirLabels();
    void badArchiveIsRefused_data();
    void badArchiveIsRefused();
    void paddingMayHoldAnyBox();
    void tableGivesThePicturesRow_data();
    void tableGivesThePicturesRow();
    void longTableIsReadPieceByPiece();
    void badTableIsRefused_data();
    void badTableIsRefused();
    void otherFilesAreNamed_data();
    void otherFilesAreNamed();
    void readingStopsWhenAsked();
};

void RegionFilesTest::archiveIsRead_data()
{
    QTest::addColumn<Arrays>("arrays");

    QTest::newRow("boxes in pixels") << sound();
    QTest::newRow("boxes as fractions") << Arrays{floats("features", {2, 3}, kFeatures),
                                                  floats("boxes_normalized", {2, 4}, kFractions)};
    QTest::newRow("UNITER's boxes") << Arrays{
        floats("features", {2, 3}, kFeatures),
        floats("norm_bb", {2, 6}, {0.1F, 0.1F, 0.5F, 0.9F, 0.4F, 0.8F, 0, 0, 1, 1, 1, 1})};
    QTest::newRow("integer boxes and features")
        << Arrays{{.name = "features",
                   .shape = {2, 3},
                   .values = std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}},
                  {.name = "boxes",
                   .shape = {2, 4},
                   .values = std::vector<std::int64_t>{20, 10, 100, 90, 0, 0, 200, 100}}};
}

void RegionFilesTest::archiveIsRead()
{
    QFETCH(const Arrays, arrays);
    const TemporaryFolder folder;
    const Regions regions = readRegions(npz(folder, arrays), kPicture, {});
    QCOMPARE(regions.size(), 2);
    QCOMPARE(values(regions.features), kFeatures);
    QCOMPARE(values(regions.boxes), kFractions);
    QVERIFY(regions.isPadding.empty());
    QVERIFY(!regions.wholeImage);
    QVERIFY(regions.labels.empty());
}

void RegionFilesTest::maskGlobalAndClassesAreRead()
{
    const TemporaryFolder folder;
    Arrays arrays = with(sound(), floats("mask", {2}, {1, 0}));
    arrays = with(arrays, floats("global", {3}, {7, 8, 9}));
    arrays =
        with(arrays,
             {.name = "objects_id", .shape = {2}, .values = std::vector<std::int64_t>{17, 1599}});
    const Regions regions = readRegions(npz(folder, arrays), kPicture, {});
    QCOMPARE(regions.isPadding, (std::vector<bool>{false, true}));
    QVERIFY(regions.wholeImage);
    QCOMPARE(values(*regions.wholeImage), (std::vector<float>{7, 8, 9}));
    QCOMPARE(regions.labels, (std::vector<std::string>{"class 17", "class 1599"}));
}

void RegionFilesTest::shippedFilesAreReadWithTheirLabels()
{
    for (const char* name : {"red-circle", "four-shapes", "five-objects"}) {
        const std::string file = std::string(TEST_DATA "/../../resources/samples/") + name;
        const Regions regions =
            readRegions(file + ".regions.npz", {.width = 512, .height = 512}, {});
        QCOMPARE(regions.features.cols(), Index(2048));
        QVERIFY(regions.size() >= 9);
        QCOMPARE(regions.labels.size(), static_cast<std::size_t>(regions.size()));
        QCOMPARE(regions.labels.back(), std::string("whole picture"));
        QCOMPARE(values(regions.boxes.bottomRows(1)), (std::vector<float>{0, 0, 1, 1}));
        QVERIFY(regions.wholeImage);
    }
    const Regions regions = readRegions(TEST_DATA "/../../resources/samples/red-circle.regions.npz",
                                        {.width = 512, .height = 512}, {});
    QCOMPARE(regions.labels.front(), std::string("small red circle"));
}

void RegionFilesTest::badArchiveIsRefused_data()
{
    QTest::addColumn<Arrays>("arrays");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("found");

    const auto row = [](const char* name, const Arrays& arrays, const char* id, const char* place,
                        const char* found) {
        QTest::newRow(name) << arrays << id << place << found;
    };
    const NamedArray boxes = floats("boxes", {2, 4}, kBoxes);
    row("no features", {boxes}, "E_REGIONS_FORMAT", "features", "none");
    row("one feature row", with(sound(), floats("features", {3}, {1, 2, 3})), "E_REGIONS_SHAPE",
        "features", "[3]");
    row("no region", with(sound(), floats("features", {0, 3}, {})), "E_REGIONS_SHAPE", "features",
        "[0, 3]");
    row("too many regions", with(sound(), floats("features", {4097, 1}, std::vector<float>(4097))),
        "E_LIMIT_REGIONS", "features", "[4097, 1]");
    row("too wide features",
        with(sound(), floats("features", {1, 65537}, std::vector<float>(65537))), "E_LIMIT_REGIONS",
        "features", "[1, 65537]");
    row("no boxes", {floats("features", {2, 3}, kFeatures)}, "E_REGIONS_BOXES", "boxes",
        "none of them");
    row("boxes twice", with(sound(), floats("boxes_normalized", {2, 4}, kFractions)),
        "E_REGIONS_BOXES", "boxes", "several of them");
    row("a box too few", with(sound(), floats("boxes", {1, 4}, {0, 0, 1, 1})), "E_REGIONS_SHAPE",
        "boxes", "[1, 4]");
    row("boxes with areas", with(sound(), floats("boxes", {2, 5}, std::vector<float>(10))),
        "E_REGIONS_SHAPE", "boxes", "[2, 5]");
    row("right before left",
        with(sound(), floats("boxes", {2, 4}, {20, 10, 100, 90, 50, 0, 40, 100})),
        "E_REGIONS_BOXES", "box 1", "0.250000 0.000000 0.200000 1.000000 as fractions");
    row("bottom before top",
        with(sound(), floats("boxes", {2, 4}, {20, 90, 100, 10, 0, 0, 200, 100})),
        "E_REGIONS_BOXES", "box 0", "0.100000 0.900000 0.500000 0.100000 as fractions");
    row("a larger picture's boxes",
        with(sound(), floats("boxes", {2, 4}, {20, 10, 100, 90, 0, 0, 400, 100})),
        "E_REGIONS_BOXES", "box 1", "0.000000 0.000000 2.000000 1.000000 as fractions");
    row("pixels said to be fractions",
        Arrays{floats("features", {2, 3}, kFeatures), floats("boxes_normalized", {2, 4}, kBoxes)},
        "E_REGIONS_BOXES", "box 0", "20.000000 10.000000 100.000000 90.000000 as fractions");
    row("a feature that is no number",
        with(sound(), floats("features", {2, 3}, {1, 2, kNotANumber, 4, 5, 6})), "E_REGIONS_VALUES",
        "features", "one that is not");
    row("an infinite box",
        with(sound(), floats("boxes", {2, 4}, {20, 10, INFINITY, 90, 0, 0, 200, 100})),
        "E_REGIONS_VALUES", "boxes", "one that is not");
    row("a whole image that is no number",
        with(sound(), floats("global", {3}, {1, 2, kNotANumber})), "E_REGIONS_VALUES", "global",
        "one that is not");
    row("a whole image of another width", with(sound(), floats("global", {2}, {1, 2})),
        "E_REGIONS_SHAPE", "global", "[2]");
    row("a mask too long", with(sound(), floats("mask", {3}, {1, 1, 0})), "E_REGIONS_SHAPE", "mask",
        "[3]");
    row("a soft mask", with(sound(), floats("mask", {2}, {1, 0.5F})), "E_REGIONS_VALUES", "mask[1]",
        "0.500000");
    row("labels that are numbers", with(sound(), floats("labels", {2}, {1, 2})), "E_REGIONS_SHAPE",
        "labels", "[2]");
    row("labels of another count",
        with(sound(),
             {.name = "labels", .shape = {1, 1}, .values = std::vector<std::int64_t>{'a'}}),
        "E_REGIONS_SHAPE", "labels", "[1, 1]");
    row("a label that is no text",
        with(sound(),
             {.name = "labels", .shape = {2, 1}, .values = std::vector<std::int64_t>{'a', 0xD800}}),
        "E_REGIONS_VALUES", "labels[1]", "55296");
    row("classes of another count", with(sound(), floats("objects_id", {1}, {4})),
        "E_REGIONS_SHAPE", "objects_id", "[1]");
}

void RegionFilesTest::badArchiveIsRefused()
{
    QFETCH(const Arrays, arrays);
    QFETCH(const QString, id);
    QFETCH(const QString, place);
    QFETCH(const QString, found);
    const TemporaryFolder folder;
    const std::filesystem::path path = npz(folder, arrays);
    const ErrorInfo error = errorOf([&] { readRegions(path, kPicture, {}); });
    QCOMPARE(QString::fromStdString(error.id), id);
    QCOMPARE(QString::fromStdString(error.place), place);
    QCOMPARE(QString::fromStdString(error.found), found);
    QCOMPARE(error.file, path.string());
}

void RegionFilesTest::paddingMayHoldAnyBox()
{
    const TemporaryFolder folder;
    Arrays arrays = with(sound(), floats("boxes", {2, 4}, {20, 10, 100, 90, 9, 9, 0, 900}));
    arrays = with(arrays, floats("mask", {2}, {1, 0}));
    QCOMPARE(readRegions(npz(folder, arrays), kPicture, {}).size(), 2);
}

void RegionFilesTest::tableGivesThePicturesRow_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("hasLabels");

    const auto add = [](const char* name, const std::string& table, const char* id,
                        bool hasLabels = false) {
        QTest::newRow(name) << QByteArray::fromStdString(table) << id << hasLabels;
    };
    const std::string other = row("other", {9, 9, 9, 9, 9, 9});
    add("six columns", other + row("cat") + other, "cat");
    add("ten columns", wideRow("dog") + wideRow("cat"), "cat", true);
    add("COCO's number", row("41", {9, 9, 9, 9, 9, 9}) + row("42"), "COCO_val2014_000000000042");
    add("no end of the last line", other + row("cat").substr(0, row("cat").size() - 1), "cat");
    add("lines that end as on Windows", row("cat").insert(row("cat").size() - 1, "\r"), "cat");
    add("an empty line between", other + "\n" + row("cat"), "cat");
}

void RegionFilesTest::tableGivesThePicturesRow()
{
    QFETCH(const QByteArray, table);
    QFETCH(const QString, id);
    QFETCH(const bool, hasLabels);
    const TemporaryFolder folder;
    const Regions regions =
        readRegions(folder.write("a.tsv", table.toStdString()), pictureOf(id.toStdString()), {});
    QCOMPARE(values(regions.features), kFeatures);
    QCOMPARE(values(regions.boxes), kFractions);
    QCOMPARE(regions.labels, hasLabels ? (std::vector<std::string>{"class 17", "class 1599"})
                                       : std::vector<std::string>());
}

void RegionFilesTest::longTableIsReadPieceByPiece()
{
    // Lines of changing length, so that they cross the pieces' borders everywhere.
    std::string table;
    for (int i = 0; i < 6000; ++i) {
        const auto width = static_cast<std::size_t>(1 + i % 50) * 2;
        table += row("picture " + std::to_string(i),
                     std::vector<float>(width * 2, static_cast<float>(i)));
    }
    QVERIFY(table.size() > 3'000'000);
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.write("a.tsv", table);
    for (const int i : {0, 1, 1500, 5998, 5999}) {
        const Regions regions = readRegions(path, pictureOf("picture " + std::to_string(i)), {});
        QCOMPARE(regions.features.cols(), (1 + i % 50) * 2);
        QVERIFY((regions.features.array() == static_cast<float>(i)).all());
    }
}

void RegionFilesTest::badTableIsRefused_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("found");

    const auto add = [](const char* name, const std::string& table, const char* id,
                        const char* place, const char* found) {
        QTest::newRow(name) << QByteArray::fromStdString(table) << id << place << found;
    };
    const auto cat = [](std::size_t column, const std::string& text) {
        std::vector<std::string> fields{"cat", "200",          "100",
                                        "2",   base64(kBoxes), base64(kFeatures)};
        fields[column] = text;
        return joined(fields);
    };
    add("five columns", "a\tb\tc\td\te\n", "E_REGIONS_FORMAT", "line 1", "5");
    add("prose", "Once upon a time\n", "E_REGIONS_FORMAT", "line 1", "1");
    add("a short row later", row("dog") + "cat\t1\n", "E_REGIONS_ROW", "line 2", "2");
    add("no such picture", row("a") + row("b") + row("c") + row("d") + row("e") + row("f"),
        "E_REGIONS_IMAGE", "", "6 images: a, b, c, d, e, …");
    add("one other picture", row("dog"), "E_REGIONS_IMAGE", "", "1 image: dog");
    add("another picture's size", cat(1, "640"), "E_REGIONS_SIZE", "line 1", "640 x 100");
    add("height before width",
        joined({"cat", "100", "200", "2", base64(kBoxes), base64(kFeatures)}), "E_REGIONS_SIZE",
        "line 1", "100 x 200");
    add("a width in words", cat(1, "wide"), "E_REGIONS_ROW", "line 1, column 2", "\"wide\"");
    add("no region", cat(3, "0"), "E_REGIONS_ROW", "line 1, column 4", "\"0\"");
    add("a negative count", cat(3, "-2"), "E_REGIONS_ROW", "line 1, column 4", "\"-2\"");
    add("a billion regions", cat(3, "1000000000"), "E_REGIONS_ROW", "line 1, column 4",
        "\"1000000000\"");
    add("boxes that are no base64", cat(4, "????"), "E_REGIONS_ROW", "line 1, column 5",
        "something else");
    add("base64 cut short", cat(4, base64(kBoxes).substr(1)), "E_REGIONS_ROW", "line 1, column 5",
        "something else");
    add("a box too few", cat(4, base64(std::vector<float>{0, 0, 1, 1})), "E_REGIONS_ROW",
        "line 1, column 5", "16 bytes");
    add("features that do not divide", cat(5, base64(std::vector<float>{1, 2, 3})), "E_REGIONS_ROW",
        "line 1, column 6", "12 bytes");
    add("no features", cat(5, ""), "E_REGIONS_ROW", "line 1, column 6", "0 bytes");
    add("a feature that is no number",
        cat(5, base64(std::vector<float>{1, 2, 3, 4, 5, kNotANumber})), "E_REGIONS_VALUES",
        "features", "one that is not");
    add("a box outside", cat(4, base64(std::vector<float>{0, 0, 1, 1, 0, 0, 1, 300})),
        "E_REGIONS_BOXES", "box 1", "0.000000 0.000000 0.005000 3.000000 as fractions");
}

void RegionFilesTest::badTableIsRefused()
{
    QFETCH(const QByteArray, table);
    QFETCH(const QString, id);
    QFETCH(const QString, place);
    QFETCH(const QString, found);
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.write("a.tsv", table.toStdString());
    const ErrorInfo error = errorOf([&] { readRegions(path, pictureOf("cat"), {}); });
    QCOMPARE(QString::fromStdString(error.id), id);
    QCOMPARE(QString::fromStdString(error.place), place);
    QCOMPARE(QString::fromStdString(error.found), found);
    QCOMPARE(error.file, path.string());
}

void RegionFilesTest::otherFilesAreNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("found");

    QTest::newRow("empty") << QByteArray() << "E_REGIONS_FORMAT"
                           << "an empty file";
    QTest::newRow("one array") << QByteArray("\x93NUMPY\x01\x00 and so on", 18)
                               << "E_REGIONS_FORMAT"
                               << "a single NPY array, which says nothing of boxes";
    QTest::newRow("HDF5") << QByteArray("\x89HDF\r\n") << "E_REGIONS_FORMAT"
                          << "an HDF5 file";
    QTest::newRow("pickle") << QByteArray("\x80\x02}q") << "E_REGIONS_FORMAT"
                            << "a Python pickle";
    QTest::newRow("newer pickle") << QByteArray("\x80\x04}q") << "E_REGIONS_FORMAT"
                                  << "a Python pickle";
    QTest::newRow("LMDB") << QByteArray("\0\0\0\0\0\0\0\0", 8) << "E_REGIONS_FORMAT"
                          << "a binary file of another kind";
    QTest::newRow("a damaged archive")
        << QByteArray("PK\x03\x04 and nothing more") << "E_NPZ_ARCHIVE"
        << "";
}

void RegionFilesTest::otherFilesAreNamed()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, id);
    QFETCH(const QString, found);
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.write("regions", bytes.toStdString());
    const ErrorInfo error = errorOf([&] { readRegions(path, kPicture, {}); });
    QCOMPARE(QString::fromStdString(error.id), id);
    if (!found.isEmpty()) {
        QCOMPARE(QString::fromStdString(error.found), found);
    }
    QCOMPARE(QString::fromStdString(errorOf([&] { readRegions(folder.path(), kPicture, {}); }).id),
             QString("E_IO"));
}

void RegionFilesTest::readingStopsWhenAsked()
{
    const TemporaryFolder folder;
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(
        readRegions(folder.write("a.tsv", row("cat")), kPicture, Progress(stop.get_token())),
        Cancelled);
}

QTEST_APPLESS_MAIN(RegionFilesTest)
#include "region_files_test.moc"
