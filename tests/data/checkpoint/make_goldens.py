#!/usr/bin/env python3
"""Writes the torch files of this folder, and what is in them, with torch itself.

    OMP_NUM_THREADS=1 python3 make_goldens.py

zip.bin, legacy.bin    a trainer's file: the state dict below "model", foreign objects beside it;
                       tied, transposed, expanded, sliced, Parameter, empty and scalar tensors of
                       all types, old layer norm names, "module." before all
protocol4.bin, legacy4.bin  the same, by pickle's protocol 4
expected.safetensors   the same values, row-major, under the names that a model asks for
lxmert/                a tiny LXMERT as a folder for each form
Made with torch 1.13.1.
"""
import argparse
import json
import pathlib
import struct
from collections import OrderedDict, defaultdict

import numpy
import torch

HERE = pathlib.Path(__file__).parent
LEGACY = {"_use_new_zipfile_serialization": False}


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().to(torch.float32).contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def state_dict():
    """In the file, and what a reader makes of it (floating-point tensors only)."""
    whole = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 8 - 1
    words = torch.linspace(-2, 2, 15).reshape(5, 3)
    norm = torch.linspace(0.5, 1.5, 7)
    entries = [
        ("words.weight", words, True),
        ("decoder.weight", words, True),  # tied
        ("transposed.weight", whole.t(), True),
        ("sliced.weight", whole[1:3, 2:5], True),
        ("stepped.weight", whole[::2, ::3], True),
        ("turned.weight", whole.reshape(2, 3, 4).permute(2, 0, 1), True),
        ("expanded.weight", torch.tensor([[0.25], [0.75]]).expand(2, 4), True),
        ("norm.gamma", torch.nn.Parameter(norm), True),
        ("norm.beta", torch.nn.Parameter(-norm, requires_grad=False), True),
        ("half.weight", whole.half() / 3, True),
        ("brain.weight", (whole / 3).bfloat16().t(), True),
        ("double.weight", whole.double() / 3, True),
        ("scalar", torch.tensor(2.6592), True),
        ("empty", torch.zeros(0, 3), True),
        ("ids", torch.arange(9).expand(1, -1), False),
        ("flags", torch.tensor([True, False]), False),
        ("bytes", torch.tensor([1, 2], dtype=torch.uint8), False),
        ("waves", torch.tensor([1 + 2j, 3]), False),
    ]
    in_file = OrderedDict(("module." + name, tensor) for name, tensor, _ in entries)
    in_file._metadata = OrderedDict([("", {"version": 1}), ("words", {"version": 1})])
    usual = {"norm.gamma": "norm.weight", "norm.beta": "norm.bias"}
    expected = {usual.get(name, name): tensor for name, tensor, is_float in entries if is_float}
    return in_file, expected


def trainers_file(model):
    """What trainers put beside the weights; none of it is to be called."""
    lists = defaultdict(list)
    lists["losses"].append(0.5)
    return {"model": model,
            "optimizer": {"state": {0: {"step": torch.tensor(7.0)}}, "param_groups": [{"lr": 1e-4}]},
            "args": argparse.Namespace(lr=1e-4, path=pathlib.PurePosixPath("/data"), many={1, 2}),
            "history": lists,
            "best": numpy.float64(0.25),
            "scores": numpy.arange(3.0),
            "epoch": 70_000,
            "id": -(1 << 60)}


def lxmert_config():
    return {"architectures": ["LxmertForPreTraining"], "model_type": "lxmert", "hidden_size": 8,
            "intermediate_size": 12, "num_attention_heads": 2, "l_layers": 1, "x_layers": 1,
            "r_layers": 1, "vocab_size": 279, "max_position_embeddings": 22, "type_vocab_size": 2,
            "visual_feat_dim": 6, "visual_pos_dim": 4, "hidden_act": "gelu",
            "num_qa_labels": 5, "num_object_labels": 3, "num_attr_labels": 4}


