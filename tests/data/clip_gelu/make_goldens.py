#!/usr/bin/python3
"""Makes tests/data/clip_gelu, a CLIP with gelu as LAION's have it, a config that names its end token, and other sizes than
tests/data/clip: random weights, that folder's tokenizer and inputs, and what CLIP's formulas give in float64 torch.
"""
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, random_weights, write_weights  # noqa: E402
from torch_bert import start_folder  # noqa: E402
from torch_clip import dual_encoder  # noqa: E402

JOINT, WORDS, PLACES, END = 14, 674, 22, 673
TEXT = {"hidden_size": 36, "intermediate_size": 50, "num_attention_heads": 6, "num_hidden_layers": 2, "hidden_act": "gelu",
        "vocab_size": WORDS, "max_position_embeddings": PLACES, "eos_token_id": END, "bos_token_id": END - 1,
        "layer_norm_eps": 1e-5}
IMAGE = {"hidden_size": 27, "intermediate_size": 33, "num_attention_heads": 3, "num_hidden_layers": 3, "hidden_act": "gelu",
         "image_size": 48, "patch_size": 16, "layer_norm_eps": 1e-5}


def shapes():
    result = {"logit_scale": [], "text_projection.weight": [JOINT, TEXT["hidden_size"]],
              "visual_projection.weight": [JOINT, IMAGE["hidden_size"]],
              "text_model.embeddings.token_embedding.weight": [WORDS, TEXT["hidden_size"]],
              "text_model.embeddings.position_embedding.weight": [PLACES, TEXT["hidden_size"]],
              "vision_model.embeddings.class_embedding": [IMAGE["hidden_size"]],
              "vision_model.embeddings.patch_embedding.weight": [IMAGE["hidden_size"], 3, 16, 16],
              "vision_model.embeddings.position_embedding.weight": [1 + 3 * 3, IMAGE["hidden_size"]]}
    norms = [("text_model.final_layer_norm", TEXT), ("vision_model.pre_layrnorm", IMAGE),
             ("vision_model.post_layernorm", IMAGE)]
    linears = []
    for tower, sizes in (("text_model", TEXT), ("vision_model", IMAGE)):
        width, inner = sizes["hidden_size"], sizes["intermediate_size"]
        for p in (f"{tower}.encoder.layers.{i}." for i in range(sizes["num_hidden_layers"])):
            linears += [(f"{p}self_attn.{part}_proj", width, width) for part in ("q", "k", "v", "out")]
            linears += [(p + "mlp.fc1", inner, width), (p + "mlp.fc2", width, inner)]
            norms += [(p + "layer_norm1", sizes), (p + "layer_norm2", sizes)]
    for name, rows, columns in linears:
        result |= {name + ".weight": [rows, columns], name + ".bias": [rows]}
    for name, sizes in norms:
        result |= {name + ".weight": [sizes["hidden_size"]], name + ".bias": [sizes["hidden_size"]]}
    return result


folder, config, basic = start_folder(
    HERE.parent / "clip", "clip_gelu", {"projection_dim": JOINT, "text_config": TEXT, "vision_config": IMAGE},
    ("special_tokens_map.json", "tokenizer_config.json", "vocab.json", "merges.txt", "preprocessor_config.json"))
weights = random_weights(shapes(), seed=11)
write_weights(folder, weights)
recording = Recording(folder)
inputs = {key: recording.load(entry) for key, entry in basic["inputs"].items()}
recording.add("basic", basic, *dual_encoder(weights, config, inputs, "pre_layrnorm"))
recording.save()
