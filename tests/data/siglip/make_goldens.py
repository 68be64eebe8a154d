#!/usr/bin/python3
"""Writes a tiny SigLIP checkpoint with random weights, and records what it computes, also under interventions. SigLIP from
its formulas, in float64 torch (modeling_siglip.py of the Hugging Face library, whose parameter names it has); the picture,
its pixels and the vocabulary are those of tests/data/bridgetower. The published tokenizer is another one: nothing here
depends on which.
"""
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, random_weights, read_weights, write_weights  # noqa: E402
from torch_bert import key_mask  # noqa: E402
from torch_clip import ClipBlocks, unit  # noqa: E402

SOURCE = HERE.parent / "bridgetower"
TEXT, WIDE, INNER, POSITIONS, PATCH = 24, 32, 40, 14, 10  # 36 / 10 leaves pixels over


class Siglip(ClipBlocks):
    def rest_of_head(self, x):
        p = "vision_model.head."
        return x + self.linear(p + "mlp.fc2", self.act(self.linear(p + "mlp.fc1", self.norm(p + "layernorm", x))))

    def pool(self, patches, mask, heads):
        """torch's own attention, with one query: the probe."""
        p = "vision_model.head.attention."
        module = torch.nn.MultiheadAttention(WIDE, heads, batch_first=True).double()
        module.load_state_dict({name: self.w[p + name] for name in module.state_dict()})
        with torch.no_grad():
            x, weights = module(self.w["vision_model.head.probe"], patches[None], patches[None], attn_mask=mask[None],
                                average_attn_weights=False)
        self.attentions["attn_probe_pool_L00"] = weights.numpy()
        return self.rest_of_head(x[0])

    def each_alone(self, patches):
        """What the head makes of one patch that takes all of the probe's attention."""
        p = "vision_model.head.attention"
        self.unfuse(p)
        return self.rest_of_head(self.linear(p + ".out_proj", self.linear(p + ".v", patches)))


def run(weights, inputs, hidden_tokens=(), hidden_units=(), heads_off=()):
    """Returns attentions and outputs by the recordings' names."""
    b = Siglip(weights, heads_off, eps=1e-6, act="gelu_pytorch_tanh")
    x = b.w["text_model.embeddings.token_embedding.weight"][inputs["input_ids"][0]]
    x = x + b.w["text_model.embeddings.position_embedding.weight"]
    y = b.clip_patches("vision_model.embeddings", torch.tensor(inputs["pixel_values"], dtype=torch.float64))
    masks = key_mask(len(x), hidden_tokens), key_mask(len(y), hidden_units)
    for layer in range(2):
        x = b.clip_layer("text_self", layer, f"text_model.encoder.layers.{layer}", x, masks[0], 3)
        y = b.clip_layer("vision_self", layer, f"vision_model.encoder.layers.{layer}", y, masks[1], 4)
    x, y = b.norm("text_model.final_layer_norm", x), b.norm("vision_model.post_layernorm", y)
    words, units, picture = b.linear("text_model.head", x), b.each_alone(y), b.pool(y, masks[1], 4)
    cosines = unit(words) @ unit(units).T
    cosines[:, list(hidden_units)] = 0
    logit = b.w["logit_scale"].exp() * (unit(picture) @ unit(words[-1:]).T) + b.w["logit_bias"]
    outputs = {"text_hidden": x[None].numpy(), "image_hidden": y[None].numpy(), "image_pooled": picture.numpy(),
               "text_embeds": unit(words[-1:]).numpy(), "image_embeds": unit(picture).numpy(),
               "logits_per_image": logit.numpy()}
    return b.attentions | {"similarity_text_to_image": cosines[None, None].numpy()}, outputs


