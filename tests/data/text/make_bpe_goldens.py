#!/usr/bin/python3
"""Writes small byte-level vocabularies of CLIP's and RoBERTa's kind, the same as tokenizer.json,
and goldens for them. Written from the definitions (simple_tokenizer.py, encoder.py); shares nothing
with the engine. Debian 12's python3, Unicode 14."""
import collections
import json
import os
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = """a cat sitting on a red sofa two dogs are playing in the snow the man is riding a horse on
the beach it's they're we've i'll he'd i'm don't café naïve straße привет мир ελληνικά 日本 日本 東京
the cat the dog the red circle 1234 2023 12 ... !!! ?! 🐱 🐱 ❤ photo of a cat photo of a dog""".split()


def alphabet():
    printable = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    table, extra = {}, 0
    for byte in range(256):
        if byte in printable:
            table[byte] = chr(byte)
        else:
            table[byte] = chr(256 + extra)
            extra += 1
    order = printable + [b for b in range(256) if b not in printable]
    return table, [table[b] for b in order]


BYTE, ORDER = alphabet()


def spelled(text):
    return [BYTE[b] for b in text.encode("utf-8")]


def learn(words, count):
    """Greedy merges by frequency, ties by spelling."""
    counts = collections.Counter(tuple(w) for w in words)
    merges = []
    while len(merges) < count:
        pairs = collections.Counter()
        for word, n in counts.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += n
        if not pairs:
            break
        best = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append(best)
        counts = collections.Counter({tuple(merge(list(w), best)): n for w, n in counts.items()})
    return merges


def merge(word, pair):
    out, i = [], 0
    while i < len(word):
        if i + 1 < len(word) and (word[i], word[i + 1]) == pair:
            out.append(word[i] + word[i + 1])
            i += 2
        else:
            out.append(word[i])
            i += 1
    return out


def bpe(symbols, ranks):
    while True:
        pairs = [p for p in zip(symbols, symbols[1:]) if p in ranks]
        if not pairs:
            return symbols
        symbols = merge(symbols, min(pairs, key=ranks.get))


def kind(c):
    if unicodedata.category(c)[0] == "L":
        return "L"
    if unicodedata.category(c)[0] == "N":
        return "N"
    return "S" if is_space(c) else "O"


def is_space(c):
    return c in "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" or "\u2000" <= c <= "\u200a"


def run_end(text, i):
    j = i
    while j < len(text) and kind(text[j]) == kind(text[i]):
        j += 1
    return j


CONTRACTIONS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"]


def clip_words(text):
    i = 0
    while i < len(text):
        short = next((c for c in CONTRACTIONS if text.startswith(c, i)), None)
        if short:
            j = i + len(short)
        elif kind(text[i]) == "N":
            j = i + 1
        else:
            j = run_end(text, i)
        if kind(text[i]) != "S":
            yield text[i:j]
        i = j


def gpt2_words(text):
    i = 0
    while i < len(text):
        short = next((c for c in CONTRACTIONS if text.startswith(c, i)), None)
        j = run_end(text, i)
        if short:
            j = i + len(short)
        elif text[i] == " " and i + 1 < len(text) and kind(text[i + 1]) != "S":
            j = run_end(text, i + 1)
        elif kind(text[i]) == "S" and j < len(text) and j - i > 1:
            j -= 1
        yield text[i:j]
        i = j


def split_specials(text, specials):
    """(text, None) and (special, id); the longest, from the left."""
    i = start = 0
    while i < len(text):
        found = max((s for s in specials if text.startswith(s, i)), key=len, default=None)
        if found is None:
            i += 1
            continue
        if i > start:
            yield text[start:i], None
        yield found, specials[found]
        i = start = i + len(found)
    if start < len(text):
        yield text[start:], None


def clip_normal(text, whole):
    out = ""
    for c in unicodedata.normalize("NFC", text):
        if is_space(c):
            out += "" if out.endswith(" ") else " "
        else:
            out += c
    return out.lower() if whole else "".join(c.lower() for c in out)


class Clip:
    def __init__(self):
        self.merges = learn([spelled(w)[:-1] + [spelled(w)[-1] + "</w>"]
                             for line in CORPUS for w in clip_words(clip_normal(line, True))], 120)
        words = ORDER + [c + "</w>" for c in ORDER] + [a + b for a, b in self.merges]
        words += ["<|startoftext|>", "<|endoftext|>"]
        self.ids = {w: i for i, w in enumerate(words)}
        self.ranks = {m: i for i, m in enumerate(self.merges)}

    def encode(self, text, whole=True, limit=None):
        specials = {s: self.ids[s] for s in ("<|startoftext|>", "<|endoftext|>")}
        out = []
        for part, special in split_specials(clip_normal(text, whole), specials):
            if special is not None:
                out.append(special)
                continue
            for word in clip_words(part):
                symbols = spelled(word)
                symbols[-1] += "</w>"
                out += [self.ids[s] for s in bpe(symbols, self.ranks)]
        if limit:
            out = out[:limit - 2]
        return [self.ids["<|startoftext|>"]] + out + [self.ids["<|endoftext|>"]]


