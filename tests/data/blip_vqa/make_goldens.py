#!/usr/bin/python3
"""Adds cases to the recorded ones of BLIP's question answering: interventions, and how the answer was written, position by
position. Both of its texts anew from BLIP's paper, in float64 torch, checked against the recorded case "question".
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
    """hidden_tokens: of the question."""
    b = BertBlocks(weights, heads_off)
    heads, ids = TEXT["num_attention_heads"], inputs["input_ids"][0]
    image_mask = key_mask(units_of(b), hidden_units)
    image = see(b, torch.tensor(inputs["pixel_values"], dtype=torch.float64), image_mask, CONFIG["vision_config"])
    question = read(b, "text_encoder.", ("text_self", "cross_text_to_image"), ids,
                    key_mask(len(ids), hidden_tokens, -10000), image, image_mask, heads)
    question_mask = key_mask(len(ids), hidden_tokens)

    def scores(prefix, answer):
        """Of what comes next, at each position."""
        x = read(b, "text_decoder.bert.", (prefix + "answer_self", prefix + "cross_answer_to_text"), answer,
                 causal(len(answer)), question, question_mask, heads)
        return b.masked_words("text_decoder.cls.predictions", x)

    logits = scores("", inputs["decoder_input_ids"][0])
    written = write(lambda answer: scores("gen_", answer)[-1], [TEXT["bos_token_id"]], TEXT["sep_token_id"], longest)
    outputs = {"answer_logits": logits[None].numpy(), "image_hidden": image[None].numpy(),
               "generated_ids": torch.tensor([written]).numpy(), "text_hidden": question[None].numpy()}
    return b.attentions, outputs


weights, recording = read_weights(HERE), Recording(HERE)
basic = recording.case("question")
inputs = recording.inputs("question")
longest = basic["outputs"]["generated_ids"]["shape"][1]
attentions, outputs = run(weights, inputs, longest)
recording.check("question", attentions, outputs)
recording.add("written", basic, attentions, outputs)
# Word 2 is token 2.
recording.add("masked", basic, *run(weights, inputs, longest, [2], [3]), masked_words=[2], masked_units=[3])
off = [["text_self", 0, 1], ["cross_text_to_image", 1, 2], ["cross_answer_to_text", 0, 3], ["gen_answer_self", 1, 0]]
recording.add("head_off", basic, *run(weights, inputs, longest, heads_off=map(tuple, off)), heads_off=off)
recording.save()
