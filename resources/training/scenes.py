"""Scenes with their ground truth: objects, boxes, masks, captions, and which word speaks of which object.

A scene is a plain dict that holds everything needed to draw it at any resolution. All lengths are fractions of
the picture's side; y grows downwards. Nothing here depends on torch.
"""
import colorsys
import copy
import math
import random

import numpy as np
from PIL import Image

from vocabulary import CLS, COLOURS, ISH_COLOURS, SEP, SHAPES, SIZES, pieces

BASE_RGB = {
    "red": (214, 44, 46), "green": (44, 156, 74), "blue": (42, 92, 208), "yellow": (246, 208, 52),
    "purple": (136, 62, 170), "orange": (242, 132, 34), "white": (250, 250, 248), "black": (32, 32, 36),
}
RADIUS = {"small": (0.080, 0.098), "large": (0.138, 0.168)}
GAP = 0.025          # between the circles around two objects
RELATION_MARGIN = 0.12  # a relation is said, or denied, only if the centres differ by this much along its axis
OPPOSITE = {"left of": "right of", "right of": "left of", "above": "below", "below": "above"}


# ---------------------------------------------------------------------------------------------- the scene

def make_scene(rng, objects=None):
    """A random scene. `objects`, if given, is a list of (colour, shape, size) to place."""
    while True:
        kinds = objects or _random_kinds(rng)
        placed = _place(rng, kinds)
        if placed is not None:
            return {"background": _random_background(rng), "objects": placed}


def _random_kinds(rng):
    count = rng.choice([2, 3, 3, 4, 4, 5])
    if rng.random() < 0.85:  # no colour and no shape twice
        colours, shapes = rng.sample(COLOURS, count), rng.sample(SHAPES, count)
        pairs = list(zip(colours, shapes))
    else:                    # some twice, but never the same pair
        some_colours, some_shapes = rng.sample(COLOURS, 3), rng.sample(SHAPES, 3)
        pairs = rng.sample([(c, s) for c in some_colours for s in some_shapes], count)
    return [(c, s, rng.choice(SIZES)) for c, s in pairs]


def _place(rng, kinds):
    placed = []
    for colour, shape, size in kinds:
        radius = rng.uniform(*RADIUS[size])
        for _ in range(40):
            edge = radius * 1.12 + 0.01
            x, y = rng.uniform(edge, 1 - edge), rng.uniform(edge, 1 - edge)
            if all(math.hypot(x - o["x"], y - o["y"]) > (radius + o["r"]) * 1.08 + GAP for o in placed):
                break
        else:
            return None
        placed.append({"colour": colour, "shape": shape, "size": size, "x": x, "y": y, "r": radius,
                       "angle": rng.uniform(-0.22, 0.22), "rgb": _jitter(rng, colour)})
    return placed


def _jitter(rng, colour):
    h, s, v = colorsys.rgb_to_hsv(*(c / 255 for c in BASE_RGB[colour]))
    h += rng.uniform(-0.012, 0.012)
    s = min(1, max(0, s * rng.uniform(0.9, 1.06)))
    v = min(1, v * rng.uniform(0.93, 1.05)) if colour != "black" else v * rng.uniform(0.6, 1.5)
    return tuple(255 * c for c in colorsys.hsv_to_rgb(h % 1, s, v))


def _random_background(rng):
    hue, saturation, value = rng.random(), rng.uniform(0.0, 0.22), rng.uniform(0.62, 0.9)
    corners = []
    for _ in range(4):
        c = colorsys.hsv_to_rgb((hue + rng.uniform(-0.06, 0.06)) % 1, saturation * rng.uniform(0.7, 1.2),
                                min(0.93, value + rng.uniform(-0.06, 0.06)))
        corners.append([255 * x for x in c])
    return {"corners": corners, "noise": rng.getrandbits(30), "strength": rng.uniform(0.5, 3.0)}


def flipped(scene):
    """The mirror image, for use with a mirrored picture."""
    return {**scene, "objects": [{**o, "x": 1 - o["x"], "angle": -o["angle"]} for o in scene["objects"]]}


# ---------------------------------------------------------------------------------------------- drawing

def _enlarge(small, side):
    return np.asarray(Image.fromarray(small.astype(np.float32), "F").resize((side, side), Image.BICUBIC))