class Roberta:
    def __init__(self):
        text = " ".join(CORPUS)
        self.merges = learn([spelled(w) for w in gpt2_words(text)], 120)
        words = ["<s>", "<pad>", "</s>", "<unk>"] + ORDER + [a + b for a, b in self.merges]
        words += ["<mask>"]
        self.ids = {w: i for i, w in enumerate(words)}
        self.ranks = {m: i for i, m in enumerate(self.merges)}

    def encode(self, text, prefix=False):
        specials = {s: self.ids[s] for s in ("<s>", "<pad>", "</s>", "<unk>", "<mask>")}
        out = []
        parts = list(split_specials(text, specials))
        for n, (part, special) in enumerate(parts):
            if special is not None:
                out.append(special)
                continue
            if n + 1 < len(parts) and parts[n + 1][0] == "<mask>":
                while part and is_space(part[-1]):  # lstrip of <mask>
                    part = part[:-1]
            if part and prefix and not part.startswith(" "):
                part = " " + part
            for word in gpt2_words(part):
                out += [self.ids[s] for s in bpe(spelled(word), self.ranks)]
        return [self.ids["<s>"]] + out + [self.ids["</s>"]]


def added(ids, names, **more):
    return [dict({"id": ids[n], "special": True, "content": n, "single_word": False,
                  "lstrip": n == "<mask>", "rstrip": False, "normalized": False}, **more)
            for n in names]


def write(folder, name, content):
    os.makedirs(os.path.join(HERE, folder), exist_ok=True)
    with open(os.path.join(HERE, folder, name), "w", encoding="utf-8") as file:
        file.write(content if isinstance(content, str) else
                   json.dumps(content, ensure_ascii=False, indent=0) + "\n")


def files(folder, model, whole):
    write(folder, "vocab.json", model.ids)
    write(folder, "merges.txt", "#version: 0.2\n" + "".join("%s %s\n" % m for m in model.merges))
    write(folder + "_json", "tokenizer.json", whole)


def main():
    clip, roberta = Clip(), Roberta()
    pattern = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True}
    files("clip", clip, {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": added(clip.ids, ["<|startoftext|>", "<|endoftext|>"], normalized=True),
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFC"},
            {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "},
            {"type": "Lowercase"}]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Removed", "invert": True},
            byte_level]},
        "post_processor": {"type": "RobertaProcessing",
                           "sep": ["<|endoftext|>", clip.ids["<|endoftext|>"]],
                           "cls": ["<|startoftext|>", clip.ids["<|startoftext|>"]],
                           "trim_offsets": False, "add_prefix_space": False},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": "<|endoftext|>",
                  "continuing_subword_prefix": "", "end_of_word_suffix": "</w>",
                  "fuse_unk": False, "vocab": clip.ids,
                  "merges": ["%s %s" % m for m in clip.merges]}})
    files("roberta", roberta, {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": added(roberta.ids, ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]),
        "normalizer": None, "pre_tokenizer": byte_level,
        "post_processor": {"type": "TemplateProcessing", "single": [
            {"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
            {"SpecialToken": {"id": "</s>", "type_id": 0}}], "pair": [], "special_tokens": {}},
        "decoder": byte_level,
        "model": {"dropout": None, "unk_token": None, "continuing_subword_prefix": "",
                  "end_of_word_suffix": "", "fuse_unk": False, "vocab": roberta.ids,
                  "merges": [list(m) for m in roberta.merges]}})
    with open(os.path.join(HERE, "goldens.json"), encoding="utf-8") as file:
        texts = [row["text"] for row in json.load(file)["rows"]]
    texts += ["it's they're we've I'll he'd I'm IT'S 'S '' 's", "a  b   c ", " a\n\nb\t c", "  ",
              "a <|endoftext|> b", "<|ENDOFTEXT|>", "x<mask>y", "a  <mask> b", "<s>a</s>", "1234567",
              "abababab" * 9, "ΟΔΥΣΣΕΥΣ ΣΑΣ Σ", "q\u0323\u0307 e\u0301\u0323", "\u1100\u1161\u11a8 각",
              "ﬀ ½ ² Ⅳ", "👨\u200d👩\u200d👧", "!!! ... ?!?!", "\u0344 \u0958"]
    rows = [{"text": text, "clip": clip.encode(text), "clipByCharacter": clip.encode(text, False),
             "clipCut": clip.encode(text, limit=8), "roberta": roberta.encode(text),
             "robertaPrefix": roberta.encode(text, True)} for text in texts]
    with open(os.path.join(HERE, "bpe_goldens.json"), "w", encoding="ascii") as file:
        file.write('{"unicode": "%s", "rows": [\n' % unicodedata.unidata_version)
        file.write(",\n".join(json.dumps(row) for row in rows) + "\n]}\n")


if __name__ == "__main__":
    main()
