#!/usr/bin/python3
"""Writes matrices.json, the goldens of tests/engine/analysis/attention_matrix_test.cpp: whole matrices with their
sums and means by analysis.md's formulas (A1, A2, A3, A15), in float64 numpy, from the arrays of make_goldens.py,
whose run it describes. Run it in its folder.
"""
import itertools
import json

import numpy as np

TOKENS, UNITS = 7, 5
PADDING = {6}
WORDS = [[0], [1], [2, 3], [4], [5]]
SPECIAL_TOKENS, SPECIAL_UNITS = {0, 5}, {0}

arrays = {name: np.load(name + ".npy").astype(np.float64)
          for name in ("cross_text_to_image", "cross_image_to_text", "joint_self")}


def groups(side, pieces):
    """[(its tokens or units, whether they are special)]"""
    if side == "image":
        return [([u], u in SPECIAL_UNITS) for u in range(UNITS)]
    parts = [[t] for t in range(TOKENS) if t not in PADDING] if pieces else WORDS
    return [(part, part[0] in SPECIAL_TOKENS) for part in parts]


def block(case, query, key):
    """Weights of single queries on single keys, heads and layers put together."""
    a = arrays[case["kind"]]
    if case["kind"] == "joint_self":
        a = a[:, :, :TOKENS] if query == "text" else a[:, :, TOKENS:]
        a = a[..., TOKENS:] if key == "image" else a[..., :TOKENS]
        if case["rows"] == "conditional":
            a = a / a.sum(-1, keepdims=True)
    a = a[case["first_layer"]:case["last_layer"] + 1]
    if case["head"] is not None:
        a = a[:, case["head"]:case["head"] + 1]
    a = a.reshape((-1,) + a.shape[2:])
    return {"mean": a.mean(0), "max": a.max(0), "min": a.min(0)}[case["aggregation"]]


def shown(case, row, key):
    """One query's row as it is shown: [values], sum of the shown ones, hidden mass."""
    keys = groups(key, case["pieces"])
    values = [row[members].sum() for members, _ in keys]
    hides = case["special"] != "show"
    hidden = sum(v for v, (_, special) in zip(values, keys) if special and hides)
    rest = row.sum() - hidden if case["special"] == "renormalise" else 1.0
    values = [v if special and hides else v / rest for v, (_, special) in zip(values, keys)]
    return values, sum(v for v, (_, special) in zip(values, keys) if not (special and hides)), hidden


def expected(case):
    sides = ["text", "image"]
    query, key = case["direction"].split("-to-")
    queries = sides if case["all"] and case["kind"] == "joint_self" else [query]
    keys = sides if case["all"] and case["kind"] == "joint_self" else [key]
    weights, sums, hidden, means = [], [], [], []
    for q in queries:
        blocks = [block(case, q, k) for k in keys]
        for members, _ in groups(q, case["pieces"]):
            parts = [shown(case, b[members].mean(0), k) for b, k in zip(blocks, keys)]
            weights.append([v for values, _, _ in parts for v in values])
            sums.append([s for _, s, _ in parts])
            hidden.append([h for _, _, h in parts])
        ordinary = [m for members, special in groups(q, case["pieces"]) if not special for m in members]
        means.append([v for b, k in zip(blocks, keys) for v in shown(case, b[ordinary].mean(0), k)[0]])
    return {"weights": weights, "row_sums": sums, "hidden_sums": hidden, "column_means": means}


cases = []
for kind, direction, every in [("cross_text_to_image", "text-to-image", False),
                               ("cross_image_to_text", "image-to-text", True),
                               ("joint_self", "text-to-image", False), ("joint_self", "image-to-text", False),
                               ("joint_self", "text-to-image", True), ("joint_self", "image-to-image", True)]:
    for (first, last), (head, aggregation), special, pieces, rows in itertools.product(
            [(1, 1), (0, 1)], [(1, "mean"), (None, "mean"), (None, "max")], ["show", "hide", "renormalise"],
            [False, True], ["raw", "conditional"]):
        if kind != "joint_self" and rows == "conditional":
            continue  # such rows sum to 1
        case = {"kind": kind, "direction": direction, "all": every, "first_layer": first, "last_layer": last,
                "head": head, "aggregation": aggregation, "special": special, "pieces": pieces, "rows": rows}
        cases.append(case | expected(case))
json.dump(json.loads(json.dumps(cases), parse_float=lambda x: round(float(x), 9)), open("matrices.json", "w"),
          separators=(",", ":"))
print(len(cases), "matrices")
