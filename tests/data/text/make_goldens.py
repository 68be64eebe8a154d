#!/usr/bin/python3
"""Writes vocab.txt and goldens.json: captions with the ids that BERT's tokenizer gives.

An independent reimplementation of tokenization.py (BasicTokenizer and WordpieceTokenizer) on
Python's unicodedata, whose version goes into the file: run it with Debian 12's python3 (Unicode 14).
"""

import json
import os
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def vocabulary():
    words = list(SPECIAL)
    words += [chr(c) for c in range(33, 127) if not chr(c).isupper()]
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)] + list("0123456789")
    words += ["##" + c for c in letters]
    words += ["cat", "dog", "sofa", "red", "reddish", "photo", "of", "the", "on", "play",
              "##ing", "##dish", "##s", "##ed", "cafe", "café", "naive", "strasse", "straße",
              "istanbul", "12", "##34", "hello", "world", "Hello", "World", "HELLO", "aa", "##aa",
              "##bb", "²", "##²", "ß", "##ß", "é", "##é", "œ", "ﬁ", "##ne"]
    greek = "αβγδεζηθικλμνξοπρστυφχψως"
    words += list(greek) + ["##" + c for c in greek]
    cyrillic = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
    words += list(cyrillic) + ["##" + c for c in cyrillic]
    words += list("日本語中文猫一人") + list("かなカタ") + ["##な", "##タ", "##カ"]
    jamo = [chr(c) for c in list(range(0x1100, 0x1113)) + list(range(0x1161, 0x1176)) +
            list(range(0x11A8, 0x11C3))]
    words += jamo + ["##" + c for c in jamo]
    words += ["…", "—", "«", "»", "¿", "。", "、", "「", "」", "€", "→", "∞", "❤", "🐱", "##🐱", "◌", "क", "##ि", "ก"]
    return list(dict.fromkeys(words))


def is_blank(c):
    return c in "\t\n\r" or unicodedata.category(c) == "Zs"


