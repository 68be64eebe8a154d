#include <QBuffer>
#include <QDir>
#include <QImage>
#include <QTest>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "tests/support/error_of.h"
#include "tests/support/png_bytes.h"
#include "tests/support/temporary_folder.h"
#include "ui/input/image_conversion.h"
#include "ui/input/image_reader.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace attenscope;

namespace {

QByteArray fileBytes(const QString& path)
{
    return QByteArray::fromStdString(bytesOf(path.toStdString()));
}

bool isDamaged(const ReadImage& read)
{
    return !read.warnings.empty() && read.warnings.front().id == "W_IMAGE_DAMAGED";
}

QByteArray little(quint32 value, int bytes)
{
    QByteArray text(4, 0);
    qToLittleEndian(value, text.data());
    return text.left(bytes);
}

/// A BMP of 24 bits a pixel, all black, with the sides that its header declares.
QByteArray bmpFile(qint32 width, qint32 height, qsizetype pixelBytes)
{
    const auto size = static_cast<quint32>(54 + pixelBytes);
    return "BM" + little(size, 4) + little(0, 4) + little(54, 4) + little(40, 4) +
           little(static_cast<quint32>(width), 4) + little(static_cast<quint32>(height), 4) +
           little(1, 2) + little(24, 2) + QByteArray(24, 0) + QByteArray(pixelBytes, 0);
}

QByteArray gifFile(quint32 screenWidth, quint32 screenHeight)
{
    return "GIF89a" + little(screenWidth, 2) + little(screenHeight, 2) + QByteArray("\x80\0\0", 3) +
           QByteArray("\0\0\0\xff\xff\xff", 6) + "," + little(0, 4) + little(1, 2) + little(1, 2) +
           QByteArray("\0\x02\x02\x44\x01\0;", 7);
}

/// tags  number and value of LONG entries
QByteArray tiffFile(const QList<QPair<quint32, quint32>>& tags)
{
    QByteArray file =
        QByteArray("II*\0", 4) + little(8, 4) + little(static_cast<quint32>(tags.size()), 2);
    for (const auto& [tag, value] : tags) {
        file += little(tag, 2) + little(4, 2) + little(1, 4) + little(value, 4);
    }
    return file + little(0, 4) + QByteArray(64, 0);
}

QByteArray greyPng(quint32 width, quint32 height, const QByteArray& extra = {})
{
    return pngFile(
        width, height, 8, 0,
        QByteArray(static_cast<qsizetype>(height) * (static_cast<qsizetype>(width) + 1), 0), extra);
}

} // namespace

/// Rows I-01 to I-09 of the bad-input catalogue.
class ImageLimitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void foreignContentIsNamed_data();
    void foreignContentIsNamed();
    void sizesAreCheckedBeforeDecoding_data();
    void sizesAreCheckedBeforeDecoding();
    void extremeButLegalSizesWork();
    void compressedExtrasAreNotInflated();
    void cutFilesAreNeverSilent_data();
    void cutFilesAreNeverSilent();
    void spoiledFilesNeverCrash_data();
    void spoiledFilesNeverCrash();
    void anEndMarkInAPreviewDoesNotCount();
    void whatIsNoFileIsRefusedAtOnce();
    void largeFilesAreRefused();
    void pastedPicturesHaveTheSameLimits();
};

void ImageLimitsTest::foreignContentIsNamed_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("found");

    const auto row = [](const char* name, const QByteArray& content, const char* found) {
        QTest::newRow(name) << content << found;
    };
    row("empty", {}, "an empty file");
    row("text", "hello, world", "something else");
    row("one byte", "B", "something else");
    row("SVG", "<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>", "SVG");
    row("SVG with a prologue", "\xef\xbb\xbf\n<?xml version='1.0'?><!-- x --><svg/>", "SVG");
    row("SVGZ", "\x1f\x8b\x08 and so on", "SVGZ");
    row("HTML", "<!DOCTYPE html><html>", "HTML");
    row("XML", "<?xml version='1.0'?><kml/>", "XML");
    row("PDF", "%PDF-1.4", "PDF");
    row("ICO", QByteArray("\0\0\1\0\1\0", 6), "ICO");
    row("XBM", "#define im_width 16\n", "XBM");
    row("XPM", "/* XPM */\nstatic char", "XPM");
    row("HEIC",
        QByteArray("\0\0\0\x18"
                   "ftypheic",
                   12),
        "HEIC");
    row("EXR", "v/1\x01", "OpenEXR");
    row("CR2", QByteArray("II*\0\x10\0\0\0CR\x02\0", 12), "CR2");
    row("raw file with a preview", tiffFile({{254, 1}, {256, 160}, {257, 120}}), "preview");
    row("LFS pointer", "version https://git-lfs.github.com/spec/v1\n", "Git LFS");
    row("RIFF that is no WebP", QByteArray("RIFF\x24\0\0\0WAVEfmt ", 16), "something else");
    row("PAM", "P7\nWIDTH 1\n", "something else");
    row("Apple's PNG", greyPng(4, 4).insert(8, pngChunk("CgBI", "\x50")), "CgBI");
    row("PNG without pixels", "\x89PNG\r\n\x1a\n", "broken");
    row("JPEG without pixels", "\xff\xd8\xff\xd9", "broken");
    row("BMP of two bytes", "BM", "broken");
}

