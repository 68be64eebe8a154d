"""The sizes of the bundled model."""
from dataset import GRID, IMAGE_SIZE
from model import MODES
from vocabulary import COLOURS, SHAPES, VOCABULARY

CONFIG = {
    "model_type": "attenscope_scenes", "architectures": ["AttenscopeScenesModel"],
    "hidden_size": 64, "num_attention_heads": 4, "layer_norm_eps": 1e-5,
    "text_config": {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128,
                    "vocab_size": len(VOCABULARY), "max_position_embeddings": 40},
    "vision_config": {"hidden_size": 96, "num_hidden_layers": 1, "num_attention_heads": 4, "intermediate_size": 192,
                      "image_size": IMAGE_SIZE, "stem_channels": [32, 64, 96]},
    "fusion_config": {"num_hidden_layers": 2, "intermediate_size": 128},
    "modes": MODES, "text_pooling": "max", "image_pooling": "max", "colours": COLOURS, "shapes": SHAPES,
}
assert IMAGE_SIZE >> len(CONFIG["vision_config"]["stem_channels"]) == GRID
