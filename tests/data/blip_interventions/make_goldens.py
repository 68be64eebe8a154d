#!/usr/bin/python3
"""Writes the goldens of interventions on tests/data/blip_itm, case "basic": BLIP's matching pass in plain
float64 numpy, with the attention-mask entry of a word or a unit at 0 (analysis.md A23), or one head's context
at zero before the output projection (A22). Run it in its folder; the recorded pixel_values are the input.
"""
import json
import math
import os
import struct

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "blip_itm")
CASE = os.path.join(FOLDER, "reference", "cases", "basic")
LOWEST = float(np.finfo(np.float32).min)
EPS_TEXT, EPS_VISION, HEADS = 1e-12, 1e-5, 4

blob = open(os.path.join(FOLDER, "model.safetensors"), "rb").read()
size = struct.unpack("<Q", blob[:8])[0]
W = {}
for name, entry in json.loads(blob[8:8 + size]).items():
    if name != "__metadata__" and entry["dtype"] == "F32":
        first, last = entry["data_offsets"]
        W[name] = np.frombuffer(blob[8 + size + first:8 + size + last], np.float32).reshape(entry["shape"]).astype(float)

erf = np.vectorize(math.erf)


def linear(name, x):
    return x @ W[name + ".weight"].T + W[name + ".bias"]


def norm(name, x, eps):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt(x.var(-1, keepdims=True) + eps) * W[name + ".weight"] + W[name + ".bias"]


def attend(q, k, v, mask, off=()):
    heads = lambda x: x.reshape(len(x), HEADS, -1).transpose(1, 0, 2)
    q, k, v = heads(q), heads(k), heads(v)
    scores = q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1]) + mask
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    context = weights @ v
    for head in off:
        context[head] = 0
    return weights, context.transpose(1, 0, 2).reshape(q.shape[1], -1)


def gelu(x):
    return 0.5 * x * (1 + erf(x / math.sqrt(2)))


def image_tower(mask):
    pixels = np.load(os.path.join(CASE, "pixel_values.npy"))[0].astype(float)
    kernel = W["vision_model.embeddings.patch_embedding.weight"]
    p = kernel.shape[-1]
    rows = [(pixels[None, :, y:y + p, x:x + p] * kernel).sum((1, 2, 3))
            for y in range(0, pixels.shape[1], p) for x in range(0, pixels.shape[2], p)]
    rows = np.array(rows) + W["vision_model.embeddings.patch_embedding.bias"]
    x = np.concatenate([W["vision_model.embeddings.class_embedding"][0], rows])
    x = x + W["vision_model.embeddings.position_embedding"][0]
    for layer in range(2):
        pre = "vision_model.encoder.layers.%d." % layer
        q, k, v = np.split(linear(pre + "self_attn.qkv", norm(pre + "layer_norm1", x, EPS_VISION)), 3, -1)
        x = x + linear(pre + "self_attn.projection", attend(q, k, v, mask)[1])
        x = x + linear(pre + "mlp.fc2", gelu(linear(pre + "mlp.fc1", norm(pre + "layer_norm2", x, EPS_VISION))))
    return norm("vision_model.post_layernorm", x, EPS_VISION)


def matching(word_off=None, unit_off=None, head_off=None):
    ids = np.load(os.path.join(CASE, "input_ids.npy"))[0]
    text_mask, image_mask = np.zeros(len(ids)), np.zeros(17)
    if word_off is not None:
        text_mask[word_off] = -10000
    if unit_off is not None:
        image_mask[unit_off] = LOWEST
    image = image_tower(image_mask)
    x = W["text_encoder.embeddings.word_embeddings.weight"][ids]
    x = norm("text_encoder.embeddings.LayerNorm",
             x + W["text_encoder.embeddings.position_embeddings.weight"][:len(ids)], EPS_TEXT)
    for layer in range(3):
        pre = "text_encoder.encoder.layer.%d." % layer
        for block, context, mask in (("attention", x, text_mask), ("crossattention", image, image_mask)):
            context = x if block == "attention" else image
            name = pre + block + ".self."
            off = [head_off[1]] if head_off and block == "crossattention" and head_off[0] == layer else []
            weights, mixed = attend(linear(name + "query", x), linear(name + "key", context),
                                    linear(name + "value", context), mask, off)
            x = norm(pre + block + ".output.LayerNorm", x + linear(pre + block + ".output.dense", mixed), EPS_TEXT)
        hidden = gelu(linear(pre + "intermediate.dense", x))
        x = norm(pre + "output.LayerNorm", x + linear(pre + "output.dense", hidden), EPS_TEXT)
    logits = linear("itm_head", x[0])
    return weights, logits


recorded = np.load(os.path.join(CASE, "attn_cross_text_to_image_L02.npy"))[0]
plain, plain_logits = matching()
assert abs(plain - recorded).max() < 1e-5, "this script departs from the recorded reference"
for name, options in {"word_3": {"word_off": 3}, "unit_5": {"unit_off": 5}, "head_L0_1": {"head_off": (0, 1)}}.items():
    weights, logits = matching(**options)
    assert abs(weights - plain).max() > 1e-4, "the intervention changes nothing"
    np.save(os.path.join(HERE, name + "_cross_L02.npy"), weights.astype(np.float32))
    np.save(os.path.join(HERE, name + "_itm_logits.npy"), logits.astype(np.float32))
