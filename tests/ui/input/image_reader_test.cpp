#include <QBuffer>
#include <QColor>
#include <QColorSpace>
#include <QDir>
#include <QImage>
#include <QTest>

#include "engine/checkpoint/config.h"
#include "engine/vision/preprocessor.h"
#include "tests/support/png_bytes.h"
#include "tests/support/temporary_folder.h"
#include "ui/input/image_conversion.h"
#include "ui/input/image_reader.h"

#include <algorithm>

using namespace attenscope;

namespace {

QByteArray fileBytes(const QString& path)
{
    return QByteArray::fromStdString(bytesOf(path.toStdString()));
}

/// Pixel by pixel through QImage's own access, not through the code under test.
Image plainImage(const QImage& picture)
{
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

int largestDifference(const Image& a, const Image& b)
{
    int largest = 0;
    for (std::size_t i = 0; i < a.rgb.size(); ++i) {
        largest = std::max(largest, std::abs(int{a.rgb[i]} - int{b.rgb[i]}));
    }
    return largest;
}

bool hasWarning(const ReadImage& read, const std::string& id)
{
    return std::any_of(read.warnings.begin(), read.warnings.end(),
                       [&](const Warning& warning) { return warning.id == id; });
}

/// Every pixel another colour.
QImage colourful(int width, int height)
{
    QImage picture(width, height, QImage::Format_RGB888);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            picture.setPixelColor(x, y, QColor(x * 20 % 256, y * 20 % 256, (x + 3 * y) % 256));
        }
    }
    return picture;
}

QByteArray encoded(const QImage& picture, const char* format)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    return picture.save(&buffer, format, 95) ? buffer.data() : QByteArray();
}

/// A TIFF structure with one tag: the orientation.
QByteArray exif(int orientation, bool isLittle)
{
    const auto number = [&](quint32 value, int bytes) {
        QByteArray text;
        for (int i = 0; i < bytes; ++i) {
            text.append(static_cast<char>(value >> (8 * (isLittle ? i : bytes - 1 - i))));
        }
        return text;
    };
    return (isLittle ? "II" : "MM") + number(42, 2) + number(8, 4) + number(1, 2) +
           number(0x0112, 2) + number(3, 2) + number(1, 4) +
           number(static_cast<quint32>(orientation), 2) + number(0, 2) + number(0, 4);
}

QByteArray withExif(const QByteArray& file, const QByteArray& data, const QString& format)
{
    if (format == "png") {
        return file.left(33) + pngChunk("eXIf", data) + file.mid(33); // after IHDR
    }
    if (format == "webp") { // the simple form becomes the extended one
        const QByteArray size(3, 0);
        const auto little = [](quint32 value) {
            QByteArray bytes(4, 0);
            qToLittleEndian(value, bytes.data());
            return bytes;
        };
        const QImage picture = QImage::fromData(file);
        const QByteArray header = QByteArray("\x08\0\0\0", 4) +
                                  little(static_cast<quint32>(picture.width() - 1)).left(3) +
                                  little(static_cast<quint32>(picture.height() - 1)).left(3);
        const QByteArray body = "WEBPVP8X" + little(10) + header + file.mid(12) + "EXIF" +
                                little(static_cast<quint32>(data.size())) + data;
        return "RIFF" + little(static_cast<quint32>(body.size())) + body;
    }
    const QByteArray segment = QByteArray("Exif\0\0", 6) + data;
    QByteArray length(2, 0);
    qToBigEndian(static_cast<quint16>(segment.size() + 2), length.data());
    return file.left(2) + "\xff\xe1" + length + segment + file.mid(2);
}

} // namespace

class ImageReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void missingPlugInsAreNamed();
    void pixelsEqualPillows_data();
    void pixelsEqualPillows();
    void modelInputsEqualTheReferences_data();
    void modelInputsEqualTheReferences();
    void orientationIsApplied_data();
    void orientationIsApplied();
    void brokenExifIsUpright();
    void contentCountsNotTheName();
    void severalPicturesGiveANotice();
    void profilesGiveANotice();
    void pastedPicturesAreConverted();
    void theDigestIsTheFiles();
};

