#!/usr/bin/python3
"""Writes small images of many kinds, each with the RGB pixels that it must give (`NAME.rgb.png`).

The expected pixels are Pillow's convert("RGB"), that is what the models' own preprocessing sees; of
16-bit grey, which Pillow clips, the high byte, as it takes it from 16-bit colour.
"""

import os
import random
import struct
import zlib

from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, HEIGHT = 23, 17
RANDOM = random.Random(11)


def path(name):
    return os.path.join(HERE, name)


def picture(seed=0):
    noise = random.Random(seed)
    image = Image.new("RGB", (WIDTH, HEIGHT))
    image.putdata([((x * 11 + seed) % 256, (y * 15) % 256, noise.randrange(256))
                   for y in range(HEIGHT) for x in range(WIDTH)])
    return image


def alpha():
    mask = Image.new("L", (WIDTH, HEIGHT))
    mask.putdata([(x * y * 7) % 256 for y in range(HEIGHT) for x in range(WIDTH)])
    return mask


def keep(name, expected=None):
    """Stores what Pillow reads from the file just written, or what is given."""
    image = expected or Image.open(path(name)).convert("RGB")
    image.save(path(name + ".rgb.png"), optimize=True)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, depth, colour, rows, extra=b""):
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, 0)
    with open(path(name), "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra +
                   chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 9)) +
                   chunk(b"IEND", b""))


def deep_rows(channels):
    """16-bit rows and their high bytes."""
    rows, high = [], []
    for _ in range(HEIGHT):
        values = [RANDOM.randrange(65536) for _ in range(WIDTH * channels)]
        rows.append(struct.pack(">%dH" % len(values), *values))
        high.append([v >> 8 for v in values])
    return rows, high


def deep(name, colour, channels):
    rows, high = deep_rows(channels)
    png(name, 16, colour, rows)
    pixels = []
    for row in high:
        for x in range(WIDTH):
            p = row[x * channels:(x + 1) * channels]
            pixels.append(tuple(p[:3]) if channels >= 3 else (p[0],) * 3)
    expected = Image.new("RGB", (WIDTH, HEIGHT))
    expected.putdata(pixels)
    if channels >= 3:
        assert Image.open(path(name)).convert("RGB").tobytes() == expected.tobytes()
    keep(name, expected)


def main():
    rgb = picture()
    rgba = rgb.copy()
    rgba.putalpha(alpha())
    grey = rgb.convert("L")

    for name, image in [("rgb.png", rgb), ("rgba.png", rgba), ("grey.png", grey),
                        ("one_bit.png", rgb.convert("1")), ("palette.png", rgb.quantize(17)),
                        ("rgb.bmp", rgb), ("grey.bmp", grey), ("palette.bmp", rgb.quantize(17)),
                        ("one_bit.bmp", rgb.convert("1")),
                        ("palette.gif", rgb.quantize(40)), ("rgb.ppm", rgb), ("grey.pgm", grey),
                        ("one_bit.pbm", rgb.convert("1"))]:
        image.save(path(name))
        keep(name)
    grey_alpha = Image.merge("LA", (grey, alpha()))
    grey_alpha.save(path("grey_alpha.png"))
    keep("grey_alpha.png")
    transparent = rgb.quantize(17)
    transparent.save(path("palette_alpha.png"), transparency=bytes(range(0, 255, 15)))
    keep("palette_alpha.png", transparent.convert("RGB"))
    rgb.save(path("one_colour_clear.png"), transparency=rgb.getpixel((5, 5)))
    keep("one_colour_clear.png", rgb)
    deep("rgb16.png", 2, 3)
    deep("rgba16.png", 6, 4)
    deep("grey16.png", 0, 1)
    deep("grey_alpha16.png", 4, 2)

    rgb.save(path("lossless.webp"), lossless=True)
    keep("lossless.webp")
    rgba.save(path("rgba.webp"), lossless=True, exact=True)
    keep("rgba.webp", rgb)
    for name, image, options in [("rgb.tiff", rgb, {}), ("rgb_lzw.tiff", rgb, {"compression": "tiff_lzw"}),
                                 ("grey.tiff", grey, {}), ("palette.tiff", rgb.quantize(17), {}),
                                 ("rgba.tiff", rgba, {"compression": "tiff_deflate"})]:
        image.save(path(name), **options)
        keep(name)

    others = [picture(seed) for seed in (1, 2)]
    rgb.quantize(40).save(path("animated.gif"), save_all=True, append_images=[o.quantize(40) for o in others])
    keep("animated.gif")
    rgb.save(path("animated.webp"), save_all=True, append_images=others, lossless=True)
    keep("animated.webp")
    rgb.save(path("animated.png"), save_all=True, append_images=others)
    keep("animated.png")
    rgb.save(path("pages.tiff"), save_all=True, append_images=others)
    keep("pages.tiff")

    # Lossy ones: decoders may differ by a step; the tolerance is in the test.
    smooth = Image.new("RGB", (48, 32))
    smooth.putdata([(x * 5, y * 7, 255 - x * 2 - y) for y in range(32) for x in range(48)])
    for name, image in [("rgb.jpg", smooth), ("grey.jpg", smooth.convert("L")), ("cmyk.jpg", smooth.convert("CMYK"))]:
        image.save(path(name), quality=95)
        keep(name)
    smooth.save(path("progressive.jpg"), quality=90, progressive=True)
    keep("progressive.jpg")
    smooth.save(path("lossy.webp"), quality=90)
    keep("lossy.webp")


if __name__ == "__main__":
    main()
