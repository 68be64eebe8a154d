"""A BERT over words and regions: what UNITER and Unicoder-VL have in common, in float64 torch."""
import torch

from torch_bert import BertBlocks
from torch_vit import joint_mask

MODES = ("single-stream", "text-to-image", "image-to-text", "no-crossing")


def encode(weights, prefix, inputs, embed_regions, heads, mode, hidden_tokens, hidden_regions, heads_off, closed):
    """embed_regions: of the blocks, features [regions, width] and boxes [regions, 4] in fractions. Returns the blocks,
    the joint states, how many of them are text, and the pooled state of [CLS]."""
    b = BertBlocks(weights, heads_off)
    text = b.words(prefix + "embeddings", torch.tensor(inputs["input_ids"][0]))
    regions = embed_regions(b, *(torch.tensor(inputs[name][0], dtype=torch.float64)
                                 for name in ("visual_feats", "visual_boxes")))
    x = torch.cat([text, regions])
    is_text = torch.arange(len(x)) < len(text)
    hidden = torch.zeros(len(x), dtype=bool)
    mask = joint_mask(mode, is_text, hidden)
    mask[:, list(hidden_tokens) + [len(text) + region for region in hidden_regions]] += closed
    for i in range(b.count(prefix + "encoder.layer.")):
        x = b.bert_layer("joint_self", i, f"{prefix}encoder.layer.{i}", x, mask, heads)
    return b, x, len(text), torch.tanh(b.linear(prefix + "pooler.dense", x[:1]))


def record(recording, basic, run):
    """Every mode, and interventions. run: mode and keywords to attentions and outputs."""
    for mode in MODES:
        native = mode == "single-stream"
        recording.add("basic" if native else mode, basic, *run(mode), **({} if native else {"mode": mode}))
    # Word 2 is token 2.
    recording.add("masked", basic, *run(hidden_tokens=[2], hidden_regions=[1]), masked_words=[2], masked_units=[1])
    off = [["joint_self", 0, 1]]
    recording.add("head_off", basic, *run(heads_off=map(tuple, off)), heads_off=off)
    recording.save()
