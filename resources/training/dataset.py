"""Sets of scenes on disk: drawn once, then read through memory maps by every training and evaluation.

    python3 dataset.py OUT SEED COUNT [WORKERS]
"""
import multiprocessing
import pickle
import sys
from pathlib import Path

import numpy as np

import scenes

IMAGE_SIZE, GRID = 96, 12
SEED_STEP = 1_000_000_007  # scene k of a set has seed k * SEED_STEP + seed: sets never share a scene
TRAIN, VALIDATION, HELD_OUT = 1, 2, 3


def _one(task):
    seed, k = task
    return scenes.rendered(k * SEED_STEP + seed, IMAGE_SIZE, GRID)


def build(folder, seed, count, workers=2):
    folder = Path(folder)
    if (folder / "scenes.pickle").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    pictures = np.lib.format.open_memmap(folder / "pictures.npy", "w+", np.uint8, (count, IMAGE_SIZE, IMAGE_SIZE, 3))
    labels = np.empty((count, GRID * GRID), np.int8)
    touched = np.empty((count, scenes.OBJECT_SLOTS, GRID * GRID), bool)
    all_scenes = []
    with multiprocessing.Pool(workers) as pool:
        for k, (scene, picture, (label, touch)) in enumerate(
                pool.imap(_one, ((seed, k) for k in range(count)), chunksize=64)):
            pictures[k], labels[k], touched[k] = picture, label, touch
            all_scenes.append(scene)
    pictures.flush()
    np.save(folder / "labels.npy", labels)
    np.save(folder / "touched.npy", touched)
    with open(folder / "scenes.pickle", "wb") as out:
        pickle.dump(all_scenes, out)


class SceneSet:
    def __init__(self, folder):
        folder = Path(folder)
        self.pictures = np.load(folder / "pictures.npy", mmap_mode="r")
        self.labels = np.load(folder / "labels.npy")
        self.touched = np.load(folder / "touched.npy")
        with open(folder / "scenes.pickle", "rb") as file:
            self.scenes = pickle.load(file)

    def __len__(self):
        return len(self.scenes)


if __name__ == "__main__":
    build(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 2)
