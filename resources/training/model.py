"""The model "scenes". Every parameter has the name under which it is exported; the rules are in the README."""
import torch
from torch import nn
from torch.nn import functional as F

MODES = ["text_to_image", "image_to_text", "co_attention", "alternating", "hybrid", "single_stream"]
LOWEST = torch.finfo(torch.float32).min


def updates_text(mode):
    return mode != "image_to_text"


def updates_image(mode):
    return mode != "text_to_image"


class Attention(nn.Module):
    """Pre-norm attention block. With a context width it is cross-attention, else self-attention."""

    def __init__(self, width, heads, eps, cross=False):
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width, eps)
        if cross:
            self.context_norm = nn.LayerNorm(width, eps)
        self.query, self.key, self.value, self.output = (nn.Linear(width, width) for _ in range(4))
        self.cross = cross

    def forward(self, x, context=None, hidden=None, record=None, name=None):
        """`hidden` [rows, keys] is True where a key must not be seen."""
        rows, queries, width = x.shape
        normed = self.norm(x)
        source = self.context_norm(context) if self.cross else normed
        split = lambda y: y.view(rows, -1, self.heads, width // self.heads).transpose(1, 2)
        q = split(self.query(normed) * (width // self.heads) ** -0.5)
        k, v = split(self.key(source)), split(self.value(source))
        scores = q @ k.transpose(-1, -2)
        if hidden is not None:
            scores = scores + hidden[:, None, None, :] * LOWEST
        weights = torch.softmax(scores, -1)
        if record is not None:
            record[name] = weights
        return self.output((weights @ v).transpose(1, 2).reshape(rows, queries, width))


class FeedForward(nn.Module):
    def __init__(self, width, inner, eps):
        super().__init__()
        self.norm = nn.LayerNorm(width, eps)
        self.add_module("in", nn.Linear(width, inner))
        self.out = nn.Linear(inner, width)

    def forward(self, x):
        return self.out(F.gelu(getattr(self, "in")(self.norm(x))))


class Layer(nn.Module):
    """A self-attention block and a feed-forward block."""

    def __init__(self, width, heads, inner, eps):
        super().__init__()
        self.add_module("self", Attention(width, heads, eps))
        self.ffn = FeedForward(width, inner, eps)

    def forward(self, x, hidden=None, record=None, name=None):
        x = x + getattr(self, "self")(x, hidden=hidden, record=record, name=name)
        return x + self.ffn(x)


class TextTower(nn.Module):
    def __init__(self, c, eps):
        super().__init__()
        width = c["hidden_size"]
        self.embeddings = nn.ModuleDict({"word": nn.Embedding(c["vocab_size"], width),
                                         "position": nn.Embedding(c["max_position_embeddings"], width)})
        self.layers = nn.ModuleList(Layer(width, c["num_attention_heads"], c["intermediate_size"], eps)
                                    for _ in range(c["num_hidden_layers"]))
        self.norm = nn.LayerNorm(width, eps)
        nn.init.normal_(self.embeddings["word"].weight, std=0.3)
        nn.init.normal_(self.embeddings["position"].weight, std=0.3)

    def forward(self, ids, hidden, record=None):
        x = self.embeddings["word"](ids) + self.embeddings["position"].weight[:ids.shape[1]]
        for n, layer in enumerate(self.layers):
            x = layer(x, hidden, record, f"attn_text_self_L{n:02d}")
        return self.norm(x)


class ImageTower(nn.Module):
    def __init__(self, c, eps):
        super().__init__()
        width, channels = c["hidden_size"], [3] + c["stem_channels"]
        self.grid = c["image_size"] >> len(c["stem_channels"])
        self.stem = nn.ModuleList(nn.Conv2d(a, b, 3, 2, 1) for a, b in zip(channels, channels[1:]))
        self.mask_embedding = nn.Parameter(torch.randn(width) * 0.3)
        self.embeddings = nn.ModuleDict({"position": nn.Embedding(self.grid ** 2, width)})
        self.layers = nn.ModuleList(Layer(width, c["num_attention_heads"], c["intermediate_size"], eps)
                                    for _ in range(c["num_hidden_layers"]))
        self.norm = nn.LayerNorm(width, eps)
        nn.init.normal_(self.embeddings["position"].weight, std=0.3)

    def forward(self, pixels, masked=None, record=None):
        """`masked` [rows, units] is True where a unit is hidden (only in training)."""
        x = pixels
        for n, conv in enumerate(self.stem):
            x = conv(F.gelu(x) if n else x)
        x = x.flatten(2).transpose(1, 2)
        if masked is not None:
            x = torch.where(masked[:, :, None], self.mask_embedding, x)
        x = x + self.embeddings["position"].weight
        for n, layer in enumerate(self.layers):
            x = layer(x, None, record, f"attn_vision_self_L{n:02d}")
        return self.norm(x)


class FusionLayer(nn.Module):
    """One layer in which text and image meet. Which blocks exist, and what each reads, depends on the mode."""

    def __init__(self, mode, width, heads, inner, eps):
        super().__init__()
        self.mode = mode
        if mode == "single_stream":
            self.joint_self = Attention(width, heads, eps)
            self.joint_ffn = FeedForward(width, inner, eps)
            return
        if mode == "hybrid":
            self.text_self = Attention(width, heads, eps)
            self.image_self = Attention(width, heads, eps)
        if updates_text(mode):
            self.text_cross = Attention(width, heads, eps, cross=True)
            self.text_ffn = FeedForward(width, inner, eps)
        if updates_image(mode):
            self.image_cross = Attention(width, heads, eps, cross=True)
            self.image_ffn = FeedForward(width, inner, eps)

    def forward(self, t, v, hidden, record, n):
        text_cross = lambda t, v: t + self.text_cross(t, v, None, record, f"attn_cross_text_to_image_L{n:02d}")
        image_cross = lambda v, t: v + self.image_cross(v, t, hidden, record, f"attn_cross_image_to_text_L{n:02d}")
        text_ffn = lambda t: t + self.text_ffn(t)
        image_ffn = lambda v: v + self.image_ffn(v)
        if self.mode == "text_to_image":
            return text_ffn(text_cross(t, v)), v
        if self.mode == "image_to_text":
            return t, image_ffn(image_cross(v, t))
        if self.mode == "alternating":
            t = text_ffn(text_cross(t, v))
            return t, image_ffn(image_cross(v, t))
        if self.mode == "single_stream":
            z = torch.cat([t, v], 1)
            all_hidden = torch.cat([hidden, hidden.new_zeros(v.shape[:2])], 1)
            z = z + self.joint_self(z, None, all_hidden, record, f"attn_joint_self_L{n:02d}")
            z = z + self.joint_ffn(z)
            return z[:, :t.shape[1]], z[:, t.shape[1]:]
        if self.mode == "hybrid":
            t = t + self.text_self(t, None, hidden, record, f"attn_xlayer_text_self_L{n:02d}")
            v = v + self.image_self(v, None, None, record, f"attn_xlayer_vision_self_L{n:02d}")
        t, v = text_cross(t, v), image_cross(v, t)  # both from the old states
        return text_ffn(t), image_ffn(v)


class Stack(nn.Module):
    def __init__(self, mode, config):
        super().__init__()
        width, eps, fusion = config["hidden_size"], config["layer_norm_eps"], config["fusion_config"]
        self.layers = nn.ModuleList(
            FusionLayer(mode, width, config["num_attention_heads"], fusion["intermediate_size"], eps)
            for _ in range(fusion["num_hidden_layers"]))
        self.text_norm, self.image_norm = nn.LayerNorm(width, eps), nn.LayerNorm(width, eps)

    def forward(self, t, v, hidden, record=None):
        for n, layer in enumerate(self.layers):
            t, v = layer(t, v, hidden, record, n)
        return self.text_norm(t), self.image_norm(v)


class Strategy(nn.Module):
    """The three ways to make one match logit of two pooled states."""

    def __init__(self, name, d):
        super().__init__()
        self.name = name
        if name == "concat":
            self.hidden, self.classifier = nn.Linear(2 * d, d), nn.Linear(d, 1)
        else:
            self.text, self.image = nn.Linear(d, d), nn.Linear(d, d)
        if name == "weighted_sum":
            self.weights, self.classifier = nn.Parameter(torch.zeros(2)), nn.Linear(d, 1)
        if name == "shared_space":
            self.scale, self.bias = nn.Parameter(torch.full((1,), 5.0)), nn.Parameter(torch.zeros(1))

    def forward(self, pt, pv):
        if self.name == "concat":
            return self.classifier(F.gelu(self.hidden(torch.cat([pt, pv], -1))))[:, 0]
        if self.name == "weighted_sum":
            w = torch.softmax(self.weights, 0)
            return self.classifier(F.gelu(w[0] * self.text(pt) + w[1] * self.image(pv)))[:, 0]
        return self.scale * F.cosine_similarity(self.text(pt), self.image(pv), dim=-1) + self.bias


STRATEGIES = ["concat", "weighted_sum", "shared_space"]


class Heads(nn.ModuleDict):
    def __init__(self, mode, config):
        d = config["hidden_size"]
        parts = {name: Strategy(name, d) for name in STRATEGIES}
        if updates_text(mode):
            parts["masked_word"] = nn.Linear(d, config["text_config"]["vocab_size"])
        if updates_image(mode):
            parts["described"] = nn.Linear(d, 1)
            parts["region_colour"] = nn.Linear(d, len(config["colours"]))
            parts["region_shape"] = nn.Linear(d, len(config["shapes"]))
        super().__init__(parts)


def pool(kind, x, hidden=None):
    if kind == "first":
        return x[:, 0]
    if kind == "max":
        return (x if hidden is None else x.masked_fill(hidden[:, :, None].bool(), LOWEST)).amax(1)
    if hidden is None:
        return x.mean(1)
    seen = (1 - hidden)[:, :, None]
    return (x * seen).sum(1) / seen.sum(1)


class Scenes(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        eps, width = config["layer_norm_eps"], config["hidden_size"]
        self.text = TextTower(config["text_config"], eps)
        self.vision = ImageTower(config["vision_config"], eps)
        self.align_text = nn.Linear(config["text_config"]["hidden_size"], width)
        self.align_image = nn.Linear(config["vision_config"]["hidden_size"], width)
        self.fusion = nn.ModuleDict({m: Stack(m, config) for m in config["modes"]})
        self.heads = nn.ModuleDict({m: Heads(m, config) for m in config["modes"]})

    def read_text(self, ids, hidden, record=None):
        return self.align_text(self.text(ids, hidden, record))

    def read_image(self, pixels, masked=None, record=None):
        return self.align_image(self.vision(pixels, masked, record))

    def match(self, mode, t, v, hidden):
        """Logits of the three strategies, [3, rows]."""
        pt, pv = pool(self.config["text_pooling"], t, hidden), pool(self.config["image_pooling"], v)
        return torch.stack([self.heads[mode][name](pt, pv) for name in STRATEGIES])

    def forward(self, mode, ids, pixels):
        """Everything that one run gives, with every attention tensor. No padding."""
        record, hidden = {}, torch.zeros(ids.shape)
        t, v = self.read_text(ids, hidden, record), self.read_image(pixels, None, record)
        t, v = self.fusion[mode](t, v, hidden, record)
        result = {"text_state": t, "image_state": v, "match": self.match(mode, t, v, hidden)}
        for name, head in self.heads[mode].items():
            if name not in STRATEGIES:
                result[name] = head(t if name == "masked_word" else v)
        return result, record


def normalised(pictures):
    """uint8 [rows, side, side, 3] to pixel values [rows, 3, side, side]."""
    x = torch.as_tensor(pictures).permute(0, 3, 1, 2).float()
    return (x / 255 - 0.5) / 0.5
