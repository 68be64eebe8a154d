#!/usr/bin/python3
"""Writes small SentencePiece vocabularies as the tokenizer.json that transformers' converters make of
them (convert_slow_tokenizer.py, SpmConverter), and goldens for them by the reference library itself.
Debian 12's python3 with python3-sentencepiece 0.1.97."""
import base64
import io
import json
import os
import re
import string
import tempfile

import sentencepiece

from make_sentence_piece_goldens import CAPTIONS, CORPUS, rules

HERE = os.path.dirname(os.path.abspath(__file__))
# What the `tokenizers` library normalises otherwise than SentencePiece (see text_steps.h), or cuts at
# added tokens that SentencePiece does not know; a NUL ends a text for the table.
OTHERWISE = re.compile("e\u0323\u0301|\x00|</?s>|<unk>|<pad>")
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6


def train(**options):
    model = io.BytesIO()
    os.chdir(tempfile.mkdtemp())  # the model remembers the name
    with open("rules.tsv", "w") as table:
        table.write(rules())
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS * 4), model_writer=model, model_type="unigram",
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, normalization_rule_tsv="rules.tsv",
        num_threads=1, minloglevel=2, hard_vocab_limit=False, **options)
    return model.getvalue()


def fields(message):
    """(number, value) of a protocol buffer."""
    place = 0

    def number():
        nonlocal place
        value = shift = 0
        while True:
            byte = message[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
    while place < len(message):
        tag = number()
        if tag & 7 == 0:
            yield tag >> 3, number()
        else:
            size = {1: 8, 5: 4}.get(tag & 7) or number()
            yield tag >> 3, message[place:place + size]
            place += size


def table_of(model):
    normalizer = next(value for number, value in fields(model) if number == 3)
    return next(value for number, value in fields(normalizer) if number == 2)


def tokenizer_json(pieces, normalizers, byte_fallback):
    vocabulary = [[pieces.id_to_piece(i), pieces.get_score(i)] for i in range(len(pieces))]
    special = [{"id": i, "content": vocabulary[i][0], "single_word": False, "lstrip": False,
                "rstrip": False, "normalized": False, "special": True} for i in range(3)]
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
        "normalizer": {"type": "Sequence", "normalizers": normalizers},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always",
                          "split": True},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"Sequence": {"id": "A", "type_id": 0}},
                       {"SpecialToken": {"id": "</s>", "type_id": 0}}],
            "pair": [], "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}},
        "decoder": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always"},
        "model": {"type": "Unigram", "unk_id": 2, "vocab": vocabulary,
                  "byte_fallback": byte_fallback}}


def replace(pattern, content):
    return {"type": "Replace", "pattern": pattern, "content": content}


def write(name, model, before, clean, byte_fallback=False):
    """clean  what `before` says, in Python"""
    pieces = sentencepiece.SentencePieceProcessor()
    pieces.LoadFromSerializedProto(model)
    precompiled = {"type": "Precompiled",
                   "precompiled_charsmap": base64.b64encode(table_of(model)).decode()}
    behind = [precompiled, {"type": "Strip", "strip_left": True, "strip_right": True},
              replace({"Regex": " {2,}"}, " ")]
    os.makedirs(os.path.join(HERE, name), exist_ok=True)
    with open(os.path.join(HERE, name, "tokenizer.json"), "w") as file:
        json.dump(tokenizer_json(pieces, before + behind, byte_fallback), file, ensure_ascii=False)
        file.write("\n")
    return [{"text": text, "ids": pieces.encode(clean(text)) + [1]}
            for text in CAPTIONS if not OTHERWISE.search(text)]


def without_punctuation(text):
    text = "".join(c.lower() for c in text).translate(str.maketrans("", "", string.punctuation))
    return re.sub(r"[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+", " ", text)


def main():
    plain = train(vocab_size=220, character_coverage=1.0)
    by_bytes = train(vocab_size=460, character_coverage=0.98, byte_fallback=True)
    marks = "[" + re.escape(string.punctuation) + "]"
    goldens = {
        "unigram": write("unigram", plain, [], lambda text: text),
        "unigram_siglip": write(
            "unigram_siglip", plain,
            [{"type": "Lowercase"}, replace({"Regex": marks}, ""), replace({"Regex": r"\s+"}, " ")],
            without_punctuation),
        "unigram_bytes": write("unigram_bytes", by_bytes, [], lambda text: text, True)}
    with open(os.path.join(HERE, "unigram_goldens.json"), "w") as file:
        file.write("{\n")
        for name, rows in goldens.items():
            file.write(f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]")
            file.write(",\n" if name != "unigram_bytes" else "\n")
        file.write("}\n")


main()
