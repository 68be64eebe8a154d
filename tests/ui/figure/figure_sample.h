#pragma once

#include <QImage>
#include <QMetaType>

#include "engine/analysis/map.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure.h"
#include "ui/figure/overlay.h"

#include <string>
#include <vector>

namespace attenscope {

/// What a made-up run looks like. Its weights are smooth hills of known place, rows sum to 1.
struct HillOptions {
    int gridRows = 12;
    int gridColumns = 12;
    int imageWidth = 512;
    int imageHeight = 512;
    int layers = 4;
    int heads = 4;
    bool hasClassUnit = false;
    bool isCentreCropped = false; ///< the model sees the middle square only
    std::vector<std::string> words{"a",  "small", "red",   "circle", "left",
                                   "of", "a",     "large", "blue",   "square"};
};

/// Text: [CLS], the words (one token each), [SEP]. Sites: cross_text_to_image and
/// cross_image_to_text in every layer.
Trace hillTrace(const HillOptions& options);

/// A scene of a few shapes on a pale ground.
QImage shapesPicture(int width, int height);

/// The first in a figure of 960 x 720 pixels: what word 3 looks at in head 1.
FigureRequest sampleRequest();

/// 12 x 12 cells of 40 pixels each: for pictures of 480 x 480.
VisualUnits evenUnits();

/// Numbers from 0 to 1 that differ from unit to unit.
Map steppedMap(const VisualUnits& units);

/// All of the picture at that size.
OverlayView wholeView(const QImage& picture, QSize size);

/// Largest difference of a channel.
int channelDifference(const QColor& a, const QColor& b);

/// WCAG 2.2: relative luminance and contrast ratio.
double luminanceOf(const QColor& colour);
double contrastOf(const QColor& a, const QColor& b);

} // namespace attenscope

Q_DECLARE_METATYPE(attenscope::HillOptions)
