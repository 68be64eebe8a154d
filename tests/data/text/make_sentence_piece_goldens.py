#!/usr/bin/python3
"""Writes a small SentencePiece vocabulary of SigLIP's kind and goldens for it: the cleaning written
from SiglipTokenizer's definition (tokenization_siglip.py and the base class's tokenize), the cutting
by the reference library itself. Debian 12's python3 with python3-sentencepiece 0.1.97."""
import io
import json
import os
import re
import string
import tempfile
import unicodedata

import sentencepiece

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "siglip")
LENGTH = 64
MARK = "\u2581"
CORPUS = """a photo of a cat sitting on a red sofa
a photo of two dogs playing in the snow
the man is riding a horse on the beach
it's raining and they're walking home with an umbrella
a close-up of a plate with eggs, bacon and toast
the quick brown fox jumps over the lazy dog
don't stop; look at the 3 red circles and 12 blue squares
a café with naïve paintings in the Straße by the river
two cats and a dog are sleeping on the sofa
an aerial view of the city at night, with lights
привет мир
a sign that reads 日本 in the street
playing, played, player, plays
ελληνικός σκύλος
unknown places and unlikely friends""".split("\n")

CAPTIONS = [
    "", " ", "a cat", "A Photo Of A CAT!", "a photo of a cat sitting on a red sofa.",
    "Don't stop", "it's  raining", "  two   dogs\tplaying\n", "close-up", "a - b", "...", "a...b",
    "#dog @home", "Straße STRASSE ẞ", "İstanbul", "ΣΚΎΛΟΣ ΕΛΛΗΝΙΚΌΣ", "café CAFÉ cafe\u0301",
    "naïve", "ﬁsh and ﬂowers", "№ 5 ½ ㎏ ①", "ａ ｃａｔ", "日本", "a 日本 sign", "日本語のサイン",
    "привет МИР", "🐱", "a 🐱 and a 👩\u200d🚀 cat", "👍🏽", "❤\ufe0f", "a\u00a0cat", "a\u3000cat",
    "a\u2028cat", "a\u001ccat", "a\u200bcat", "\u200b", "ca\u00adt", "\ufeffcat", "a\x00cat", "a\x07cat",
    "cat\u0085dog", "\u2581cat", "a\u2581cat", "\u2581", "a \u2581 cat", "“quoted” cat", "a cat — dog",
    "¿cat?", "…", "12 blue 345 squares 2023", "$5 + 3 = 8", "a_b^c`d~e|f", "<pad>", "<s>", "[MASK]",
    "</s>", "a cat</s>", "</s> a cat", "a </s> cat", "a</s>cat", "</S>cat", "<UNK> cat", "<unk>",
    "a <unk> cat", "<unk>cat", "cat<unk>dog", "</s></s>", "  </s>  ", "< unk>", "<un", "unk>cat",
    "한국어 고양이", "ไทย แมว", "हिन्दी बिल्ली", "مرحبا بالعالم", "שלום", "e\u0323\u0301", "A\u030a",
    "Ⅷ Ǆ ŉ", "ſ K Å", "𝒜 cat", "x" * 70, "a cat " * 40, "playing " * 63, "ß" * 20,
    "cat </s> " * 40, "a,b;c:d", "(a) [b] {c}", "tab\tline\nreturn\r\x0b\x0cend", "UNLIKELY friends",
]


def rules():
    """What the library's rule nmt_nfkc does to the characters of these captions; all of it would make
    the file ten times as large."""
    characters = set("".join(CAPTIONS)) | {chr(c) for c in range(0xFF01, 0xFF5F)} | {MARK}
    removed = {chr(c) for c in [*range(1, 9), 11, *range(14, 32), 127, 0x200B, 0x200D]}
    blanks = set("\t\n\r\x0c\u00a0\u3000\u2028\u0085\ufeff\u200b" + MARK)
    lines = []
    for character in sorted(characters - {"\0", " "}):
        target = " " if character in blanks else (
            "" if character in removed else unicodedata.normalize("NFKC", character))
        if target != character:
            lines.append(f"{ord(character):X}\t" + " ".join(f"{ord(c):X}" for c in target))
    lines.append("65 301\tE9")
    lines.append("65 323 301\t1EB9 301")
    return "\n".join(lines) + "\n"


