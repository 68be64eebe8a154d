#!/usr/bin/python3
"""Writes the goldens of tests/engine/analysis/map_test.cpp: random attention of a small run and the maps
that analysis.md's formulas (A1, A2, A3, A15) give for it, in float64 numpy. Run it in its folder.

Tokens 0..6: [CLS] a red ##dish ring [SEP] [PAD]; words: [CLS] | a | reddish | ring | [SEP]. Units 0..4, unit 0 is
special, unit 3 is masked.
"""
import itertools
import json

import numpy as np

rng = np.random.default_rng(7)
TOKENS, UNITS, LAYERS, HEADS = 7, 5, 2, 3
WORDS = [[0], [1], [2, 3], [4], [5]]
SPECIAL_WORDS, SPECIAL_UNITS = {0, 4}, {0}


def attention(queries, keys, closed):
    scores = rng.normal(size=(LAYERS, HEADS, queries, keys)) * 2
    scores[..., closed] = -np.inf
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return (weights / weights.sum(-1, keepdims=True)).astype(np.float32)


arrays = {
    "cross_text_to_image": attention(TOKENS, UNITS, [3]),
    "cross_image_to_text": attention(UNITS, TOKENS, [6]),
    "joint_self": attention(TOKENS + UNITS, TOKENS + UNITS, [6, TOKENS + 3]),
}
for name, array in arrays.items():
    np.save(name + ".npy", array)


def expected(case):
    text_query = case["direction"].startswith("text")
    image_key = case["direction"].endswith("image")
    a = arrays[case["kind"]].astype(np.float64)
    if case["kind"] == "joint_self":
        a = a[:, :, :TOKENS] if text_query else a[:, :, TOKENS:]
        a = a[..., TOKENS:] if image_key else a[..., :TOKENS]
        if case["rows"] == "conditional":
            a = a / a.sum(-1, keepdims=True)
    a = a[case["first_layer"]:case["last_layer"] + 1]
    if case["head"] is not None:
        a = a[:, case["head"]:case["head"] + 1]
    a = a.reshape((-1,) + a.shape[2:])
    a = {"mean": a.mean(0), "max": a.max(0), "min": a.min(0)}[case["aggregation"]]
    if text_query:
        words = case["focus"] or [w for w in range(len(WORDS)) if w not in SPECIAL_WORDS]
        rows = [t for w in words for t in WORDS[w]]
    else:
        rows = case["focus"] or [u for u in range(UNITS) if u not in SPECIAL_UNITS]
    row = a[rows].mean(0)
    if image_key:
        values, special = list(row), SPECIAL_UNITS
    else:
        values, special = [row[word].sum() for word in WORDS], SPECIAL_WORDS
    hidden = 0.0
    if case["special"] != "show":
        hidden = sum(values[k] for k in special)
    if case["special"] == "renormalise":
        rest = row.sum() - hidden
        values = [v if k in special else v / rest for k, v in enumerate(values)]
    return {"values": [float(v) for v in values], "hidden_mass": float(hidden)}


cases = []
for kind, direction in [("cross_text_to_image", "text-to-image"), ("cross_image_to_text", "image-to-text"),
                        ("joint_self", "text-to-image"), ("joint_self", "image-to-text"),
                        ("joint_self", "text-to-text"), ("joint_self", "image-to-image")]:
    for (first, last), head, aggregation, special in itertools.product(
            [(0, 0), (1, 1), (0, 1)], [None, 1], ["mean", "max", "min"], ["show", "hide", "renormalise"]):
        for focus, rows in itertools.product(([2], [1, 3], []), ("raw", "conditional")):
            if kind != "joint_self" and rows == "conditional":
                continue  # such rows sum to 1
            case = {"kind": kind, "direction": direction, "first_layer": first, "last_layer": last, "head": head,
                    "aggregation": aggregation, "special": special, "focus": focus, "rows": rows}
            cases.append(case | expected(case))
json.dump(cases, open("maps.json", "w"), separators=(",", ":"))
print(len(cases), "maps")
