"""Writes what the program ships and what its tests need.

    python3 export.py model WORK FOLDER      the model folder from the training states in WORK
    python3 export.py samples FOLDER         the sample pictures and samples.json
    python3 export.py tests MODEL FOLDER     64 stored scenes with PyTorch's figures, and the golden tensors
"""
import json
import random
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import checkpoint
import evaluate
import regions
import scenes
from config import CONFIG
from model import MODES, STRATEGIES, Scenes, normalised
from train import load_towers
from vocabulary import VOCABULARY, encode_text

TEST_SEED, TEST_SCENES, TEST_SIDE = 900_001, 64, 512


def assembled(work):
    """The whole model from the stages that exist so far."""
    torch.manual_seed(5)
    model = Scenes(CONFIG)
    load_towers(work, model)
    for mode in MODES:
        path = Path(work) / f"{mode}.pt"
        if not path.exists():
            print("untrained:", mode)
            continue
        saved = torch.load(path)
        print(mode, "step", saved["step"], f"{saved['seconds']:.0f} s")
        pick = lambda part: {k[len(part) + 1:]: v for k, v in saved["weights"].items() if k.startswith(part + ".")}
        model.fusion[mode].load_state_dict(pick("stack"))
        model.heads[mode].load_state_dict(pick("heads"))
    return model


# ---------------------------------------------------------------------------------------------- samples

SAMPLES = [  # file, title, objects in the order in which they are placed, pattern of the caption
    ("red-circle.png", "Red circle, blue square", 4,
     [("red", "circle", "small"), ("blue", "square", "large"), ("yellow", "star", "small")],
     "a small red circle {0>1} a large blue square, with a yellow star"),
    ("green-ring.png", "Green ring, white cross", 5910,
     [("green", "ring", "large"), ("white", "cross", "large")], "there are a green ring and a white cross"),
    ("star-above.png", "Star and orange square", 1317,
     [("purple", "star", "large"), ("orange", "square", "large"), ("black", "triangle", "small"),
      ("white", "circle", "small")], "the star is {0>1} the orange square"),
    ("four-shapes.png", "Four shapes", 269,
     [("purple", "triangle", "large"), ("yellow", "cross", "small"), ("red", "ring", "large"),
      ("blue", "circle", "small")],
     "four shapes: a purple triangle, a yellow cross, a red ring and a blue circle"),
    ("two-rings.png", "Two rings", 3468,
     [("orange", "ring", "large"), ("blue", "ring", "small"), ("green", "star", "large")],
     "a large orange ring {0>1} a small blue ring, with a greenish star"),
    ("two-relations.png", "Two relations", 4054,
     [("black", "cross", "large"), ("yellow", "circle", "large"), ("red", "triangle", "small"),
      ("white", "square", "small")],
     "a black cross {0>1} a yellow circle, and a red triangle {2>3} a white square"),
    ("same-colour.png", "Same colour, other shape", 2177,
     [("blue", "star", "large"), ("blue", "circle", "small"), ("red", "star", "small"), ("orange", "cross", "large")],
     "a blue star {0>1} a red star, with a small blue circle"),
    ("five-objects.png", "Five objects", 2711,
     [("red", "square", "large"), ("green", "circle", "large"), ("yellow", "triangle", "small"),
      ("purple", "ring", "large"), ("white", "star", "small")],
     "a red square {0>1} a green circle, with a yellow triangle and a purple ring"),
]


