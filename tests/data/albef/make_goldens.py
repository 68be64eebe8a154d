#!/usr/bin/python3
"""Writes a tiny ALBEF in the layout of its authors' files, and records what it computes: ALBEF from its paper and its
blocks' formulas, in float64 torch. The inputs are those of tests/data/blip_caption.
"""
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, random_weights, write_weights  # noqa: E402
from torch_bert import BertBlocks, bert_shapes, key_mask, start_folder  # noqa: E402

WIDTH, INNER, HEADS, LAYERS, FUSION = 24, 40, 3, 4, 2
IMAGE_WIDTH, IMAGE_INNER, IMAGE_HEADS, IMAGE_LAYERS, PATCH, GRID, JOINT = 32, 48, 4, 2, 12, 3, 10
TEXT, IMAGE, MASKED = "text_encoder.bert.", "visual_encoder.", "text_encoder.cls.predictions"
IMAGE_EPSILON = 1e-6  # of timm's vision transformers


def see(b, pixels, mask):
    patches = F.conv2d(pixels, b.w[IMAGE + "patch_embed.proj.weight"], b.w[IMAGE + "patch_embed.proj.bias"], stride=PATCH)
    x = torch.cat([b.w[IMAGE + "cls_token"][0], patches[0].flatten(1).T]) + b.w[IMAGE + "pos_embed"][0]
    for i in range(IMAGE_LAYERS):
        p = f"{IMAGE}blocks.{i}."
        for part, rows in (("q", 0), ("k", 1), ("v", 2)):  # the three are one matrix in the file
            here = slice(rows * IMAGE_WIDTH, (rows + 1) * IMAGE_WIDTH)
            for kind in ("weight", "bias"):
                b.w[f"{p}attn.{part}.{kind}"] = b.w[f"{p}attn.qkv.{kind}"][here]
        normed = b.norm(p + "norm1", x, IMAGE_EPSILON)
        names = [p + "attn." + part for part in ("q", "k", "v", "proj")]
        x = x + b.attend("vision_self", i, names, normed, normed, mask, IMAGE_HEADS)
        inner = F.gelu(b.linear(p + "mlp.fc1", b.norm(p + "norm2", x, IMAGE_EPSILON)))
        x = x + b.linear(p + "mlp.fc2", inner)
    return b.norm(IMAGE + "norm", x, IMAGE_EPSILON)


def run(weights, inputs, hidden_tokens=(), hidden_units=(), heads_off=()):
    b = BertBlocks(weights, heads_off)
    pixels = torch.tensor(inputs["pixel_values"], dtype=torch.float64)
    image_mask = key_mask(1 + GRID * GRID, hidden_units)
    image = see(b, pixels, image_mask)
    ids = torch.tensor(inputs["input_ids"][0])
    text_mask = key_mask(len(ids), hidden_tokens)
    x = b.words(TEXT + "embeddings", ids)
    for i in range(LAYERS):
        p = f"{TEXT}encoder.layer.{i}"
        alone = x if i == FUSION else None if i < FUSION else alone
        x = b.attention_step("text_self", i, p + ".attention", x, x, text_mask, HEADS)
        if i >= FUSION:
            x = b.attention_step("cross_text_to_image", i, p + ".crossattention", x, image, image_mask, HEADS)
        x = b.feed_forward_step(p + ".intermediate", p + ".output", x)
    logits = b.linear("itm_head", x[:1])
    score = F.cosine_similarity(b.linear("vision_proj", image[:1]), b.linear("text_proj", alone[:1]))
    outputs = {"itm_logits": logits, "itm_probability": torch.softmax(logits, 1), "itc_score": score[None],
               "image_hidden": image[None], "itc_text_hidden": alone[None], "text_hidden": x[None],
               "mlm_logits": b.masked_words(MASKED, x, b.w[TEXT + "embeddings.word_embeddings.weight"])[None]}
    return b.attentions, {name: value.numpy() for name, value in outputs.items()}


