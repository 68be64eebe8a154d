#!/usr/bin/env python3
"""Makes the goldens below tests/data/{blocks,modes,fusion} with PyTorch in float32.

Written from the design's update rules and from PyTorch's own modules, not from the C++.
Run from anywhere:  OMP_NUM_THREADS=1 python3 tests/data/blocks/make_goldens.py

Each folder gets a manifest.json (how it was made, the tolerance, shapes), one .npy file for each
input and output, and weights.npy: all weights one after the other, named in the manifest.
"""

import json
import math
import pathlib

import numpy
import torch
from torch import nn
from torch.nn import functional

DATA = pathlib.Path(__file__).resolve().parent.parent
SEED = 20260912
TOLERANCE = 1e-5


class Folder:
    """One folder of goldens while it is filled."""

    def __init__(self, name):
        self.path = DATA / name
        self.path.mkdir(parents=True, exist_ok=True)
        for old in self.path.rglob("*.npy"):
            old.unlink()
        self.arrays = {}
        self.weights = {}

    def add(self, name, values):
        """Writes `values` to <name>.npy; a slash in the name makes a subfolder."""
        values = values.detach().numpy() if isinstance(values, torch.Tensor) else numpy.array(values)
        assert values.dtype in (numpy.float32, numpy.int64), (name, values.dtype)
        file = self.path / (name + ".npy")
        file.parent.mkdir(parents=True, exist_ok=True)
        numpy.save(file, numpy.ascontiguousarray(values))
        self.arrays[name] = list(values.shape)

    def add_weight(self, name, values):
        assert name not in self.weights, name
        assert values.dtype == torch.float32, name
        self.weights[name] = values.detach().numpy()

    def add_module(self, prefix, module):
        for name, values in module.state_dict().items():
            self.add_weight(f"{prefix}.{name}", values)

    def finish(self, meaning):
        tensors, flat, offset = {}, [], 0
        for name, values in self.weights.items():
            tensors[name] = {"shape": list(values.shape), "offset": offset}
            flat.append(values.reshape(-1))
            offset += values.size
        numpy.save(self.path / "weights.npy", numpy.concatenate(flat))
        manifest = {
            "made_by": "tests/data/blocks/make_goldens.py",
            "torch": torch.__version__,
            "dtype": "float32",
            "seed": SEED,
            "tolerance": TOLERANCE,
            "meaning": meaning,
            "arrays": self.arrays,
            "weights": {"file": "weights.npy", "tensors": tensors},
        }
        text = json.dumps(manifest, indent=1)
        (self.path / "manifest.json").write_text(text + "\n")


def randomise(module, scale=0.4):
    """Weights and biases large enough that every one of them matters."""
    with torch.no_grad():
        for name, values in module.named_parameters():
            values.copy_(torch.randn_like(values) * scale)
            if "norm" in name and name.endswith("weight"):
                values.add_(1.0)
    return module.train()  # dropout is 0; train() keeps PyTorch off its fused inference path


# --- blocks -----------------------------------------------------------------------------------


def attention_case(folder, name, module, query, context, key_padding=None, attn_mask=None):
    """One call of torch.nn.MultiheadAttention, with the weights of each head."""
    key_padding_mask = None if key_padding is None else key_padding.bool()[None]
    output, weights = module(
        query[None],
        context[None],
        context[None],
        key_padding_mask=key_padding_mask,
        attn_mask=attn_mask,
        need_weights=True,
        average_attn_weights=False,
    )
    folder.add(f"{name}/x", query)
    folder.add(f"{name}/context", context)
    folder.add(f"{name}/output", output[0])
    folder.add(f"{name}/weights", weights[0])
    if key_padding is not None:
        folder.add(f"{name}/key_padding", key_padding)
    if attn_mask is not None:
        folder.add(f"{name}/attn_mask", attn_mask)