void ImageLimitsTest::foreignContentIsNamed()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, found);
    const ErrorInfo info = errorOf([&] { decodeImage(content, "picture.png"); });
    QCOMPARE(info.id, std::string("E_IMAGE_FORMAT"));
    QCOMPARE(info.file, std::string("picture.png"));
    QVERIFY2(QString::fromStdString(info.found).contains(found), info.found.c_str());
}

void ImageLimitsTest::sizesAreCheckedBeforeDecoding_data()
{
    QTest::addColumn<QByteArray>("content");

    const auto declared = [](quint32 width, quint32 height) {
        return pngFile(width, height, 8, 2, QByteArray(100, 0));
    };
    QTest::newRow("PNG 0 × 5") << declared(0, 5);
    QTest::newRow("PNG 5 × 0") << declared(5, 0);
    QTest::newRow("PNG 2^31 × 2^31") << declared(0x80000000, 0x80000000);
    QTest::newRow("PNG (2^32 - 1) × 1") << declared(0xFFFFFFFF, 1);
    QTest::newRow("PNG 65535 × 1") << declared(65535, 1);
    QTest::newRow("PNG 1 × 65535") << declared(1, 65535);
    QTest::newRow("PNG 201 × 1") << greyPng(201, 1);
    QTest::newRow("PNG 65536 × 1000") << declared(65536, 1000);
    QTest::newRow("PNG 20000 × 20000, tiny data") << declared(20000, 20000);
    QTest::newRow("PNG 1 bit, 20000 × 20000, all there")
        << pngFile(20000, 20000, 1, 0, QByteArray(20000 * 2501, 0));
    QTest::newRow("BMP 20000 × 20000") << bmpFile(20000, 20000, 64);
    QTest::newRow("BMP 0 × 5") << bmpFile(0, 5, 64);
    QTest::newRow("GIF screen 65535 × 65535") << gifFile(65535, 65535);
    QTest::newRow("PPM 20000 × 20000") << QByteArray("P6 20000 20000 255\n");
    QTest::newRow("TIFF 60000 × 60000") << tiffFile({{256, 60000}, {257, 60000}});
    QTest::newRow("TIFF 2^32 - 1 wide") << tiffFile({{256, 0xFFFFFFFF}, {257, 1}});
    QTest::newRow("TIFF tiles 40000 × 40000")
        << tiffFile({{256, 100}, {257, 100}, {322, 40000}, {323, 40000}});
}

void ImageLimitsTest::sizesAreCheckedBeforeDecoding()
{
    QFETCH(QByteArray, content);
    const ErrorInfo info = errorOf([&] { decodeImage(content, "bomb"); });
    QCOMPARE(info.id, std::string("E_IMAGE_SIZE"));
    QCOMPARE(info.file, std::string("bomb"));
    QVERIFY(!info.found.empty());
}

void ImageLimitsTest::extremeButLegalSizesWork()
{
    QCOMPARE(decodeImage(greyPng(1, 1), "").image.rgb.size(), std::size_t(3));
    QCOMPARE(decodeImage(greyPng(200, 1), "").image.width, 200);
    QCOMPARE(decodeImage(greyPng(1, 200), "").image.height, 200);
    QCOMPARE(decodeImage(gifFile(1, 1), "").image.rgb.size(), std::size_t(3));
    QCOMPARE(decodeImage(bmpFile(2, -2, 16), "").image.height, 2); // stored from the top
}

