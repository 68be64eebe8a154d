#include "ui/input/image_format.h"

#include "engine/base/error.h"

#include <array>
#include <optional>
#include <string_view>

namespace attenscope {

namespace {

using namespace std::string_view_literals;

struct Signature {
    std::size_t offset;
    std::string_view bytes;
};

bool matches(std::string_view content, const Signature& signature)
{
    return content.size() >= signature.offset &&
           content.substr(signature.offset).starts_with(signature.bytes);
}

struct Known {
    Signature signature;
    ImageFormat format;
};

constexpr std::array kKnown{
    Known{{0, "\x89PNG\r\n\x1a\n"sv}, ImageFormat::Png},
    Known{{0, "\xff\xd8\xff"sv}, ImageFormat::Jpeg},
    Known{{0, "BM"sv}, ImageFormat::Bmp},
    Known{{0, "GIF87a"sv}, ImageFormat::Gif},
    Known{{0, "GIF89a"sv}, ImageFormat::Gif},
    Known{{8, "WEBP"sv}, ImageFormat::Webp}, // RIFF is looked for too
    Known{{0, "II*\0"sv}, ImageFormat::Tiff},
    Known{{0, "MM\0*"sv}, ImageFormat::Tiff},
    Known{{0, "II+\0"sv}, ImageFormat::Tiff}, // BigTIFF
    Known{{0, "MM\0+"sv}, ImageFormat::Tiff},
};

struct Refused {
    Signature signature;
    std::string_view name;
};

constexpr std::array kRefused{
    Refused{{12, "CgBI"sv}, "a PNG variant of Apple's phones (CgBI)"}, // before PNG
    Refused{{8, "CR\x02"sv}, "a camera's raw file (CR2)"}, // before TIFF, which it looks like
    Refused{{0, "%PDF"sv}, "a PDF document"},
    Refused{{0, "%!PS"sv}, "a PostScript document"},
    Refused{{0, "\x1f\x8b"sv}, "gzip-compressed data (such as SVGZ)"},
    Refused{{0, "\0\0\1\0"sv}, "an icon (ICO)"},
    Refused{{0, "\0\0\2\0"sv}, "a cursor (CUR)"},
    Refused{{0, "/* XPM"sv}, "an XPM image"},
    Refused{{0, "#define"sv}, "an XBM image"},
    Refused{{4, "ftyp"sv}, "an ISO media file (such as HEIC or AVIF)"},
    Refused{{0, "\x76\x2f\x31\x01"sv}, "an OpenEXR image"},
    Refused{{0, "#?RADIANCE"sv}, "a Radiance HDR image"},
    Refused{{0, "8BPS"sv}, "a Photoshop document"},
    Refused{{0, "\0\0\0\x0cjP"sv}, "a JPEG 2000 image"},
    Refused{{0, "\xff\x4f\xff\x51"sv}, "a JPEG 2000 image"},
    Refused{{0, "\0\0\0\x0cJXL"sv}, "a JPEG XL image"},
    Refused{{0, "\xff\x0a"sv}, "a JPEG XL image"},
    Refused{{0, "PK\x03\x04"sv}, "a ZIP archive"},
    Refused{{0, "version https://git-lfs"sv}, "a Git LFS pointer, not the file itself"},
};

/// Text that begins like a markup language: SVG and HTML are told apart in the first bytes.
std::optional<std::string> markupName(std::string_view content)
{
    if (content.starts_with("\xef\xbb\xbf")) {
        content.remove_prefix(3);
    }
    const std::size_t begin = content.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos || content[begin] != '<') {
        return std::nullopt;
    }
    const std::string_view head = content.substr(begin, 4096);
    if (head.find("<svg") != std::string_view::npos ||
        head.find(":svg") != std::string_view::npos) {
        return "an SVG drawing";
    }
    if (head.find("<html") != std::string_view::npos ||
        head.find("<!DOCTYPE html") != std::string_view::npos ||
        head.find("<!doctype html") != std::string_view::npos) {
        return "an HTML page";
    }
    return "an XML document";
}

[[noreturn]] void refuse(const std::string& name, std::string found)
{
    throw Error({.id = "E_IMAGE_FORMAT",
                 .file = name,
                 .place = "content",
                 .expected = "a PNG, JPEG, BMP, GIF, PNM, WebP or TIFF image",
                 .found = std::move(found),
                 .remedy = "Save the picture in one of these formats."});
}

bool isPnm(std::string_view content)
{
    return content.size() > 2 && content[0] == 'P' && content[1] >= '1' && content[1] <= '6' &&
           " \t\r\n#"sv.find(content[2]) != std::string_view::npos;
}

} // namespace

ImageFormat imageFormatOf(const QByteArray& bytes, const std::string& name)
{
    const std::string_view content(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (content.empty()) {
        refuse(name, "an empty file");
    }
    for (const Refused& refused : kRefused) {
        if (matches(content, refused.signature)) {
            refuse(name, std::string(refused.name));
        }
    }
    if (const std::optional<std::string> markup = markupName(content)) {
        refuse(name, *markup);
    }
    for (const Known& known : kKnown) {
        const bool isRiff = known.format != ImageFormat::Webp || content.starts_with("RIFF");
        if (matches(content, known.signature) && isRiff) {
            return known.format;
        }
    }
    if (isPnm(content)) {
        return ImageFormat::Pnm;
    }
    refuse(name, "something else");
}

QByteArray decoderName(ImageFormat format)
{
    switch (format) {
    case ImageFormat::Png:
        return "png";
    case ImageFormat::Jpeg:
        return "jpeg";
    case ImageFormat::Bmp:
        return "bmp";
    case ImageFormat::Gif:
        return "gif";
    case ImageFormat::Pnm:
        return "ppm";
    case ImageFormat::Webp:
        return "webp";
    case ImageFormat::Tiff:
        break;
    }
    return "tiff";
}

std::string displayName(ImageFormat format)
{
    switch (format) {
    case ImageFormat::Pnm:
        return "PNM";
    case ImageFormat::Webp:
        return "WebP";
    default:
        return decoderName(format).toUpper().toStdString();
    }
}

} // namespace attenscope
