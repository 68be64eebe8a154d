"""Measures a model folder on held-out scenes and prints the table.

    python3 evaluate.py MODEL WORK [MODE...] [--write]

--write also puts the chosen layers and the card into the folder

The layer of each pointing figure is chosen on the validation set; every figure is from the held-out set.
"""
import hashlib
import json
import pickle
import random
import sys
from pathlib import Path

import numpy as np
import torch

import batches
import checkpoint
import dataset
import scenes
from model import MODES, STRATEGIES, Scenes, normalised, updates_image, updates_text
from vocabulary import IDS, RELATION_WORDS

CONTENT = {"size", "colour", "shape", "noun"}
WIDER = CONTENT | {"relation"}  # relation words are prepositions and speak of no single object: always wrong here
ROWS = 100
SLACK_BELOW = 3  # units
RELATION_IDS = torch.tensor([IDS[w] for w in RELATION_WORDS])


def blocks(mode, record, layer, tokens):
    """(text->image [rows, heads, tokens, units] or None, image->text [rows, heads, units, tokens] or None)."""
    if mode == "single_stream":
        joint = record[f"attn_joint_self_L{layer:02d}"]
        return joint[:, :, :tokens, tokens:], joint[:, :, tokens:, :tokens]
    return (record.get(f"attn_cross_text_to_image_L{layer:02d}"), record.get(f"attn_cross_image_to_text_L{layer:02d}"))


def conditional(block):
    return block / block.sum(-1, keepdim=True)


def head_means(mode, record, layer, tokens):
    """Of a run of one row: mean over heads, then (single stream) the conditional rows of the block."""
    to_image = blocks(mode, record, layer["text_to_image"], tokens)[0]
    to_text = blocks(mode, record, layer["image_to_text"], tokens)[1]
    return tuple(None if b is None else conditional(b.mean(1))[0] for b in (to_image, to_text))


def units_in_box(box, grid):
    """Units whose centre lies in the box; a box under 3 units gets one unit of slack on every side."""
    x0, y0, x1, y1 = (c * grid for c in box)
    slack = 1 if max(x1 - x0, y1 - y0) < SLACK_BELOW else 0
    centre = np.arange(grid) + 0.5
    columns = (centre >= x0 - slack) & (centre <= x1 + slack)
    rows = (centre >= y0 - slack) & (centre <= y1 + slack)
    return (rows[:, None] & columns[None]).reshape(-1)


CARD = """# scenes

The model that ships with Attenscope: text width 64, image width 96, a convolutional stem, 12 x 12 units, and a fusion
stack with heads for each of six modes. It knows **shapes and colours only** (8 colours, 6 shapes, 2 sizes, 4
relations on smooth backgrounds); on a photograph it may say nothing sensible. For photographs open a checkpoint.

Trained from random weights by `resources/training/train.py`; weights are stored as f16. The attention weights were
never supervised: what they show came out of the tasks. Words outside the vocabulary split into pieces or become [UNK].
`pointing_layers` in `config.json` names the fusion layer whose head mean points best on the validation set.
What each figure means: `resources/training/README.md`.

## Figures

"""


class Tally:
    """Named means."""

    def __init__(self):
        self.sums, self.counts = {}, {}

    def add(self, name, values):
        values = np.asarray(values, float).reshape(-1)
        self.sums[name] = self.sums.get(name, 0) + values.sum()
        self.counts[name] = self.counts.get(name, 0) + len(values)

    def mean(self, name):
        return self.sums[name] / self.counts[name] if self.counts.get(name) else float("nan")


def point_to_image(tally, maps, coded, scene, grid):
    """`maps`: name -> [tokens, units] for one row."""
    ids, kinds, phrase_of, word_of = coded["encoded"]
    inside = [units_in_box(o["box"], grid) for o in scene["objects"]]
    for word in sorted({w for w, kind in zip(word_of, kinds) if kind in ("colour", "shape")}):
        places = [k for k, w in enumerate(word_of) if w == word]
        target = inside[coded["objects"][phrase_of[places[0]]]]
        for name, rows in maps.items():
            tally.add(name, target[int(rows[places].mean(0).argmax())])
        tally.add("chance", target.mean())
        tally.add("any object", 1 / len(inside))


def point_to_text(tally, maps, coded, labels):
    """`maps`: name -> [units, tokens] for one row."""
    ids, kinds, phrase_of, word_of = coded["encoded"]
    units = np.where(np.isin(labels, coded["objects"]) & (labels >= 0))[0]
    for content, suffix in ((CONTENT, ""), (WIDER, ", relation words compete")):
        words = sorted({w for w, kind in zip(word_of, kinds) if kind in content})
        phrases = [phrase_of[word_of.index(w)] for w in words]
        speaks_of = np.array([coded["objects"][p] if p >= 0 else -9 for p in phrases])
        gather = np.zeros((len(ids), len(words)), np.float32)
        for k, w in enumerate(word_of):
            if w in words:
                gather[k, words.index(w)] = 1
        for name, rows in maps.items():
            if not suffix or name.endswith("mean"):
                best = (rows[units][:, :len(ids)] @ gather).argmax(1)
                tally.add(name + suffix, speaks_of[best] == labels[units])
        if not suffix:
            tally.add("chance", np.array([(speaks_of == o).mean() for o in labels[units]]))
            tally.add("any object", np.full(len(units), 1 / len(coded["objects"])))