def lxmert_state_dict():
    """Names as LxmertForPreTraining has them, model-families.md 6; every matrix random."""
    generator = torch.Generator().manual_seed(11)
    tensors = OrderedDict()
    width, inner = 8, 12

    def matrix(name, *shape):
        tensors[name] = torch.randn(*shape, generator=generator) * 0.4

    def linear(name, inputs, outputs):
        matrix(name + ".weight", outputs, inputs)
        matrix(name + ".bias", outputs)

    def norm(name):
        matrix(name + ".weight", width)
        tensors[name + ".weight"] += 1
        matrix(name + ".bias", width)

    def attention(name, inside="self"):
        for part in ("query", "key", "value"):
            linear(f"{name}.{inside}.{part}", width, width)
        linear(name + ".output.dense", width, width)
        norm(name + ".output.LayerNorm")

    def feed_forward(first, second):
        linear(first + ".dense", width, inner)
        linear(second + ".dense", inner, width)
        norm(second + ".LayerNorm")

    embeddings = "lxmert.embeddings."
    for name, rows in (("word", 279), ("position", 22), ("token_type", 2)):
        matrix(f"{embeddings}{name}_embeddings.weight", rows, width)
    norm(embeddings + "LayerNorm")
    regions = "lxmert.encoder.visn_fc."
    linear(regions + "visn_fc", 6, width)
    norm(regions + "visn_layer_norm")
    linear(regions + "box_fc", 4, width)
    norm(regions + "box_layer_norm")
    for stack in ("layer", "r_layers"):
        layer = f"lxmert.encoder.{stack}.0."
        attention(layer + "attention")
        feed_forward(layer + "intermediate", layer + "output")
    layer = "lxmert.encoder.x_layers.0."
    attention(layer + "visual_attention", "att")
    for side in ("lang", "visn"):
        attention(f"{layer}{side}_self_att")
        feed_forward(f"{layer}{side}_inter", f"{layer}{side}_output")
    linear("lxmert.pooler.dense", width, width)
    linear("cls.seq_relationship", width, 2)
    linear("cls.predictions.transform.dense", width, width)
    norm("cls.predictions.transform.LayerNorm")
    matrix("cls.predictions.bias", 279)
    tensors["cls.predictions.decoder.weight"] = tensors[embeddings + "word_embeddings.weight"]
    return tensors


def save(folder, file, value, **options):
    target = HERE / "lxmert" / folder
    target.mkdir(parents=True, exist_ok=True)
    torch.save(value, target / file, **options)


def main():
    in_file, expected = state_dict()
    write_safetensors(HERE / "expected.safetensors", expected)
    trainers = trainers_file(in_file)
    torch.save(trainers, HERE / "zip.bin")
    torch.save(trainers, HERE / "legacy.bin", **LEGACY)
    torch.save(trainers, HERE / "protocol4.bin", pickle_protocol=4)
    torch.save(trainers, HERE / "legacy4.bin", pickle_protocol=4, **LEGACY)

    tensors = lxmert_state_dict()
    (HERE / "lxmert").mkdir(exist_ok=True)
    (HERE / "lxmert" / "config.json").write_text(json.dumps(lxmert_config(), indent=1) + "\n")
    save("zip", "pytorch_model.bin", tensors)
    parameters = OrderedDict((name, torch.nn.Parameter(
        value.t().contiguous().t() if value.dim() == 2 else value))
        for name, value in tensors.items())
    parameters["cls.predictions.decoder.weight"] = \
        parameters["lxmert.embeddings.word_embeddings.weight"]
    save("legacy", "pytorch_model.bin", {"model": parameters, "epoch": 3}, **LEGACY)
    save("half", "pytorch_model.bin",
         OrderedDict((name, value.half()) for name, value in tensors.items()))
    save("brain", "pytorch_model.bin",
         OrderedDict((name, value.bfloat16()) for name, value in tensors.items()), **LEGACY)


if __name__ == "__main__":
    main()
