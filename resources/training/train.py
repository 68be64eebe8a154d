"""Trains everything. One command; run it again to resume after an interruption.

    OMP_NUM_THREADS=1 python3 train.py WORK            all stages, modes two at a time
    OMP_NUM_THREADS=1 python3 train.py WORK STAGE      one stage: data, image, text, cache or a mode

Stages: `image` trains stem and image tower to name what lies under each unit; `text` trains the text tower to
know which words belong together; both towers are then frozen and the image states are cached; then every mode's
fusion stack and heads are trained on its tasks. Attention weights are never supervised.
State is saved every 500 steps.
"""
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import batches
import dataset
import scenes
from config import CONFIG
from model import MODES, STRATEGIES, Scenes, normalised, updates_text
from vocabulary import IDS, RELATION_WORDS

SAVE_EVERY = 500
RELATION_IDS = torch.tensor([IDS[w] for w in RELATION_WORDS])
TRAIN_SCENES = 30000
CYCLES = {  # (steps, highest learning rate) of each cycle; the second one refines
    "image": [(1600, 2e-3), (1200, 1e-3)], "text": [(1000, 2e-3)],
    "text_to_image": [(7000, 2e-3), (2000, 1e-3)], "image_to_text": [(3000, 2e-3), (1500, 1.2e-3)],
    "co_attention": [(1200, 1e-3), (900, 8e-4)], "alternating": [(1200, 1e-3), (900, 8e-4)],
    "hybrid": [(1500, 1e-3), (1600, 8e-4)], "single_stream": [(2500, 1.5e-3), (2000, 1e-3)]}
BATCH = {"image": 64, "text": 64}
ROWS = {  # of one step: match, masked word, masked region; self-attention among the units is what costs
    "text_to_image": (48, 48, 0), "image_to_text": (48, 0, 16), "co_attention": (40, 16, 8),
    "alternating": (40, 16, 8), "hybrid": (24, 20, 5), "single_stream": (30, 30, 5)}


class Run:
    """One stage's loop: learning rate in cycles, AdamW, saving and resuming."""

    def __init__(self, work, stage, module, batch_of, loss_of):
        self.path, self.stage, self.module = Path(work) / f"{stage}.pt", stage, module
        self.batch_of, self.loss_of = batch_of, loss_of
        self.steps, self.step, self.seconds = sum(n for n, _ in CYCLES[stage]), 0, 0.0
        decay = [p for p in module.parameters() if p.requires_grad and p.dim() > 1]
        rest = [p for p in module.parameters() if p.requires_grad and p.dim() <= 1]
        self.optimiser = torch.optim.AdamW([{"params": decay, "weight_decay": 0.02},
                                            {"params": rest, "weight_decay": 0.0}], lr=1e-5, betas=(0.9, 0.98))
        if self.path.exists():
            saved = torch.load(self.path)
            missing, _ = module.load_state_dict(saved["weights"], strict=False)
            if not missing:  # else the stage goes on from weights of an older recipe
                self.optimiser.load_state_dict(saved["optimiser"])
            self.step, self.seconds = saved["step"], saved["seconds"]

    def rate(self):
        begin = 0
        for self.module.cycle, (steps, peak) in enumerate(CYCLES[self.stage]):
            if self.step < begin + steps:
                break
            begin += steps
        done, warm = (self.step - begin) / steps, 0.12
        share = done / warm if done < warm else 0.5 * (1 + np.cos(np.pi * (done - warm) / (1 - warm)))
        return peak * max(share, 0.005)

    def save(self):
        temporary = self.path.with_suffix(".new")
        torch.save({"weights": self.module.state_dict(), "optimiser": self.optimiser.state_dict(),
                    "step": self.step, "seconds": self.seconds}, temporary)
        os.replace(temporary, self.path)

    def run(self):
        start, seen = time.time(), {}
        while self.step < self.steps:
            for group in self.optimiser.param_groups:
                group["lr"] = self.rate()
            rng = random.Random(self.step * 1009 + 7)  # a resumed run sees what an unbroken one would have seen
            losses = self.loss_of(rng, self.batch_of(rng))
            total = sum(losses.values())
            self.optimiser.zero_grad()
            total.backward()
            nn.utils.clip_grad_norm_(self.module.parameters(), 1.0)
            self.optimiser.step()
            self.step += 1
            for name, value in losses.items():
                seen[name] = 0.98 * seen.get(name, value.item()) + 0.02 * value.item()
            if self.step % 50 == 0:
                spent = self.seconds + time.time() - start
                print(f"{self.stage} {self.step}/{self.steps} {spent:.0f}s "
                      + " ".join(f"{k} {v:.3f}" for k, v in seen.items()), flush=True)
            if self.step % SAVE_EVERY == 0 or self.step == self.steps:
                self.seconds, start = self.seconds + time.time() - start, time.time()
                self.save()