def _draw_background(background, side):
    corners = np.array(background["corners"], np.float32).reshape(2, 2, 3)
    noise = np.random.RandomState(background["noise"]).uniform(-1, 1, (6, 6)) * background["strength"]
    noise = _enlarge(noise, side)
    t = ((np.arange(side) + 0.5) / side).astype(np.float32)
    t = t * t * (3 - 2 * t)
    top = corners[0, 0] + (corners[0, 1] - corners[0, 0]) * t[:, None]
    bottom = corners[1, 0] + (corners[1, 1] - corners[1, 0]) * t[:, None]
    return top[None] + (bottom - top)[None] * t[:, None, None] + noise[:, :, None]


def _box(x, y, hx, hy):
    dx, dy = np.abs(x) - hx, np.abs(y) - hy
    return np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0)


def _polygon(x, y, corners):
    distance, sign = np.full(x.shape, 1e9, np.float32), np.ones(x.shape, np.float32)
    for (ax, ay), (bx, by) in zip(corners, corners[-1:] + corners[:-1]):
        ex, ey, wx, wy = bx - ax, by - ay, x - ax, y - ay
        t = np.clip((wx * ex + wy * ey) / (ex * ex + ey * ey), 0, 1)
        distance = np.minimum(distance, (wx - ex * t) ** 2 + (wy - ey * t) ** 2)
        c1, c2, c3 = y >= ay, y < by, ex * wy > ey * wx
        sign = np.where((c1 & c2 & c3) | ~(c1 | c2 | c3), -sign, sign)
    return sign * np.sqrt(distance)


def _regular(points, outer, inner=None):
    corners = []
    for k in range(points):
        a = -math.pi / 2 + 2 * math.pi * k / points
        corners.append((outer * math.cos(a), outer * math.sin(a)))
        if inner:
            b = a + math.pi / points
            corners.append((inner * math.cos(b), inner * math.sin(b)))
    return corners


def _distance(shape, x, y):
    """Signed distance to the outline, negative inside, in units of the object's radius."""
    if shape == "circle":
        return np.hypot(x, y) - 0.96
    if shape == "ring":
        return np.abs(np.hypot(x, y) - 0.74) - 0.25
    if shape == "square":
        return _box(x, y, 0.76, 0.76) - 0.05
    if shape == "cross":
        return np.minimum(_box(x, y, 0.95, 0.27), _box(x, y, 0.27, 0.95)) - 0.03
    if shape == "triangle":
        return _polygon(x, y - 0.14, _regular(3, 1.06)) - 0.04
    return _polygon(x, y - 0.02, _regular(5, 1.04, 0.46)) - 0.03


def draw(scene, side):
    """(picture as uint8 [side, side, 3], list of (row0, col0, mask patch in 0..1) for each object)."""
    canvas, masks = _draw_background(scene["background"], side), []
    for o in scene["objects"]:
        radius = o["r"] * side
        reach = int(math.ceil(radius * 1.12)) + 2
        shift_x, shift_y = int(round(0.05 * radius)), int(round(0.11 * radius))
        blur, margin = 0.22, int(math.ceil(0.36 * radius))
        reach += margin
        cx, cy = o["x"] * side, o["y"] * side
        x0, y0 = int(cx) - reach, int(cy) - reach
        xs = (np.arange(x0, x0 + 2 * reach, dtype=np.float32) + 0.5 - cx) / radius
        ys = (np.arange(y0, y0 + 2 * reach, dtype=np.float32) + 0.5 - cy) / radius
        c, s = math.cos(o["angle"]), math.sin(o["angle"])
        x, y = c * xs[None] + s * ys[:, None], -s * xs[None] + c * ys[:, None]
        distance = _distance(o["shape"], x, y)
        # the part of the patch that lies in the picture
        left, top = max(0, -x0), max(0, -y0)
        right, bottom = min(2 * reach, side - x0), min(2 * reach, side - y0)
        window = canvas[y0 + top:y0 + bottom, x0 + left:x0 + right]
        shade = np.clip(0.5 - distance / (2 * blur), 0, 1)
        shade = shade * shade * (3 - 2 * shade) * 0.30
        shade = np.roll(shade, (shift_y, shift_x), (0, 1))[top:bottom, left:right, None]
        window *= 1 - shade
        alpha = np.clip(0.5 - distance * radius, 0, 1)[top:bottom, left:right]
        light = 1.03 - 0.07 * ys[:, None] - 0.025 * xs[None]
        rim = 1 - 0.13 * np.clip(1 + distance / 0.09, 0, 1)
        colour = (light * rim)[top:bottom, left:right, None] * np.array(o["rgb"], np.float32)
        window += alpha[:, :, None] * (colour - window)
        masks.append((y0 + top, x0 + left, alpha))
    return np.clip(canvas + 0.5, 0, 255).astype(np.uint8), masks


