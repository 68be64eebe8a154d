#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "ui/figure/animation.h"

#include <string>

namespace attenscope {

namespace {

constexpr int kStartMs = 10'000;
constexpr int kSliceMs = 100; ///< after which somebody may have cancelled

[[noreturn]] void failed(const std::string& found, const std::string& remedy = {})
{
    throw Error({.id = "E_OUTPUT",
                 .file = {},
                 .place = "ffmpeg",
                 .expected = "an MP4 file",
                 .found = found,
                 .remedy = remedy});
}

QString program()
{
    const QString found = QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
    if (found.isEmpty()) {
        throw Error({.id = "E_OUTPUT",
                     .file = {},
                     .place = "MP4",
                     .expected = "the program ffmpeg",
                     .found = "none on the PATH",
                     .remedy = "Install ffmpeg, or choose .webp or .gif."});
    }
    return found;
}

QStringList arguments(const Animation& animation, const QString& file)
{
    constexpr int kMsPerSecond = 1000;
    QStringList list{
        "-hide_banner", "-loglevel", "error", "-nostdin", "-f", "rawvideo", "-pixel_format",
        "rgb24", "-video_size",
        QStringLiteral("%1x%2").arg(animation.size.width()).arg(animation.size.height()),
        "-framerate", QStringLiteral("%1/%2").arg(kMsPerSecond).arg(animation.frameMs), "-i",
        "pipe:0",
        // Its colours are halved in both directions, so that sides have to be even.
        "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf",
        "16", "-movflags", "+faststart", "-metadata", QStringLiteral("title=") + animation.title};
    if (!animation.recipe.isEmpty()) {
        list << "-metadata" << QStringLiteral("comment=") + QString::fromUtf8(animation.recipe);
    }
    return list << "-y" << file;
}

/// The program, ended if an exception comes by.
class Encoder {
public:
    Encoder(const QString& path, const QStringList& list)
    {
        process_.setStandardOutputFile(QProcess::nullDevice());
        process_.start(path, list);
        if (!process_.waitForStarted(kStartMs)) {
            failed(process_.errorString().toStdString());
        }
    }

    ~Encoder()
    {
        if (process_.state() != QProcess::NotRunning) {
            process_.kill();
            process_.waitForFinished();
        }
    }

    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;
    Encoder(Encoder&&) = delete;
    Encoder& operator=(Encoder&&) = delete;

    /// step  called while waiting; throws to stop
    template <typename Step>
    void write(const QImage& image, Step step)
    {
        const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
        for (int y = 0; y < rgb.height(); ++y) {
            process_.write(
                reinterpret_cast<const char*>(rgb.constScanLine(y)), // NOLINT(*-reinterpret-cast)
                3 * static_cast<qint64>(rgb.width()));
        }
        while (process_.bytesToWrite() > 0 && process_.state() == QProcess::Running) {
            process_.waitForBytesWritten(kSliceMs);
            step();
        }
    }

    template <typename Step>
    void finish(Step step)
    {
        process_.closeWriteChannel();
        while (process_.state() != QProcess::NotRunning && !process_.waitForFinished(kSliceMs)) {
            step();
        }
        if (process_.exitStatus() != QProcess::NormalExit || process_.exitCode() != 0) {
            constexpr qsizetype kMostText = 500;
            failed(process_.readAllStandardError().right(kMostText).trimmed().toStdString(),
                   "Try .webp or .gif.");
        }
    }

private:
    QProcess process_;
};

} // namespace

QByteArray encodeMp4(const Animation& animation, const Progress& progress)
{
    const QString path = program();
    const QTemporaryDir folder; // an MP4 file is not written from front to back
    if (!folder.isValid()) {
        failed(folder.errorString().toStdString());
    }
    QFile file(folder.filePath(QStringLiteral("animation.mp4")));
    Encoder encoder(path, arguments(animation, file.fileName()));
    for (int i = 0; i < animation.frames; ++i) {
        const auto step = [&] { progress.step(i, animation.frames, "drawing the animation"); };
        step();
        encoder.write(animation.frame(i), step);
    }
    encoder.finish(
        [&] { progress.step(animation.frames, animation.frames, "encoding the animation"); });
    if (!file.open(QIODevice::ReadOnly)) {
        failed(file.errorString().toStdString());
    }
    return file.readAll();
}

} // namespace attenscope
