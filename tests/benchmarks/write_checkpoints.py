"""Writes checkpoint folders of real sizes with random weights, for benchmarks.

    python3 write_checkpoints.py TARGET [blip-itm-base] [lxmert-base] [vilt-b32] [clip-vit-b32]

Shapes are those of the published checkpoints (BLIP ITM base at 384 px, LXMERT base, ViLT-B/32, CLIP ViT-B/32), the
words of the vocabulary are made up. Weights are normal with deviation 0.02, norms 1 and 0: attention stays smooth and
no number overflows, which is all that a timing needs. LXMERT gets a region file `regions.npz` beside its config.
Needs numpy.
"""
import json
import struct
import sys
from pathlib import Path

import numpy as np

WIDTH, INNER, LAYERS, HEADS = 768, 3072, 12, 12


class Tensors:
    """Names and shapes, in the order in which they are written."""

    def __init__(self):
        self.shapes = {}

    def add(self, name, *shape):
        self.shapes[name] = shape

    def linear(self, name, out, into, bias=True):
        self.add(f"{name}.weight", out, into)
        if bias:
            self.add(f"{name}.bias", out)

    def norm(self, name, width):
        self.add(f"{name}.weight", width)
        self.add(f"{name}.bias", width)

    def bert_attention(self, name, inner="self", context=WIDTH):
        for part, into in (("query", WIDTH), ("key", context), ("value", context)):
            self.linear(f"{name}.{inner}.{part}", WIDTH, into)
        self.linear(f"{name}.output.dense", WIDTH, WIDTH)
        self.norm(f"{name}.output.LayerNorm", WIDTH)

    def bert_feed_forward(self, layer, into="intermediate", out="output"):
        self.linear(f"{layer}.{into}.dense", INNER, WIDTH)
        self.linear(f"{layer}.{out}.dense", WIDTH, INNER)
        self.norm(f"{layer}.{out}.LayerNorm", WIDTH)

    def bert_layer(self, layer):
        self.bert_attention(f"{layer}.attention")
        self.bert_feed_forward(layer)

    def bert_embeddings(self, name, words, positions, types):
        self.add(f"{name}.word_embeddings.weight", words, WIDTH)
        self.add(f"{name}.position_embeddings.weight", positions, WIDTH)
        if types:
            self.add(f"{name}.token_type_embeddings.weight", types, WIDTH)
        self.norm(f"{name}.LayerNorm", WIDTH)

    def clip_layer(self, layer, width, fused):
        self.norm(f"{layer}.layer_norm1", width)
        if fused:
            self.linear(f"{layer}.self_attn.qkv", 3 * width, width)
            self.linear(f"{layer}.self_attn.projection", width, width)
        else:
            for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                self.linear(f"{layer}.self_attn.{part}", width, width)
        self.norm(f"{layer}.layer_norm2", width)
        self.linear(f"{layer}.mlp.fc1", 4 * width, width)
        self.linear(f"{layer}.mlp.fc2", width, 4 * width)

    def write(self, path):
        header, offset = {}, 0
        for name, shape in self.shapes.items():
            size = 4 * int(np.prod(shape, dtype=np.int64))
            header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [offset, offset + size]}
            offset += size
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        random = np.random.default_rng(1)
        with open(path, "wb") as out:
            out.write(struct.pack("<Q", len(text)) + text)
            for name, shape in self.shapes.items():
                is_norm = len(shape) == 1 and "norm" in name.lower()
                if is_norm:
                    values = np.full(shape, float(name.endswith("weight")), np.float32)
                else:
                    values = np.asarray(random.standard_normal(shape, np.float32) * 0.02, np.float32)
                out.write(values.tobytes())


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1) + "\n")


def write_word_pieces(folder, size):
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "red", "circle", "blue", "square", "on", "the", "left"]
    (folder / "vocab.txt").write_text("\n".join(words + [f"word{k}" for k in range(len(words), size)]) + "\n")
    write_json(folder / "tokenizer_config.json", {"do_lower_case": True, "model_max_length": 512})


