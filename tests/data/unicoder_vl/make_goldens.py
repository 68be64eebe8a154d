#!/usr/bin/python3
"""Writes a tiny Unicoder-VL under the names that Attenscope proposes for it (no weights were ever published), with all
heads, and records what it computes: the architecture from arXiv 1908.06066, in float64 torch. The inputs are those of
tests/data/visual_bert.
"""
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, random_weights, write_weights  # noqa: E402
from torch_bert import bert_shapes, start_folder  # noqa: E402
from torch_joint_bert import encode, record  # noqa: E402

WIDTH, INNER, HEADS, FEATURES, LAYERS, CLASSES = 24, 40, 4, 24, 2, 9


def embed_regions(b, features, boxes):
    x0, y0, x1, y1 = boxes.T
    location = torch.stack([x0, y0, x1, y1, (x1 - x0) * (y1 - y0)], 1)
    return b.norm("image_embeddings.LayerNorm",
                  b.linear("image_embeddings.feature", features) + b.linear("image_embeddings.location", location))


def run(weights, inputs, mode="single-stream", hidden_tokens=(), hidden_regions=(), heads_off=()):
    b, x, text, pooled = encode(weights, "", inputs, embed_regions, HEADS, mode, hidden_tokens, hidden_regions,
                                heads_off, -10000)
    words = b.w["embeddings.word_embeddings.weight"]
    outputs = {"joint_hidden": x[None], "pooled": pooled, "itm_logits": b.linear("cls.match", pooled),
               "object_logits": b.linear("cls.object", x[text:])[None],
               "mlm_logits": b.masked_words("cls.predictions", x[:text], words)[None]}
    return b.attentions, {name: value.numpy() for name, value in outputs.items()}


def shapes(words):
    result = bert_shapes("", LAYERS, WIDTH, INNER, words, 20)
    for name, rows, columns in (("image_embeddings.feature", WIDTH, FEATURES), ("image_embeddings.location", WIDTH, 5),
                                ("cls.predictions.transform.dense", WIDTH, WIDTH), ("cls.object", CLASSES, WIDTH),
                                ("cls.match", 2, WIDTH)):
        result |= {name + ".weight": [rows, columns], name + ".bias": [rows]}
    for name in ("image_embeddings.LayerNorm", "cls.predictions.transform.LayerNorm"):
        result |= {name + ".weight": [WIDTH], name + ".bias": [WIDTH]}
    return result | {"cls.predictions.bias": [words]}


unset = {key: None for key in ("architectures", "bos_token_id", "eos_token_id", "pad_token_id", "visual_embedding_dim",
                               "bypass_transformer", "special_visual_initialize", "torch_dtype", "transformers_version")}
folder, config, basic = start_folder(HERE.parent / "visual_bert", "unicoder_vl",
                                     unset | {"model_type": "unicoder_vl", "hidden_size": WIDTH,
                                              "intermediate_size": INNER, "num_attention_heads": HEADS,
                                              "num_hidden_layers": LAYERS, "max_position_embeddings": 20,
                                              "visual_feature_dim": FEATURES, "visual_location_dim": 5})
weights = random_weights(shapes(config["vocab_size"]), seed=8)
write_weights(folder, weights)
recording = Recording(folder)
inputs = {key: recording.load(entry) for key, entry in basic["inputs"].items()}
record(recording, basic, lambda mode="single-stream", **more: run(weights, inputs, mode, **more))