def pointing(model, mode, data, states, seed):
    """(tally of text->image, tally of image->text), with the head mean and each head of every layer."""
    rng, tallies = random.Random(seed), (Tally(), Tally())
    for start in range(0, len(data), ROWS):
        some, coded, record = data.scenes[start:start + ROWS], [], {}
        for scene in some:
            caption = scenes.make_caption(rng, scene)
            coded.append({"encoded": scenes.encode(caption), "objects": [p["object"] for p in caption["phrases"]]})
        ids, hidden = batches.padded([c["encoded"][0] for c in coded])
        with torch.no_grad():
            model.fusion[mode](model.read_text(ids, hidden), states[start:start + ROWS], hidden, record)
        for direction, tally in enumerate(tallies):
            maps = layer_maps(model, mode, record, ids.shape[1], direction)
            for k, scene in enumerate(some):
                one = {name: m[k] for name, m in maps.items()}
                if one and direction == 0:
                    point_to_image(tally, one, coded[k], scene, dataset.GRID)
                elif one:
                    point_to_text(tally, one, coded[k], data.labels[start + k])
    return tallies


def layer_maps(model, mode, record, tokens, direction):
    maps = {}
    for n in range(model.config["fusion_config"]["num_hidden_layers"]):
        block = blocks(mode, record, n, tokens)[direction]
        if block is not None:
            maps[f"L{n} mean"] = conditional(block.mean(1)).numpy()
            for h in range(block.shape[1]):
                maps[f"L{n} head {h}"] = conditional(block[:, h]).numpy()
    return maps


def tasks(model, mode, data, states, hidden_states, hidden_object, seed):
    """The tally of the heads."""
    rng, tally = random.Random(seed), Tally()
    for start in range(0, len(data), ROWS):
        rows = slice(start, start + ROWS)
        some, labels, v0 = data.scenes[rows], torch.as_tensor(data.labels[rows]), states[rows]
        matches = batches.match_rows(rng, some)
        words = batches.masked_rows(rng, some)
        region = batches.region_rows(rng, some, hidden_object[rows])
        with torch.no_grad():
            task_match(model, mode, tally, matches, model.read_text(*matches[:2]), v0, labels, some)
            if updates_text(mode):
                t, _ = model.fusion[mode](model.read_text(*words[:2]), v0, words[1])
                relation = torch.isin(words[2], RELATION_IDS)
                for name, where in (("masked word", (words[2] >= 0) & ~relation), ("masked relation word", relation)):
                    guess = model.heads[mode]["masked_word"](t[where]).argmax(-1)
                    tally.add(name, guess == words[2][where])
            if updates_image(mode):
                _, v = model.fusion[mode](model.read_text(*region), hidden_states[rows], region[1])
                solid = labels == torch.as_tensor(hidden_object[rows])[:, None]
                task_region(model, mode, tally, "hidden ", v, solid, labels, some)
    return tally


def task_match(model, mode, tally, matches, text, v0, labels, some):
    ids, hidden, truth, kinds, described, _ = matches
    t, v = model.fusion[mode](text, v0, hidden)
    for name, logits in zip(STRATEGIES, model.match(mode, t, v, hidden)):
        right = ((logits > 0) == truth.bool()).numpy()
        tally.add(name, right)
        for kind in ("true", "colour", "shape", "relation"):
            tally.add(f"{name} {kind}", right[[k == kind for k in kinds]])
    if updates_image(mode):
        target = batches.unit_table(described, labels, 0)
        right = (model.heads[mode]["described"](v)[:, :, 0] > 0) == (target == 1)
        solid, true_rows = labels >= 0, truth.bool()[:, None]
        tally.add("described", right[solid & true_rows])
        for value, name in ((1, "named objects"), (0, "other objects")):
            tally.add(f"described, {name}", right[solid & true_rows & (target == value)])
        tally.add("described, false captions too", right[solid])
        tally.add("described, background", right[labels == -1])
        task_region(model, mode, tally, "", v, solid, labels, some)


def task_region(model, mode, tally, prefix, v, solid, labels, some):
    values = [batches.object_values(s) for s in some]
    for k, name in enumerate(("colour", "shape")):
        target = batches.unit_table([[o[k] for o in s] for s in values], labels, -100)
        guess = model.heads[mode][f"region_{name}"](v).argmax(-1)
        tally.add(f"{prefix}region {name}", (guess == target)[solid])


def image_states(model, data, seed=21):
    """Aligned states, whole and with one object hidden, and which object that is."""
    rng = random.Random(seed)
    chosen = np.array([rng.randrange(len(s["objects"])) for s in data.scenes])
    whole, hidden = [], []
    with torch.no_grad():
        for k in range(0, len(data), ROWS):
            rows = slice(k, k + ROWS)
            pixels = normalised(np.array(data.pictures[rows])).contiguous()
            mask = np.stack([t[c] for t, c in zip(data.touched[rows], chosen[rows])])
            whole.append(model.read_image(pixels))
            hidden.append(model.read_image(pixels, torch.as_tensor(mask)))
    return torch.cat(whole), torch.cat(hidden), chosen


