#!/usr/bin/python3
"""Records what the recorded case "basic" of tests/data/flava becomes in the ablations and under interventions, and a
second checkpoint, tests/data/flava_heads, laid out as FlavaForPreTraining is, with the heads for matching and for masked
words. FLAVA from its formulas, in float64 torch; that "basic" itself comes out as the published implementation gave it
is checked first.
"""
import json
import shutil
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, random_weights, read_weights, write_weights  # noqa: E402
from torch_vit import LOWEST, Blocks, joint_mask  # noqa: E402


def run(weights, heads, inputs, mode="single-stream", hidden_tokens=(), hidden_units=(), heads_off=(), base=""):
    """heads: of image, text and joint stack. hidden_units: 0 is the joint class token, 1 the image's."""
    b = Blocks(weights, heads_off)
    image = b.patches(base + "image_model.embeddings", torch.tensor(inputs["pixel_values"], dtype=torch.float64))
    text = b.words(base + "text_model.embeddings", torch.tensor(inputs["input_ids"][0]))
    is_text = torch.arange(1 + len(image) + len(text)) > len(image)
    hidden = torch.zeros(len(is_text), dtype=torch.bool)
    hidden[list(hidden_units) + [1 + len(image) + token for token in hidden_tokens]] = True
    closed = torch.where(hidden, LOWEST, 0.0).double()

    def stack(kind, prefix, x, mask, count):
        for layer in range(b.count(prefix + "encoder.layer.")):
            x = b.vit_layer(kind, layer, prefix + "encoder.layer.", x, mask, count)
        return x

    image = stack("vision_self", base + "image_model.", image, closed[1:1 + len(image)], heads[0])
    text = stack("text_self", base + "text_model.", text, closed[1 + len(image):], heads[1])
    joint = torch.cat([b.w[base + "multimodal_model.cls_token"][0], b.linear(base + "image_to_mm_projection", image),
                       b.linear(base + "text_to_mm_projection", text)])
    joint = stack("joint_self", base + "multimodal_model.", joint, joint_mask(mode, is_text, hidden), heads[2])
    joint = b.norm(base + "multimodal_model.layernorm", joint)
    outputs = {"text_hidden": b.norm(base + "text_model.layernorm", text)[None].numpy(),
               "image_hidden": b.norm(base + "image_model.layernorm", image)[None].numpy(),
               "joint_hidden": joint[None].numpy()}
    if "itm_head.pooler.dense.weight" in b.w:
        pooled = torch.tanh(b.linear("itm_head.pooler.dense", joint[:1]))
        outputs["itm_logits"] = b.linear("itm_head.seq_relationship", pooled).numpy()
        outputs["mmm_text_logits"] = b.masked_words("mmm_text_head", joint[is_text])[None].numpy()
        outputs["mlm_logits"] = b.masked_words("mlm_head", torch.tensor(outputs["text_hidden"][0]))[None].numpy()
    return b.attentions, outputs


def record_modes():
    recording = Recording(HERE)
    weights, inputs, basic = read_weights(HERE), recording.inputs("basic"), recording.case("basic")
    recording.check("basic", *run(weights, (4, 4, 4), inputs))
    for mode in ("text-to-image", "image-to-text", "no-crossing"):
        recording.add(mode, basic, *run(weights, (4, 4, 4), inputs, mode), mode=mode)
    recording.add("masked", basic, *run(weights, (4, 4, 4), inputs, hidden_tokens=[2], hidden_units=[0, 6]),
                  masked_words=[2], masked_units=[0, 6])
    recording.add("head_off", basic, *run(weights, (4, 4, 4), inputs, heads_off=[("text_self", 0, 1), ("joint_self", 0, 2)]),
                  heads_off=[["text_self", 0, 1], ["joint_self", 0, 2]])
    recording.save()