def write_samples(folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    listed = []
    for file, title, seed, kinds, pattern in SAMPLES:
        rng = random.Random(seed)
        scene = scenes.make_scene(rng, kinds)
        caption = pattern
        while "{" in caption:
            start = caption.index("{")
            a, b = (scene["objects"][int(caption[k])] for k in (start + 1, start + 3))
            widest = max(scenes.relations(a, b), key=lambda r: abs(a["x"] - b["x"] if " of" in r else a["y"] - b["y"]))
            caption = caption[:start] + widest + caption[start + 5:]
        Image.fromarray(scenes.draw(scene, 512)[0]).save(folder / file, optimize=True)
        listed.append({"file": file, "title": title, "caption": caption})
        if file in regions.FILES:
            listed[-1]["regions"] = Path(file).stem + ".regions.npz"
    regions.write_regions(folder, SAMPLES)
    (folder / "samples.json").write_text(json.dumps(listed, indent=2) + "\n")


# ---------------------------------------------------------------------------------------------- tests

def rounded(values):
    return [round(float(x), 6) for x in values]


def figures(model, mode, layer, caption, ids, pixels, kinds, objects):
    """What the C++ engine has to give for one stored scene in one mode."""
    with torch.no_grad():
        out, record = model(mode, torch.tensor([ids]), pixels)
    result = {"match": dict(zip(STRATEGIES, rounded(out["match"][:, 0])))}
    to_image, to_text = evaluate.head_means(mode, record, layer, len(ids))
    if to_image is not None:
        result["text_to_image"] = {"layer": layer["text_to_image"], "words": []}
        for k, kind in enumerate(kinds):
            if kind != "special":
                best = to_image[k].topk(2)
                result["text_to_image"]["words"].append(
                    {"token": k, "unit": int(best.indices[0]), "margin": float(best.values[0] - best.values[1])})
    if to_text is not None:
        result["image_to_text"] = {"layer": layer["image_to_text"], "units": []}
        grid = CONFIG["vision_config"]["image_size"] >> len(CONFIG["vision_config"]["stem_channels"])
        for k, o in enumerate(objects):
            unit = int(o["centre"][1] * grid) * grid + int(o["centre"][0] * grid)
            best = to_text[unit].topk(2)
            result["image_to_text"]["units"].append(
                {"object": k, "unit": unit, "token": int(best.indices[0]),
                 "margin": float(best.values[0] - best.values[1])})
    return result


def write_tests(model_folder, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    model = checkpoint.read_folder(model_folder)
    layers = model.config.get("pointing_layers") or {m: {"text_to_image": 0, "image_to_text": 0} for m in MODES}
    stored, size = [], CONFIG["vision_config"]["image_size"]
    for k in range(TEST_SCENES):
        rng = random.Random(TEST_SEED + k)
        scene = scenes.make_scene(rng)
        picture, masks = scenes.draw(scene, TEST_SIDE)
        caption, kind = scenes.make_caption(rng, scene), "true"
        if k % 2:
            caption, kind = scenes.make_negative(rng, scene, caption) or (caption, "true")
        file = f"scene-{k:02d}.png"
        Image.fromarray(picture).save(folder / file, optimize=True)
        small = np.asarray(Image.open(folder / file).convert("RGB").resize((size, size), Image.BICUBIC))
        pixels = normalised(small[None].copy())
        ids, kinds, _, _ = scenes.encode(caption)
        text = scenes.text_of(caption)
        assert encode_text(text) == ids, text
        objects = [{"colour": o["colour"], "shape": o["shape"], "size": o["size"], "centre": [o["x"], o["y"]],
                    "box": box, "described": said}
                   for o, box, said in zip(scene["objects"], scenes.boxes(masks, TEST_SIDE),
                                           scenes.described(scene, caption))]
        stored.append({"file": file, "caption": text, "true": kind == "true", "changed": kind,
                       "input_ids": ids, "tokens": [VOCABULARY[i] for i in ids], "objects": objects,
                       "modes": {m: figures(model, m, layers[m], caption, ids, pixels, kinds, objects)
                                 for m in MODES}})
        if k < 2:
            write_golden(model, folder, k, text, ids, pixels)
    (folder / "scenes.json").write_text(json.dumps(
        {"about": "Held-out scenes and what PyTorch gives with the stored f16 weights widened to float32, the picture "
                  "resized from the PNG by Pillow's bicubic. Units count row by row from the upper left. "
                  "text_to_image: strongest unit of each token in the mean over heads of the named fusion layer; "
                  "image_to_text: strongest token of the unit under each object's centre. margin: strongest less "
                  "second. Single stream: conditional rows (the block divided by its row sum).",
         "seed": TEST_SEED, "side": TEST_SIDE, "scenes": stored}, separators=(",", ":")) + "\n")


def write_golden(model, folder, k, text, ids, pixels):
    arrays = {"input_ids": np.array([ids], np.int64), "pixel_values": pixels.numpy()}
    with torch.no_grad():
        for number, mode in enumerate(MODES):
            out, record = model(mode, torch.tensor([ids]), pixels)
            for name, value in record.items():
                tower = name.startswith(("attn_text_self", "attn_vision_self"))
                if not tower or number == 0:  # the towers are the same in every mode
                    arrays[name if tower else f"{mode}.{name}"] = value.numpy()
            for name in ("text_state", "image_state"):
                arrays[f"{mode}.{name}"] = out[name].numpy()
            for name, row in zip(STRATEGIES, out["match"]):
                arrays[f"{mode}.{name}"] = row.numpy()
            for name in ("masked_word", "described", "region_colour", "region_shape"):
                if name in out:
                    arrays[f"{mode}.{name}"] = out[name].numpy()
    np.savez(folder / f"golden-{k}.npz", **arrays)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text()) if path.exists() and k else {
        "made_by": "resources/training/export.py tests, PyTorch " + torch.__version__,
        "weights": "resources/models/scenes/model.safetensors, f16 widened to float32",
        "image": "the PNG, Pillow bicubic resize to image_size x image_size, /255, mean and std 0.5",
        "tolerance": 2e-5, "goldens": []}
    manifest["goldens"].append({
        "file": f"golden-{k}.npz", "scene": f"scene-{k:02d}.png", "caption": text,
        "arrays": {n: {"shape": list(a.shape), "dtype": str(a.dtype)} for n, a in arrays.items()}})
    manifest["names"] = ("input_ids, pixel_values and the towers' attention (attn_text_self_*, attn_vision_self_*) are "
                         "the same in every mode and stored once; everything else is <mode>.<name>")
    path.write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    if sys.argv[1] == "model":
        checkpoint.write_folder(sys.argv[3], assembled(sys.argv[2]))
    elif sys.argv[1] == "samples":
        write_samples(sys.argv[2])
    else:
        write_tests(sys.argv[2], sys.argv[3])
