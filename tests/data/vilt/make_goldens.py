#!/usr/bin/python3
"""Records what the recorded case "basic" of tests/data/vilt becomes in the ablations and under interventions, and a
second checkpoint, tests/data/vilt_heads, with the heads for answers and masked words, without biases at queries, keys
and values, and with fewer patches than pictures have (max_image_length). ViLT from its formulas, in float64 torch;
that "basic" itself comes out as the published implementation gave it is checked first.
"""
import json
import shutil
import sys
from pathlib import Path

import torch
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, random_weights, read_weights, write_weights  # noqa: E402
from torch_vit import Blocks, joint_mask  # noqa: E402


def run(weights, heads, inputs, mode="single-stream", hidden_tokens=(), hidden_units=(), heads_off=(), most_patches=None):
    """hidden_units: the class unit is 0. Returns attentions and outputs by the recordings' names."""
    b = Blocks(weights, heads_off)
    text = b.words("vilt.embeddings.text_embeddings", torch.tensor(inputs["input_ids"][0]))
    text = text + b.w["vilt.embeddings.token_type_embeddings.weight"][0]
    image = b.patches("vilt.embeddings", torch.tensor(inputs["pixel_values"], dtype=torch.float64))
    image = image + b.w["vilt.embeddings.token_type_embeddings.weight"][1]
    image = image[:1 + most_patches] if most_patches else image
    x = torch.cat([text, image])
    is_text = torch.arange(len(x)) < len(text)
    hidden = torch.zeros(len(x), dtype=bool)
    hidden[list(hidden_tokens) + [len(text) + unit for unit in hidden_units]] = True
    mask = joint_mask(mode, is_text, hidden)
    outputs = {"joint_hidden_step0": x[None].numpy()}
    for layer in range(b.count("vilt.encoder.layer.")):
        x = b.vit_layer("joint_self", layer, "vilt.encoder.layer.", x, mask, heads)
        outputs[f"joint_hidden_step{layer + 1}"] = x[None].numpy()
    x = b.norm("vilt.layernorm", x)
    pooled = torch.tanh(b.linear("vilt.pooler.dense", x[:1]))
    outputs |= {"joint_hidden": x[None].numpy(), "pooled": pooled.numpy()}
    if "rank_output.weight" in b.w:
        outputs["itr_logit"] = b.linear("rank_output", pooled).numpy()
    if "classifier.0.weight" in b.w:
        inner = F.gelu(b.norm("classifier.1", b.linear("classifier.0", pooled), 1e-5))
        outputs["vqa_logits"] = b.linear("classifier.3", inner).numpy()
    if "mlm_score.bias" in b.w:
        outputs["mlm_logits"] = b.masked_words("mlm_score", x[:len(text)])[None].numpy()
    return b.attentions, outputs


def record_modes():
    recording = Recording(HERE)
    weights, inputs, basic = read_weights(HERE), recording.inputs("basic"), recording.case("basic")
    recording.check("basic", *run(weights, 4, inputs))
    for mode in ("text-to-image", "image-to-text", "no-crossing"):
        recording.add(mode, basic, *run(weights, 4, inputs, mode), mode=mode)
    # Word 2 is token 2; the unit is in the middle of the picture.
    recording.add("masked", basic, *run(weights, 4, inputs, hidden_tokens=[2], hidden_units=[6]),
                  masked_words=[2], masked_units=[6])
    recording.add("head_off", basic, *run(weights, 4, inputs, heads_off=[("joint_self", 1, 2)]),
                  heads_off=[["joint_self", 1, 2]])
    recording.save()


def record_heads():
    folder = HERE.parent / "vilt_heads"
    (folder / "reference/cases/heads").mkdir(parents=True, exist_ok=True)
    for name in ("preprocessor_config.json", "special_tokens_map.json", "tokenizer_config.json", "vocab.txt"):
        shutil.copyfile(HERE / name, folder / name)
    d, inner, answers = 16, 24, ["yes", "no", "a cat", "two", "red", "blue"]
    config = json.loads((HERE / "config.json").read_text())
    config |= {"architectures": ["ViltForVisualQuestionAnswering"], "hidden_size": d, "intermediate_size": inner,
               "num_attention_heads": 2, "num_hidden_layers": 1, "qkv_bias": False, "max_image_length": 7,
               "id2label": {str(i): answer for i, answer in enumerate(answers)}}
    del config["modality_type_vocab_size"]  # as published
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")

    shapes = {"vilt.embeddings.cls_token": [1, 1, d], "vilt.embeddings.position_embeddings": [1, 10, d],
              "vilt.embeddings.token_type_embeddings.weight": [2, d]}
    text = "vilt.embeddings.text_embeddings."
    for name, rows in (("word", config["vocab_size"]), ("position", 20), ("token_type", 2)):
        shapes[f"{text}{name}_embeddings.weight"] = [rows, d]

    def linear(name, rows, columns, *kernel, bias=True):
        shapes[name + ".weight"] = [rows, columns, *kernel]
        if bias:
            shapes[name + ".bias"] = [rows]

    linear("vilt.embeddings.patch_embeddings.projection", d, 3, 12, 12)
    layer = "vilt.encoder.layer.0."
    for part in ("query", "key", "value"):
        linear(f"{layer}attention.attention.{part}", d, d, bias=False)
    for name, rows, columns in ((layer + "attention.output.dense", d, d), (layer + "intermediate.dense", inner, d),
                                (layer + "output.dense", d, inner), ("vilt.pooler.dense", d, d),
                                ("classifier.0", 2 * d, d), ("classifier.3", len(answers), 2 * d),
                                ("mlm_score.transform.dense", d, d), ("mlm_score.decoder", config["vocab_size"], d)):
        linear(name, rows, columns, bias=name != "mlm_score.decoder")
    shapes["mlm_score.bias"] = [config["vocab_size"]]
    for name in (text + "LayerNorm", layer + "layernorm_before", layer + "layernorm_after", "vilt.layernorm",
                 "mlm_score.transform.LayerNorm"):
        shapes[name + ".weight"] = shapes[name + ".bias"] = [d]
    shapes["classifier.1.weight"] = shapes["classifier.1.bias"] = [2 * d]
    weights = random_weights(shapes, seed=3)
    weights["classifier.1.weight"] += 1
    write_weights(folder, weights)

    basic = json.loads(json.dumps(Recording(HERE).case("basic")).replace("cases/basic/", "cases/heads/"))
    for entry in [*basic["inputs"].values(), *basic["images"], {"file": basic["caption_file"]}]:
        name = Path(entry["file"]).name
        shutil.copyfile(HERE / "reference/cases/basic" / name, folder / "reference" / entry["file"])
    recording = Recording(folder)
    inputs = {key: recording.load(entry) for key, entry in basic["inputs"].items()}
    recording.add("heads", basic, *run(weights, 2, inputs, most_patches=7))
    recording.save()


record_modes()
record_heads()