def record_heads():
    folder = HERE.parent / "flava_heads"
    (folder / "reference/cases/heads").mkdir(parents=True, exist_ok=True)
    for name in ("preprocessor_config.json", "special_tokens_map.json", "tokenizer_config.json", "vocab.txt"):
        shutil.copyfile(HERE / name, folder / name)
    # Image, text and joint stack of different widths and heads; the heads of the joint states.
    widths, inner, vocabulary = (12, 16, 16), 20, 279
    common = {"num_hidden_layers": 1, "intermediate_size": inner, "qkv_bias": True, "hidden_act": "gelu"}
    config = {"model_type": "flava", "architectures": ["FlavaForPreTraining"], "hidden_size": 16, "projection_dim": 8,
              "image_config": common | {"hidden_size": 12, "num_attention_heads": 3, "image_size": 36, "patch_size": 12},
              "text_config": common | {"hidden_size": 16, "num_attention_heads": 4, "vocab_size": vocabulary,
                                       "max_position_embeddings": 20},
              "multimodal_config": common | {"hidden_size": 16, "num_attention_heads": 2},
              "image_config_dict": {}, "text_config_dict": None}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")

    shapes = {}

    def linear(name, rows, columns, *kernel, bias=True):
        shapes[name + ".weight"] = [rows, columns, *kernel]
        if bias:
            shapes[name + ".bias"] = [rows]

    def norm(name, d):
        shapes[name + ".weight"] = shapes[name + ".bias"] = [d]

    for stack, d in zip(("image_model", "text_model", "multimodal_model"), widths):
        layer = f"flava.{stack}.encoder.layer.0."
        for part in ("attention.attention.query", "attention.attention.key", "attention.attention.value",
                     "attention.output.dense"):
            linear(layer + part, d, d)
        linear(layer + "intermediate.dense", inner, d)
        linear(layer + "output.dense", d, inner)
        for name in (layer + "layernorm_before", layer + "layernorm_after", f"flava.{stack}.layernorm"):
            norm(name, d)
    linear("flava.image_model.embeddings.patch_embeddings.projection", 12, 3, 12, 12)
    shapes |= {"flava.image_model.embeddings.cls_token": [1, 1, 12], "flava.multimodal_model.cls_token": [1, 1, 16],
               "flava.image_model.embeddings.position_embeddings": [1, 10, 12], "flava.logit_scale": []}
    for name, rows in (("word", vocabulary), ("position", 20), ("token_type", 2)):
        shapes[f"flava.text_model.embeddings.{name}_embeddings.weight"] = [rows, 16]
    norm("flava.text_model.embeddings.LayerNorm", 16)
    linear("flava.image_to_mm_projection", 16, 12)
    linear("flava.text_to_mm_projection", 16, 16)
    linear("flava.image_projection", 8, 12)
    linear("flava.text_projection", 8, 16)
    linear("itm_head.pooler.dense", 16, 16)
    linear("itm_head.seq_relationship", 2, 16)
    for head in ("mmm_text_head", "mlm_head"):
        linear(head + ".transform.dense", 16, 16)
        norm(head + ".transform.LayerNorm", 16)
        linear(head + ".decoder", vocabulary, 16, bias=False)
        shapes[head + ".bias"] = [vocabulary]
    linear("image_codebook.blocks.input", 4, 3, 1, 1)  # skipped
    weights = random_weights(shapes, seed=5)
    write_weights(folder, weights)

    basic = json.loads(json.dumps(Recording(HERE).case("basic")).replace("cases/basic/", "cases/heads/"))
    for entry in [*basic["inputs"].values(), *basic["images"], {"file": basic["caption_file"]}]:
        name = Path(entry["file"]).name
        shutil.copyfile(HERE / "reference/cases/basic" / name, folder / "reference" / entry["file"])
    recording = Recording(folder)
    inputs = {key: recording.load(entry) for key, entry in basic["inputs"].items()}
    recording.add("heads", basic, *run(weights, (3, 4, 2), inputs, base="flava."))
    recording.save()


record_modes()
record_heads()