/// First, because plug-ins stay loaded.
void ImageReaderTest::missingPlugInsAreNamed()
{
    const QStringList paths = QCoreApplication::libraryPaths();
    QCoreApplication::setLibraryPaths({});
    try {
        decodeImage(fileBytes(TEST_DATA "/input/lossless.webp"), "a.webp");
        QFAIL("read without a decoder");
    } catch (const Error& error) {
        QCOMPARE(error.info().id, std::string("E_IMAGE_FORMAT"));
        QVERIFY(error.info().found.find("WebP") != std::string::npos);
        QVERIFY(error.info().remedy.find("qt6-image-formats-plugins") != std::string::npos);
    }
    QVERIFY(!decodeImage(fileBytes(TEST_DATA "/input/rgb.png"), "a.png").image.isEmpty());
    QCoreApplication::setLibraryPaths(paths);
}

void ImageReaderTest::pixelsEqualPillows_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("tolerance"); // lossy formats: another decoder may round otherwise

    const QDir folder(TEST_DATA "/input");
    for (const QString& golden : folder.entryList({"*.rgb.png"}, QDir::Files, QDir::Name)) {
        const QString name = golden.chopped(8);
        const bool isLossy = name.endsWith(".jpg") || name.startsWith("lossy");
        QTest::newRow(qPrintable(name)) << name << (isLossy ? 2 : 0);
    }
}

void ImageReaderTest::pixelsEqualPillows()
{
    QFETCH(QString, name);
    QFETCH(int, tolerance);
    const QString path = TEST_DATA "/input/" + name;
    const ReadImage read = readImageFile(path.toStdString());
    const Image expected = plainImage(QImage(path + ".rgb.png"));
    QCOMPARE(read.image.width, expected.width);
    QCOMPARE(read.image.height, expected.height);
    QCOMPARE(read.image.rgb.size(), expected.rgb.size());
    const int difference = largestDifference(read.image, expected);
    QVERIFY2(difference <= tolerance, qPrintable(QString::number(difference)));
    QVERIFY(!hasWarning(read, "W_IMAGE_DAMAGED"));
}

void ImageReaderTest::modelInputsEqualTheReferences_data()
{
    QTest::addColumn<QString>("folder");
    for (const char* mode : {"mode_1", "mode_L", "mode_LA", "mode_P", "mode_RGBA"}) {
        QTest::newRow(mode) << TEST_DATA "/images/" + QString(mode);
    }
}

void ImageReaderTest::modelInputsEqualTheReferences()
{
    QFETCH(QString, folder);
    const std::string config = bytesOf((folder + "/preprocessor_config.json").toStdString());
    const auto preprocessor =
        Preprocessor::read(Config::parse(config, "preprocessor_config.json"), {});
    const Image image = readImageFile((folder + "/input.png").toStdString()).image;
    QCOMPARE(preprocessor.apply(image).bytes.rgb, plainImage(QImage(folder + "/resized.png")).rgb);
}

void ImageReaderTest::orientationIsApplied_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<int>("orientation");
    QTest::addColumn<bool>("isLittle");

    for (const char* format : {"png", "jpeg", "webp"}) {
        for (int orientation = 1; orientation <= 8; ++orientation) {
            QTest::addRow("%s, %d", format, orientation)
                << format << orientation << (orientation % 2 == 0);
        }
    }
}

/// Where EXIF's table says that the stored pixel (x, y) is to be shown.
static QPoint shownPlace(int orientation, int x, int y, int width, int height)
{
    switch (orientation) {
    case 2:
        return {width - 1 - x, y};
    case 3:
        return {width - 1 - x, height - 1 - y};
    case 4:
        return {x, height - 1 - y};
    case 5:
        return {y, x};
    case 6:
        return {height - 1 - y, x};
    case 7:
        return {height - 1 - y, width - 1 - x};
    case 8:
        return {y, width - 1 - x};
    default:
        return {x, y};
    }
}

void ImageReaderTest::orientationIsApplied()
{
    QFETCH(QString, format);
    QFETCH(int, orientation);
    QFETCH(bool, isLittle);
    const QByteArray file = encoded(colourful(12, 7), qPrintable(format));
    const Image stored = decodeImage(file, "stored").image;
    const Image shown =
        decodeImage(withExif(file, exif(orientation, isLittle), format), "shown").image;
    QCOMPARE(shown.width, orientation > 4 ? 7 : 12);
    QCOMPARE(shown.height, orientation > 4 ? 12 : 7);
    for (int y = 0; y < stored.height; ++y) {
        for (int x = 0; x < stored.width; ++x) {
            const QPoint place = shownPlace(orientation, x, y, stored.width, stored.height);
            QVERIFY(std::equal(stored.pixel(x, y), stored.pixel(x, y) + 3,
                               shown.pixel(place.x(), place.y())));
        }
    }
}

