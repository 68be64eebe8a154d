#pragma once

#include <QImage>
#include <QMetaType>

#include "engine/trace/trace.h"

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

} // namespace attenscope

Q_DECLARE_METATYPE(attenscope::HillOptions)
