#include <QBuffer>
#include <QFile>
#include <QImageReader>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/base/progress.h"
#include "tests/support/error_of.h"
#include "tests/ui/figure/figure_sample.h"
#include "ui/figure/animation.h"
#include "ui/figure/colour_reduction.h"
#include "ui/figure/figure_frames.h"

#include <algorithm>
#include <set>
#include <stop_token>
#include <vector>

using namespace attenscope;

namespace {

FigureRequest animationRequest(FigureKind kind = FigureKind::LayerAnimation)
{
    FigureRequest request = sampleRequest();
    request.style.kind = kind;
    request.style.size = {480, 400};
    request.style.dpi = 64;
    request.style.frameMs = 700;
    return request;
}

struct Frame {
    QImage image;
    int delayMs = 0;
};

/// What Qt's own plug-in finds in a file.
std::vector<Frame> framesOf(const QByteArray& bytes, const char* format)
{
    QByteArray copy = bytes;
    QBuffer buffer(&copy);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, format);
    std::vector<Frame> frames;
    for (QImage image = reader.read(); !image.isNull(); image = reader.read()) {
        frames.push_back({image.convertToFormat(QImage::Format_RGB32), reader.nextImageDelay()});
    }
    return frames;
}

int largestDifference(const QImage& a, const QImage& b)
{
    int largest = a.size() == b.size() ? 0 : 255;
    for (int y = 0; y < a.height() && largest < 255; ++y) {
        for (int x = 0; x < a.width(); ++x) {
            largest = std::max(largest, channelDifference(a.pixelColor(x, y), b.pixelColor(x, y)));
        }
    }
    return largest;
}

double meanDifference(const QImage& a, const QImage& b)
{
    double sum = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            sum += channelDifference(a.pixelColor(x, y), b.pixelColor(x, y));
        }
    }
    return sum / (static_cast<double>(a.width()) * a.height());
}

/// A program of that name, in front of all others or alone.
class FakeProgram {
public:
    explicit FakeProgram(const QByteArray& script) : before_(qgetenv("PATH"))
    {
        QFile file(folder_.filePath("ffmpeg"));
        if (!script.isEmpty() && file.open(QIODevice::WriteOnly)) {
            file.write("#!/bin/sh\n" + script);
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        }
        qputenv("PATH", folder_.path().toLocal8Bit() + (script.isEmpty() ? "" : ":/usr/bin:/bin"));
    }

    ~FakeProgram() { qputenv("PATH", before_); }

    FakeProgram(const FakeProgram&) = delete;
    FakeProgram& operator=(const FakeProgram&) = delete;
    FakeProgram(FakeProgram&&) = delete;
    FakeProgram& operator=(FakeProgram&&) = delete;

private:
    QTemporaryDir folder_;
    QByteArray before_;
};

} // namespace

class AnimationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsStayInPlaceFromFrameToFrame_data();
    void partsStayInPlaceFromFrameToFrame();
    void webpHoldsEveryPixelOfEveryFrame();
    void gifHoldsEveryFrame();
    void fewColoursStayAsTheyAre();
    void manyColoursBecomeNearOnes();
    void aStopEndsIt_data();
    void aStopEndsIt();
    void ffmpegGetsTheFrames();
    void withoutFfmpegItSaysSo();
    void aFailingFfmpegIsTold();
};

void AnimationTest::partsStayInPlaceFromFrameToFrame_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("direction");
    QTest::addColumn<int>("frames");
    QTest::newRow("layers") << "animation-layers"
                            << "text-to-image" << 4;
    QTest::newRow("words") << "animation-words"
                           << "text-to-image" << 10;
    QTest::newRow("layers of a patch") << "animation-layers"
                                       << "image-to-text" << 4;
}

void AnimationTest::partsStayInPlaceFromFrameToFrame()
{
    QFETCH(const QString, kind);
    QFETCH(const QString, direction);
    QFETCH(const int, frames);
    FigureRequest request = animationRequest(figureKindFromId(kind.toStdString()).value());
    request.selection.direction = directionFromId(direction.toStdString()).value();
    const FigureFrames all(request);
    QCOMPARE(all.count(), frames);
    const Figure first = all.frame(0);
    std::set<QString> titles;
    for (int i = 0; i < frames; ++i) {
        const Figure frame = all.frame(i);
        QCOMPARE(frame.layout().picture, first.layout().picture);
        QCOMPARE(frame.layout().words, first.layout().words);
        QCOMPARE(frame.layout().legend, first.layout().legend);
        QCOMPARE(frame.range().maximum, first.range().maximum);
        titles.insert(frame.title());
        QVERIFY(!figureImage(frame).isNull());
    }
    const int repeated = kind == "animation-words" ? 1 : 0; // the caption has "a" twice
    QCOMPARE(titles.size(), static_cast<std::size_t>(frames - repeated));
}

void AnimationTest::webpHoldsEveryPixelOfEveryFrame()
{
    const FigureRequest request = animationRequest();
    const std::vector<Frame> frames = framesOf(figureWebp(request, Progress()), "webp");
    const FigureFrames expected(request);
    QCOMPARE(frames.size(), std::size_t{4});
    for (int i = 0; i < 4; ++i) {
        const Frame& frame = frames[static_cast<std::size_t>(i)];
        QCOMPARE(largestDifference(frame.image, figureImage(expected.frame(i))), 0);
        QCOMPARE(frame.delayMs, 700);
    }
}

