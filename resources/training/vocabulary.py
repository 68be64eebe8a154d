"""The words of the small world, and BERT's uncased WordPiece over them."""

COLOURS = ["red", "green", "blue", "yellow", "purple", "orange", "white", "black"]
SHAPES = ["circle", "square", "triangle", "star", "ring", "cross"]
SIZES = ["small", "large"]
ISH_COLOURS = ["green", "blue", "yellow", "black"]  # "greenish" splits into green + ##ish

PAD, UNK, CLS, SEP, MASK = range(5)
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
FUNCTION_WORDS = ["a", "an", "the", "and", "is", "of", "there", "are", "with", "picture", "scene", "shows",
                  "to", "in", "it", ",", ".", ":"]
RELATION_WORDS = ["left", "right", "above", "below"]
NOUNS = ["object", "shape"]
NUMBERS = ["two", "three", "four"]
PIECES = ["##s", "##ish"]
VOCABULARY = SPECIAL + FUNCTION_WORDS + RELATION_WORDS + COLOURS + SHAPES + SIZES + NOUNS + NUMBERS + PIECES
IDS = {word: index for index, word in enumerate(VOCABULARY)}

_cache = {}


def pieces(word):
    """Greedy longest match from the left; [UNK] if any rest has no match."""
    if word not in _cache:
        found, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                candidate = ("##" if start else "") + word[start:end]
                if candidate in IDS:
                    found.append(IDS[candidate])
                    start = end
                    break
            else:
                found = [UNK]
                break
        _cache[word] = found
    return _cache[word]


def split_text(text):
    """Lower case, split at blanks and around ASCII punctuation. Enough for these captions, which are ASCII."""
    spaced = "".join(f" {c} " if c.isascii() and not c.isalnum() and not c.isspace() else c for c in text.lower())
    return spaced.split()


def encode_text(text):
    return [CLS] + [piece for word in split_text(text) for piece in pieces(word)] + [SEP]
