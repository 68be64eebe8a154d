"""From scenes to the tensors of one training step. Captions are made anew for every row."""
import random

import numpy as np
import torch

import scenes
from vocabulary import COLOURS, IDS, MASK, PAD, SHAPES, SIZES


def padded(rows):
    """(ids [rows, longest], hidden [rows, longest] with 1 on padding)."""
    longest = max(map(len, rows))
    ids = torch.full((len(rows), longest), PAD)
    hidden = torch.ones(len(rows), longest)
    for k, row in enumerate(rows):
        ids[k, :len(row)] = torch.tensor(row)
        hidden[k, :len(row)] = 0
    return ids, hidden


def mask_words(rng, scene, caption, share=0.7, relation_share=0.35):
    """(ids, {place: true id}): of a phrase EITHER the colour OR the shape is masked, and only if the rest of the
    phrase still means one object. Words in several pieces stay. Some relation words are masked too: whether "of"
    follows tells the axis, the picture tells the rest."""
    ids, kinds, phrase_of, _ = scenes.encode(caption)
    hidden_ids = {}
    for number, p in enumerate(caption["phrases"]):
        options = []
        for kind in ("colour", "shape"):
            rest = {**p, kind: None}
            places = [k for k in range(len(ids)) if phrase_of[k] == number and kinds[k] == kind]
            if p["colour"] and p["shape"] and len(places) == 1 \
                    and sum(scenes.fits(rest, o) for o in scene["objects"]) == 1:
                options.append(places[0])
        if options and rng.random() < share:
            place = rng.choice(options)
            hidden_ids[place] = ids[place]
            ids[place] = MASK
    for place in [k for k in range(len(ids)) if kinds[k] == "relation"]:
        if rng.random() < relation_share:
            hidden_ids[place] = ids[place]
            ids[place] = MASK
    return ids, hidden_ids


def object_values(scene):
    """[objects, 3]: numbers of colour, shape, size."""
    return [[COLOURS.index(o["colour"]), SHAPES.index(o["shape"]), SIZES.index(o["size"])] for o in scene["objects"]]


def unit_table(per_object, labels, background, neither=-100):
    """A value for each unit from a value for each object. labels [rows, units] as in scenes.unit_labels."""
    table = torch.full((len(per_object), scenes.OBJECT_SLOTS + 2), neither, dtype=torch.long)
    for k, values in enumerate(per_object):
        table[k, :len(values)] = torch.tensor(values)
    table[:, -1], table[:, -2] = background, neither  # label -1 and -2 count from the end
    index = labels.long() % (scenes.OBJECT_SLOTS + 2)
    return table.gather(1, index)


RELATIONAL = {"related_share": 0.92, "least": 2}  # captions of training; the evaluation takes make_caption's own mix


def match_rows(rng, some_scenes, relation_first=0.0, mix={}):
    """Half of the captions true, half false in one word: (ids, hidden, is true, kind, described per object, wrong
    tokens)."""
    rows, truth, kinds, described, wrong = [], [], [], [], []
    for scene in some_scenes:
        caption, kind = scenes.make_caption(rng, scene, **mix), "true"
        if rng.random() < 0.5:
            negative = scenes.make_negative(rng, scene, caption, relation_first)
            if negative:
                caption, kind = negative
        encoded = scenes.encode(caption)
        rows.append(encoded[0])
        truth.append(float(kind == "true"))
        kinds.append(kind)
        described.append([int(x) for x in scenes.described(scene, caption)])
        wrong.append(wrong_tokens(caption, encoded))
    ids, hidden = padded(rows)
    return ids, hidden, torch.tensor(truth), kinds, described, filled(ids.shape, wrong)


def filled(shape, rows):
    result = torch.full(shape, -100)
    for k, row in enumerate(rows):
        result[k, :len(row)] = torch.tensor(row)
    return result


def wrong_tokens(caption, encoded):
    """For each content token: 1 if it belongs to what was made false, 0 if it is true, -100 if not asked: other
    tokens, and the relation words of a phrase that means no object."""
    ids, kinds, phrase_of, _ = encoded
    what, number = caption.get("changed", (None, None))
    relations = [item for item in caption["layout"] if isinstance(item, tuple) and item[0] == "relation"]
    result, seen = [], 0
    for kind, phrase in zip(kinds, phrase_of):
        if kind == "relation":
            touched = what == "phrase" and number in relations[seen][2:]
            result.append(-100 if touched else int(what == "relation" and number == seen))
            seen += 1
        elif kind in ("size", "colour", "shape", "noun"):
            result.append(int(what == "phrase" and number == phrase))
        else:
            result.append(-100)
    return result


def masked_rows(rng, some_scenes, relation_share=0.35, mix={}):
    """(ids, hidden, targets: the true id where a word is masked, else -100, described per object)."""
    rows, targets, described = [], [], []
    for scene in some_scenes:
        caption = scenes.make_caption(rng, scene, full=rng.random() < 0.8, **mix)
        ids, hidden_ids = mask_words(rng, scene, caption, relation_share=relation_share)
        rows.append(ids)
        targets.append(hidden_ids)
        described.append([int(x) for x in scenes.described(scene, caption)])
    ids, hidden = padded(rows)
    target = torch.full(ids.shape, -100)
    for k, places in enumerate(targets):
        for place, true_id in places.items():
            target[k, place] = true_id
    return ids, hidden, target, described


def region_rows(rng, some_scenes, masked_objects):
    """A caption that names the object whose region is masked with its colour and shape."""
    rows = []
    for scene, index in zip(some_scenes, masked_objects):
        others = [k for k in range(len(scene["objects"])) if k != index]
        rng.shuffle(others)
        named = [index] + others[:3]
        rng.shuffle(named)
        rows.append(scenes.encode(scenes.make_caption(rng, scene, named, full=True))[0])
    return padded(rows)


SLOTS = {"colour": 9, "shape": 7, "size": 3, "axis": 2, "other colour": 9, "other shape": 7, "relation": 4}


def token_slots(caption, ids, kinds, phrase_of, hidden_ids):
    """What the text tower's auxiliary task asks of each token, [tokens, SLOTS], -100 where nothing is asked: colour,
    shape and size of its phrase (of a relation word: the phrase before it); of a relation word also its axis,
    colour and shape of the phrase after it, and the relation itself. A masked word cannot be told from the text."""
    said = [[COLOURS.index(p["colour"]) if p["colour"] else len(COLOURS),
             SHAPES.index(p["shape"]) if p["shape"] else len(SHAPES),
             SIZES.index(p["size"]) if p["size"] else len(SIZES)] for p in caption["phrases"]]
    for place in hidden_ids:
        if kinds[place] != "relation":
            said[phrase_of[place]][0 if kinds[place] == "colour" else 1] = -100
    slots = np.full((len(ids), len(SLOTS)), -100)
    for k in range(len(ids)):
        if phrase_of[k] >= 0:
            slots[k, :3] = said[phrase_of[k]]
    relations = [item for item in caption["layout"] if isinstance(item, tuple) and item[0] == "relation"]
    for k, (_, relation, i, j) in zip([k for k in range(len(ids)) if kinds[k] == "relation"], relations):
        number = list(scenes.OPPOSITE).index(relation)
        slots[k] = [*said[i], number // 2, *said[j][:2], -100 if k in hidden_ids else number]
    return slots