def boxes(masks, side):
    """[x0, y0, x1, y1] of each object, as fractions of the side."""
    result = []
    for row, col, alpha in masks:
        inside = alpha >= 0.5
        rows, cols = np.where(inside.any(1))[0], np.where(inside.any(0))[0]
        result.append([(col + cols[0]) / side, (row + rows[0]) / side,
                       (col + cols[-1] + 1) / side, (row + rows[-1] + 1) / side])
    return result


def coverage(masks, side, grid):
    """How much of each unit of a grid x grid raster each object covers: [objects, grid, grid]."""
    result = np.zeros((len(masks), grid, grid), np.float32)
    for k, (row, col, alpha) in enumerate(masks):
        full = np.zeros((side, side), np.float32)
        full[row:row + alpha.shape[0], col:col + alpha.shape[1]] = alpha
        result[k] = np.asarray(Image.fromarray(full, "F").resize((grid, grid), Image.BOX))
    return result


# ---------------------------------------------------------------------------------------------- captions

def relations(a, b):
    """The relations that hold between two objects, by a clear margin."""
    found = []
    if b["x"] - a["x"] >= RELATION_MARGIN:
        found.append("left of")
    if a["x"] - b["x"] >= RELATION_MARGIN:
        found.append("right of")
    if b["y"] - a["y"] >= RELATION_MARGIN:
        found.append("above")
    if a["y"] - b["y"] >= RELATION_MARGIN:
        found.append("below")
    return found


def fits(phrase, o):
    return all(phrase[k] is None or phrase[k] == o[k] for k in ("size", "colour", "shape"))


def _phrase(rng, scene, index, full):
    """What the caption says of one object, enough to mean only this one."""
    o, others = scene["objects"][index], [x for k, x in enumerate(scene["objects"]) if k != index]
    phrase = {"object": index, "size": o["size"] if rng.random() < 0.4 else None, "colour": o["colour"],
              "shape": o["shape"], "article": "the" if rng.random() < 0.25 else "a",
              "noun": rng.choice(["object", "shape"]),
              "ish": o["colour"] in ISH_COLOURS and rng.random() < 0.06}
    dropped = None if full else rng.choices([None, "colour", "shape"], [0.82, 0.1, 0.08])[0]
    if dropped and not any(fits({**phrase, dropped: None}, x) for x in others):
        phrase[dropped] = None
    return phrase


def make_caption(rng, scene, named=None, full=False, related_share=0.68, least=1):
    """A true caption. `full` keeps colour and shape in every phrase; `related_share` of the captions that name two
    objects or more relate them; at least `least` objects are named."""
    objects = scene["objects"]
    if named is None:
        most = min(4, len(objects))
        count = most if rng.random() < 0.5 else rng.randint(least, most)
        named = rng.sample(range(len(objects)), count)
    count = len(named)
    phrases = [_phrase(rng, scene, k, full) for k in named]
    related = lambda i, j: relations(objects[named[i]], objects[named[j]])
    relation = lambda i, j: ("relation", rng.choice(related(i, j)), i, j)
    np_ = lambda i: ("phrase", i)
    layout = None
    if count >= 2 and rng.random() < related_share and related(0, 1):
        verb = ["is"] if rng.random() < 0.3 else []
        if count == 2:
            layout = [np_(0), *verb, relation(0, 1), np_(1)]
        elif count == 4 and rng.random() < 0.5 and related(2, 3):
            layout = [np_(0), *verb, relation(0, 1), np_(1), ",", "and", np_(2), *verb, relation(2, 3), np_(3)]
        elif count == 3 and rng.random() < 0.4 and related(0, 2):
            layout = [np_(0), *verb, relation(0, 1), np_(1), "and", relation(0, 2), np_(2)]
        else:
            layout = [np_(0), *verb, relation(0, 1), np_(1), ",", "with"] + _listed(np_, range(2, count))
    if layout is None:
        starts = [["there", "is" if count == 1 else "are"], ["a", "picture", "of"], ["the", "scene", "shows"], []]
        if count >= 2:
            number = ["", "", "two", "three", "four"][count]
            starts.append([number, rng.choice(["shapes", "objects"]), ":"])
        layout = rng.choice(starts) + _listed(np_, range(count))
    return {"phrases": phrases, "layout": layout}


def _listed(np_, indices):
    indices = list(indices)
    result = []
    for k, i in enumerate(indices):
        if k:
            result.append("and" if k == len(indices) - 1 else ",")
        result.append(np_(i))
    return result