def shapes(words):
    result = {name: shape for name, shape in bert_shapes(TEXT, LAYERS, WIDTH, INNER, words, 20).items()
              if "pooler" not in name}
    linears = [("itm_head", 2, WIDTH), ("vision_proj", JOINT, IMAGE_WIDTH), ("text_proj", JOINT, WIDTH)]
    norms = [(IMAGE + "norm", IMAGE_WIDTH)]
    for p in (f"{TEXT}encoder.layer.{i}.crossattention." for i in range(FUSION, LAYERS)):
        linears += [(p + "self.query", WIDTH, WIDTH), (p + "self.key", WIDTH, IMAGE_WIDTH),
                    (p + "self.value", WIDTH, IMAGE_WIDTH), (p + "output.dense", WIDTH, WIDTH)]
        norms.append((p + "output.LayerNorm", WIDTH))
    for p in (f"{IMAGE}blocks.{i}." for i in range(IMAGE_LAYERS)):
        linears += [(p + "attn.qkv", 3 * IMAGE_WIDTH, IMAGE_WIDTH), (p + "attn.proj", IMAGE_WIDTH, IMAGE_WIDTH),
                    (p + "mlp.fc1", IMAGE_INNER, IMAGE_WIDTH), (p + "mlp.fc2", IMAGE_WIDTH, IMAGE_INNER)]
        norms += [(p + "norm1", IMAGE_WIDTH), (p + "norm2", IMAGE_WIDTH)]
    for name, rows, columns in linears:
        result |= {name + ".weight": [rows, columns], name + ".bias": [rows]}
    for name, size in norms:
        result |= {name + ".weight": [size], name + ".bias": [size]}
    return result | {IMAGE + "cls_token": [1, 1, IMAGE_WIDTH], IMAGE + "pos_embed": [1, 1 + GRID * GRID, IMAGE_WIDTH],
                     IMAGE + "patch_embed.proj.weight": [IMAGE_WIDTH, 3, PATCH, PATCH],
                     IMAGE + "patch_embed.proj.bias": [IMAGE_WIDTH], "temp": [1], "image_queue": [JOINT, 4],
                     "text_queue": [JOINT, 4], "vision_proj_m.weight": [JOINT, IMAGE_WIDTH],
                     MASKED + ".transform.dense.weight": [WIDTH, WIDTH], MASKED + ".transform.dense.bias": [WIDTH],
                     MASKED + ".transform.LayerNorm.weight": [WIDTH], MASKED + ".transform.LayerNorm.bias": [WIDTH],
                     MASKED + ".bias": [words]}


folder, config, basic = start_folder(
    HERE.parent / "blip_caption", "albef",
    {key: None for key in ("_commit_hash", "architectures", "image_text_hidden_size", "initializer_factor",
                           "initializer_range", "logit_scale_init_value", "projection_dim", "text_config", "torch_dtype",
                           "transformers_version")} |
    {"model_type": "albef", "hidden_size": WIDTH, "intermediate_size": INNER, "num_attention_heads": HEADS,
     "num_hidden_layers": LAYERS, "fusion_layer": FUSION, "encoder_width": IMAGE_WIDTH, "vocab_size": 281,
     "max_position_embeddings": 20, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "embed_dim": JOINT,
     "vision_config": {"hidden_size": IMAGE_WIDTH, "intermediate_size": IMAGE_INNER, "num_attention_heads": IMAGE_HEADS,
                       "num_hidden_layers": IMAGE_LAYERS, "patch_size": PATCH}})
weights = random_weights(shapes(config["vocab_size"]), seed=5)
write_weights(folder, weights)
recording = Recording(folder)
inputs = {key: recording.load(entry) for key, entry in basic["inputs"].items()}
recording.add("basic", basic, *run(weights, inputs))
# Word 2 is token 2.
recording.add("masked", basic, *run(weights, inputs, hidden_tokens=[2], hidden_units=[3]), masked_words=[2], masked_units=[3])
off = [["cross_text_to_image", 2, 1], ["vision_self", 0, 0]]
recording.add("head_off", basic, *run(weights, inputs, heads_off=map(tuple, off)), heads_off=off)
recording.save()
# The positions for pictures of four patches a side, as the authors' interpolate_pos_embed stretches them.
positions = torch.tensor(weights[IMAGE + "pos_embed"])
grid = positions[:, 1:].transpose(1, 2).reshape(1, IMAGE_WIDTH, GRID, GRID)
grid = F.interpolate(grid, size=(4, 4), mode="bicubic", align_corners=False)
stretched = torch.cat([positions[:, :1], grid.flatten(2).transpose(1, 2)], 1)
np.save(folder / "reference/stretched_positions.npy", stretched.numpy())
