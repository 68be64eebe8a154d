#include "ui/figure/animation.h"
#include "ui/figure/colour_reduction.h"

#include <algorithm>
#include <cmath>
#include <gif_lib.h>
#include <memory>
#include <string>
#include <utility>

namespace attenscope {

namespace {

[[noreturn]] void failed(int code)
{
    const char* why = GifErrorString(code);
    throw Error({.id = "E_INTERNAL",
                 .file = {},
                 .place = "GIF",
                 .expected = "an animation",
                 .found = why != nullptr ? why : "an unknown error",
                 .remedy = {}});
}

int append(GifFileType* gif, const GifByteType* bytes, int count)
{
    static_cast<QByteArray*>(gif->UserData)
        ->append(reinterpret_cast<const char*>(bytes), count); // NOLINT(*-reinterpret-cast)
    return count;
}

/// giflib's writer into an array of bytes.
class GifWriter {
public:
    GifWriter()
    {
        int code = 0;
        gif_ = EGifOpen(&bytes_, append, &code);
        if (gif_ == nullptr) {
            failed(code);
        }
    }

    ~GifWriter()
    {
        if (gif_ != nullptr) { // an error is on its way
            EGifCloseFile(gif_, nullptr);
        }
    }

    GifWriter(const GifWriter&) = delete;
    GifWriter& operator=(const GifWriter&) = delete;
    GifWriter(GifWriter&&) = delete;
    GifWriter& operator=(GifWriter&&) = delete;

    void begin(const QSize& size);
    void addXmp(const QByteArray& packet);
    void addFrame(const QImage& image, int delay);
    QByteArray end();

private:
    void check(int result) const
    {
        if (result == GIF_ERROR) {
            failed(gif_->Error);
        }
    }

    QByteArray bytes_;
    GifFileType* gif_ = nullptr;
};

/// The header and, as browsers have known it since Netscape, an endless loop.
void GifWriter::begin(const QSize& size)
{
    constexpr int kColourBits = 8;
    EGifSetGifVersion(gif_, true);
    check(EGifPutScreenDesc(gif_, size.width(), size.height(), kColourBits, 0, nullptr));
    const GifByteType loop[3] = {1, 0, 0}; // NOLINT(*-avoid-c-arrays): as the library takes it
    check(EGifPutExtensionLeader(gif_, APPLICATION_EXT_FUNC_CODE));
    check(EGifPutExtensionBlock(gif_, 11, "NETSCAPE2.0"));
    check(EGifPutExtensionBlock(gif_, 3, &loop[0]));
    check(EGifPutExtensionTrailer(gif_));
}

/// "XMP Specification Part 3", 1.1.2: the packet as it stands, without sub-blocks, and behind it
/// 258 bytes that lead a reader of sub-blocks to its end, wherever it comes in.
void GifWriter::addXmp(const QByteArray& packet)
{
    bytes_ += QByteArray("\x21\xFF\x0B"
                         "XMP DataXMP",
                         14);
    bytes_ += packet;
    bytes_ += '\x01';
    for (int byte = 0xFF; byte >= 0; --byte) {
        bytes_ += static_cast<char>(byte);
    }
    bytes_ += '\0';
}

void GifWriter::addFrame(const QImage& image, int delay)
{
    ReducedImage reduced = reducedTo256(image);
    const int size = 1 << std::max(1, GifBitSize(static_cast<int>(reduced.palette.size())));
    const std::unique_ptr<ColorMapObject, decltype(&GifFreeMapObject)> map(
        GifMakeMapObject(size, nullptr), &GifFreeMapObject);
    if (!map) {
        throw Error(outOfMemory());
    }
    for (std::size_t i = 0; i < reduced.palette.size(); ++i) {
        const QRgb colour = reduced.palette[i];
        map->Colors[i] = {.Red = static_cast<GifByteType>(qRed(colour)),
                          .Green = static_cast<GifByteType>(qGreen(colour)),
                          .Blue = static_cast<GifByteType>(qBlue(colour))};
    }
    const GraphicsControlBlock control{.DisposalMode = DISPOSE_DO_NOT,
                                       .UserInputFlag = false,
                                       .DelayTime = delay,
                                       .TransparentColor = NO_TRANSPARENT_COLOR};
    GifByteType extension[4]; // NOLINT(*-avoid-c-arrays): as the library takes it
    EGifGCBToExtension(&control, &extension[0]);
    check(EGifPutExtension(gif_, GRAPHICS_EXT_FUNC_CODE, 4, &extension[0]));
    check(EGifPutImageDesc(gif_, 0, 0, image.width(), image.height(), false, map.get()));
    for (int y = 0; y < image.height(); ++y) {
        char* const line = reduced.indices.data() + static_cast<qsizetype>(y) * image.width();
        check(EGifPutLine(gif_,
                          reinterpret_cast<GifPixelType*>(line), // NOLINT(*-reinterpret-cast)
                          image.width()));
    }
}

QByteArray GifWriter::end()
{
    int code = 0;
    GifFileType* const gif = std::exchange(gif_, nullptr);
    if (EGifCloseFile(gif, &code) == GIF_ERROR) {
        failed(code);
    }
    return bytes_;
}

} // namespace

QByteArray encodeGif(const Animation& animation, const Progress& progress)
{
    constexpr double kMsPerUnit = 10;
    constexpr int kFewest = 2; // browsers take anything shorter for a tenth of a second
    const int delay =
        std::max(kFewest, static_cast<int>(std::lround(animation.frameMs / kMsPerUnit)));
    GifWriter writer;
    writer.begin(animation.size);
    if (!animation.xmp.isEmpty()) {
        writer.addXmp(animation.xmp);
    }
    for (int i = 0; i < animation.frames; ++i) {
        progress.step(i, animation.frames, "drawing the animation");
        writer.addFrame(animation.frame(i), delay);
    }
    progress.step(animation.frames, animation.frames, "drawing the animation");
    return writer.end();
}

} // namespace attenscope