# ---------------------------------------------------------------------------------------------- image tower

class ImageStage(nn.Module):
    """Image tower, alignment, and auxiliary heads that are not exported."""

    def __init__(self):
        super().__init__()
        whole, width = Scenes({**CONFIG, "modes": []}), CONFIG["hidden_size"]
        self.vision, self.align_image = whole.vision, whole.align_image
        c, s = len(CONFIG["colours"]), len(CONFIG["shapes"])
        self.parts = {"colour": c + 1, "shape": s + 1, "size": 3, "row": dataset.GRID, "column": dataset.GRID,
                      "centre": 3, "elsewhere": c + s}
        self.auxiliary = nn.Linear(width, sum(self.parts.values()))

    def forward(self, pixels, masked):
        v = self.align_image(self.vision(pixels, masked))
        return dict(zip(self.parts, self.auxiliary(v).split(list(self.parts.values()), -1)))


def hidden_regions(touched, chosen):
    return torch.as_tensor(np.stack([t[k] for t, k in zip(touched, chosen)]))


def image_losses(stage, rng, batch):
    """What lies under each unit, where it is, where its object's centre is; for hidden units: what is in sight."""
    pixels, labels, touched, some = batch
    chosen = [rng.randrange(len(s["objects"])) for s in some]
    masked = hidden_regions(touched, chosen)
    masked[torch.tensor([rng.random() < 0.5 for _ in some])] = False
    out = stage(pixels, masked)
    labels = torch.as_tensor(labels).clone().long()
    labels[masked] = -2
    values = [batches.object_values(s) for s in some]
    losses = {}
    for k, (name, background) in enumerate([("colour", 8), ("shape", 6), ("size", 2)]):
        target = batches.unit_table([[o[k] for o in v] for v in values], labels, background)
        losses[name] = F.cross_entropy(out[name].flatten(0, 1), target.flatten())
        solid = (labels >= 0).flatten()
        losses[name] = losses[name] + F.cross_entropy(out[name].flatten(0, 1)[solid], target.flatten()[solid])
    losses["shape"] = 2 * losses["shape"]  # the hardest
    units = torch.arange(dataset.GRID ** 2).expand(len(some), -1).flatten()
    losses["place"] = 0.1 * (F.cross_entropy(out["row"].flatten(0, 1), units // dataset.GRID)
                             + F.cross_entropy(out["column"].flatten(0, 1), units % dataset.GRID))
    centres = torch.zeros(len(some), scenes.OBJECT_SLOTS + 2, 3)
    for k, s in enumerate(some):
        centres[k, :len(s["objects"])] = torch.tensor([[o["x"], o["y"], o["r"]] for o in s["objects"]])
    index = (labels % (scenes.OBJECT_SLOTS + 2))[:, :, None].expand(-1, -1, 3)
    solid = labels >= 0
    losses["centre"] = 10 * F.mse_loss(out["centre"][solid], centres.gather(1, index)[solid])
    if masked.any():
        sight = torch.zeros(len(some), 14)
        for k, v in enumerate(values):
            for n, (c, s, _) in enumerate(v):
                if n != chosen[k]:
                    sight[k, c], sight[k, 8 + s] = 1, 1
        target = sight[:, None].expand(-1, dataset.GRID ** 2, -1)
        losses["elsewhere"] = 0.3 * F.binary_cross_entropy_with_logits(out["elsewhere"][masked], target[masked])
    return losses


def train_image(work):
    data = dataset.SceneSet(Path(work) / "train")

    def batch_of(rng):
        picks = sorted(rng.randrange(len(data)) for _ in range(BATCH["image"]))
        pixels, labels, touched = normalised(data.pictures[picks]), data.labels[picks], data.touched[picks]
        some = [data.scenes[k] for k in picks]
        if rng.random() < 0.5:  # mirrored: every shape stays what it is
            square = lambda a: a.reshape(*a.shape[:-1], dataset.GRID, dataset.GRID)[..., ::-1].reshape(a.shape)
            pixels, labels, touched = pixels.flip(3), square(labels), square(touched)
            some = [{**s, "objects": [{**o, "x": 1 - o["x"]} for o in s["objects"]]} for s in some]
        return pixels.contiguous(), labels, touched, some

    stage = ImageStage()
    Run(work, "image", stage, batch_of, lambda rng, b: image_losses(stage, rng, b)).run()


# ---------------------------------------------------------------------------------------------- text tower

class TextStage(nn.Module):
    def __init__(self):
        super().__init__()
        whole = Scenes({**CONFIG, "modes": []})
        self.text, self.align_text = whole.text, whole.align_text
        self.sizes = list(batches.SLOTS.values())
        self.auxiliary = nn.Linear(CONFIG["hidden_size"], sum(self.sizes))

    def forward(self, ids, hidden):
        return self.auxiliary(self.align_text(self.text(ids, hidden))).split(self.sizes, -1)


def text_losses(stage, rng, some):
    rows, all_slots = [], []
    for scene in some:
        caption = scenes.make_caption(rng, scene)
        if rng.random() < 0.4:
            negative = scenes.make_negative(rng, scene, caption)
            caption = negative[0] if negative else caption
        ids, kinds, phrase_of, _ = scenes.encode(caption)
        hidden_ids = {}
        if rng.random() < 0.5:
            ids, hidden_ids = batches.mask_words(rng, scene, caption)
        rows.append(ids)
        all_slots.append(batches.token_slots(caption, ids, kinds, phrase_of, hidden_ids))
    ids, hidden = batches.padded(rows)
    target = torch.full((*ids.shape, len(batches.SLOTS)), -100)
    for k, slots in enumerate(all_slots):
        target[k, :len(slots)] = torch.from_numpy(slots)
    return {name: F.cross_entropy(out.flatten(0, 1), target[:, :, k].flatten())
            for k, (name, out) in enumerate(zip(batches.SLOTS, stage(ids, hidden)))}


def train_text(work):
    data = dataset.SceneSet(Path(work) / "train")
    stage = TextStage()
    Run(work, "text", stage, lambda rng: rng.sample(data.scenes, BATCH["text"]),
        lambda rng, b: text_losses(stage, rng, b)).run()


# ---------------------------------------------------------------------------------------------- cached image states

def load_towers(work, model):
    """Puts the trained towers into a model."""
    for stage in ("image", "text"):
        path = Path(work) / f"{stage}.pt"
        if path.exists():
            saved = torch.load(path)["weights"]
            model.load_state_dict({k: v for k, v in saved.items() if not k.startswith("auxiliary")}, strict=False)


def cache_states(work, name="train"):
    """Aligned image states of each scene, whole and with one object's units hidden, as f16."""
    folder = Path(work) / name
    if (folder / "hidden_object.npy").exists():
        return
    data = dataset.SceneSet(folder)
    model = Scenes({**CONFIG, "modes": []})
    load_towers(work, model)
    shape = (len(data), dataset.GRID ** 2, CONFIG["hidden_size"])
    whole = np.lib.format.open_memmap(folder / "states.npy", "w+", np.float16, shape)
    hidden = np.lib.format.open_memmap(folder / "states_hidden.npy", "w+", np.float16, shape)
    rng = random.Random(11)
    chosen = np.array([rng.randrange(len(s["objects"])) for s in data.scenes])
    with torch.no_grad():
        for k in range(0, len(data), 100):
            rows = slice(k, k + 100)
            pixels = normalised(np.array(data.pictures[rows])).contiguous()
            whole[rows] = model.read_image(pixels).numpy()
            hidden[rows] = model.read_image(pixels, hidden_regions(data.touched[rows], chosen[rows])).numpy()
    whole.flush()
    hidden.flush()
    np.save(folder / "hidden_object.npy", chosen)


# ---------------------------------------------------------------------------------------------- one mode

def begin_from_single_directions(whole, mode, work):
    """Two-way modes start from the blocks and heads that text_to_image and image_to_text have learned, which saves
    most of their training. The self-attention blocks of the hybrid start silent (output projections at zero)."""
    one_way = {m: torch.load(Path(work) / f"{m}.pt")["weights"] for m in ("text_to_image", "image_to_text")}
    known = {"image_norm": "image_to_text", "described": "image_to_text", "region": "image_to_text"}
    new = {}
    for part, module in (("stack", whole.fusion[mode]), ("heads", whole.heads[mode])):
        for name, value in module.state_dict().items():
            key = f"{part}.{name}"
            if "_self." in name:
                new[key] = torch.zeros_like(value) if ".output." in name else value
            elif "image_cross" in name or "image_ffn" in name or name.startswith(tuple(known)):
                new[key] = one_way["image_to_text"][key]
            else:
                new[key] = one_way["text_to_image"][key]
        module.load_state_dict({k[len(part) + 1:]: v for k, v in new.items() if k.startswith(part + ".")})


def as_joint(cross):
    """Matrices of a joint block from a cross-attention block. That one has a norm for each side, the joint one a single
    norm, which keeps the factors 1 and 0: theirs move into the matrices."""
    joint = {k: v for k, v in cross.items() if k.startswith("output.")}
    for name in ("query", "key", "value"):
        norm, weight = "norm" if name == "query" else "context_norm", cross[f"{name}.weight"]
        joint[f"{name}.weight"] = weight * cross[f"{norm}.weight"]
        joint[f"{name}.bias"] = cross[f"{name}.bias"] + weight @ cross[f"{norm}.bias"]
    return joint


def begin_from_both_directions(whole, work):
    """The single stream starts from what text_to_image has learned; the later half of its heads comes from
    image_to_text. So words find their units at once, and units their words soon."""
    one_way = {m: torch.load(Path(work) / f"{m}.pt")["weights"] for m in ("text_to_image", "image_to_text")}
    part = lambda mode, name: {k[len(name) + 1:]: v for k, v in one_way[mode].items() if k.startswith(name + ".")}
    half = slice(CONFIG["hidden_size"] // 2, None)
    for n, layer in enumerate(whole.fusion["single_stream"].layers):
        layer.joint_ffn.load_state_dict(part("text_to_image", f"stack.layers.{n}.text_ffn"))
        joint = as_joint(part("text_to_image", f"stack.layers.{n}.text_cross"))
        other = as_joint(part("image_to_text", f"stack.layers.{n}.image_cross"))
        for name in ("query.weight", "query.bias", "key.weight", "key.bias", "value.weight", "value.bias"):
            joint[name][half] = other[name][half]
        joint["output.weight"][:, half] = other["output.weight"][:, half]
        layer.joint_self.load_state_dict(joint, strict=False)
    whole.fusion["single_stream"].text_norm.load_state_dict(part("text_to_image", "stack.text_norm"))
    whole.heads["single_stream"].load_state_dict(part("text_to_image", "heads"), strict=False)


class ModeStage(nn.Module):
    def __init__(self, mode, work):
        super().__init__()
        whole = Scenes({**CONFIG, "modes": [mode]})
        load_towers(work, whole)
        if mode in ("co_attention", "alternating", "hybrid"):
            begin_from_single_directions(whole, mode, work)
        if mode == "single_stream":
            begin_from_both_directions(whole, work)
        self.stack, self.heads, self.whole = whole.fusion[mode], whole.heads[mode], [whole]  # towers stay outside
        self.auxiliary = nn.Linear(CONFIG["hidden_size"], 1)


def unit_losses(heads, v, labels, some, described, losses, prefix, hidden=None):
    """Described or not, colour and shape, for the units of the rows `v`."""
    labels = torch.as_tensor(labels)
    if described is not None:
        target = batches.unit_table(described, labels, 0)
        logits, known, solid = heads["described"](v)[:, :, 0], target >= 0, labels >= 0
        bce = lambda where: F.binary_cross_entropy_with_logits(logits[where], target[where].float())
        losses["described"] = bce(solid) + 0.3 * bce(known & ~solid)
    values = [batches.object_values(s) for s in some]
    solid = labels >= 0
    if hidden is not None:
        solid = solid & hidden
    loss = 0
    for k, name in enumerate(["region_colour", "region_shape"]):
        target = batches.unit_table([[o[k] for o in v_] for v_ in values], labels, -100)
        loss = loss + F.cross_entropy(heads[name](v[solid]), target[solid])
    losses[prefix] = 0.3 * loss


def mode_losses(mode, stage, rng, batch):
    model, (count, masked, region) = stage.whole[0], ROWS[mode]
    some, labels = batch["scenes"], batch["labels"]
    mix = {"relation_first": 0.5, "mix": batches.RELATIONAL} if stage.cycle == 0 else {}
    ids_m, hidden_m, truth, _, described, wrong = batches.match_rows(rng, some, **mix)
    rows = [(ids_m, hidden_m)]
    states = [batch["states"]]
    if masked:
        ids_w, hidden_w, target, _ = batches.masked_rows(rng, some[:masked], 0.75, batches.RELATIONAL)
        rows.append((ids_w, hidden_w))
        states.append(batch["states"][:masked])
    if region:
        rows.append(batches.region_rows(rng, some[:region], batch["hidden_object"][:region]))
        states.append(batch["states_hidden"])
    longest = max(r[0].shape[1] for r in rows)
    ids = torch.cat([F.pad(r[0], (0, longest - r[0].shape[1])) for r in rows])
    hidden = torch.cat([F.pad(r[1], (0, longest - r[1].shape[1]), value=1.0) for r in rows])
    with torch.no_grad():
        t = model.read_text(ids, hidden)
    t, v = stage.stack(t, torch.cat(states), hidden)
    losses = {}
    logits = model.match(mode, t[:count], v[:count], hidden[:count])
    for name, row in zip(STRATEGIES, logits):
        losses[name] = F.binary_cross_entropy_with_logits(row, truth)
    if updates_text(mode):  # which words are false: an auxiliary task, its head is not exported
        out = stage.auxiliary(t[:count, :wrong.shape[1]])[:, :, 0]
        for name, where in (("wrong", wrong == 1), ("right", wrong == 0)):
            losses[name] = F.binary_cross_entropy_with_logits(out[where], wrong[where].float())
    if masked:
        words = stage.heads["masked_word"](t[count:count + masked, :target.shape[1]])
        relation = torch.isin(target, RELATION_IDS)
        for name, where in (("masked", (target >= 0) & ~relation), ("masked_relation", relation)):
            losses[name] = F.cross_entropy(words[where], target[where]) if where.any() else words.sum() * 0
    if region:
        unit_losses(stage.heads, v[:count], labels, some, described, losses, "region")
        touched = hidden_regions(batch["touched"][:region], batch["hidden_object"][:region])
        unit_losses(stage.heads, v[-region:], labels[:region], some[:region], None, losses, "region_hidden", touched)
        if mode == "single_stream":  # whose units begin with little sense for words
            losses.update({name: 3 * losses[name] for name in ("described", "region_hidden")})
    return losses


def train_mode(work, mode):
    folder = Path(work) / "train"
    data = dataset.SceneSet(folder)
    states, hidden = (np.load(folder / f"{n}.npy", mmap_mode="r") for n in ("states", "states_hidden"))
    chosen = np.load(folder / "hidden_object.npy")
    match, _, region = ROWS[mode]

    def batch_of(rng):
        picks = [rng.randrange(len(data)) for _ in range(match)]
        as_tensor = lambda a, p: torch.from_numpy(np.stack([a[k] for k in p])).float()
        return {"scenes": [data.scenes[k] for k in picks], "labels": data.labels[picks],
                "touched": data.touched[picks], "hidden_object": chosen[picks],
                "states": as_tensor(states, picks), "states_hidden": as_tensor(hidden, picks[:region]) if region else None}

    stage = ModeStage(mode, work)
    Run(work, mode, stage, batch_of, lambda rng, b: mode_losses(mode, stage, rng, b)).run()


# ---------------------------------------------------------------------------------------------- all of it

def start(work, stage):
    log = open(Path(work) / f"{stage}.log", "a")
    return subprocess.Popen([sys.executable, __file__, str(work), stage], stdout=log, stderr=subprocess.STDOUT)


def everything(work):
    for stages in (["data"], ["image", "text"], ["cache"], ["text_to_image", "image_to_text"],
                   ["single_stream", "hybrid", "alternating", "co_attention"]):
        waiting, running = list(stages), []
        while waiting or running:
            while waiting and len(running) < 2:
                running.append(start(work, waiting.pop(0)))
            for process in [p for p in running if p.poll() is not None]:
                running.remove(process)
                if process.returncode:
                    sys.exit(f"a stage failed; see the logs in {work}")
            time.sleep(1)


def main():
    work = Path(sys.argv[1])
    work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(5)
    torch.set_num_threads(1)
    stage = sys.argv[2] if len(sys.argv) > 2 else None
    if stage is None:
        everything(work)
    elif stage == "data":
        dataset.build(work / "validation", dataset.VALIDATION, 1000)
        dataset.build(work / "held_out", dataset.HELD_OUT, 2000)
        dataset.build(work / "train", dataset.TRAIN, TRAIN_SCENES)
    elif stage == "image":
        train_image(work)
    elif stage == "text":
        train_text(work)
    elif stage == "cache":
        cache_states(work)
    else:
        train_mode(work, stage)


if __name__ == "__main__":
    main()
