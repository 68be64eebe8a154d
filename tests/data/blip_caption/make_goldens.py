#!/usr/bin/python3
"""Adds cases to the recorded ones of BLIP's captioning: interventions, and how the caption was written, position by
position. BLIP's decoder anew from its paper's formulas, in float64 torch, checked against the recorded case "basic".
"""
import sys
from pathlib import Path

import torch
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, read_weights  # noqa: E402
from torch_bert import BertBlocks, key_mask  # noqa: E402

HEADS, IMAGE_HEADS, EPSILON, PATCH = 4, 4, 1e-5, 12
START, END = 279, 3
IMAGE, TEXT = "vision_model.", "text_decoder.bert."


def see(b, pixels, mask):
    e = IMAGE + "embeddings."
    patches = F.conv2d(pixels, b.w[e + "patch_embedding.weight"], b.w[e + "patch_embedding.bias"], stride=PATCH)
    x = torch.cat([b.w[e + "class_embedding"][0], patches[0].flatten(1).T]) + b.w[e + "position_embedding"][0]
    width = x.shape[1]
    for i in range(b.count(IMAGE + "encoder.layers.")):
        p = f"{IMAGE}encoder.layers.{i}."
        for row, part in enumerate("qkv"):
            for kind in ("weight", "bias"):
                b.w[f"{p}{part}.{kind}"] = b.w[f"{p}self_attn.qkv.{kind}"][row * width:(row + 1) * width]
        y = b.norm(p + "layer_norm1", x, EPSILON)
        x = x + b.attend("vision_self", i, [p + "q", p + "k", p + "v", p + "self_attn.projection"], y, y, mask, IMAGE_HEADS)
        x = x + b.linear(p + "mlp.fc2", F.gelu(b.linear(p + "mlp.fc1", b.norm(p + "layer_norm2", x, EPSILON))))
    return b.norm(IMAGE + "post_layernorm", x, EPSILON)


def read(b, prefix, ids, image, hidden, image_mask):
    """The scores of what comes next, at each position."""
    x = b.words(TEXT + "embeddings", torch.tensor(ids))
    mask = torch.full((len(ids), len(ids)), -10000.0, dtype=torch.float64).triu(1)
    mask[:, list(hidden)] = -10000
    for i in range(b.count(TEXT + "encoder.layer.")):
        p = f"{TEXT}encoder.layer.{i}"
        x = b.attention_step(prefix + "text_self", i, p + ".attention", x, x, mask, HEADS)
        x = b.attention_step(prefix + "cross_text_to_image", i, p + ".crossattention", x, image, image_mask, HEADS)
        x = b.feed_forward_step(p + ".intermediate", p + ".output", x)
    return b.masked_words("text_decoder.cls.predictions", x)


def run(weights, inputs, longest, hidden_tokens=(), hidden_units=(), heads_off=()):
    b = BertBlocks(weights, heads_off)
    pixels = torch.tensor(inputs["pixel_values"], dtype=torch.float64)
    units = b.w[IMAGE + "embeddings.position_embedding"].shape[1]
    image_mask = key_mask(units, hidden_units)
    image = see(b, pixels, image_mask)
    logits = read(b, "", inputs["input_ids"][0], image, hidden_tokens, image_mask)
    ids = [START]
    while len(ids) < longest and ids[-1] != END:
        ids.append(int(read(b, "gen_", ids, image, (), image_mask)[-1].argmax()))
    outputs = {"logits": logits[None].numpy(), "image_hidden": image[None].numpy(),
               "generated_ids": torch.tensor([ids]).numpy()}
    return b.attentions, outputs


weights, recording = read_weights(HERE), Recording(HERE)
basic = recording.case("basic")
inputs = recording.inputs("basic")
longest = basic["outputs"]["generated_ids"]["shape"][1]
attentions, outputs = run(weights, inputs, longest)
recording.check("basic", attentions, outputs)
recording.add("written", basic, attentions, outputs)
# Word 2 is token 2.
recording.add("masked", basic, *run(weights, inputs, longest, [2], [3]), masked_words=[2], masked_units=[3])
off = [["cross_text_to_image", 0, 1], ["gen_cross_text_to_image", 1, 2]]
recording.add("head_off", basic, *run(weights, inputs, longest, heads_off=map(tuple, off)), heads_off=off)
recording.save()
