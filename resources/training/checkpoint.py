"""The model folder: safetensors in f16 and the small files beside it, written and read without any package."""
import json
import struct
from pathlib import Path

import numpy as np
import torch

from model import Scenes
from vocabulary import VOCABULARY


def write_safetensors(path, tensors):
    """`tensors`: name -> torch tensor. All are stored as F16."""
    header, blobs, offset = {"__metadata__": {"format": "pt"}}, [], 0
    for name in sorted(tensors):
        data = tensors[name].detach().numpy().astype("<f2").tobytes()
        header[name] = {"dtype": "F16", "shape": list(tensors[name].shape), "data_offsets": [offset, offset + len(data)]}
        blobs.append(data)
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def read_safetensors(path):
    data = Path(path).read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    body, result = memoryview(data)[8 + length:], {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = np.frombuffer(body[begin:end], "<f2").reshape(entry["shape"])
        result[name] = torch.from_numpy(values.astype(np.float32))
    return result


def write_folder(folder, model):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    config = {**model.config, "torch_dtype": "float16"}
    size = config["vision_config"]["image_size"]
    dump = lambda name, value: (folder / name).write_text(json.dumps(value, indent=2) + "\n")
    dump("config.json", config)
    write_safetensors(folder / "model.safetensors", model.state_dict())
    (folder / "vocab.txt").write_text("".join(word + "\n" for word in VOCABULARY))
    special = {"cls_token": "[CLS]", "mask_token": "[MASK]", "pad_token": "[PAD]", "sep_token": "[SEP]",
               "unk_token": "[UNK]"}
    dump("special_tokens_map.json", special)
    dump("tokenizer_config.json", {**special, "tokenizer_class": "BertTokenizer", "do_lower_case": True,
                                   "do_basic_tokenize": True, "strip_accents": None, "tokenize_chinese_chars": True,
                                   "model_max_length": config["text_config"]["max_position_embeddings"]})
    dump("preprocessor_config.json", {
        "image_processor_type": "BlipImageProcessor", "do_convert_rgb": True, "do_resize": True,
        "size": {"height": size, "width": size}, "resample": 3, "do_rescale": True, "rescale_factor": 1 / 255,
        "do_normalize": True, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]})


def read_folder(folder):
    """The model with the stored f16 weights widened to float32."""
    config = json.loads((Path(folder) / "config.json").read_text())
    model = Scenes(config)
    model.load_state_dict(read_safetensors(Path(folder) / "model.safetensors"))
    return model.eval()
