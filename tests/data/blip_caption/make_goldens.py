#!/usr/bin/python3
"""Adds cases to the recorded ones of BLIP's captioning: interventions, and how the caption was written, position by
position. BLIP's decoder anew from its paper's formulas, in float64 torch, checked against the recorded case "basic".
"""
import json
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, read_weights  # noqa: E402
from torch_bert import BertBlocks, key_mask  # noqa: E402
from torch_blip import causal, read, see, units_of, write  # noqa: E402

CONFIG = json.loads((HERE / "config.json").read_text())
TEXT = CONFIG["text_config"]


def run(weights, inputs, longest, hidden_tokens=(), hidden_units=(), heads_off=()):
    b = BertBlocks(weights, heads_off)
    image_mask = key_mask(units_of(b), hidden_units)
    image = see(b, torch.tensor(inputs["pixel_values"], dtype=torch.float64), image_mask, CONFIG["vision_config"])

    def scores(prefix, ids, hidden):
        """Of what comes next, at each position."""
        x = read(b, "text_decoder.bert.", (prefix + "text_self", prefix + "cross_text_to_image"), ids,
                 causal(len(ids), hidden), image, image_mask, TEXT["num_attention_heads"])
        return b.masked_words("text_decoder.cls.predictions", x)

    logits = scores("", inputs["input_ids"][0], hidden_tokens)
    ids = write(lambda ids: scores("gen_", ids, ())[-1], [TEXT["bos_token_id"]], TEXT["sep_token_id"], longest)
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
