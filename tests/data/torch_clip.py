"""Blocks that CLIP, OWL-ViT, SigLIP and BridgeTower are made of, from the formulas of their papers, in float64 torch."""
import torch
from torch.nn import functional as F

from torch_bert import BertBlocks, key_mask

ACTIVATIONS = {"quick_gelu": lambda x: x * torch.sigmoid(1.702 * x), "gelu": F.gelu,
               "gelu_pytorch_tanh": lambda x: x / 2 * (1 + torch.tanh((2 / torch.pi) ** 0.5 * (x + 0.044715 * x ** 3)))}


class ClipBlocks(BertBlocks):
    """eps: of every norm."""

    def __init__(self, weights, heads_off=(), eps=1e-5, act="quick_gelu"):
        super().__init__(weights, heads_off)
        self.eps, self.act = eps, ACTIVATIONS[act]

    def norm(self, name, x, eps=None):
        return super().norm(name, x, self.eps)

    def clip_layer(self, kind, layer, prefix, x, mask, heads):
        """Pre-norm; the names of the Hugging Face library."""
        names = [f"{prefix}.self_attn.{part}" for part in ("q_proj", "k_proj", "v_proj", "out_proj")]
        x = x + self.attention(kind, layer, names, self.norm(prefix + ".layer_norm1", x), mask, heads)
        inner = self.act(self.linear(prefix + ".mlp.fc1", self.norm(prefix + ".layer_norm2", x)))
        return x + self.linear(prefix + ".mlp.fc2", inner)

    def unfuse(self, prefix):
        """Gives `prefix`.in_proj_{weight,bias} the names of three projections."""
        for part, weight, bias in zip("qkv", self.w[prefix + ".in_proj_weight"].chunk(3),
                                      self.w[prefix + ".in_proj_bias"].chunk(3)):
            self.w |= {f"{prefix}.{part}.weight": weight, f"{prefix}.{part}.bias": bias}
        return [f"{prefix}.{part}" for part in ("q", "k", "v", "out_proj")]

    def residual_block(self, kind, layer, prefix, x, mask, heads):
        """Pre-norm; the names of the first implementation."""
        names = self.unfuse(prefix + ".attn")
        x = x + self.attention(kind, layer, names, self.norm(prefix + ".ln_1", x), mask, heads)
        return x + self.linear(prefix + ".mlp.c_proj", self.act(self.linear(prefix + ".mlp.c_fc", self.norm(prefix + ".ln_2", x))))

    def clip_patches(self, prefix, pixels):
        kernel = self.w[prefix + ".patch_embedding.weight"]
        grid = F.conv2d(pixels, kernel, self.w.get(prefix + ".patch_embedding.bias"), stride=kernel.shape[-1])
        grid = grid[0].flatten(1).T
        if prefix + ".class_embedding" in self.w:
            grid = torch.cat([self.w[prefix + ".class_embedding"][None], grid])
        return grid + self.w[prefix + ".position_embedding.weight"]


def unit(x):
    return x / x.norm(dim=-1, keepdim=True)


def causal(mask):
    """A mask over keys, with all keys closed that stand behind the query."""
    later = torch.ones(len(mask), len(mask), dtype=bool).triu(1)
    return mask.expand(len(mask), -1).masked_fill(later, torch.finfo(torch.float32).min)


def dual_encoder(weights, config, inputs, pre_norm, hidden_tokens=(), hidden_units=(), heads_off=()):
    """CLIP or OWL-ViT. pre_norm: its name. hidden_units: the class unit is 0. Returns attentions and outputs by the
    recordings' names, and the matrix of cosines between words and patches."""
    b = ClipBlocks(weights, heads_off)
    ids, t, v, outputs = inputs["input_ids"][0], "text_model.", "vision_model.", {}
    hidden_tokens = [*hidden_tokens, *(inputs["attention_mask"][0] == 0).nonzero()[0]]
    x = b.w[t + "embeddings.token_embedding.weight"][ids] + b.w[t + "embeddings.position_embedding.weight"][:len(ids)]
    y = b.clip_patches(v + "embeddings", torch.tensor(inputs["pixel_values"], dtype=torch.float64))
    y = b.norm(v + pre_norm, y)
    for side, z, tower, kind, mask in (("text", x, t, "text_self", causal(key_mask(len(x), hidden_tokens))),
                                       ("image", y, v, "vision_self", key_mask(len(y), hidden_units))):
        sizes = config[("text" if side == "text" else "vision") + "_config"]
        heads, b.act = sizes["num_attention_heads"], ACTIVATIONS[sizes["hidden_act"]]
        outputs[side + "_hidden_step0"] = z[None].numpy()
        for layer in range(b.count(tower + "encoder.layers.")):
            z = b.clip_layer(kind, layer, f"{tower}encoder.layers.{layer}", z, mask, heads)
            outputs[f"{side}_hidden_step{layer + 1}"] = z[None].numpy()
        outputs[side + "_hidden"] = z[None].numpy()
    text = b.norm(t + "final_layer_norm", torch.tensor(outputs["text_hidden"][0]))
    image = b.norm(v + "post_layernorm", torch.tensor(outputs["image_hidden"][0]))
    words, units = unit(b.linear("text_projection", text)), unit(b.linear("visual_projection", image))
    named = config["text_config"].get("eos_token_id", 2)  # 2 says nothing, and is no token of any caption
    end = int(ids.argmax()) if named == 2 or pre_norm == "pre_layernorm" else list(ids).index(named)
    cosines = words @ units.T
    cosines[:, list(hidden_units)] = 0
    outputs |= {"text_hidden": text[None].numpy(), "text_pooled": text[end][None].numpy(), "image_pooled": image[:1].numpy(),
                "text_embeds": words[end][None].numpy(), "image_embeds": units[:1].numpy(),
                "logits_per_image": (b.w["logit_scale"].exp() * units[0] @ words[end]).reshape(1, 1).numpy()}
    return b.attentions | {"similarity_text_to_image": cosines[None, None].numpy()}, outputs
