"""What BLIP's models are made of (Li et al. 2022), and the first half of BLIP-2, from the formulas of their papers, in
float64 torch.
"""
import torch
from torch.nn import functional as F

IMAGE = "vision_model."


def see(b, pixels, mask, config):
    """The image tower's states after its last norm. b: BertBlocks. config: the tower's."""
    e, heads, epsilon = IMAGE + "embeddings.", config["num_attention_heads"], config["layer_norm_eps"]
    kernel = b.w[e + "patch_embedding.weight"]
    patches = F.conv2d(pixels, kernel, b.w[e + "patch_embedding.bias"], stride=kernel.shape[-1])
    x = torch.cat([b.w[e + "class_embedding"][0], patches[0].flatten(1).T]) + b.w[e + "position_embedding"][0]
    width = x.shape[1]
    for i in range(b.count(IMAGE + "encoder.layers.")):
        p = f"{IMAGE}encoder.layers.{i}."
        for row, part in enumerate("qkv"):
            for kind in ("weight", "bias"):
                b.w[f"{p}{part}.{kind}"] = b.w[f"{p}self_attn.qkv.{kind}"][row * width:(row + 1) * width]
        y = b.norm(p + "layer_norm1", x, epsilon)
        x = x + b.attend("vision_self", i, [p + "q", p + "k", p + "v", p + "self_attn.projection"], y, y, mask, heads)
        x = x + b.linear(p + "mlp.fc2", F.gelu(b.linear(p + "mlp.fc1", b.norm(p + "layer_norm2", x, epsilon))))
    return b.norm(IMAGE + "post_layernorm", x, epsilon)


def units_of(b):
    return b.w[IMAGE + "embeddings.position_embedding"].shape[1]


def read(b, prefix, kinds, ids, mask, context, context_mask, heads):
    """States of a text whose tokens look at each other and at a context. kinds: of the two. Masks are added to the scores,
    [keys] or [queries, keys]."""
    x = b.words(prefix + "embeddings", torch.as_tensor(ids))
    for i in range(b.count(prefix + "encoder.layer.")):
        p = f"{prefix}encoder.layer.{i}"
        x = b.attention_step(kinds[0], i, p + ".attention", x, x, mask, heads)
        x = b.attention_step(kinds[1], i, p + ".crossattention", x, context, context_mask, heads)
        x = b.feed_forward_step(p + ".intermediate", p + ".output", x)
    return x


def causal(count, hidden=()):
    """What is added to the scores of a text that is written from left to right."""
    mask = torch.full((count, count), -10000.0, dtype=torch.float64).triu(1)
    mask[:, list(hidden)] = -10000
    return mask


def write(scores, start, end, longest):
    """ids, each the best behind those before it. scores: of the next, by the ids so far."""
    ids = list(start)
    while len(ids) < longest and (len(ids) == len(start) or ids[-1] != end):
        ids.append(int(scores(ids).argmax()))
    return ids
