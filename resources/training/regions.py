"""Writes region files for three of the sample pictures, to try a region model with.

    python3 regions.py ../samples

Boxes and labels are true: they come from the scene that the picture was drawn from (export.py). Features are
honest but plain: NO DETECTOR WAS RUN. Each is the crop of its box, averaged to 8 x 8 colours, with the mean and the
spread of each colour, through one fixed random projection to 2,048 numbers, negative ones set to 0, as a detector's
pooled features have none. They tell regions of other colours apart and nothing else; a model that was trained on a
detector's features can be run on them, but what it says about these pictures means nothing. The file says so itself,
in its array `about`.
"""
import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image

import scenes

FILES = {"red-circle.png", "four-shapes.png", "five-objects.png"}
WIDTH, CELLS, SEED = 2048, 8, 20260
ABOUT = ("Boxes and labels are true. Features: no detector was run; mean colours of the crop through a fixed random "
         "projection (resources/training/regions.py).")
PARTS = [("upper left", (0, 0, .5, .5)), ("upper right", (.5, 0, 1, .5)), ("lower left", (0, .5, .5, 1)),
         ("lower right", (.5, .5, 1, 1)), ("middle", (.3, .3, .7, .7)), ("whole picture", (0, 0, 1, 1))]


def crop_feature(picture, box, projection):
    """picture: PIL image; box: fractions."""
    width, height = picture.size
    crop = picture.crop([round(s * e) for s, e in zip(box, (width, height, width, height))])
    cells = np.asarray(crop.resize((CELLS, CELLS), Image.BOX), np.float64).reshape(-1, 3) / 255
    numbers = np.concatenate([cells.reshape(-1) - 0.5, cells.mean(0) - 0.5, cells.std(0)])
    return np.maximum(numbers @ projection, 0)


def write_regions(folder, samples):
    """samples: rows of export.SAMPLES"""
    count = 3 * CELLS * CELLS + 6
    projection = np.random.RandomState(SEED).randn(count, WIDTH) * 2 / np.sqrt(count)
    for file, _, seed, kinds, _ in samples:
        if file not in FILES:
            continue
        scene = scenes.make_scene(random.Random(seed), kinds)
        pixels, masks = scenes.draw(scene, 512)
        picture = Image.open(folder / file).convert("RGB")
        assert np.array_equal(np.asarray(picture), pixels), file
        named = [(" ".join((o["size"], o["colour"], o["shape"])), box)
                 for o, box in zip(scene["objects"], scenes.boxes(masks, 512))] + PARTS
        boxes = np.array([box for _, box in named])
        features = np.array([crop_feature(picture, box, projection) for box in boxes])
        np.savez_compressed(folder / (Path(file).stem + ".regions.npz"),
                            features=features.astype(np.float16), boxes=(boxes * 512).astype(np.float32),
                            **{"global": crop_feature(picture, (0, 0, 1, 1), projection).astype(np.float16)},
                            labels=np.array([label for label, _ in named]), about=np.array([ABOUT]))


if __name__ == "__main__":
    from export import SAMPLES
    write_regions(Path(sys.argv[1]), SAMPLES)