def make_attention(folder):
    width, context_width, heads = 24, 20, 3
    queries, keys = 7, 9
    self_module = randomise(nn.MultiheadAttention(width, heads, batch_first=True))
    cross = randomise(nn.MultiheadAttention(width, heads, batch_first=True, kdim=context_width,
                                            vdim=context_width))
    plain = randomise(nn.MultiheadAttention(width, heads, batch_first=True, bias=False))
    folder.add_module("mha.self", self_module)
    folder.add_module("mha.cross", cross)
    folder.add_module("mha.unbiased", plain)

    x = torch.randn(queries, width)
    wide = torch.randn(keys, width)
    context = torch.randn(keys, context_width)
    padding = torch.tensor([0, 0, 1, 0, 0, 0, 0, 1, 1])
    causal = torch.full((queries, queries), -math.inf).triu(1)
    arbitrary = torch.randn(queries, keys)
    arbitrary[torch.rand(queries, keys) < 0.3] = -math.inf
    arbitrary[:, 0] = 0.5  # every row keeps an open key

    attention_case(folder, "attention/self", self_module, x, x)
    attention_case(folder, "attention/self_causal", self_module, x, x, attn_mask=causal)
    attention_case(folder, "attention/self_unbiased", plain, x, x)
    attention_case(folder, "attention/cross_same_width", self_module, x, wide)
    attention_case(folder, "attention/cross_same_width_padded", self_module, x, wide, padding)
    attention_case(folder, "attention/cross_kdim", cross, x, context)
    attention_case(folder, "attention/cross_kdim_padded", cross, x, context, padding)
    attention_case(folder, "attention/cross_kdim_masked", cross, x, context,
                   attn_mask=arbitrary)
    attention_case(folder, "attention/cross_kdim_padded_masked", cross, x, context, padding,
                   arbitrary)


def make_layer_norm(folder):
    width = 24
    x = torch.randn(5, width) * 3.0
    x[1] = 2.5  # no variance: epsilon decides
    x[2] += 10.0
    x[3] *= 1e-5  # variance far below 1e-5
    folder.add("layer_norm/x", x)
    for name, epsilon in (("eps_1e-5", 1e-5), ("eps_1e-12", 1e-12)):
        norm = randomise(nn.LayerNorm(width, eps=epsilon))
        old_names = name == "eps_1e-12"
        folder.add_weight(f"layer_norm.{name}.{'gamma' if old_names else 'weight'}", norm.weight)
        folder.add_weight(f"layer_norm.{name}.{'beta' if old_names else 'bias'}", norm.bias)
        rows = [0, 2, 3, 4] if old_names else range(5)  # 1e-12 turns rounding of row 1 into noise
        folder.add(f"layer_norm/{name}_rows", torch.tensor(list(rows)))
        folder.add(f"layer_norm/{name}", norm(x)[list(rows)])


def make_activations(folder):
    x = torch.cat([torch.linspace(-6, 6, 241), torch.tensor([-100.0, -20.0, 0.0, 20.0, 100.0])])
    folder.add("activation/x", x)
    folder.add("activation/gelu", functional.gelu(x))
    folder.add("activation/quick_gelu", x * torch.sigmoid(1.702 * x))
    folder.add("activation/gelu_new", functional.gelu(x, approximate="tanh"))
    folder.add("activation/relu", functional.relu(x))
    folder.add("activation/tanh", torch.tanh(x))
    folder.add("activation/silu", functional.silu(x))


def make_convolutions(folder):
    stem = randomise(nn.Conv2d(3, 5, 3, stride=2, padding=1), 0.2)
    patches = randomise(nn.Conv2d(3, 6, 4, stride=4, bias=False), 0.2)
    wide = randomise(nn.Conv2d(3, 4, 5, stride=1, padding=2), 0.2)
    picture = torch.randn(3, 9, 14)
    folder.add("convolution/x", picture)
    for name, module in (("stem", stem), ("patches", patches), ("wide", wide)):
        folder.add_module(f"convolution.{name}", module)
        folder.add(f"convolution/{name}", module(picture[None])[0])


