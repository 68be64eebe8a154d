#!/usr/bin/python3
"""Records what the recorded case "basic" of this folder becomes in the ablations and under interventions, and what the
heads say that it leaves out. ViLBERT from its formulas, in float64 torch; that "basic" itself comes out as the
published implementation gave it is checked first.
"""
import json
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, read_weights  # noqa: E402
from torch_bert import BertBlocks, key_mask, tensor  # noqa: E402

CONFIG = json.loads((HERE / "config.json").read_text())
ENCODER = "bert.encoder."


def embed(b, inputs):
    p = "bert.embeddings."
    rows = lambda name: b.w[f"{p}{name}_embeddings.weight"]
    ids = torch.tensor(inputs["input_ids"][0])
    t = rows("word")[ids] + rows("position")[:len(ids)] + rows("token_type")[0]
    t = torch.cat([t[:1], rows("task")[inputs["task_ids"][0]], t[1:]])
    v = (b.linear("bert.v_embeddings.image_embeddings", tensor(inputs["visual_feats"][0])) +
         b.linear("bert.v_embeddings.image_location_embeddings", tensor(inputs["visual_loc"][0])))
    return b.norm(p + "LayerNorm", t), b.norm("bert.v_embeddings.LayerNorm", v)


def connect(b, i, t, v, masks, mode):
    """Index 1 is the regions' side, 2 the text's."""
    p, heads = f"{ENCODER}c_layer.{i}.", CONFIG["bi_num_attention_heads"]

    def crossed(kind, own, other, x, y, mask):
        names = [f"{p}biattention.{part}" for part in (f"query{own}", f"key{other}", f"value{other}")]
        names += [f"{p}biOutput.dense{own}"]
        return b.norm(f"{p}biOutput.LayerNorm{own}", x + b.attend(kind, i, names, x, y, mask, heads))

    old_t = t
    if mode != "image-to-text":
        t = crossed("cross_text_to_image", 2, 1, t, v, masks[1])
        t = b.feed_forward_step(p + "t_intermediate", p + "t_output", t)
    if mode != "text-to-image":
        v = crossed("cross_image_to_text", 1, 2, v, t if mode == "alternating" else old_t, masks[0])
        v = b.feed_forward_step(p + "v_intermediate", p + "v_output", v)
    return t, v


def encode(b, t, v, masks, mode):
    text = [i for i in range(b.count(ENCODER + "layer."))]
    regions = [i for i in range(b.count(ENCODER + "v_layer."))]
    ends = list(zip(CONFIG["t_biattention_id"], CONFIG["v_biattention_id"])) + [(len(text), len(regions))]
    for i, (text_end, region_end) in enumerate(ends):
        while text and text[0] < text_end:
            layer = text.pop(0)
            t = b.bert_layer("text_self", layer, f"{ENCODER}layer.{layer}", t, masks[0], CONFIG["num_attention_heads"])
        while regions and regions[0] < region_end:
            layer = regions.pop(0)
            v = b.bert_layer("vision_self", layer, f"{ENCODER}v_layer.{layer}", v, masks[1],
                             CONFIG["v_num_attention_heads"])
        if i + 1 < len(ends):
            t, v = connect(b, i, t, v, masks, mode)
    return t, v


def run(weights, inputs, mode="co", hidden_tokens=(), hidden_regions=(), heads_off=()):
    """hidden_tokens counts the task's token, hidden_regions the whole image. Returns attentions and outputs by the
    recordings' names."""
    b = BertBlocks(weights, heads_off)
    t, v = embed(b, inputs)
    masks = key_mask(len(t), hidden_tokens, -10000), key_mask(len(v), hidden_regions, -10000)
    t, v = encode(b, t, v, masks, mode)
    pooled_t = torch.relu(b.linear("bert.t_pooler.dense", t[:1]))
    pooled_v = torch.relu(b.linear("bert.v_pooler.dense", v[:1]))
    both = pooled_t * pooled_v
    regions = b.linear("cls.imagePredictions.decoder", b.transform("cls.imagePredictions.transform", v))
    outputs = {"text_hidden": t[None], "image_hidden": v[None], "text_pooled": pooled_t, "image_pooled": pooled_v,
               "vqa_logits": b.answers("vil_prediction.logit_fc", both),
               "gqa_logits": b.answers("vil_prediction_gqa.logit_fc", both),
               "retrieval_logit": b.linear("vil_logit", both), "tri_logits": b.linear("vil_tri_prediction", both),
               "region_logit": (b.linear("vision_logit", v) + masks[1][:, None])[None],
               "token_logit": b.linear("linguisic_logit", t)[None],
               "itm_logits": b.linear("cls.bi_seq_relationship", both),
               "mlm_logits": b.masked_words("cls.predictions", t, b.w["bert.embeddings.word_embeddings.weight"])[None],
               "region_class_logits": regions[None]}
    return b.attentions, {name: value.numpy() for name, value in outputs.items()}


recording = Recording(HERE)
weights, inputs, basic = read_weights(HERE), recording.inputs("basic"), recording.case("basic")
recording.check("basic", *run(weights, inputs))
for mode in ("alternating", "text-to-image", "image-to-text"):
    recording.add(mode, basic, *run(weights, inputs, mode), mode=mode)
# Word 2 is token 3, behind the task's token.
recording.add("masked", basic, *run(weights, inputs, hidden_tokens=[3], hidden_regions=[2]),
              masked_words=[2], masked_units=[2])
off = [["cross_text_to_image", 0, 2], ["vision_self", 1, 1]]
recording.add("heads_off", basic, *run(weights, inputs, heads_off=map(tuple, off)), heads_off=off)
recording.save()
