#!/usr/bin/python3
"""Records what the recorded case "basic" of tests/data/bridgetower becomes in the ablations and under interventions, and
a second checkpoint, tests/data/bridgetower_heads, with the heads for masked words and for comparing, an interpolating
bridge, and towers that have more layers than the cross-modal encoder. BridgeTower from its formulas, in float64 torch;
that "basic" itself comes out as the published implementation gave it is checked first.
"""
import json
import shutil
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, random_weights, read_weights, write_weights  # noqa: E402
from torch_bert import key_mask  # noqa: E402
from torch_clip import ClipBlocks, unit  # noqa: E402


class BridgeTower(ClipBlocks):
    def embedded(self, ids, padding):
        """Places are counted from the padding id on."""
        p, place, places = "bridgetower.text_model.embeddings.", padding, []
        for i in ids:
            place += int(i != padding)
            places.append(padding if i == padding else place)
        x = self.w[p + "word_embeddings.weight"][ids] + self.w[p + "position_embeddings.weight"][places]
        return self.norm(p + "LayerNorm", x + self.w[p + "token_type_embeddings.weight"][0])

    def tower_layer(self, layer, text, image, masks, heads):
        p = f"bridgetower.vision_model.visual.transformer.resblocks.{layer}"
        image = self.residual_block("vision_self", layer, p, image, masks[1], image.shape[1] // 64)
        return self.bert_layer("text_self", layer, f"bridgetower.text_model.encoder.layer.{layer}", text, masks[0], heads), image

    def bridged(self, text, image):
        b, types = "bridgetower.cross_modal_", self.w["bridgetower.token_type_embeddings.weight"]
        image = self.norm("bridgetower.vision_model.visual.ln_post", image)
        return self.linear(b + "text_transform", text) + types[0], self.linear(b + "image_transform", image) + types[1]

    def link(self, side, layer, tower, crossed):
        p = f"bridgetower.cross_modal_{side}_link_tower.{layer}"
        beta = self.w.get(p + ".beta")
        mixed = tower + crossed if beta is None else tower * (1 - beta) + crossed * beta
        return self.norm(p + ".LayerNorm", mixed)

    def cross_layer(self, layer, t, v, masks, heads, mode):
        """Both sides look at what the other one was when it entered the layer."""
        prefix = {side: f"bridgetower.cross_modal_{side}_layers.{layer}" for side in ("text", "image")}

        def self_step(side, x, mask):
            if mode == "co":
                return x
            return self.attention_step(f"xlayer_{side}_self", layer, prefix[side] + ".attention", x, x, mask, heads)

        def rest(side, x, other, mask, kind, asks):
            if asks:
                x = self.attention_step(kind, layer, prefix[side] + ".crossattention", x, other, mask, heads)
            return self.feed_forward_step(prefix[side] + ".intermediate", prefix[side] + ".output", x)

        new_t = rest("text", self_step("text", t, masks[0]), v, masks[1], "cross_text_to_image", mode != "image-to-text")
        seen = new_t if mode == "alternating" else t
        new_v = rest("image", self_step("image", v, masks[1]), seen, masks[0], "cross_image_to_text", mode != "text-to-image")
        return new_t, new_v


def run(weights, config, inputs, mode="hybrid", hidden_tokens=(), hidden_units=(), heads_off=()):
    """hidden_units: the class unit is 0. Returns attentions and outputs by the recordings' names."""
    b = BridgeTower(weights, heads_off)
    heads, n = config["text_config"]["num_attention_heads"], config["num_hidden_layers"]
    t = b.embedded(inputs["input_ids"][0], config["text_config"]["pad_token_id"])
    visual = "bridgetower.vision_model.visual."
    v = b.clip_patches(visual + "embeddings", torch.tensor(inputs["pixel_values"], dtype=torch.float64))
    v = b.norm(visual + "ln_pre", v)
    masks = key_mask(len(t), hidden_tokens), key_mask(len(v), hidden_units)
    layers = b.count("bridgetower.text_model.encoder.layer.")
    for layer in range(layers - n + 1):
        t, v = b.tower_layer(layer, t, v, masks, heads)
    x, y = b.bridged(t, v)
    x, y = b.norm("bridgetower.cross_modal_text_layernorm", x), b.norm("bridgetower.cross_modal_image_layernorm", y)
    for i in range(n):
        if i > 0:
            t, v = b.tower_layer(layers - n + i, t, v, masks, heads)
            bridge = b.bridged(t, v)
            x, y = b.link("text", i - 1, bridge[0], x), b.link("image", i - 1, bridge[1], y)
        x, y = b.cross_layer(i, x, y, masks, heads, mode)
    pooled = torch.tanh(torch.cat([b.linear("bridgetower.cross_modal_text_pooler.dense", x[:1]),
                                   b.linear("bridgetower.cross_modal_image_pooler.dense", y[:1])], 1))
    outputs = {"text_hidden": x[None].numpy(), "image_hidden": y[None].numpy(), "pooled": pooled.numpy()}
    if "itm_score.fc.weight" in b.w:
        outputs["itm_logits"] = b.linear("itm_score.fc", pooled).numpy()
    if "mlm_score.bias" in b.w:
        outputs["mlm_logits"] = b.masked_words("mlm_score", x)[None].numpy()
    if "itc_text_head.fc.weight" in b.w:
        outputs |= {"text_embeds": unit(b.linear("itc_text_head.fc", t[:1])).numpy(),
                    "image_embeds": unit(b.linear("itc_image_head.fc", b.bridged(t, v)[1][:1])).numpy(),
                    "cross_embeds": unit(b.linear("itc_cross_modal_head.fc", pooled)).numpy()}
    return b.attentions, outputs


def record_modes():
    recording, config = Recording(HERE), json.loads((HERE / "config.json").read_text())
    weights, inputs, basic = read_weights(HERE), recording.inputs("basic"), recording.case("basic")
    recording.check("basic", *run(weights, config, inputs))
    for mode in ("co", "alternating", "text-to-image", "image-to-text"):
        recording.add(mode, basic, *run(weights, config, inputs, mode), mode=mode)
    # Word 2 is token 2; the unit is in the middle of the picture.
    recording.add("masked", basic, *run(weights, config, inputs, hidden_tokens=[2], hidden_units=[5]),
                  masked_words=[2], masked_units=[5])
    off = ("cross_text_to_image", 0, 1)
    recording.add("head_off", basic, *run(weights, config, inputs, heads_off=[off]), heads_off=[list(off)])
    recording.save()


def head_shapes(config, d, wide, inner, shared):
    """Of three layers in each tower and two cross layers."""
    text = config["text_config"]
    t, visual, cross = "bridgetower.text_model.", "bridgetower.vision_model.visual.", "bridgetower.cross_modal_"
    shapes = {t + "embeddings.word_embeddings.weight": [text["vocab_size"], d],
              t + "embeddings.position_embeddings.weight": [text["max_position_embeddings"], d],
              t + "embeddings.token_type_embeddings.weight": [1, d], "bridgetower.token_type_embeddings.weight": [2, d],
              visual + "embeddings.class_embedding": [wide], visual + "embeddings.patch_embedding.weight": [wide, 3, 12, 12],
              visual + "embeddings.position_embedding.weight": [10, wide], "mlm_score.bias": [text["vocab_size"]],
              "mlm_score.decoder.weight": [text["vocab_size"], d]}
    linears = [(cross + "text_transform", d, d), (cross + "image_transform", d, wide), (cross + "text_pooler.dense", d, d),
               (cross + "image_pooler.dense", d, d), ("mlm_score.transform.dense", d, d), ("itc_text_head.fc", shared, d),
               ("itc_image_head.fc", shared, d), ("itc_cross_modal_head.fc", shared, 2 * d)]
    norms = [(t + "embeddings.LayerNorm", d), (visual + "ln_pre", wide), (visual + "ln_post", wide),
             (cross + "text_layernorm", d), (cross + "image_layernorm", d), ("mlm_score.transform.LayerNorm", d)]
    for side in ("text", "image"):
        norms.append((f"{cross}{side}_link_tower.0.LayerNorm", d))
        shapes[f"{cross}{side}_link_tower.0.beta"] = []
    berts = [(f"{t}encoder.layer.{i}.", ["attention"]) for i in range(3)]
    berts += [(f"{cross}{side}_layers.{i}.", ["attention", "crossattention"]) for i in range(2) for side in ("text", "image")]
    for p, attentions in berts:
        for a in attentions:
            linears += [(f"{p}{a}.self.{part}", d, d) for part in ("query", "key", "value")] + [(f"{p}{a}.output.dense", d, d)]
            norms.append((f"{p}{a}.output.LayerNorm", d))
        linears += [(p + "intermediate.dense", inner, d), (p + "output.dense", d, inner)]
        norms.append((p + "output.LayerNorm", d))
    for p in (f"{visual}transformer.resblocks.{i}." for i in range(3)):
        shapes |= {p + "attn.in_proj_weight": [3 * wide, wide], p + "attn.in_proj_bias": [3 * wide]}
        linears += [(p + "attn.out_proj", wide, wide), (p + "mlp.c_fc", 4 * wide, wide), (p + "mlp.c_proj", wide, 4 * wide)]
        norms += [(p + "ln_1", wide), (p + "ln_2", wide)]
    for name, rows, columns in linears:
        shapes |= {name + ".weight": [rows, columns], name + ".bias": [rows]}
    for name, width in norms:
        shapes |= {name + ".weight": [width], name + ".bias": [width]}
    return shapes


def record_heads():
    folder = HERE.parent / "bridgetower_heads"
    (folder / "reference/cases/heads").mkdir(parents=True, exist_ok=True)
    for name in ("preprocessor_config.json", "special_tokens_map.json", "tokenizer_config.json", "vocab.txt"):
        shutil.copyfile(HERE / name, folder / name)
    d, wide, inner = 16, 64, 24
    config = json.loads((HERE / "config.json").read_text())
    config |= {"architectures": ["BridgeTowerForContrastiveLearning"], "hidden_size": d, "link_tower_type": "interpolate"}
    config["text_config"] |= {"hidden_size": d, "intermediate_size": inner, "num_attention_heads": 2, "num_hidden_layers": 3,
                              "max_position_embeddings": 24, "pad_token_id": 1}
    config["vision_config"] |= {"hidden_size": wide, "num_hidden_layers": 4, "remove_last_layer": True}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    weights = random_weights(head_shapes(config, d, wide, inner, 12), seed=7)
    for side, beta in (("text", 0.3), ("image", 0.6)):
        weights[f"bridgetower.cross_modal_{side}_link_tower.0.beta"] = torch.tensor(beta).numpy()
    for name in weights:
        if ".ln_" in name and name.endswith(".weight"):
            weights[name] += 1
    write_weights(folder, weights, "F16")
    weights = read_weights(folder)

    basic = json.loads(json.dumps(Recording(HERE).case("basic")).replace("cases/basic/", "cases/heads/"))
    for entry in [*basic["inputs"].values(), *basic["images"], {"file": basic["caption_file"]}]:
        name = Path(entry["file"]).name
        shutil.copyfile(HERE / "reference/cases/basic" / name, folder / "reference" / entry["file"])
    recording = Recording(folder)
    inputs = {key: recording.load(entry) for key, entry in basic["inputs"].items()}
    recording.add("heads", basic, *run(weights, config, inputs))
    recording.save()


record_modes()
record_heads()
