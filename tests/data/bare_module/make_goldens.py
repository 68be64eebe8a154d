#!/usr/bin/python3
"""Writes small cross-attention modules with their features and what PyTorch makes of them:
torch.nn.MultiheadAttention itself, and the two forms with four linear layers and with 1×1 convolutions,
written anew below. Run it in its folder (torch 1.13, numpy): OMP_NUM_THREADS=1 ./make_goldens.py

Each folder holds weights.safetensors, .npz or .pt, query.npy, context.npy, maybe value.npy and mask.npy,
attention.npy [1, heads, queries, keys], output.npy and case.json with what the weights can't say.
"""
import json
import os
import struct

import numpy as np
import torch
from torch import nn
from torch.nn import functional

HERE = os.path.dirname(os.path.abspath(__file__))


class LinearCrossAttention(nn.Module):
    """softmax(Q Kᵀ / √(head width)) V between features of different widths."""

    def __init__(self, query_width, context_width, inner, inner_value, out, heads):
        super().__init__()
        self.heads = heads
        self.query_linear = nn.Linear(query_width, inner)
        self.key_linear = nn.Linear(context_width, inner)
        self.value_linear = nn.Linear(context_width, inner_value)
        self.output_linear = nn.Linear(inner_value, out)

    def forward(self, query, context, mask=None):
        split = lambda x: x.reshape(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)
        q, k, v = split(self.query_linear(query)), split(self.key_linear(context)), split(self.value_linear(context))
        scores = q @ k.transpose(2, 3) / q.shape[-1] ** 0.5
        if mask is not None:
            scores = scores.masked_fill(mask, -1e9)
        weights = functional.softmax(scores, dim=-1)
        mixed = (weights @ v).transpose(1, 2).flatten(2)
        return self.output_linear(mixed), weights


class ConvolutionCrossAttention(nn.Module):
    """A picture [b, c, h, w] asks a text [b, words, width]; scores are scaled by width^-0.5 whatever the heads."""

    def __init__(self, channels, width, heads):
        super().__init__()
        self.heads, self.scale = heads, width ** -0.5
        self.proj_in = nn.Conv2d(channels, width, kernel_size=1)
        self.Wq, self.Wk, self.Wv = nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width)
        self.proj_out = nn.Conv2d(width, channels, kernel_size=1)

    def forward(self, x, context, mask=None):
        b, _, h, w = x.shape
        rows = self.proj_in(x).flatten(2).transpose(1, 2)
        split = lambda y: y.reshape(b, -1, self.heads, y.shape[-1] // self.heads).transpose(1, 2)
        q, k, v = split(self.Wq(rows)), split(self.Wk(context)), split(self.Wv(context))
        scores = torch.einsum("bnid,bnjd->bnij", q, k) * self.scale
        if mask is not None:
            scores = scores.masked_fill(mask, -1e9)
        weights = functional.softmax(scores, dim=-1)
        out = torch.einsum("bnij,bnjd->bnid", weights, v).transpose(1, 2).flatten(2)
        return self.proj_out(out.transpose(1, 2).reshape(b, -1, h, w)), weights


def write_safetensors(path, state):
    header, blob = {}, b""
    for name, tensor in state.items():
        data = np.ascontiguousarray(tensor.detach().numpy(), np.float32).tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(blob), len(blob) + len(data)]}
        blob += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + blob)


def write(name, module, arrays, output, weights, facts, prefix="", kind="safetensors"):
    folder = os.path.join(HERE, name)
    os.makedirs(folder, exist_ok=True)
    state = {prefix + key: value for key, value in module.state_dict().items()}
    path = os.path.join(folder, "weights." + kind)
    if kind == "npz":
        np.savez(path, **{key: value.numpy() for key, value in state.items()})
    elif kind == "pt":
        torch.save(state, path)
    else:
        write_safetensors(path, state)
    for array, tensor in {**arrays, "output": output, "attention": weights}.items():
        np.save(os.path.join(folder, array + ".npy"), np.ascontiguousarray(tensor.detach().numpy()))
    with open(os.path.join(folder, "case.json"), "w") as file:
        json.dump({"weights": "weights." + kind, **facts}, file, indent=1)
        file.write("\n")


