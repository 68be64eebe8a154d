#!/usr/bin/python3
"""Records what the recorded case "basic" of this folder becomes in the ablations and under interventions, and two more
checkpoints: visual_bert_phrases aligns phrases with regions, visual_bert_bypass answers questions, its stack reading the
text alone before one more layer reads both. VisualBERT from its formulas, in float64 torch; that "basic" itself comes
out as the published implementation gave it is checked first.
"""
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, random_weights, read_weights, write_weights  # noqa: E402
from torch_bert import BertBlocks, bert_shapes, key_mask, start_folder, tensor  # noqa: E402
from torch_vit import joint_mask  # noqa: E402

MODEL = "visual_bert."


def embed(b, inputs):
    """One norm serves both halves; all regions have the same place."""
    p = MODEL + "embeddings."
    rows = lambda name: b.w[f"{p}{name}_embeddings.weight"]
    ids = torch.tensor(inputs["input_ids"][0])
    text = rows("word")[ids] + rows("position")[:len(ids)] + rows("token_type")[0]
    regions = b.linear(p + "visual_projection", tensor(inputs["visual_feats"][0]))
    regions = regions + rows("visual_token_type")[1] + rows("visual_position")[0]
    return b.norm(p + "LayerNorm", text), b.norm(p + "LayerNorm", regions)


def alignment(b, text, regions, hidden_regions):
    """Where the head of VisualBertForRegionToPhraseAlignment says that each token is."""
    query, key = b.linear("attention.query", text), b.linear("attention.key", regions)
    scores = query @ key.T / query.shape[1] ** 0.5 + key_mask(len(regions), hidden_regions)
    b.attentions["attn_alignment_L00"] = torch.softmax(scores, -1)[None, None].numpy()


def run(weights, inputs, heads, mode="single-stream", hidden_tokens=(), hidden_regions=(), heads_off=()):
    """Returns attentions and outputs by the recordings' names."""
    b = BertBlocks(weights, heads_off)
    text, regions = embed(b, inputs)
    is_text = torch.arange(len(text) + len(regions)) < len(text)
    hidden = torch.zeros(len(is_text), dtype=bool)
    hidden[list(hidden_tokens) + [len(text) + region for region in hidden_regions]] = True
    mask = joint_mask(mode, is_text, hidden)
    layers = [f"{MODEL}encoder.layer.{i}" for i in range(b.count(MODEL + "encoder.layer."))]
    if MODEL + "additional_layer.output.dense.weight" in b.w:
        for i, layer in enumerate(layers):
            text = b.bert_layer("text_self", i, layer, text, key_mask(len(text), hidden_tokens), heads)
        layers = [MODEL + "additional_layer"]
    x = torch.cat([text, regions])
    for i, layer in enumerate(layers):
        x = b.bert_layer("joint_self", i, layer, x, mask, heads)
    pooled = torch.tanh(b.linear(MODEL + "pooler.dense", x[:1]))
    outputs = {"joint_hidden": x[None], "pooled": pooled}
    if "cls.seq_relationship.weight" in b.w:
        outputs["itm_logits"] = b.linear("cls.seq_relationship", pooled)
        words = b.w[MODEL + "embeddings.word_embeddings.weight"]
        outputs["mlm_logits"] = b.masked_words("cls.predictions", x, words)[None]
    if "cls.weight" in b.w:
        outputs["vqa_logits"] = b.linear("cls", x[len(text) - 2:len(text) - 1])
    if "attention.query.weight" in b.w:
        alignment(b, x[:len(text)], x[len(text):], hidden_regions)
    return b.attentions, {name: value.numpy() for name, value in outputs.items()}


def record_modes():
    recording = Recording(HERE)
    weights, inputs, basic = read_weights(HERE), recording.inputs("basic"), recording.case("basic")
    recording.check("basic", *run(weights, inputs, 5))
    for mode in ("text-to-image", "image-to-text", "no-crossing"):
        recording.add(mode, basic, *run(weights, inputs, 5, mode), mode=mode)
    # Word 2 is token 2.
    recording.add("masked", basic, *run(weights, inputs, 5, hidden_tokens=[2], hidden_regions=[1]),
                  masked_words=[2], masked_units=[1])
    off = [["joint_self", 1, 3]]
    recording.add("head_off", basic, *run(weights, inputs, 5, heads_off=map(tuple, off)), heads_off=off)
    recording.save()


def record_other(name, architecture, more_config, more_shapes, seed):
    width, inner = 16, 24
    config = {"architectures": [architecture], "hidden_size": width, "intermediate_size": inner,
              "num_attention_heads": 2, "num_hidden_layers": 2, "max_position_embeddings": 20, **more_config}
    folder, config, basic = start_folder(HERE, name, config)
    p = MODEL + "embeddings."
    shapes = bert_shapes(MODEL, config["num_hidden_layers"], width, inner, config["vocab_size"], 20)
    shapes |= {p + "visual_token_type_embeddings.weight": [2, width],
               p + "visual_position_embeddings.weight": [20, width],
               p + "visual_projection.weight": [width, config["visual_embedding_dim"]],
               p + "visual_projection.bias": [width]}
    weights = random_weights(shapes | more_shapes(width, inner), seed)
    write_weights(folder, weights)
    recording = Recording(folder)
    inputs = {key: recording.load(entry) for key, entry in basic["inputs"].items()}
    recording.add("basic", basic, *run(weights, inputs, 2))
    recording.add("text-to-image", basic, *run(weights, inputs, 2, "text-to-image"), mode="text-to-image")
    recording.add("masked", basic, *run(weights, inputs, 2, hidden_tokens=[2], hidden_regions=[1]),
                  masked_words=[2], masked_units=[1])
    recording.save()


def linear(name, rows, columns):
    return {name + ".weight": [rows, columns], name + ".bias": [rows]}


record_modes()
record_other("visual_bert_phrases", "VisualBertForRegionToPhraseAlignment", {},
             lambda width, inner: {key: shape for part in ("query", "key", "value")
                                   for key, shape in linear("attention." + part, width, width).items()}, seed=5)
record_other("visual_bert_bypass", "VisualBertForQuestionAnswering",
             {"bypass_transformer": True, "id2label": {"0": "yes", "1": "no", "2": "LABEL_2", "3": "two"}},
             lambda width, inner: {MODEL + "additional_layer." + key[len("encoder.layer.0."):]: shape
                                   for key, shape in bert_shapes("", 1, width, inner, 1, 1).items()
                                   if key.startswith("encoder.layer.0.")} | linear("cls", 4, width), seed=6)
