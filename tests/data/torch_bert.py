"""Blocks that the region models are made of (LXMERT, VisualBERT, ViLBERT, UNITER, Unicoder-VL), from the formulas of
their papers, in float64 torch: BERT's post-norm layers, and attention from one stream to the other.
"""
import json
import shutil

import torch
from torch.nn import functional as F

from torch_vit import LOWEST, Blocks


class BertBlocks(Blocks):
    def attend(self, kind, layer, names, x, context, mask, heads):
        """names: of query, key, value and the output projection. mask: [keys] or [queries, keys], added to the scores."""
        q, k, v = (self.linear(name, y) for name, y in zip(names, (x, context, context)))
        inner = q.shape[1] // heads
        weights, contexts = [], []
        for head in range(heads):
            part = slice(head * inner, (head + 1) * inner)
            weights.append(torch.softmax(q[:, part] @ k[:, part].T / inner ** 0.5 + mask, -1))
            is_off = (kind, layer, head) in self.heads_off
            contexts.append(weights[-1] @ v[:, part] * (0 if is_off else 1))
        self.attentions[f"attn_{kind}_L{layer:02d}"] = torch.stack(weights)[None].numpy()
        return self.linear(names[3], torch.cat(contexts, 1))

    def attention_step(self, kind, layer, prefix, x, context, mask, heads, inner="self"):
        names = [f"{prefix}.{inner}.{part}" for part in ("query", "key", "value")] + [prefix + ".output.dense"]
        return self.norm(prefix + ".output.LayerNorm", x + self.attend(kind, layer, names, x, context, mask, heads))

    def feed_forward_step(self, inner, outer, x):
        y = self.linear(outer + ".dense", F.gelu(self.linear(inner + ".dense", x)))
        return self.norm(outer + ".LayerNorm", x + y)

    def bert_layer(self, kind, layer, prefix, x, mask, heads):
        x = self.attention_step(kind, layer, prefix + ".attention", x, x, mask, heads)
        return self.feed_forward_step(prefix + ".intermediate", prefix + ".output", x)

    def transform(self, prefix, x):
        return self.norm(prefix + ".LayerNorm", F.gelu(self.linear(prefix + ".dense", x)))

    def answers(self, prefix, pooled):
        return self.linear(prefix + ".3", self.norm(prefix + ".2", F.gelu(self.linear(prefix + ".0", pooled))))


def key_mask(count, hidden, closed=LOWEST):
    """What is added to the scores of `count` keys, of which `hidden` are closed."""
    mask = torch.zeros(count, dtype=torch.float64)
    mask[list(hidden)] = closed
    return mask


def tensor(array):
    return torch.tensor(array, dtype=torch.float64)


def bert_shapes(prefix, layers, width, inner, words, positions):
    """Of the tensors of a BERT below a prefix, without heads."""
    shapes = {f"{prefix}embeddings.word_embeddings.weight": [words, width],
              f"{prefix}embeddings.position_embeddings.weight": [positions, width],
              f"{prefix}embeddings.token_type_embeddings.weight": [2, width]}
    linears = [(prefix + "pooler.dense", width, width)]
    norms = [prefix + "embeddings.LayerNorm"]
    for p in (f"{prefix}encoder.layer.{i}." for i in range(layers)):
        linears += [(f"{p}attention.self.{part}", width, width) for part in ("query", "key", "value")]
        linears += [(p + "attention.output.dense", width, width), (p + "intermediate.dense", inner, width),
                    (p + "output.dense", width, inner)]
        norms += [p + "attention.output.LayerNorm", p + "output.LayerNorm"]
    for name, rows, columns in linears:
        shapes |= {name + ".weight": [rows, columns], name + ".bias": [rows]}
    for name in norms:
        shapes |= {name + ".weight": [width], name + ".bias": [width]}
    return shapes


def start_folder(source, name, changes, files=("special_tokens_map.json", "tokenizer_config.json", "vocab.txt")):
    """A folder beside `source` with these of its files, its config (null leaves a field out), and the inputs of its case
    "basic". Returns the folder, the config, and the case's manifest entry."""
    folder = source.parent / name
    shutil.rmtree(folder / "reference", ignore_errors=True)
    shutil.copytree(source / "reference/cases/basic", folder / "reference/cases/basic",
                    ignore=lambda _, names: [n for n in names if n.startswith("attn_")])
    for file in files:
        shutil.copyfile(source / file, folder / file)
    config = json.loads((source / "config.json").read_text()) | changes
    config = {key: value for key, value in config.items() if value is not None}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    manifest = json.loads((source / "reference/manifest.json").read_text())
    basic = next(case for case in manifest["cases"] if case["name"] == "basic")
    for output in basic["outputs"].values():
        (folder / "reference" / output["file"]).unlink()
    return folder, config, basic