def make_small(folder):
    x = torch.randn(6, 10)
    hidden = torch.tensor([0, 1, 0, 0, 1, 0])
    opened = x[hidden == 0]
    folder.add("pooling/x", x)
    folder.add("pooling/hidden", hidden)
    folder.add("pooling/max", opened.max(0, keepdim=True).values)
    folder.add("pooling/mean", opened.mean(0, keepdim=True))
    folder.add("pooling/first", opened[:1])

    linear = randomise(nn.Linear(10, 4))
    folder.add_module("linear", linear)
    folder.add("linear/x", x)
    folder.add("linear/output", linear(x))

    embedding = randomise(nn.Embedding(12, 5))
    ids = torch.tensor([3, 0, 11, 3])
    folder.add_module("embedding", embedding)
    folder.add("embedding/ids", ids)
    folder.add("embedding/output", embedding(ids))


def make_layers(folder):
    """Whole layers of PyTorch: pre- and post-norm encoder, post-norm decoder (BLIP's text layer)."""
    width, heads, inner = 16, 4, 40
    x = torch.randn(6, width)
    context = torch.randn(8, width)
    hidden = torch.tensor([0, 0, 0, 0, 1, 1])
    folder.add("layer/x", x)
    folder.add("layer/context", context)
    folder.add("layer/hidden", hidden)
    for name, norm_first in (("pre_norm", True), ("post_norm", False)):
        layer = randomise(nn.TransformerEncoderLayer(width, heads, inner, 0.0, "gelu", 1e-12,
                                                     batch_first=True, norm_first=norm_first))
        folder.add_module(f"encoder.{name}", layer)
        folder.add(f"layer/encoder_{name}",
                   layer(x[None], src_key_padding_mask=hidden.bool()[None])[0])
    decoder = randomise(nn.TransformerDecoderLayer(width, heads, inner, 0.0, "gelu", 1e-12,
                                                   batch_first=True))
    folder.add_module("decoder.post_norm", decoder)
    folder.add("layer/decoder_post_norm",
               decoder(x[None], context[None], tgt_key_padding_mask=hidden.bool()[None])[0])


# --- modes: written from the table of update rules ----------------------------------------------

WIDTH, HEADS, INNER, EPSILON = 16, 4, 24, 1e-5
LAYERS, TOKENS, UNITS = 2, 7, 9
HIDDEN_TOKENS = torch.tensor([0, 0, 0, 0, 0, 1, 1])
HIDDEN_UNITS = torch.tensor([0, 0, 0, 1, 0, 0, 0, 0, 0])


def additive(hidden):
    return torch.where(hidden.bool(), torch.finfo(torch.float32).min, 0.0)[None]


def split_heads(x):
    return x.reshape(x.shape[0], HEADS, -1).transpose(0, 1)  # [heads, rows, head width]


class Projections(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)

    def attend(self, asks, looked_at, mask):
        q, k, v = (split_heads(p) for p in
                   (self.query(asks), self.key(looked_at), self.value(looked_at)))
        weights = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(WIDTH / HEADS) + mask, dim=-1)
        return self.output((weights @ v).transpose(0, 1).reshape(asks.shape[0], WIDTH)), weights


class S(Projections):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)

    def forward(self, x, mask):
        x = self.norm(x)
        return self.attend(x, x, mask)


class X(Projections):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.context_norm = nn.LayerNorm(WIDTH, eps=EPSILON)

    def forward(self, x, context, mask):
        return self.attend(self.norm(x), self.context_norm(context), mask)


