#include "ui/figure/animation.h"

#include <algorithm>
#include <memory>
#include <string>
#include <webp/encode.h>
#include <webp/mux.h>

namespace attenscope {

namespace {

[[noreturn]] void failed(const std::string& why)
{
    throw Error({.id = "E_INTERNAL",
                 .file = {},
                 .place = "WebP",
                 .expected = "an animation",
                 .found = why,
                 .remedy = {}});
}

void requireSize(const QSize& size)
{
    if (std::max(size.width(), size.height()) > WEBP_MAX_DIMENSION) {
        throw Error({.id = "E_USAGE_SIZE",
                     .file = {},
                     .place = "size",
                     .expected = "sides of at most " + std::to_string(WEBP_MAX_DIMENSION) +
                                 " pixels for WebP",
                     .found = std::to_string(size.width()) + "x" + std::to_string(size.height()),
                     .remedy = {}});
    }
}

using Encoder = std::unique_ptr<WebPAnimEncoder, decltype(&WebPAnimEncoderDelete)>;
using Mux = std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)>;

Encoder encoderFor(const QSize& size)
{
    WebPAnimEncoderOptions options;
    if (WebPAnimEncoderOptionsInit(&options) == 0) {
        failed("a library of another version");
    }
    options.anim_params.loop_count = 0; // without end
    Encoder encoder(WebPAnimEncoderNew(size.width(), size.height(), &options),
                    &WebPAnimEncoderDelete);
    if (!encoder) {
        throw Error(outOfMemory());
    }
    return encoder;
}

WebPConfig losslessConfig()
{
    WebPConfig config;
    constexpr int kEffort = 3; // of 0 to 9: higher ones take much longer for little
    if (WebPConfigInit(&config) == 0 || WebPConfigLosslessPreset(&config, kEffort) == 0) {
        failed("a library of another version");
    }
    return config;
}

void add(WebPAnimEncoder& encoder, const QImage& image, int startMs, const WebPConfig& config)
{
    WebPPicture picture;
    if (WebPPictureInit(&picture) == 0) {
        failed("a library of another version");
    }
    picture.use_argb = 1;
    picture.width = image.width();
    picture.height = image.height();
    const std::unique_ptr<WebPPicture, decltype(&WebPPictureFree)> kept(&picture, &WebPPictureFree);
    const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
    if (WebPPictureImportRGB(&picture, rgb.constBits(), static_cast<int>(rgb.bytesPerLine())) ==
        0) {
        throw Error(outOfMemory());
    }
    if (WebPAnimEncoderAdd(&encoder, &picture, startMs, &config) == 0) {
        failed(WebPAnimEncoderGetError(&encoder));
    }
}

/// The file with the packet in it.
QByteArray assembled(WebPAnimEncoder& encoder, const QByteArray& xmp)
{
    WebPData data;
    WebPDataInit(&data);
    const std::unique_ptr<WebPData, decltype(&WebPDataClear)> kept(&data, &WebPDataClear);
    if (WebPAnimEncoderAssemble(&encoder, &data) == 0) {
        failed(WebPAnimEncoderGetError(&encoder));
    }
    const auto bytesOf = [](const WebPData& bytes) {
        return QByteArray(reinterpret_cast<const char*>(bytes.bytes), // NOLINT(*-reinterpret-cast)
                          static_cast<qsizetype>(bytes.size));
    };
    if (xmp.isEmpty()) {
        return bytesOf(data);
    }
    const Mux mux(WebPMuxCreate(&data, 1), &WebPMuxDelete);
    const WebPData packet{
        reinterpret_cast<const std::uint8_t*>(xmp.constData()), // NOLINT(*-reinterpret-cast)
        static_cast<std::size_t>(xmp.size())};
    WebPData whole;
    WebPDataInit(&whole);
    const std::unique_ptr<WebPData, decltype(&WebPDataClear)> keptWhole(&whole, &WebPDataClear);
    if (!mux || WebPMuxSetChunk(mux.get(), "XMP ", &packet, 1) != WEBP_MUX_OK ||
        WebPMuxAssemble(mux.get(), &whole) != WEBP_MUX_OK) {
        failed("the metadata could not be added");
    }
    return bytesOf(whole);
}

} // namespace

QByteArray encodeWebp(const Animation& animation, const Progress& progress)
{
    requireSize(animation.size);
    const Encoder encoder = encoderFor(animation.size);
    const WebPConfig config = losslessConfig();
    for (int i = 0; i < animation.frames; ++i) {
        progress.step(i, animation.frames, "drawing the animation");
        add(*encoder, animation.frame(i), i * animation.frameMs, config);
    }
    progress.step(animation.frames, animation.frames, "drawing the animation");
    if (WebPAnimEncoderAdd(encoder.get(), nullptr, animation.frames * animation.frameMs, nullptr) ==
        0) {
        failed(WebPAnimEncoderGetError(encoder.get()));
    }
    return assembled(*encoder, animation.xmp);
}

} // namespace attenscope