def words_of(caption):
    """[(word, kind, phrase index or -1)]; kinds: article size colour shape noun relation other."""
    words = []
    for item in caption["layout"]:
        if isinstance(item, str):
            words.append((item, "other", -1))
        elif item[0] == "relation":
            first, *rest = item[1].split()
            words.append((first, "relation", -1))
            words += [(w, "other", -1) for w in rest]
        else:
            p = caption["phrases"][item[1]]
            body = []
            if p["size"]:
                body.append((p["size"], "size"))
            if p["colour"]:
                body.append((p["colour"] + ("ish" if p["ish"] else ""), "colour"))
            body.append((p["shape"], "shape") if p["shape"] else (p["noun"], "noun"))
            article = "an" if p["article"] == "a" and body[0][0][0] in "aeiou" else p["article"]
            words += [(w, kind, item[1]) for w, kind in [(article, "article")] + body]
    return words


def text_of(caption):
    return " ".join(w for w, _, _ in words_of(caption)).replace(" ,", ",").replace(" :", ":")


def encode(caption):
    """Token ids, and for each token its kind, the phrase it belongs to, and the number of its word."""
    ids, kinds, phrase_of, word_of = [CLS], ["special"], [-1], [-1]
    for number, (word, kind, phrase) in enumerate(words_of(caption)):
        for piece in pieces(word):
            ids.append(piece)
            kinds.append(kind)
            phrase_of.append(phrase)
            word_of.append(number)
    return ids + [SEP], kinds + ["special"], phrase_of + [-1], word_of + [-1]


def make_negative(rng, scene, caption, relation_first=0.0):
    """The caption made false in one colour, shape or relation word: (caption, kind), or None.

    The kind is drawn evenly; `relation_first` is the share in which a relation word is tried before the others.
    """
    objects = scene["objects"]
    kinds = ["colour", "shape", "relation"]
    rng.shuffle(kinds)
    if rng.random() < relation_first:
        kinds.sort(key=lambda k: k != "relation")
    for kind in kinds:
        false = copy.deepcopy(caption)
        if kind == "relation":
            places = [k for k, item in enumerate(false["layout"]) if item[0] == "relation"]
            if not places:
                continue
            k = rng.choice(places)
            _, said, i, j = false["layout"][k]
            a, b = (objects[false["phrases"][n]["object"]] for n in (i, j))
            wrong = [OPPOSITE[r] for r in relations(a, b)]
            false["layout"][k] = ("relation", rng.choice(wrong), i, j)
            false["changed"] = ("relation", places.index(k))
            return false, kind
        places = [p for p in false["phrases"] if p[kind]]
        rng.shuffle(places)
        for p in places:
            values = COLOURS if kind == "colour" else SHAPES
            present = sorted({o[kind] for o in objects})
            pools = [present, values] if rng.random() < 0.6 else [values]
            for pool in pools:  # a word that is true elsewhere in the picture is the harder one
                options = [v for v in pool if v != p[kind] and not any(fits({**p, kind: v}, o) for o in objects)]
                if options:
                    p[kind] = rng.choice(options)
                    p["ish"] = p["ish"] and p["colour"] in ISH_COLOURS
                    false["changed"] = ("phrase", false["phrases"].index(p))
                    return false, kind
    return None


def described(scene, caption):
    """For each object: does some phrase of the caption fit it?"""
    return [any(fits(p, o) for p in caption["phrases"]) for o in scene["objects"]]


# ---------------------------------------------------------------------------------------------- sets of scenes

OBJECT_SLOTS = 5
SOLID, TOUCHED = 0.35, 0.02  # share of a unit that makes it an object's; less than TOUCHED is background


def rendered(seed, image_size, grid):
    """One scene of a set: drawn at 256 to 640 pixels and brought to the model's size like the engine does it."""
    rng = random.Random(seed)
    scene = make_scene(rng)
    side = rng.randint(256, 640)
    picture, masks = draw(scene, side)
    small = np.asarray(Image.fromarray(picture).resize((image_size, image_size), Image.BICUBIC))
    for o, box in zip(scene["objects"], boxes(masks, side)):
        o["box"] = box
    return scene, small, unit_labels(coverage(masks, side, grid))


def unit_labels(cover):
    """(label of each unit: object, -1 background, -2 neither; [OBJECT_SLOTS, units] touched by the object)."""
    flat = cover.reshape(len(cover), -1)
    labels = np.full(flat.shape[1], -1, np.int8)
    labels[flat.max(0) >= TOUCHED] = -2
    for k in range(len(flat)):
        solid = flat[k] >= min(SOLID, flat[k].max())
        labels[solid] = k
    touched = np.zeros((OBJECT_SLOTS, flat.shape[1]), bool)
    touched[:len(flat)] = flat >= TOUCHED
    return labels, touched
