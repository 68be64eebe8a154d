#!/usr/bin/python3
"""Adds cases to the recorded one of BLIP-2: interventions, and what its language model writes behind queries and caption.
Q-Former and OPT anew from their papers' formulas, in float64 torch, the whole sequence for every token; checked against
the recorded case "basic". The config's eos_token_id is not the recorded one's (3), with which it would stop at once.
"""
import json
import sys
from pathlib import Path

import torch
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, read_weights  # noqa: E402
from torch_bert import BertBlocks, key_mask  # noqa: E402
from torch_blip import see, units_of, write  # noqa: E402
from torch_clip import causal  # noqa: E402

CONFIG = json.loads((HERE / "config.json").read_text())
FORMER, LANGUAGE = CONFIG["qformer_config"], CONFIG["text_config"]
DECODER, EPSILON, FIRST_PLACE = "language_model.model.decoder.", 1e-5, 2


def ask(b, image, image_mask):
    """The learned queries' states."""
    x = b.norm("qformer.layernorm", b.w["query_tokens"][0])
    heads, all_open = FORMER["num_attention_heads"], key_mask(len(x), ())
    for i in range(b.count("qformer.encoder.layer.")):
        p = f"qformer.encoder.layer.{i}"
        x = b.attention_step("query_self", i, p + ".attention", x, x, all_open, heads, "attention")
        if i % FORMER["cross_attention_frequency"] == 0:
            x = b.attention_step("cross_query_to_image", i, p + ".crossattention", x, image, image_mask, heads, "attention")
        x = b.feed_forward_step(p + ".intermediate_query", p + ".output_query", x)
    return x


def speak(b, kind, rows, hidden, before=(0, None)):
    """Scores of what comes next, at each row. before: rows that an earlier pass read, and its kind."""
    x = rows + b.w[DECODER + "embed_positions.weight"][FIRST_PLACE:FIRST_PLACE + len(rows)]
    mask = causal(key_mask(len(rows), hidden))
    for i in range(b.count(DECODER + "layers.")):
        p = f"{DECODER}layers.{i}."
        names = [f"{p}self_attn.{part}_proj" for part in ("q", "k", "v", "out")]
        y = b.norm(p + "self_attn_layer_norm", x, EPSILON)
        x = x + b.attention(kind, i, names, y, mask, LANGUAGE["num_attention_heads"], before)
        x = x + b.linear(p + "fc2", F.relu(b.linear(p + "fc1", b.norm(p + "final_layer_norm", x, EPSILON))))
    return F.linear(b.norm(DECODER + "final_layer_norm", x, EPSILON), b.w[DECODER + "embed_tokens.weight"])


def run(weights, inputs, hidden_tokens=(), hidden_units=(), heads_off=()):
    """hidden_tokens: of the caption."""
    b = BertBlocks(weights, heads_off)
    image_mask = key_mask(units_of(b), hidden_units)
    image = see(b, torch.tensor(inputs["pixel_values"], dtype=torch.float64), image_mask, CONFIG["vision_config"])
    queries = ask(b, image, image_mask)
    words = b.w[DECODER + "embed_tokens.weight"]
    rows = torch.cat([b.linear("language_projection", queries), words[inputs["input_ids"][0]]])
    hidden = [len(queries) + token for token in hidden_tokens]
    logits = speak(b, "lm_self", rows, hidden)
    last = len(rows) - 1  # the row that writes the first token, read anew for it

    def scores(ids):
        return speak(b, "gen_lm_self", torch.cat([rows, words[ids]]), hidden, (last, "lm_self"))[-1]

    written = write(scores, [], LANGUAGE["eos_token_id"], LANGUAGE["max_length"])
    for name in [name for name in b.attentions if "gen_lm_self" in name]:
        b.attentions[name] = b.attentions[name][:, :, last:]
    outputs = {"logits": logits[None].numpy(), "image_hidden": image[None].numpy(), "query_hidden": queries[None].numpy(),
               "generated_ids": torch.tensor([written]).numpy()}
    return b.attentions, outputs


weights, recording = read_weights(HERE), Recording(HERE)
basic, inputs = recording.case("basic"), recording.inputs("basic")
attentions, outputs = run(weights, inputs)
recording.check("basic", attentions, outputs)
recording.add("written", basic, attentions, outputs)
# Word 2 is token 2 of the caption.
recording.add("masked", basic, *run(weights, inputs, [2], [3]), masked_words=[2], masked_units=[3])
off = [["query_self", 1, 0], ["cross_query_to_image", 2, 1], ["lm_self", 0, 3], ["gen_lm_self", 1, 2]]
recording.add("head_off", basic, *run(weights, inputs, heads_off=map(tuple, off)), heads_off=off)
recording.save()