void ImageReaderTest::brokenExifIsUpright()
{
    const QByteArray file = encoded(colourful(12, 7), "png");
    const Image upright = decodeImage(file, "upright").image;
    QByteArray outside = exif(6, true);
    outside[4] = '\x7f'; // its directory lies beyond the end
    QByteArray endless = exif(6, true);
    endless[8] = '\xff'; // more entries than there are, the first of another tag
    endless[10] = '\x00';
    for (const QByteArray& broken : {exif(9, true), exif(0, false), exif(6, true).left(20), outside,
                                     endless, QByteArray(), QByteArray("nonsense")}) {
        QCOMPARE(decodeImage(withExif(file, broken, "png"), "broken").image.rgb, upright.rgb);
    }
    const QByteArray jpeg = encoded(colourful(12, 7), "jpeg");
    QCOMPARE(decodeImage(withExif(jpeg, "nonsense", "jpeg"), "broken").image.width, 12);
}

void ImageReaderTest::contentCountsNotTheName()
{
    const TemporaryFolder folder;
    const auto path = folder.write("picture.txt", bytesOf(TEST_DATA "/input/rgb.jpg"));
    QCOMPARE(readImageFile(path).image.width, 48);
    const auto wrong = folder.write("picture.jpg", bytesOf(TEST_DATA "/input/rgb.png"));
    QCOMPARE(readImageFile(wrong).image.width, 23);
}

void ImageReaderTest::severalPicturesGiveANotice()
{
    for (const char* name : {"animated.gif", "animated.webp", "animated.png", "pages.tiff"}) {
        const ReadImage read = readImageFile(TEST_DATA "/input/" + std::string(name));
        QVERIFY2(hasWarning(read, "W_IMAGE_FRAMES"), name);
        QCOMPARE(read.warnings.size(), std::size_t(1));
    }
    QVERIFY(readImageFile(TEST_DATA "/input/palette.gif").warnings.empty());
}

void ImageReaderTest::profilesGiveANotice()
{
    QImage picture = colourful(16, 16);
    const QByteArray plain = encoded(picture, "jpeg");
    QVERIFY(decodeImage(plain, "plain").warnings.empty());
    picture.setColorSpace(QColorSpace(QColorSpace::AdobeRgb));
    for (const char* format : {"png", "jpeg"}) {
        const ReadImage read = decodeImage(encoded(picture, format), format);
        QVERIFY2(hasWarning(read, "W_IMAGE_PROFILE"), format);
        QVERIFY(!hasWarning(read, "W_IMAGE_DAMAGED"));
    }
    QCOMPARE(decodeImage(encoded(picture, "jpeg"), "").image.rgb, decodeImage(plain, "").image.rgb);
}

void ImageReaderTest::pastedPicturesAreConverted()
{
    const QImage picture = colourful(13, 5);
    const Image image = imageFromQImage(picture);
    QCOMPARE(image.rgb, plainImage(picture).rgb);
    QCOMPARE(qImageFromImage(image), picture);
    QVERIFY(qImageFromImage({}).isNull());

    QImage clear = picture.convertToFormat(QImage::Format_ARGB32);
    clear.setPixel(3, 2, qRgba(200, 100, 50, 0)); // its colour is the file's, however transparent
    const Image dropped = imageFromQImage(clear);
    QCOMPARE(int(dropped.pixel(3, 2)[0]), 200);
    QCOMPARE(int(dropped.pixel(3, 2)[2]), 50);

    QImage deep(1, 1, QImage::Format_RGBA64);
    deep.setPixelColor(0, 0, QColor::fromRgba64(0x12FF, 0xFF00, 0x00FF, 0x0001));
    const Image high = imageFromQImage(deep);
    QCOMPARE(high.rgb, (std::vector<std::uint8_t>{0x12, 0xFF, 0x00}));
}

void ImageReaderTest::theDigestIsTheFiles()
{
    const ReadImage read = decodeImage("P1\n1 1\n1\n", "a.pbm");
    QCOMPARE(read.digest,
             std::string("4b27344ec7524986ebaaff41983e258fdda048382154588334592cbf85878389"));
    QCOMPARE(read.image.rgb, (std::vector<std::uint8_t>{0, 0, 0}));
}

QTEST_GUILESS_MAIN(ImageReaderTest)
#include "image_reader_test.moc"
