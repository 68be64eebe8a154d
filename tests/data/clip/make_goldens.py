#!/usr/bin/python3
"""Records what the recorded case "basic" of tests/data/clip becomes under interventions, and the matrix of cosines between
words and patches. CLIP from its formulas, in float64 torch; that "basic" itself comes out as the published implementation
gave it is checked first.
"""
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recording import Recording, read_weights  # noqa: E402
from torch_clip import dual_encoder  # noqa: E402

recording, config = Recording(HERE), json.loads((HERE / "config.json").read_text())
weights, inputs, basic = read_weights(HERE), recording.inputs("basic"), recording.case("basic")


def run(**interventions):
    return dual_encoder(weights, config, inputs, "pre_layrnorm", **interventions)


recording.check("basic", *run())
recording.add("similarity", basic, *run())
# Word 2 is token 2; the unit is in the middle of the picture.
recording.add("masked", basic, *run(hidden_tokens=[2], hidden_units=[6]), masked_words=[2], masked_units=[6])
off = [["text_self", 0, 1], ["vision_self", 0, 3]]
recording.add("head_off", basic, *run(heads_off=map(tuple, off)), heads_off=off)
recording.save()