def shapes(words):
    result = {"text_model.embeddings.token_embedding.weight": [words, TEXT],
              "text_model.embeddings.position_embedding.weight": [POSITIONS, TEXT],
              "vision_model.embeddings.patch_embedding.weight": [WIDE, 3, PATCH, PATCH],
              "vision_model.embeddings.patch_embedding.bias": [WIDE],
              "vision_model.embeddings.position_embedding.weight": [(36 // PATCH) ** 2, WIDE],
              "vision_model.head.probe": [1, 1, WIDE], "vision_model.head.attention.in_proj_weight": [3 * WIDE, WIDE],
              "vision_model.head.attention.in_proj_bias": [3 * WIDE], "logit_scale": [1], "logit_bias": [1]}
    linears = [("text_model.head", WIDE, TEXT), ("vision_model.head.attention.out_proj", WIDE, WIDE),
               ("vision_model.head.mlp.fc1", INNER, WIDE), ("vision_model.head.mlp.fc2", WIDE, INNER)]
    norms = [("text_model.final_layer_norm", TEXT), ("vision_model.post_layernorm", WIDE), ("vision_model.head.layernorm", WIDE)]
    for p, d in [(f"{tower}_model.encoder.layers.{i}.", d) for tower, d in (("text", TEXT), ("vision", WIDE)) for i in range(2)]:
        linears += [(f"{p}self_attn.{part}", d, d) for part in ("q_proj", "k_proj", "v_proj", "out_proj")]
        linears += [(p + "mlp.fc1", INNER, d), (p + "mlp.fc2", d, INNER)]
        norms += [(p + "layer_norm1", d), (p + "layer_norm2", d)]
    for name, rows, columns in linears:
        result |= {name + ".weight": [rows, columns], name + ".bias": [rows]}
    for name, d in norms:
        result |= {name + ".weight": [d], name + ".bias": [d]}
    return result


def write_folder():
    """The checkpoint. Most fields are left out, as published configs leave them; sizes cannot be."""
    vocabulary = (SOURCE / "vocab.txt").read_text().splitlines()
    for name in ("special_tokens_map.json", "tokenizer_config.json", "vocab.txt"):
        shutil.copyfile(SOURCE / name, HERE / name)
    config = {"architectures": ["SiglipModel"], "model_type": "siglip",
              "text_config": {"hidden_size": TEXT, "intermediate_size": INNER, "num_attention_heads": 3, "num_hidden_layers": 2,
                              "max_position_embeddings": POSITIONS, "vocab_size": len(vocabulary)},
              "vision_config": {"hidden_size": WIDE, "intermediate_size": INNER, "num_attention_heads": 4,
                                "num_hidden_layers": 2, "image_size": 36, "patch_size": PATCH}}
    (HERE / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    preprocessor = json.loads((SOURCE / "preprocessor_config.json").read_text())
    (HERE / "preprocessor_config.json").write_text(json.dumps(preprocessor, indent=1) + "\n")
    weights = random_weights(shapes(len(vocabulary)), seed=11)
    weights["logit_scale"], weights["logit_bias"] = np.float32([np.log(10)]), np.float32([-2.5])
    weights["text_model.head.bias"] *= 3
    write_weights(HERE, weights)


def record():
    folder = HERE / "reference/cases/basic"
    folder.mkdir(parents=True, exist_ok=True)
    basic = Recording(SOURCE).case("basic")
    for entry in [*basic["images"], {"file": basic["caption_file"]}, basic["inputs"]["pixel_values"]]:
        shutil.copyfile(SOURCE / "reference" / entry["file"], HERE / "reference" / entry["file"])
    ids = np.load(SOURCE / "reference" / basic["inputs"]["input_ids"]["file"])
    ids = np.pad(ids, ((0, 0), (0, POSITIONS - ids.shape[1])))  # [PAD] is 0
    np.save(folder / "input_ids.npy", ids)
    basic["inputs"] = {"input_ids": {"file": "cases/basic/input_ids.npy", "shape": list(ids.shape)},
                       "pixel_values": basic["inputs"]["pixel_values"]}
    recording = Recording(HERE)
    inputs = {key: recording.load(entry) for key, entry in basic["inputs"].items()}
    weights = read_weights(HERE)
    recording.add("basic", basic, *run(weights, inputs))
    # Word 2 is token 2; the unit is in the middle of the picture.
    recording.add("masked", basic, *run(weights, inputs, hidden_tokens=[2], hidden_units=[4]),
                  masked_words=[2], masked_units=[4])
    recording.add("head_off", basic, *run(weights, inputs, heads_off=[("vision_self", 0, 1)]),
                  heads_off=[["vision_self", 0, 1]])
    recording.save()


write_folder()
record()