def digest(model, mode):
    """Of everything that the figures of one mode depend on."""
    found = hashlib.sha256()
    for name, value in sorted(model.state_dict().items()):
        if not name.startswith(("fusion.", "heads.")) or name.split(".")[1] == mode:
            found.update(name.encode() + value.numpy().tobytes())
    return found.hexdigest()


def measure(folder, work, wanted):
    """{mode: {"tasks", "pointing", "untrained", "layers"}}. Figures are kept until the weights change."""
    model = checkpoint.read_folder(folder)
    torch.manual_seed(99)
    untrained = Scenes(model.config).eval()
    validation, held_out = (dataset.SceneSet(Path(work) / n) for n in ("validation", "held_out"))
    figures, states = {}, None
    for mode in wanted:
        kept = Path(work) / f"figures_{mode}.pickle"
        if kept.exists():
            stored, figures[mode] = pickle.loads(kept.read_bytes())
            if stored == digest(model, mode):
                continue
        states = states or (image_states(model, validation), image_states(model, held_out),
                            image_states(untrained, held_out))
        chosen_on = pointing(model, mode, validation, states[0][0], 31)
        mean = lambda direction, n: np.nan_to_num(chosen_on[direction].mean(f"L{n} mean"), nan=-1.0)
        layers = range(model.config["fusion_config"]["num_hidden_layers"])
        figures[mode] = {
            "pointing": pointing(model, mode, held_out, states[1][0], 32),
            "untrained": pointing(untrained, mode, held_out, states[2][0], 32),
            "tasks": tasks(model, mode, held_out, *states[1], 33),
            "layers": {name: max(layers, key=lambda n: mean(direction, n))
                       for direction, name in enumerate(("text_to_image", "image_to_text"))}}
        kept.write_bytes(pickle.dumps((digest(model, mode), figures[mode])))
    return figures


def table(figures, count):
    """The whole table as Markdown."""
    modes = list(figures)
    number = lambda x: "–" if np.isnan(x) else f"{x:.3f}"
    lines = [f"Measured on {count} held-out scenes with the stored f16 weights.", "",
             "| figure | " + " | ".join(modes) + " |", "|---" * (len(modes) + 1) + "|"]

    def row(title, value):
        lines.append(f"| {title} | " + " | ".join(number(value(m)) for m in modes) + " |")

    for name in STRATEGIES:
        row(f"match, {name}", lambda m: figures[m]["tasks"].mean(name))
        for kind in ("true", "colour", "shape", "relation"):
            row(f"  ... {'true captions' if kind == 'true' else kind + ' word wrong'}",
                lambda m: figures[m]["tasks"].mean(f"{name} {kind}"))
    for name in ("masked word", "masked relation word", "described", "described, named objects",
                 "described, other objects", "described, false captions too", "described, background", "region colour",
                 "region shape", "hidden region colour", "hidden region shape"):
        row(name, lambda m: figures[m]["tasks"].mean(name))
    for direction, (title, key) in enumerate([("text→image", "text_to_image"), ("image→text", "image_to_text")]):
        name = lambda m: f"L{figures[m]['layers'][key]} mean"
        row(f"pointing {title}, head mean of the chosen layer", lambda m: figures[m]["pointing"][direction].mean(name(m)))
        row("  ... the same of the untrained model", lambda m: figures[m]["untrained"][direction].mean(name(m)))
        if direction:
            row("  ... the same, relation words compete",
                lambda m: figures[m]["pointing"][direction].mean(name(m) + ", relation words compete"))
        row("  ... chance", lambda m: figures[m]["pointing"][direction].mean("chance"))
        row("  ... any object", lambda m: figures[m]["pointing"][direction].mean("any object"))
        for part in sorted({k for m in modes for k in figures[m]["pointing"][direction].sums if k.startswith("L") and "," not in k}):
            row(f"  ... {part}", lambda m: figures[m]["pointing"][direction].mean(part))
    chosen = "; ".join(f"{m}: " + ", ".join(
        f"{title} L{figures[m]['layers'][key]}" for key, title, has in
        (("text_to_image", "text→image", updates_text(m)), ("image_to_text", "image→text", updates_image(m))) if has)
        for m in modes)
    return "\n".join(lines + ["", f"Layers chosen on the validation set: {chosen}."]) + "\n"


def main():
    torch.set_num_threads(1)
    folder, work = Path(sys.argv[1]), Path(sys.argv[2])
    wanted = [m for m in sys.argv[3:] if m in MODES]
    figures = measure(folder, work, wanted or MODES)
    text = table(figures, len(dataset.SceneSet(work / "held_out")))
    print(text)
    if "--write" in sys.argv and not wanted:
        (folder / "README.md").write_text(CARD + text)
        config = json.loads((folder / "config.json").read_text())
        config["pointing_layers"] = {m: figures[m]["layers"] for m in MODES}
        (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


if __name__ == "__main__":
    main()
