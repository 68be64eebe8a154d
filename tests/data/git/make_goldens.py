#!/usr/bin/python3
"""Records what the recorded case "basic" of tests/data/git becomes without crossing and under interventions, and what
the model writes by itself, with the attention of every word. GIT from its formulas, in float64 torch, the whole sequence
anew for every word; that "basic" itself comes out as the published implementation gave it is checked first.
"""
import sys
from pathlib import Path

import torch
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, read_weights  # noqa: E402
from torch_vit import LOWEST, Blocks  # noqa: E402

START, END, LONGEST = 2, 3, 20  # config.json; the most tokens that a text has where it says nothing
VISION, VISION_HEADS, HEADS = "git.image_encoder.vision_model", 4, 5


def image_states(b, pixels, closed):
    """All units after the projection. closed: added to the scores of each unit."""
    grid = F.conv2d(pixels, b.w[VISION + ".embeddings.patch_embedding.weight"], stride=12)
    x = torch.cat([b.w[VISION + ".embeddings.class_embedding"][None], grid[0].flatten(1).T])
    x = b.norm(VISION + ".pre_layrnorm", x + b.w[VISION + ".embeddings.position_embedding.weight"], 1e-5)
    for layer in range(b.count(VISION + ".encoder.layers.")):
        p = f"{VISION}.encoder.layers.{layer}"
        names = [f"{p}.self_attn.{part}_proj" for part in ("q", "k", "v", "out")]
        x = x + b.attention("vision_self", layer, names, b.norm(p + ".layer_norm1", x, 1e-5), closed, VISION_HEADS)
        inner = b.linear(p + ".mlp.fc1", b.norm(p + ".layer_norm2", x, 1e-5))
        x = x + b.linear(p + ".mlp.fc2", inner * torch.sigmoid(1.702 * inner))
    projection = "git.visual_projection.visual_projection"
    return b.norm(projection + ".1", b.linear(projection + ".0", b.norm(VISION + ".post_layernorm", x, 1e-5)), 1e-5)


def decode(b, kind, image, ids, closed, crosses):
    """closed: added to the scores of each unit and token."""
    x = torch.cat([image, b.words("git.embeddings", ids)])
    units, total = len(image), len(x)
    mask = closed.repeat(total, 1)
    mask[:units, units:] = -torch.inf
    mask[units:, units:] += torch.full((len(ids), len(ids)), -torch.inf, dtype=torch.float64).triu(1)
    if not crosses:
        mask[units:, :units] = -torch.inf
    for layer in range(b.count("git.encoder.layer.")):
        p = f"git.encoder.layer.{layer}"
        names = [f"{p}.attention.self.{part}" for part in ("query", "key", "value")] + [p + ".attention.output.dense"]
        mixed = b.attention(kind, layer, names, x, mask, HEADS, (units, "joint_self"))  # the image's rows, in any pass
        x = b.norm(p + ".attention.output.LayerNorm", x + mixed)
        inner = F.gelu(b.linear(p + ".intermediate.dense", x))
        x = b.norm(p + ".output.LayerNorm", x + b.linear(p + ".output.dense", inner))
    return x


def run(weights, inputs, crosses=True, hidden_tokens=(), hidden_units=(), heads_off=()):
    b = Blocks(weights, heads_off)
    pixels = torch.tensor(inputs["pixel_values"], dtype=torch.float64)
    ids = torch.tensor(inputs["input_ids"][0])
    units = len(b.w[VISION + ".embeddings.position_embedding.weight"])
    closed = torch.zeros(units + len(ids), dtype=torch.float64)
    closed[list(hidden_units) + [units + token for token in hidden_tokens]] = LOWEST
    image = image_states(b, pixels, closed[:units])
    x = decode(b, "joint_self", image, ids, closed, crosses)
    outputs = {"joint_hidden": x[None].numpy(), "logits": b.linear("output", x)[None].numpy()}

    written = [START]
    while len(written) < LONGEST and (written[-1] != END or len(written) == 1):
        open_text = torch.cat([closed[:units], torch.zeros(len(written), dtype=torch.float64)])
        x = decode(b, "gen_joint_self", image, torch.tensor(written), open_text, crosses)
        scores = b.linear("output", x[-1])
        best = scores.topk(2).values
        assert best[0] - best[1] > 1e-3, "too close for another precision"
        written.append(int(scores.argmax()))
    for name in b.attentions:
        if name.startswith("attn_gen"):
            b.attentions[name] = b.attentions[name][:, :, units:]
    return b.attentions, outputs | {"generated_ids": torch.tensor(written)[None].numpy()}


recording = Recording(HERE)
tensors, arrays, basic = read_weights(HERE), recording.inputs("basic"), recording.case("basic")
recording.check("basic", *run(tensors, arrays))
recording.add("writes", basic, *run(tensors, arrays))
recording.add("no-crossing", basic, *run(tensors, arrays, crosses=False), mode="no-crossing")
recording.add("masked", basic, *run(tensors, arrays, hidden_tokens=[2], hidden_units=[0, 6]),
              masked_words=[2], masked_units=[0, 6])
recording.add("head_off", basic, *run(tensors, arrays, heads_off=[("vision_self", 0, 1), ("joint_self", 0, 2)]),
              heads_off=[["vision_self", 0, 1], ["joint_self", 0, 2]])
recording.save()
print([recording.load(recording.case(name)["outputs"]["generated_ids"]).tolist() for name in ("writes", "no-crossing", "masked", "head_off")])