def rand(*shape):
    return torch.randn(*shape)


def spread(module):
    """Weights large enough that the attention is far from even, and biases that are not zero."""
    for parameter in module.parameters():
        parameter.data = torch.randn_like(parameter) * (0.4 if parameter.dim() > 1 else 0.3)
    return module.eval()


def torch_fused():
    module = spread(nn.MultiheadAttention(24, 4))
    query, context = rand(5, 1, 24), rand(12, 1, 24)
    mask = torch.zeros(1, 12, dtype=torch.bool)
    mask[0, 9:] = True
    out, weights = module(query, context, context, key_padding_mask=mask, average_attn_weights=False)
    write("torch_fused", module, {"query": query, "context": context, "mask": mask}, out.transpose(0, 1), weights,
          {"heads": 4, "query_is": "text", "batch": "second", "grid": "3x4"})


def torch_separate():
    module = spread(nn.MultiheadAttention(16, 2, kdim=12, vdim=20, add_bias_kv=True, add_zero_attn=True,
                                          batch_first=True))
    query, context, value = rand(1, 6, 16), rand(1, 7, 12), rand(1, 7, 20)
    mask = torch.rand(6, 7) < 0.4
    out, weights = module(query, context, value, attn_mask=mask, average_attn_weights=False)
    write("torch_separate", module, {"query": query, "context": context, "value": value, "mask": mask}, out, weights,
          {"heads": 2, "query_is": "image", "batch": "first", "zero_attention": True})


def torch_additive():
    module = spread(nn.MultiheadAttention(12, 3, bias=False, batch_first=True))
    query, picture = rand(1, 4, 12), rand(1, 12, 2, 5)
    context = picture.flatten(2).transpose(1, 2)
    mask = rand(4, 10)
    mask[1, 3] = -float("inf")
    out, weights = module(query, context, context, attn_mask=mask, average_attn_weights=False)
    write("torch_additive", module, {"query": query[0], "context": picture, "mask": mask}, out, weights, {"heads": 3})


def linear_widths():
    module = spread(LinearCrossAttention(18, 30, 24, 12, 10, 3))
    query, context = rand(4, 18), rand(12, 30)
    mask = torch.zeros(12, dtype=torch.bool)
    mask[[2, 11]] = True
    out, weights = module(query[None], context[None], mask)
    write("linear_widths", module, {"query": query, "context": context, "mask": mask}, out, weights,
          {"heads": 3, "grid": "4x3"}, prefix="block.1.cross.")


def linear_reverse():
    module = spread(LinearCrossAttention(16, 16, 16, 16, 16, 4))
    query, context = rand(1, 5, 16), rand(1, 6, 16)
    out, weights = module(context, query)
    write("linear_reverse", module, {"query": query, "context": context}, out, weights,
          {"heads": 4, "query_is": "text", "grid": "2x3", "mode": "image-to-text"}, kind="npz")


def convolution():
    module = spread(ConvolutionCrossAttention(6, 16, 1))
    query, context = rand(1, 6, 3, 5), rand(1, 8, 16)
    mask = torch.zeros(1, 15, 8, dtype=torch.bool)
    mask[:, :, 6:] = True
    mask[:, 4] = True  # a query that sees nothing: the fill leaves an even row
    out, weights = module(query, context, mask[:, None])
    write("convolution", module, {"query": query, "context": context, "mask": mask}, out, weights, {"heads": 1})


def convolution_heads():
    module = spread(ConvolutionCrossAttention(7, 12, 4))
    query, context = rand(1, 7, 4, 3), rand(1, 5, 12)
    mask = torch.tensor([[False, False, False, True, True]])
    out, weights = module(query, context, mask[:, None, None])
    write("convolution_heads", module, {"query": query, "context": context, "mask": mask}, out, weights, {"heads": 4},
          kind="pt")


torch.manual_seed(7)
with torch.no_grad():
    for make in (torch_fused, torch_separate, torch_additive, linear_widths, linear_reverse, convolution,
                 convolution_heads):
        make()
