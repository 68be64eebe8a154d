"""Blocks that ViLT and FLAVA are made of, from the formulas of their papers, in float64 torch."""
import torch
from torch.nn import functional as F

LOWEST = float(torch.finfo(torch.float32).min)


class Blocks:
    """weights: name → float64 tensor; heads_off: of a run, as (kind, layer, head)."""

    def __init__(self, weights, heads_off=()):
        self.w = {name: torch.tensor(value, dtype=torch.float64) for name, value in weights.items()}
        self.heads_off = set(heads_off)
        self.attentions = {}

    def linear(self, name, x):
        return F.linear(x, self.w[name + ".weight"], self.w.get(name + ".bias"))

    def norm(self, name, x, eps=1e-12):
        return F.layer_norm(x, x.shape[-1:], self.w[name + ".weight"], self.w[name + ".bias"], eps)

    def attention(self, kind, layer, names, x, mask, heads, before=(0, None)):
        """names: of query, key, value and the output projection. mask [keys] or [queries, keys], added to the scores.
        before: how many of the first rows are of another kind, and which: it says what heads are off there."""
        split = lambda y: y.view(len(y), heads, -1).transpose(0, 1)
        q, k, v = (split(self.linear(name, x)) for name in names[:3])
        weights = torch.softmax(q @ k.transpose(1, 2) / q.shape[-1] ** 0.5 + mask, -1)
        self.attentions[f"attn_{kind}_L{layer:02d}"] = weights[None].numpy()
        context = weights @ v
        for head in range(heads):
            if (before[1], layer, head) in self.heads_off:
                context[head, :before[0]] = 0
            if (kind, layer, head) in self.heads_off:
                context[head, before[0]:] = 0
        return self.linear(names[3], context.transpose(0, 1).reshape(len(x), -1))

    def vit_layer(self, kind, layer, prefix, x, mask, heads):
        p = prefix + str(layer)
        names = [f"{p}.attention.attention.{part}" for part in ("query", "key", "value")] + [p + ".attention.output.dense"]
        x = x + self.attention(kind, layer, names, self.norm(p + ".layernorm_before", x), mask, heads)
        inner = F.gelu(self.linear(p + ".intermediate.dense", self.norm(p + ".layernorm_after", x)))
        return x + self.linear(p + ".output.dense", inner)

    def count(self, prefix):
        """Layers below a prefix that ends in a dot."""
        return 1 + max(int(name[len(prefix):].split(".")[0]) for name in self.w if name.startswith(prefix))

    def words(self, prefix, ids):
        w = self.w
        x = w[prefix + ".word_embeddings.weight"][ids] + w[prefix + ".position_embeddings.weight"][:len(ids)]
        if prefix + ".token_type_embeddings.weight" in w:
            x = x + w[prefix + ".token_type_embeddings.weight"][0]
        return self.norm(prefix + ".LayerNorm", x)

    def patches(self, prefix, pixels):
        """The class token, then the patches, each with its place; the trained grid is stretched corner to corner."""
        kernel = self.w[prefix + ".patch_embeddings.projection.weight"]
        grid = F.conv2d(pixels, kernel, self.w[prefix + ".patch_embeddings.projection.bias"], stride=kernel.shape[-1])
        positions = self.w[prefix + ".position_embeddings"][0]
        side = round((len(positions) - 1) ** 0.5)
        trained = positions[1:].T.reshape(1, -1, side, side)
        grid = grid + F.interpolate(trained, grid.shape[-2:], mode="bilinear", align_corners=True)
        return torch.cat([self.w[prefix + ".cls_token"][0] + positions[:1], grid[0].flatten(1).T])

    def masked_words(self, prefix, x, decoder=None):
        x = self.norm(prefix + ".transform.LayerNorm", F.gelu(self.linear(prefix + ".transform.dense", x)))
        return F.linear(x, self.w.get(prefix + ".decoder.weight", decoder), self.w[prefix + ".bias"])


def joint_mask(mode, is_text, hidden):
    """What is added to the scores of a joint matrix. is_text, hidden: for each key; a mode closes blocks of it."""
    mask = torch.zeros(len(is_text), len(is_text), dtype=torch.float64)
    mask[:, hidden] = LOWEST
    crossing = {"text-to-image": [~is_text[:, None] & is_text], "image-to-text": [is_text[:, None] & ~is_text],
                "no-crossing": [is_text[:, None] != is_text], "single-stream": []}
    for block in crossing[mode]:
        mask[block] = -torch.inf
    return mask
