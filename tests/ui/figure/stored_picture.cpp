#include "tests/ui/figure/stored_picture.h"

#include <QCoreApplication>
#include <QDir>

#include "ui/figure/oklab.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace attenscope {

namespace {

std::vector<Oklab> labOf(const QImage& image)
{
    const QImage pixels = image.convertToFormat(QImage::Format_RGB32);
    std::vector<Oklab> result;
    result.reserve(static_cast<std::size_t>(pixels.width()) *
                   static_cast<std::size_t>(pixels.height()));
    for (int y = 0; y < pixels.height(); ++y) {
        for (int x = 0; x < pixels.width(); ++x) {
            result.push_back(labFromRoots(rootsFromColour(pixels.pixel(x, y))));
        }
    }
    return result;
}

double distanceOf(const Oklab& x, const Oklab& y)
{
    return std::sqrt(static_cast<double>((x.lightness - y.lightness) * (x.lightness - y.lightness) +
                                         (x.a - y.a) * (x.a - y.a) + (x.b - y.b) * (x.b - y.b)));
}

/// How far a number lies outside a range.
double outside(float value, float least, float most)
{
    return static_cast<double>(std::max({least - value, value - most, 0.0F}));
}

/// The distance from what lies between the colours of the 3 × 3 pixels around a place.
double
distanceAround(const Oklab& colour, const std::vector<Oklab>& others, QSize size, int x, int y)
{
    constexpr float kFar = 1e9F;
    Oklab least{.lightness = kFar, .a = kFar, .b = kFar};
    Oklab most{.lightness = -kFar, .a = -kFar, .b = -kFar};
    for (int v = std::max(0, y - 1); v <= std::min(size.height() - 1, y + 1); ++v) {
        for (int u = std::max(0, x - 1); u <= std::min(size.width() - 1, x + 1); ++u) {
            const Oklab& other =
                others[static_cast<std::size_t>(v) * static_cast<std::size_t>(size.width()) +
                       static_cast<std::size_t>(u)];
            least = {.lightness = std::min(least.lightness, other.lightness),
                     .a = std::min(least.a, other.a),
                     .b = std::min(least.b, other.b)};
            most = {.lightness = std::max(most.lightness, other.lightness),
                    .a = std::max(most.a, other.a),
                    .b = std::max(most.b, other.b)};
        }
    }
    const double l = outside(colour.lightness, least.lightness, most.lightness);
    const double a = outside(colour.a, least.a, most.a);
    const double b = outside(colour.b, least.b, most.b);
    return std::sqrt(l * l + a * a + b * b);
}

QDir storedFolder()
{
    return QDir(QStringLiteral(TEST_DATA "/figures"));
}

} // namespace

PictureDifference pictureDifference(const QImage& actual, const QImage& stored)
{
    PictureDifference result;
    if (actual.size() != stored.size() || actual.isNull()) {
        return result;
    }
    const QSize size = actual.size();
    const std::vector<Oklab> first = labOf(actual);
    const std::vector<Oklab> second = labOf(stored);
    result.picture = QImage(size, QImage::Format_RGB32);
    double sum = 0;
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x) {
            const auto place =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width()) +
                static_cast<std::size_t>(x);
            const double distance = distanceOf(first[place], second[place]);
            sum += distance;
            const bool isFar =
                distance > PictureDifference::kFar &&
                (distanceAround(first[place], second, size, x, y) > PictureDifference::kFar ||
                 distanceAround(second[place], first, size, x, y) > PictureDifference::kFar);
            result.farPixels += isFar ? 1 : 0;
            const int grey =
                255 - static_cast<int>(std::min(1.0, distance / PictureDifference::kFar) * 200);
            result.picture.setPixel(x, y, isFar ? qRgb(220, 20, 30) : qRgb(grey, grey, grey));
        }
    }
    const double pixels = static_cast<double>(first.size());
    result.mean = sum / pixels;
    result.isSmall = result.mean <= PictureDifference::kMostMean &&
                     result.farPixels <= std::max(2.0, PictureDifference::kMostFarShare * pixels);
    return result;
}

QByteArray differenceFromStored(const QImage& actual, const QString& name)
{
    const QString file = storedFolder().filePath(name + QStringLiteral(".png"));
    const QImage stored(file);
    const PictureDifference difference = pictureDifference(actual, stored);
    if (difference.isSmall) {
        return {};
    }
    if (qEnvironmentVariableIsSet("ATTENSCOPE_RENEW_PICTURES")) {
        const bool isWritten = actual.convertToFormat(QImage::Format_RGB888).save(file);
        return isWritten ? QByteArray() : QByteArray("could not write ") + file.toUtf8();
    }
    QDir folder(QCoreApplication::applicationDirPath());
    folder.mkpath(QStringLiteral("pictures"));
    folder.cd(QStringLiteral("pictures"));
    const QString actualFile = folder.filePath(name + QStringLiteral("-actual.png"));
    actual.save(actualFile);
    QString text = stored.isNull()
                       ? QStringLiteral("%1 is missing; what is drawn: %2").arg(file, actualFile)
                   : difference.picture.isNull()
                       ? QStringLiteral("%1 has %2 × %3 pixels, what is drawn %4 × %5: %6")
                             .arg(name)
                             .arg(stored.width())
                             .arg(stored.height())
                             .arg(actual.width())
                             .arg(actual.height())
                             .arg(actualFile)
                       : QString();
    if (text.isEmpty()) {
        const QString differenceFile = folder.filePath(name + QStringLiteral("-difference.png"));
        difference.picture.save(differenceFile);
        text = QStringLiteral("%1 differs: mean %2 (at most %3), %4 pixels far off; see %5 and %6")
                   .arg(name)
                   .arg(difference.mean, 0, 'f', 5)
                   .arg(PictureDifference::kMostMean)
                   .arg(difference.farPixels)
                   .arg(actualFile, differenceFile);
    }
    return text.toUtf8();
}

} // namespace attenscope
