#!/usr/bin/python3
"""Records what the recorded case "basic" of tests/data/clip becomes under interventions, and the matrix of cosines between
words and patches. CLIP from its formulas, in float64 torch; that "basic" itself comes out as the published implementation
gave it is checked first.
"""
import json
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, read_weights  # noqa: E402
from torch_bert import key_mask  # noqa: E402
from torch_clip import ClipBlocks, causal, unit  # noqa: E402


def run(weights, config, inputs, hidden_tokens=(), hidden_units=(), heads_off=()):
    """hidden_units: the class unit is 0. Returns attentions and outputs by the recordings' names."""
    b = ClipBlocks(weights, heads_off)
    ids, t, v, outputs = inputs["input_ids"][0], "text_model.", "vision_model.", {}
    x = b.w[t + "embeddings.token_embedding.weight"][ids] + b.w[t + "embeddings.position_embedding.weight"][:len(ids)]
    y = b.clip_patches(v + "embeddings", torch.tensor(inputs["pixel_values"], dtype=torch.float64))
    y = b.norm(v + "pre_layrnorm", y)
    for side, z, tower, kind, mask in (("text", x, t, "text_self", causal(key_mask(len(x), hidden_tokens))),
                                       ("image", y, v, "vision_self", key_mask(len(y), hidden_units))):
        heads = config[("text" if side == "text" else "vision") + "_config"]["num_attention_heads"]
        outputs[side + "_hidden_step0"] = z[None].numpy()
        for layer in range(b.count(tower + "encoder.layers.")):
            z = b.clip_layer(kind, layer, f"{tower}encoder.layers.{layer}", z, mask, heads)
            outputs[f"{side}_hidden_step{layer + 1}"] = z[None].numpy()
        outputs[side + "_hidden"] = z[None].numpy()
    text = b.norm(t + "final_layer_norm", torch.tensor(outputs["text_hidden"][0]))
    image = b.norm(v + "post_layernorm", torch.tensor(outputs["image_hidden"][0]))
    words, units = unit(b.linear("text_projection", text)), unit(b.linear("visual_projection", image))
    end = int(ids.argmax())
    cosines = words @ units.T
    cosines[:, list(hidden_units)] = 0
    outputs |= {"text_hidden": text[None].numpy(), "text_pooled": text[end][None].numpy(), "image_pooled": image[:1].numpy(),
                "text_embeds": words[end][None].numpy(), "image_embeds": units[:1].numpy(),
                "logits_per_image": (b.w["logit_scale"].exp() * units[0] @ words[end]).reshape(1, 1).numpy()}
    return b.attentions | {"similarity_text_to_image": cosines[None, None].numpy()}, outputs


recording, config = Recording(HERE), json.loads((HERE / "config.json").read_text())
weights, inputs, basic = read_weights(HERE), recording.inputs("basic"), recording.case("basic")
recording.check("basic", *run(weights, config, inputs))
recording.add("similarity", basic, *run(weights, config, inputs))
# Word 2 is token 2; the unit is in the middle of the picture.
recording.add("masked", basic, *run(weights, config, inputs, hidden_tokens=[2], hidden_units=[6]),
              masked_words=[2], masked_units=[6])
recording.add("head_off", basic, *run(weights, config, inputs, heads_off=[("text_self", 0, 1), ("vision_self", 0, 3)]),
              heads_off=[["text_self", 0, 1], ["vision_self", 0, 3]])
recording.save()
