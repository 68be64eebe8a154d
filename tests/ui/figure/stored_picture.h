#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>

namespace attenscope {

/// How far two pictures are apart for the eye. Distances are Euclidean in OKLab, where black and
/// white are 1 apart and 0.02 is about what can just be seen side by side.
struct PictureDifference {
    double mean = 0;   ///< over all pixels
    int farPixels = 0; ///< further than kFar from all that lies between the colours of the other
                       ///< picture's 3 × 3 pixels around them: edges may move by a pixel, other
                       ///< shapes may not stand there
    QImage picture;    ///< far pixels red, others the darker the further; null for other sizes

    static constexpr double kFar = 0.1;
    static constexpr double kMostMean = 0.004;
    static constexpr double kMostFarShare = 1e-4;

    bool isSmall = false; ///< within both bounds, and of the same size
};

PictureDifference pictureDifference(const QImage& actual, const QImage& stored);

/// Compares with tests/data/figures/NAME.png. Where they differ, or there is none, the picture and
/// the difference are written to the folder `pictures` beside the test's program, as
/// NAME-actual.png and NAME-difference.png. With the environment's ATTENSCOPE_RENEW_PICTURES set,
/// the stored picture is replaced instead where it differs.
/// returns  what is wrong; empty if nothing is
QByteArray differenceFromStored(const QImage& actual, const QString& name);

} // namespace attenscope