void ImageLimitsTest::compressedExtrasAreNotInflated()
{
    // 30 chunks that would inflate to 8 MB each, and a profile of 64 MB.
    const QByteArray text = deflated(QByteArray(8'000'000, 'a'));
    QByteArray extra =
        pngChunk("iCCP", QByteArray("p\0\0", 3) + deflated(QByteArray(64'000'000, 'a')));
    for (int i = 0; i < 10; ++i) {
        extra += pngChunk("zTXt", QByteArray("Comment\0\0", 9) + text);
        extra += pngChunk("iTXt", QByteArray("Title\0\1\0\0\0", 10) + text);
        extra += pngChunk("tEXt", QByteArray("Title\0", 6) + QByteArray(100'000, 'b'));
    }
    for (int i = 0; i < 20'000; ++i) {
        extra += pngChunk("prVt", {});
    }
    const ReadImage read = decodeImage(greyPng(5, 5, extra), "bomb.png");
    QCOMPARE(read.image.width, 5);
    QCOMPARE(read.warnings.size(), std::size_t(1)); // of the profile
    QCOMPARE(read.warnings[0].id, std::string("W_IMAGE_PROFILE"));
}

void ImageLimitsTest::cutFilesAreNeverSilent_data()
{
    QTest::addColumn<QString>("name");
    for (const QString& golden :
         QDir(TEST_DATA "/input").entryList({"*.rgb.png"}, QDir::Files, QDir::Name)) {
        QTest::newRow(qPrintable(golden.chopped(8))) << golden.chopped(8);
    }
}

void ImageLimitsTest::cutFilesAreNeverSilent()
{
    QFETCH(QString, name);
    const QByteArray whole = fileBytes(TEST_DATA "/input/" + name);
    const std::vector<std::uint8_t> pixels = decodeImage(whole, "whole").image.rgb;
    for (int percent = 0; percent < 100; ++percent) {
        const QByteArray cut = whole.left(whole.size() * percent / 100);
        try {
            const ReadImage read = decodeImage(cut, "cut");
            QVERIFY2(isDamaged(read) || read.image.rgb == pixels,
                     qPrintable(QString("%1 %").arg(percent)));
        } catch (const Error& error) {
            QVERIFY2(error.info().id == "E_IMAGE_FORMAT" || error.info().id == "E_IMAGE_SIZE",
                     error.what());
        }
    }
}

void ImageLimitsTest::spoiledFilesNeverCrash_data()
{
    cutFilesAreNeverSilent_data();
}

/// PNG's checksums show every change; other formats can't, but they must give a picture or an
/// error.
void ImageLimitsTest::spoiledFilesNeverCrash()
{
    QFETCH(QString, name);
    const QByteArray whole = fileBytes(TEST_DATA "/input/" + name);
    const Image original = decodeImage(whole, "whole").image;
    for (int i = 0; i < 100; ++i) {
        QByteArray spoiled = whole;
        spoiled[whole.size() * i / 100] =
            static_cast<char>(spoiled[whole.size() * i / 100] ^ (1 << (i % 8)));
        try {
            const ReadImage read = decodeImage(spoiled, "spoiled");
            QCOMPARE(read.image.rgb.size(), 3 * static_cast<std::size_t>(read.image.width) *
                                                static_cast<std::size_t>(read.image.height));
            if (name.endsWith(".png")) {
                QVERIFY2(isDamaged(read) || read.image.rgb == original.rgb,
                         qPrintable(QString::number(i)));
            }
        } catch (const Error& error) {
            QVERIFY2(error.info().id == "E_IMAGE_FORMAT" || error.info().id == "E_IMAGE_SIZE",
                     error.what());
        }
    }
}

void ImageLimitsTest::anEndMarkInAPreviewDoesNotCount()
{
    const QByteArray jpeg = fileBytes(TEST_DATA "/input/rgb.jpg");
    QByteArray length(2, 0);
    qToBigEndian(static_cast<quint16>(jpeg.size() + 2), length.data());
    const QByteArray withPreview = jpeg.left(2) + "\xff\xe5" + length + jpeg + jpeg.mid(2);
    QVERIFY(!isDamaged(decodeImage(withPreview, "whole")));
    QVERIFY(isDamaged(decodeImage(withPreview.chopped(60), "cut")));
    QVERIFY(!isDamaged(decodeImage(withPreview + "rubbish at the end", "longer")));
}

void ImageLimitsTest::whatIsNoFileIsRefusedAtOnce()
{
    const TemporaryFolder folder;
    const std::filesystem::path pipe = folder.path() / "pipe.png";
    QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
    const auto id = [](const std::filesystem::path& path) {
        return errorOf([&] { readImageFile(path); }).id;
    };
    QCOMPARE(id(pipe), std::string("E_IO"));
    QCOMPARE(id("/dev/zero"), std::string("E_IO"));
    QCOMPARE(id(folder.path()), std::string("E_IO"));
    QCOMPARE(id(folder.path() / "deleted.png"), std::string("E_IO"));
    QCOMPARE(id("https://example.org/cat.png"), std::string("E_IO"));
    const std::filesystem::path closed = folder.write("closed.png", "x");
    std::filesystem::permissions(closed, std::filesystem::perms::none);
    if (geteuid() != 0) {
        QCOMPARE(id(closed), std::string("E_IO"));
    }
}

void ImageLimitsTest::largeFilesAreRefused()
{
    const TemporaryFolder folder;
    const std::filesystem::path path = folder.write("large.png", "\x89PNG");
    std::filesystem::resize_file(path, limits::kImageFileBytes + 1); // a hole, takes no space
    const ErrorInfo info = errorOf([&] { readImageFile(path); });
    QCOMPARE(info.id, std::string("E_LIMIT_FILE"));
    QCOMPARE(info.file, path.string());
}

void ImageLimitsTest::pastedPicturesHaveTheSameLimits()
{
    QCOMPARE(errorOf([] { imageFromQImage({}); }).id, std::string("E_IMAGE_SIZE"));
    QCOMPARE(errorOf([] { imageFromQImage(QImage(1, 201, QImage::Format_Mono)); }).id,
             std::string("E_IMAGE_SIZE"));
    QCOMPARE(errorOf([] { imageFromQImage(QImage(12000, 12000, QImage::Format_Mono)); }).id,
             std::string("E_IMAGE_SIZE"));
    QCOMPARE(imageFromQImage(QImage(1, 1, QImage::Format_Mono)).rgb.size(), std::size_t(3));
}

QTEST_GUILESS_MAIN(ImageLimitsTest)
#include "image_limits_test.moc"