def is_cjk(c):
    o = ord(c)
    return any(a <= o <= b for a, b in [
        (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
        (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)])


def is_punctuation(c):
    o = ord(c)
    ascii_mark = 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126
    return ascii_mark or unicodedata.category(c).startswith("P")


def basic(text, lower, strip, cjk):
    clean = ""
    for c in text:
        if c not in "\t\n\r" and (c in "\0\ufffd" or unicodedata.category(c).startswith("C")):
            continue
        if is_blank(c):
            clean += " "
        elif cjk and is_cjk(c):
            clean += " " + c + " "
        else:
            clean += c
    pieces = []
    for word in clean.split():
        if lower:
            word = "".join(c.lower() for c in word)
        if strip if strip is not None else lower:
            word = "".join(c for c in unicodedata.normalize("NFD", word)
                           if unicodedata.category(c) != "Mn")
        start_new = True
        for c in word:
            if is_punctuation(c):
                pieces.append(c)
                start_new = True
            elif start_new:
                pieces.append(c)
                start_new = False
            else:
                pieces[-1] += c
    return pieces


def wordpiece(piece, ids):
    if len(piece) > 100:
        return [ids["[UNK]"]]
    out = []
    start = 0
    while start < len(piece):
        for end in range(len(piece), start, -1):
            part = ("##" if start else "") + piece[start:end]
            if part in ids:
                out.append(ids[part])
                start = end
                break
        else:
            return [ids["[UNK]"]]
    return out


def encode(text, ids, lower=True, strip=None, cjk=True, limit=None):
    out = []
    rest = ""
    def flush():
        nonlocal rest
        for piece in basic(rest, lower, strip, cjk):
            out.extend(wordpiece(piece, ids))
        rest = ""
    i = 0
    while i < len(text):
        special = next((s for s in SPECIAL if text.startswith(s, i)), None)
        if special:
            flush()
            out.append(ids[special])
            i += len(special)
        else:
            rest += text[i]
            i += 1
    flush()
    if limit:
        out = out[:limit - 2]
    return [ids["[CLS]"]] + out + [ids["[SEP]"]]


TEXTS = [
    "", " ", "\t\n", "a cat", "a red cat on the sofa", "A Red CAT", "Hello World HELLO hello",
    "reddish", "playing played plays", "catdog dogcat", "photo of 1234 cats", "12 1234 123456",
    "it's", "don't!", "a-b_c", "wait... what?!", "(the) [cat] {dog}", "a+b=c<d>e^f`g|h~i$j",
    "€50 €", "a€b", "→ a→b", "∞", "«a» ¿b… c—d", "a@b.c", "#tag ##ing", "x/y\\z", "'s 't", "\"a\"",
    "café", "cafe\u0301", "CAFÉ", "naïve", "STRASSE straße", "STRASSE STRAẞE", "İstanbul ISTANBUL ıstanbul",
    "ﬁne", "œuvre Œuvre", "é e\u0301 e\u0301\u0302", "\u0301abc", "a\u0332b\u0332", "x²", "ſ K Å", "ŉ ǆ Ǆ ǅ",
    "ΟΔΥΣΣΕΥΣ Σ ΣΑΣ", "Ελληνικά", "ΐ", "Привет мир й и\u0306", "日本語", "中文and文mixed", "猫cat猫", "一人",
    "かな カタカナ", "が か\u3099", "한국어", "한 국", "각가", "「文」、。", "豈", "\U00020000", "\u3400", "ー", "々〇",
    "🐱", "❤ ❤\ufe0f", "a🐱b", "🐱🐱", "👩\u200d🚀", "🇯🇵", "1\ufe0f\u20e3", "👍🏽", "क\u093f कि", "ก็ ก",
    "a\u00a0b", "a\u3000b", "a\u2003b", "a\u200bb", "a\u2028b", "a\u2029b", "a\u0085b", "a\x0bb", "a\x0cb",
    "\ufeffcat", "a\u00adb", "a\u200db", "\u202ecat", "a\ufffdb", "a\ue000b", "a\u0378b", "a\0b", "a\x1cb", "a\r\nb",
    "[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]", "a [MASK] cat", "[mask]", "[ MASK ]", "[MASK][MASK]",
    "x[SEP]y", "[[MASK]]", "[MAS[MASK]K]", "[CLS] a [SEP]", "[MASK", "MASK]",
    "a" * 99, "a" * 100, "a" * 101, "a" * 102, "é" * 100, "é" * 101, "e\u0301" * 100, "한" * 33, "한" * 34, "가" * 51,
    "ab" * 60, "!" * 50, "cat " * 40, "cat-" * 40, "qwertyuiop", "catæ", "æcat", "cat æ dog", "aæ-b", "≠ a≠b ≤",
    "\u037e a\u037eb", "\u1fef", "Å\u0301ngstro\u0308m", "z\u0337a\u0337l\u0337g\u0337o\u0337", "q\u0323\u0307 q\u0307\u0323",
]


def main():
    words = vocabulary()
    assert len(set(words)) == len(words)
    ids = {word: i for i, word in enumerate(words)}
    with open(os.path.join(HERE, "vocab.txt"), "w", encoding="utf-8") as file:
        file.write("".join(word + "\n" for word in words))
    rows = [{"text": text,
             "ids": encode(text, ids),
             "keepCase": encode(text, ids, lower=False),
             "keepAll": encode(text, ids, lower=False, strip=False, cjk=False),
             "stripOnly": encode(text, ids, lower=False, strip=True),
             "lowerOnly": encode(text, ids, lower=True, strip=False),
             "cut": encode(text, ids, limit=8)} for text in TEXTS]
    with open(os.path.join(HERE, "goldens.json"), "w", encoding="ascii") as file:
        file.write('{"unicode": "%s", "rows": [\n' % unicodedata.unidata_version)
        file.write(",\n".join(json.dumps(row) for row in rows) + "\n]}\n")


if __name__ == "__main__":
    main()