def write_byte_pairs(folder):
    """CLIP's byte symbols and the two marks; no merges but one for each made-up entry."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    symbols = [chr(b) for b in printable] + [chr(256 + n) for n in range(256 - len(printable))]
    entries = symbols + [s + "</w>" for s in symbols]
    merges = []
    for left in symbols:
        for right in symbols:
            if len(entries) < 49406:
                merges.append(f"{left} {right}")
                entries.append(left + right)
    entries += ["<|startoftext|>", "<|endoftext|>"]
    write_json(folder / "vocab.json", {entry: k for k, entry in enumerate(entries)})
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")
    marks = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
             "pad_token": "<|endoftext|>"}
    write_json(folder / "special_tokens_map.json", marks)
    write_json(folder / "tokenizer_config.json", {**marks, "model_max_length": 77})


def preprocessor(size, mean, deviation):
    return {"do_resize": True, "do_rescale": True, "do_normalize": True, "resample": 3, "rescale_factor": 1 / 255,
            "image_mean": mean, "image_std": deviation, "size": size}


CLIP_MEAN, CLIP_DEVIATION = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]


def blip(folder):
    t = Tensors()
    vision = "vision_model"
    t.add(f"{vision}.embeddings.class_embedding", 1, 1, WIDTH)
    t.add(f"{vision}.embeddings.patch_embedding.weight", WIDTH, 3, 16, 16)
    t.add(f"{vision}.embeddings.patch_embedding.bias", WIDTH)
    t.add(f"{vision}.embeddings.position_embedding", 1, 577, WIDTH)
    for n in range(LAYERS):
        t.clip_layer(f"{vision}.encoder.layers.{n}", WIDTH, fused=True)
    t.norm(f"{vision}.post_layernorm", WIDTH)
    t.bert_embeddings("text_encoder.embeddings", 30524, 512, 0)
    for n in range(LAYERS):
        layer = f"text_encoder.encoder.layer.{n}"
        t.bert_layer(layer)
        t.bert_attention(f"{layer}.crossattention")
    t.linear("vision_proj", 256, WIDTH)
    t.linear("text_proj", 256, WIDTH)
    t.linear("itm_head", 2, WIDTH)
    t.write(folder / "model.safetensors")
    write_json(folder / "config.json", {
        "model_type": "blip", "architectures": ["BlipForImageTextRetrieval"], "image_text_hidden_size": 256,
        "text_config": {"num_attention_heads": 12}, "vision_config": {"image_size": 384, "patch_size": 16}})
    write_json(folder / "preprocessor_config.json",
               preprocessor({"height": 384, "width": 384}, CLIP_MEAN, CLIP_DEVIATION))
    write_word_pieces(folder, 30524)


def lxmert(folder):
    t = Tensors()
    t.bert_embeddings("lxmert.embeddings", 30522, 512, 2)
    for part, into in (("visn_fc", 2048), ("box_fc", 4)):
        t.linear(f"lxmert.encoder.visn_fc.{part}", WIDTH, into)
    t.norm("lxmert.encoder.visn_fc.visn_layer_norm", WIDTH)
    t.norm("lxmert.encoder.visn_fc.box_layer_norm", WIDTH)
    for kind, count in (("layer", 9), ("r_layers", 5)):
        for n in range(count):
            t.bert_layer(f"lxmert.encoder.{kind}.{n}")
    for n in range(5):
        layer = f"lxmert.encoder.x_layers.{n}"
        t.bert_attention(f"{layer}.visual_attention", "att")
        for side in ("lang", "visn"):
            t.bert_attention(f"{layer}.{side}_self_att")
            t.bert_feed_forward(layer, f"{side}_inter", f"{side}_output")
    t.linear("lxmert.pooler.dense", WIDTH, WIDTH)
    t.linear("answer_head.logit_fc.0", 2 * WIDTH, WIDTH)
    t.norm("answer_head.logit_fc.2", 2 * WIDTH)
    t.shapes["answer_head.logit_fc.3.weight"] = (9500, 2 * WIDTH)
    t.shapes["answer_head.logit_fc.3.bias"] = (9500,)
    t.linear("cls.seq_relationship", 2, WIDTH)
    t.linear("cls.predictions.transform.dense", WIDTH, WIDTH)
    t.norm("cls.predictions.transform.LayerNorm", WIDTH)
    t.add("cls.predictions.bias", 30522)
    t.write(folder / "model.safetensors")
    write_json(folder / "config.json", {"model_type": "lxmert", "architectures": ["LxmertForPreTraining"]})
    write_word_pieces(folder, 30522)
    random = np.random.default_rng(2)
    corners = np.sort(random.random((36, 2, 2), np.float32), axis=1)
    np.savez(folder / "regions.npz", features=np.abs(random.standard_normal((36, 2048), np.float32)),
             boxes_normalized=corners.reshape(36, 4))


def vilt(folder):
    t = Tensors()
    t.bert_embeddings("vilt.embeddings.text_embeddings", 30522, 40, 2)
    t.add("vilt.embeddings.cls_token", 1, 1, WIDTH)
    t.add("vilt.embeddings.position_embeddings", 1, 145, WIDTH)
    t.add("vilt.embeddings.patch_embeddings.projection.weight", WIDTH, 3, 32, 32)
    t.add("vilt.embeddings.patch_embeddings.projection.bias", WIDTH)
    t.add("vilt.embeddings.token_type_embeddings.weight", 2, WIDTH)
    for n in range(LAYERS):
        layer = f"vilt.encoder.layer.{n}"
        for part in ("query", "key", "value"):
            t.linear(f"{layer}.attention.attention.{part}", WIDTH, WIDTH)
        t.linear(f"{layer}.attention.output.dense", WIDTH, WIDTH)
        t.linear(f"{layer}.intermediate.dense", INNER, WIDTH)
        t.linear(f"{layer}.output.dense", WIDTH, INNER)
        t.norm(f"{layer}.layernorm_before", WIDTH)
        t.norm(f"{layer}.layernorm_after", WIDTH)
    t.norm("vilt.layernorm", WIDTH)
    t.linear("vilt.pooler.dense", WIDTH, WIDTH)
    t.linear("rank_output", 1, WIDTH)
    t.write(folder / "model.safetensors")
    write_json(folder / "config.json", {"model_type": "vilt", "architectures": ["ViltForImageAndTextRetrieval"]})
    write_json(folder / "preprocessor_config.json", {
        **preprocessor({"shortest_edge": 384}, [0.5] * 3, [0.5] * 3), "size_divisor": 32,
        "image_processor_type": "ViltImageProcessor"})
    write_word_pieces(folder, 30522)


def clip(folder):
    t = Tensors()
    t.add("logit_scale")
    t.add("text_model.embeddings.token_embedding.weight", 49408, 512)
    t.add("text_model.embeddings.position_embedding.weight", 77, 512)
    t.add("vision_model.embeddings.class_embedding", WIDTH)
    t.add("vision_model.embeddings.patch_embedding.weight", WIDTH, 3, 32, 32)
    t.add("vision_model.embeddings.position_embedding.weight", 50, WIDTH)
    t.norm("vision_model.pre_layrnorm", WIDTH)
    for n in range(LAYERS):
        t.clip_layer(f"text_model.encoder.layers.{n}", 512, fused=False)
        t.clip_layer(f"vision_model.encoder.layers.{n}", WIDTH, fused=False)
    t.norm("text_model.final_layer_norm", 512)
    t.norm("vision_model.post_layernorm", WIDTH)
    t.linear("text_projection", 512, 512, bias=False)
    t.linear("visual_projection", 512, WIDTH, bias=False)
    t.write(folder / "model.safetensors")
    write_json(folder / "config.json", {"model_type": "clip", "architectures": ["CLIPModel"], "projection_dim": 512,
                                        "text_config": {}, "vision_config": {}})
    write_json(folder / "preprocessor_config.json", {
        **preprocessor({"shortest_edge": 224}, CLIP_MEAN, CLIP_DEVIATION), "do_center_crop": True,
        "crop_size": {"height": 224, "width": 224}})
    write_byte_pairs(folder)


FAMILIES = {"blip-itm-base": blip, "lxmert-base": lxmert, "vilt-b32": vilt, "clip-vit-b32": clip}


def main():
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(FAMILIES):
        sys.exit(__doc__)
    for name in sys.argv[2:] or FAMILIES:
        folder = Path(sys.argv[1]) / name
        folder.mkdir(parents=True, exist_ok=True)
        FAMILIES[name](folder)
        print(folder)


if __name__ == "__main__":
    main()
