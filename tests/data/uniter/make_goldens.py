#!/usr/bin/python3
"""Writes a tiny UNITER as its authors publish it (names, 7-wide locations), with all heads, and records
what it computes: UNITER from its paper's formulas, in float64 torch. The inputs are those of tests/data/visual_bert.
"""
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, random_weights, write_weights  # noqa: E402
from torch_bert import bert_shapes, start_folder  # noqa: E402
from torch_joint_bert import encode, record  # noqa: E402

WIDTH, INNER, HEADS, FEATURES, LAYERS, ANSWERS, CLASSES = 24, 40, 3, 24, 2, 7, 6
REGIONS = "uniter.img_embeddings."


def embed_regions(b, features, boxes):
    x0, y0, x1, y1 = boxes.T
    location = torch.stack([x0, y0, x1, y1, x1 - x0, y1 - y0, (x1 - x0) * (y1 - y0)], 1)
    x = (b.norm(REGIONS + "img_layer_norm", b.linear(REGIONS + "img_linear", features)) +
         b.norm(REGIONS + "pos_layer_norm", b.linear(REGIONS + "pos_linear", location)) +
         b.w["uniter.embeddings.token_type_embeddings.weight"][1])
    return b.norm(REGIONS + "LayerNorm", x)


def run(weights, inputs, mode="single-stream", hidden_tokens=(), hidden_regions=(), heads_off=()):
    b, x, text, pooled = encode(weights, "uniter.", inputs, embed_regions, HEADS, mode, hidden_tokens, hidden_regions,
                                heads_off, -10000)
    region = lambda name: torch.nn.functional.gelu(b.linear(name + ".0", x[text:]))
    classes = b.linear("region_classifier.net.3", b.norm("region_classifier.net.2", region("region_classifier.net")))
    words = b.w["uniter.embeddings.word_embeddings.weight"]
    outputs = {"joint_hidden": x[None], "pooled": pooled, "itm_logits": b.linear("itm_output", pooled),
               "rank_logit": b.linear("rank_output", pooled), "vqa_logits": b.answers("vqa_output", pooled),
               "mlm_logits": b.masked_words("cls.predictions", x[:text], words)[None],
               "region_class_logits": classes[None]}
    return b.attentions, {name: value.numpy() for name, value in outputs.items()}


def shapes(words):
    result = bert_shapes("uniter.", LAYERS, WIDTH, INNER, words, 20)
    for name, rows, columns in ((REGIONS + "img_linear", WIDTH, FEATURES), (REGIONS + "pos_linear", WIDTH, 7),
                                ("itm_output", 2, WIDTH), ("rank_output", 1, WIDTH),
                                ("vqa_output.0", 2 * WIDTH, WIDTH), ("vqa_output.3", ANSWERS, 2 * WIDTH),
                                ("cls.predictions.transform.dense", WIDTH, WIDTH),
                                ("region_classifier.net.0", WIDTH, WIDTH), ("region_classifier.net.3", CLASSES, WIDTH)):
        result |= {name + ".weight": [rows, columns], name + ".bias": [rows]}
    for name, size in ((REGIONS + "img_layer_norm", WIDTH), (REGIONS + "pos_layer_norm", WIDTH),
                       (REGIONS + "LayerNorm", WIDTH), ("cls.predictions.transform.LayerNorm", WIDTH),
                       ("vqa_output.2", 2 * WIDTH), ("region_classifier.net.2", WIDTH)):
        result |= {name + ".weight": [size], name + ".bias": [size]}
    return result | {REGIONS + "mask_embedding.weight": [2, FEATURES], "cls.predictions.bias": [words],
                     "feat_regress.weight": [FEATURES, WIDTH]}


unset = {key: None for key in ("architectures", "bos_token_id", "eos_token_id", "pad_token_id", "visual_embedding_dim",
                               "bypass_transformer", "special_visual_initialize", "torch_dtype", "transformers_version",
                               "layer_norm_eps")}
folder, config, basic = start_folder(HERE.parent / "visual_bert", "uniter",
                                     unset | {"model_type": "uniter", "hidden_size": WIDTH, "intermediate_size": INNER,
                                              "num_attention_heads": HEADS, "num_hidden_layers": LAYERS,
                                              "max_position_embeddings": 20, "img_dim": FEATURES})
weights = random_weights(shapes(config["vocab_size"]), seed=7)
for name in ("vqa_output.2.weight", "region_classifier.net.2.weight"):
    weights[name] += 1
write_weights(folder, weights)
recording = Recording(folder)
inputs = {key: recording.load(entry) for key, entry in basic["inputs"].items()}
record(recording, basic, lambda mode="single-stream", **more: run(weights, inputs, mode, **more))