void AnimationTest::gifHoldsEveryFrame()
{
    const FigureRequest request = animationRequest(FigureKind::WordAnimation);
    const QByteArray file = figureGif(request, Progress());
    QVERIFY(file.contains("NETSCAPE2.0")); // without end
    const std::vector<Frame> frames = framesOf(file, "gif");
    const FigureFrames expected(request);
    QCOMPARE(frames.size(), std::size_t{10});
    for (int i = 0; i < 10; ++i) {
        const Frame& frame = frames[static_cast<std::size_t>(i)];
        const QImage drawn = figureImage(expected.frame(i));
        QCOMPARE(frame.image.size(), drawn.size());
        QVERIFY2(meanDifference(frame.image, drawn) < 1.5,
                 qPrintable(QString::number(meanDifference(frame.image, drawn))));
        QVERIFY(largestDifference(frame.image, drawn) < 40);
        QCOMPARE(frame.delayMs, 700);
    }
}

void AnimationTest::fewColoursStayAsTheyAre()
{
    QImage image(16, 16, QImage::Format_RGB32);
    for (int i = 0; i < 256; ++i) {
        image.setPixel(i % 16, i / 16, qRgb(i, 255 - i, (7 * i) % 256));
    }
    const ReducedImage reduced = reducedTo256(image);
    QCOMPARE(reduced.palette.size(), std::size_t{256});
    for (int i = 0; i < 256; ++i) {
        const auto index = static_cast<std::uint8_t>(reduced.indices.at(i));
        QCOMPARE(reduced.palette.at(index), image.pixel(i % 16, i / 16));
    }
}

void AnimationTest::manyColoursBecomeNearOnes()
{
    QImage image(128, 128, QImage::Format_RGB32);
    for (int y = 0; y < 128; ++y) {
        for (int x = 0; x < 128; ++x) {
            image.setPixel(x, y, qRgb(2 * x, 2 * y, x + y));
        }
    }
    const ReducedImage reduced = reducedTo256(image);
    QVERIFY(reduced.palette.size() <= 256);
    QCOMPARE(reduced.indices.size(), qsizetype{128 * 128});
    int largest = 0;
    for (int y = 0; y < 128; ++y) {
        for (int x = 0; x < 128; ++x) {
            const auto index = static_cast<std::uint8_t>(reduced.indices.at(128 * y + x));
            largest = std::max(largest, channelDifference(QColor(reduced.palette.at(index)),
                                                          image.pixelColor(x, y)));
        }
    }
    QVERIFY2(largest <= 20, qPrintable(QString::number(largest)));
}

void AnimationTest::aStopEndsIt_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("webp") << "webp";
    QTest::newRow("gif") << "gif";
    QTest::newRow("mp4") << "mp4";
}

void AnimationTest::aStopEndsIt()
{
    QFETCH(const QString, format);
    const FakeProgram program("cat > /dev/null");
    std::stop_source stop;
    int steps = 0;
    const Progress progress(stop.get_token(), [&](int done, int total, const std::string&) {
        QCOMPARE(total, 4);
        steps = done;
        if (done == 2) {
            stop.request_stop();
        }
    });
    QVERIFY_EXCEPTION_THROWN(
        findFigureFormat(format.toStdString())->render(animationRequest(), progress), Cancelled);
    QCOMPARE(steps, 2);
}

void AnimationTest::ffmpegGetsTheFrames()
{
    // Stands for the real one: keeps what it was given, and the arguments behind it.
    const FakeProgram program("for last; do :; done\ncat > \"$last\"\nprintf '%s\\n' \"$@\" >> "
                              "\"$last\"\n");
    const FigureRequest request = animationRequest();
    const QByteArray file = figureMp4(request, Progress());
    const FigureFrames frames(request);
    constexpr qsizetype kFrameBytes = 3 * 480 * 400;
    for (int i = 0; i < 4; ++i) {
        const QByteArray bytes = file.mid(i * kFrameBytes, kFrameBytes);
        QCOMPARE(bytes.size(), kFrameBytes);
        const QImage image(reinterpret_cast<const uchar*>(bytes.constData()), 480, 400, 3 * 480,
                           QImage::Format_RGB888);
        QCOMPARE(largestDifference(image, figureImage(frames.frame(i))), 0);
    }
    const QByteArray arguments = file.mid(4 * kFrameBytes);
    QVERIFY(arguments.contains("\n480x400\n"));
    QVERIFY(arguments.contains("\n1000/700\n"));
    QVERIFY(arguments.contains("\ncomment={\"schema\":\"attenscope-figure/1\""));
}

void AnimationTest::withoutFfmpegItSaysSo()
{
    const FakeProgram none{QByteArray()};
    const ErrorInfo error = errorOf([] { figureMp4(animationRequest(), Progress()); });
    QCOMPARE(error.id, std::string("E_OUTPUT"));
    QCOMPARE(error.expected, std::string("the program ffmpeg"));
    QCOMPARE(error.remedy, std::string("Install ffmpeg, or choose .webp or .gif."));
}

void AnimationTest::aFailingFfmpegIsTold()
{
    const FakeProgram program("cat > /dev/null\necho 'Unknown encoder libx264' >&2\nexit 1\n");
    const ErrorInfo error = errorOf([] { figureMp4(animationRequest(), Progress()); });
    QCOMPARE(error.id, std::string("E_OUTPUT"));
    QVERIFY(error.found.find("Unknown encoder") != std::string::npos);
}

QTEST_MAIN(AnimationTest)
#include "animation_test.moc"
