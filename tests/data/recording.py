"""What the scripts that record goldens share: safetensors files, and cases in the manifests that parity_test reads."""
import json
import struct
from pathlib import Path

import numpy as np

TOLERANCE = {"attention_abs": 2e-5, "hidden_abs": 2e-4, "output_abs": 2e-4, "output_rel": 1e-4,
             "pixel_values_abs": 1e-5, "row_sum_abs": 1e-5}


def read_weights(folder):
    """The float tensors of a folder's model.safetensors, by name."""
    blob = (Path(folder) / "model.safetensors").read_bytes()
    size = struct.unpack("<Q", blob[:8])[0]
    tensors = {}
    for name, entry in json.loads(blob[8:8 + size]).items():
        if name != "__metadata__" and entry["dtype"] in ("F32", "F16"):
            first, last = entry["data_offsets"]
            dtype = np.float32 if entry["dtype"] == "F32" else np.float16
            values = np.frombuffer(blob[8 + size + first:8 + size + last], dtype)
            tensors[name] = values.reshape(entry["shape"]).astype(np.float32)
    return tensors


def write_weights(folder, tensors, dtype="F32"):
    """Float tensors as the folder's model.safetensors, "F32" or "F16"."""
    header, data = {}, b""
    for name in sorted(tensors):
        values = np.asarray(tensors[name], np.float32 if dtype == "F32" else np.float16, order="C")
        header[name] = {"dtype": dtype, "shape": list(values.shape), "data_offsets": [len(data), len(data) + values.nbytes]}
        data += values.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (Path(folder) / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)


def random_weights(shapes, seed):
    """Numbers that make attention uneven: matrices of about 1.5/√inputs, norms about 1, small biases."""
    numbers = np.random.default_rng(seed)
    tensors = {}
    for name, shape in shapes.items():
        scale = 1.5 / np.sqrt(np.prod(shape[1:])) if len(shape) > 1 else 0.1
        if name.endswith(("embeddings.weight", "_token", "position_embeddings")):
            scale = 0.7
        is_norm = len(shape) == 1 and "norm" in name.lower() and name.endswith(".weight")
        tensors[name] = (numbers.standard_normal(shape) * scale + is_norm).astype(np.float32)
    return tensors


class Recording:
    """The reference folder of a checkpoint."""

    def __init__(self, folder):
        self.root = Path(folder) / "reference"
        path = self.root / "manifest.json"
        self.manifest = json.loads(path.read_text()) if path.exists() else {"cases": [], "tolerance": TOLERANCE}

    def case(self, name):
        return next(case for case in self.manifest["cases"] if case["name"] == name)

    def load(self, entry):
        return np.load(self.root / entry["file"])

    def inputs(self, name):
        return {key: self.load(entry) for key, entry in self.case(name)["inputs"].items()}

    def add(self, name, base, attentions, outputs, **more):
        """A case with the inputs of the case `base` (its manifest entry). attentions, outputs: name → array."""
        folder = self.root / "cases" / name
        folder.mkdir(parents=True, exist_ok=True)

        def saved(key, array):
            array = np.ascontiguousarray(array, np.float32 if np.asarray(array).dtype.kind == "f" else np.int64)
            np.save(folder / (key + ".npy"), array)
            return {"file": f"cases/{name}/{key}.npy", "shape": list(array.shape)}

        case = {key: base[key] for key in ("caption", "caption_file", "images", "inputs")}
        case = {"name": name, **more, **case,
                "attentions": {key: saved(key, array) for key, array in attentions.items()},
                "outputs": {key: saved(key, array) for key, array in outputs.items()}}
        self.manifest["cases"] = [old for old in self.manifest["cases"] if old["name"] != name] + [case]

    def check(self, name, attentions, outputs):
        """That a recorded case is what was computed anew."""
        case = self.case(name)
        for kind, computed in (("attentions", attentions), ("outputs", outputs)):
            for key, array in computed.items():
                if key in case[kind]:
                    recorded = self.load(case[kind][key])
                    difference = np.abs(recorded - array).max() / max(1, np.abs(recorded).max())
                    assert difference < 5e-6, (name, key, difference)

    def save(self):
        (self.root / "manifest.json").write_text(json.dumps(self.manifest, indent=1, ensure_ascii=False) + "\n")