class F(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.add_module("in", nn.Linear(WIDTH, INNER))
        self.out = nn.Linear(INNER, WIDTH)

    def forward(self, x):
        return self.out(functional.gelu(getattr(self, "in")(self.norm(x))))


class Layer(nn.Module):
    """The blocks of every mode; each mode takes those that it names."""

    def __init__(self):
        super().__init__()
        self.text_self, self.image_self, self.joint_self = S(), S(), S()
        self.text_cross, self.image_cross = X(), X()
        self.text_ffn, self.image_ffn, self.joint_ffn = F(), F(), F()

    def text_to_image(self, t, v, mt, mv):
        x, a = self.text_cross(t, v, mv)
        t = t + x
        t = t + self.text_ffn(t)
        return t, v, {"cross_text_to_image": a}

    def image_to_text(self, t, v, mt, mv):
        x, a = self.image_cross(v, t, mt)
        v = v + x
        v = v + self.image_ffn(v)
        return t, v, {"cross_image_to_text": a}

    def co_attention(self, t, v, mt, mv):
        xt, a = self.text_cross(t, v, mv)
        xv, b = self.image_cross(v, t, mt)
        t1, v1 = t + xt, v + xv
        return (t1 + self.text_ffn(t1), v1 + self.image_ffn(v1),
                {"cross_text_to_image": a, "cross_image_to_text": b})

    def alternating(self, t, v, mt, mv):
        xt, a = self.text_cross(t, v, mv)
        t = t + xt
        t = t + self.text_ffn(t)
        xv, b = self.image_cross(v, t, mt)
        v = v + xv
        v = v + self.image_ffn(v)
        return t, v, {"cross_text_to_image": a, "cross_image_to_text": b}

    def hybrid(self, t, v, mt, mv):
        st, c = self.text_self(t, mt)
        sv, d = self.image_self(v, mv)
        t, v = t + st, v + sv
        t, v, crossed = self.co_attention(t, v, mt, mv)
        return t, v, {**crossed, "xlayer_text_self": c, "xlayer_vision_self": d}

    def single_stream(self, t, v, mt, mv):
        z = torch.cat([t, v])
        s, a = self.joint_self(z, torch.cat([mt, mv], dim=1))
        z = z + s
        z = z + self.joint_ffn(z)
        return z[:t.shape[0]], z[t.shape[0]:], {"joint_self": a}


class LxmertLayer(nn.Module):
    """Post-norm, cross then self then feed-forward, one shared X (the LXMERT row of the table)."""

    def __init__(self):
        super().__init__()
        self.cross, self.text_self, self.image_self = Projections(), Projections(), Projections()
        self.text_in, self.text_out = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.image_in, self.image_out = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        for norm in ("cross", "text_self", "image_self", "text_ffn", "image_ffn"):
            self.add_module(norm + "_norm", nn.LayerNorm(WIDTH, eps=1e-12))

    def forward(self, t, v, mt, mv):
        xt, a = self.cross.attend(t, v, mv)
        xv, b = self.cross.attend(v, t, mt)
        t1, v1 = self.cross_norm(t + xt), self.cross_norm(v + xv)
        st, c = self.text_self.attend(t1, t1, mt)
        sv, d = self.image_self.attend(v1, v1, mv)
        t2, v2 = self.text_self_norm(t1 + st), self.image_self_norm(v1 + sv)
        ft = self.text_out(functional.gelu(self.text_in(t2)))
        fv = self.image_out(functional.gelu(self.image_in(v2)))
        return (self.text_ffn_norm(t2 + ft), self.image_ffn_norm(v2 + fv),
                {"cross_text_to_image": a, "cross_image_to_text": b,
                 "xlayer_text_self": c, "xlayer_vision_self": d})


def run_stack(folder, name, steps, t, v):
    """Runs the layers and writes states and weights, stacked over layers."""
    masks = additive(HIDDEN_TOKENS), additive(HIDDEN_UNITS)
    texts, images, weights = [], [], {}
    for step in steps:
        t, v, recorded = step(t, v, *masks)
        texts.append(t)
        images.append(v)
        for kind, values in recorded.items():
            weights.setdefault(kind, []).append(values)
    folder.add(f"{name}/text", torch.stack(texts))
    folder.add(f"{name}/image", torch.stack(images))
    for kind, values in weights.items():
        folder.add(f"{name}/{kind}", torch.stack(values))


def make_modes():
    folder = Folder("modes")
    t, v = torch.randn(TOKENS, WIDTH), torch.randn(UNITS, WIDTH)
    folder.add("text", t)
    folder.add("image", v)
    folder.add("hidden_tokens", HIDDEN_TOKENS)
    folder.add("hidden_units", HIDDEN_UNITS)
    layers = [randomise(Layer(), 0.3) for _ in range(LAYERS)]
    for number, layer in enumerate(layers):
        folder.add_module(f"layers.{number}", layer)
    for mode in ("text_to_image", "image_to_text", "co_attention", "alternating", "hybrid",
                 "single_stream"):
        run_stack(folder, mode, [getattr(layer, mode) for layer in layers], t, v)
    lxmert = [randomise(LxmertLayer(), 0.3) for _ in range(LAYERS)]
    for number, layer in enumerate(lxmert):
        folder.add_module(f"lxmert.{number}", layer)
    run_stack(folder, "lxmert", lxmert, t, v)
    folder.finish("two layers of each mode; states after each layer [layer, row, width] and "
                  "attention weights [layer, head, query, key]")


# --- fusion ---------------------------------------------------------------------------------------


def make_fusion():
    folder = Folder("fusion")
    width, pairs = 12, 4
    t, v = torch.randn(pairs, width), torch.randn(pairs, width)
    folder.add("text", t)
    folder.add("image", v)

    concat = nn.ModuleDict({"hidden": nn.Linear(2 * width, width),
                            "classifier": nn.Linear(width, 1)})
    randomise(concat)
    folder.add_module("head.concat", concat)
    logit = concat["classifier"](functional.gelu(concat["hidden"](torch.cat([t, v], 1))))
    folder.add("concat_logit", logit[:, 0])
    folder.add("concat_probability", torch.sigmoid(logit[:, 0]))

    weighted = nn.ModuleDict({"text": nn.Linear(width, width), "image": nn.Linear(width, width),
                              "classifier": nn.Linear(width, 1)})
    randomise(weighted)
    raw = torch.tensor([0.3, 1.1])
    share = torch.softmax(raw, 0)
    folder.add_module("head.weighted_sum", weighted)
    folder.add_weight("head.weighted_sum.weights", raw)
    logit = weighted["classifier"](functional.gelu(
        share[0] * weighted["text"](t) + share[1] * weighted["image"](v)))
    folder.add("weighted_sum_logit", logit[:, 0])
    folder.add("weighted_sum_probability", torch.sigmoid(logit[:, 0]))
    folder.add("weighted_sum_shares", share)

    shared = nn.ModuleDict({"text": nn.Linear(width, width), "image": nn.Linear(width, width)})
    randomise(shared)
    scale, bias = torch.tensor([7.5]), torch.tensor([-1.25])
    folder.add_module("head.shared_space", shared)
    folder.add_weight("head.shared_space.scale", scale)
    folder.add_weight("head.shared_space.bias", bias)
    logit = scale * functional.cosine_similarity(shared["text"](t), shared["image"](v)) + bias
    folder.add("shared_space_logit", logit)
    folder.add("shared_space_probability", torch.sigmoid(logit))
    folder.finish("match logits and probabilities of four pairs of pooled states [pair, width]")


def make_blocks():
    folder = Folder("blocks")
    make_attention(folder)
    make_layer_norm(folder)
    make_activations(folder)
    make_convolutions(folder)
    make_small(folder)
    make_layers(folder)
    folder.finish("single blocks and whole layers of PyTorch")


def main():
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    with torch.no_grad():
        make_blocks()
        make_modes()
        make_fusion()


if __name__ == "__main__":
    main()
