#!/usr/bin/python3
"""Records what the recorded case "basic" of this folder becomes in the ablations and under interventions, and what the
heads say that it leaves out. LXMERT from its formulas, in float64 torch; that "basic" itself comes out as the published
implementation gave it is checked first.
"""
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, read_weights  # noqa: E402
from torch_bert import BertBlocks, key_mask, tensor  # noqa: E402

HEADS = 4


def cross_layer(b, i, t, v, masks, mode):
    p = f"lxmert.encoder.x_layers.{i}"
    asks = lambda kind, x, y, mask: b.attention_step(kind, i, p + ".visual_attention", x, y, mask, HEADS, "att")
    t1 = t if mode == "image-to-text" else asks("cross_text_to_image", t, v, masks[1])
    v1 = v if mode == "text-to-image" else asks("cross_image_to_text", v, t1 if mode == "alternating" else t, masks[0])
    if mode != "co":
        t1 = b.attention_step("xlayer_text_self", i, p + ".lang_self_att", t1, t1, masks[0], HEADS)
        v1 = b.attention_step("xlayer_vision_self", i, p + ".visn_self_att", v1, v1, masks[1], HEADS)
    return (b.feed_forward_step(p + ".lang_inter", p + ".lang_output", t1),
            b.feed_forward_step(p + ".visn_inter", p + ".visn_output", v1))


def run(weights, inputs, mode="hybrid", hidden_tokens=(), hidden_regions=(), heads_off=()):
    """Returns attentions and outputs by the recordings' names."""
    b = BertBlocks(weights, heads_off)
    t = b.words("lxmert.embeddings", torch.tensor(inputs["input_ids"][0]))
    p = "lxmert.encoder.visn_fc."
    v = (b.norm(p + "visn_layer_norm", b.linear(p + "visn_fc", tensor(inputs["visual_feats"][0]))) +
         b.norm(p + "box_layer_norm", b.linear(p + "box_fc", tensor(inputs["visual_pos"][0])))) / 2
    masks = key_mask(len(t), hidden_tokens), key_mask(len(v), hidden_regions)
    for i in range(b.count("lxmert.encoder.layer.")):
        t = b.bert_layer("text_self", i, f"lxmert.encoder.layer.{i}", t, masks[0], HEADS)
    for i in range(b.count("lxmert.encoder.r_layers.")):
        v = b.bert_layer("vision_self", i, f"lxmert.encoder.r_layers.{i}", v, masks[1], HEADS)
    for i in range(b.count("lxmert.encoder.x_layers.")):
        t, v = cross_layer(b, i, t, v, masks, mode)
    pooled = torch.tanh(b.linear("lxmert.pooler.dense", t[:1]))
    regions = b.transform("obj_predict_head.transform", v)
    outputs = {"text_hidden": t[None], "image_hidden": v[None], "pooled": pooled,
               "itm_logits": b.linear("cls.seq_relationship", pooled),
               "qa_logits": b.answers("answer_head.logit_fc", pooled),
               "mlm_logits": b.masked_words("cls.predictions", t, b.w["lxmert.embeddings.word_embeddings.weight"])[None],
               "object_logits": b.linear("obj_predict_head.decoder_dict.obj", regions)[None],
               "attribute_logits": b.linear("obj_predict_head.decoder_dict.attr", regions)[None]}
    return b.attentions, {name: value.numpy() for name, value in outputs.items()}


recording = Recording(HERE)
weights, inputs, basic = read_weights(HERE), recording.inputs("basic"), recording.case("basic")
recording.check("basic", *run(weights, inputs))
for mode in ("co", "alternating", "text-to-image", "image-to-text"):
    recording.add(mode, basic, *run(weights, inputs, mode), mode=mode)
# Word 2 is token 2.
recording.add("masked", basic, *run(weights, inputs, hidden_tokens=[2], hidden_regions=[1]),
              masked_words=[2], masked_units=[1])
off = [["cross_text_to_image", 0, 2], ["xlayer_vision_self", 0, 1]]
recording.add("heads_off", basic, *run(weights, inputs, heads_off=map(tuple, off)), heads_off=off)
recording.save()