def train():
    model = io.BytesIO()
    os.chdir(tempfile.mkdtemp())  # the model remembers the name
    with open("rules.tsv", "w") as table:
        table.write(rules())
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS * 4), model_writer=model, model_type="unigram",
        vocab_size=220, pad_id=0, eos_id=1, unk_id=2, bos_id=-1, character_coverage=1.0,
        normalization_rule_tsv="rules.tsv", num_threads=1, minloglevel=2, hard_vocab_limit=False)
    return model.getvalue()


def without_dummy_prefix(model):
    """A message behind another is merged into it: normalizer_spec (3) { add_dummy_prefix (3) }."""
    return model + b"\x1a\x02\x18\x00"


class Siglip:
    specials = ["</s>", "<unk>"]

    def __init__(self, model, lowers):
        self.pieces = sentencepiece.SentencePieceProcessor()
        self.pieces.LoadFromSerializedProto(without_dummy_prefix(model))
        self.lowers = lowers
        self.lead = len(self.pieces.encode("<unk>", out_type=str))

    def cut(self, text):
        text = text.translate(str.maketrans("", "", string.punctuation))
        text = re.sub(r"\s+", " ", text).strip()
        found = self.pieces.encode("<unk>" + text, out_type=str)
        return found[self.lead:] if len(found) >= self.lead else found

    def tokens(self, text):
        text = MARK + text.replace(MARK, " ")
        special = "|".join(re.escape(name) for name in self.specials)
        if self.lowers:
            text = re.sub(f"({special})|(.+?)", lambda m: m[1] or m[2].lower(), text)
        parts = re.split(f"({special})", text)
        for i in range(1, len(parts), 2):
            parts[i + 1] = parts[i + 1].lstrip()
            parts[i - 1] = parts[i - 1].rstrip()
        found = []
        for i, part in enumerate(parts):
            if part:
                found += [part] if i % 2 else self.cut(part)
        if len(found) > 1 and found[0] == MARK and found[1] in self.specials:
            del found[0]
        return found

    def ids(self, text):
        """As for a model: cut off, ended, and padded with the end."""
        ids = [self.pieces.piece_to_id(token) for token in self.tokens(text)][:LENGTH - 1]
        end = self.pieces.piece_to_id("</s>")
        if not ids or ids[-1] != end:
            ids.append(end)
        return ids + [end] * (LENGTH - len(ids))


def main():
    os.makedirs(FOLDER, exist_ok=True)
    model = train()
    with open(os.path.join(FOLDER, "spiece.model"), "wb") as file:
        file.write(model)
    with open(os.path.join(FOLDER, "tokenizer_config.json"), "w") as file:
        json.dump({"tokenizer_class": "SiglipTokenizer", "do_lower_case": True,
                   "model_max_length": LENGTH, "eos_token": "</s>", "pad_token": "</s>",
                   "unk_token": "<unk>"}, file, indent=2)
        file.write("\n")
    lower, cased = Siglip(model, True), Siglip(model, False)
    rows = [{"text": text, "lower": lower.ids(text), "cased": cased.ids(text)} for text in CAPTIONS]
    for row in rows:  # padding says nothing more
        for name in ("lower", "cased"):
            while len(row[name]) > 1 and row[name][-1] == row[name][-2] == 1:
                row[name].pop()
    with open(os.path.join(HERE, "sentence_piece_goldens.json"), "w") as file:
        file.write('{"length": 64, "padding": 1, "rows": [\n')
        file.write(",\n".join(json.dumps(row) for row in rows))
        file.write("\n]}\n")


if __name__ == "__main__":
    main()
