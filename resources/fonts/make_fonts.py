#!/usr/bin/python3
"""Make Attenscope Sans from Inter: the digits of its "tnum" feature become the ordinary ones.

Qt 6.4 cannot switch an OpenType feature on, and numbers in columns and beside colour bars must not
dance. The cut also drops what the program never sets, hinting and contextual alternates (which
would turn "->" into an arrow). A changed font under the Open Font License gets its own name.

Needs Debian 12's fonts-inter (4.0~beta7+ds-1) and python3-fonttools. Same input, same bytes:
    resources/fonts/make_fonts.py [FOLDER OF Inter-*.otf]
"""

import pathlib
import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Attenscope Sans"
WEIGHTS = ("Regular", "Medium", "SemiBold")
RANGES = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x02C6, 0x02DD), (0x0300, 0x036F), (0x0370, 0x03FF),
    (0x0400, 0x045F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF),
    (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF), (0x25A0, 0x25FF),
)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]


def tabular(font):
    """Glyph name of each figure -> glyph name of its tabular form."""
    gsub = font["GSUB"].table
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            return {
                figure: form
                for index in record.Feature.LookupListIndex
                for table in gsub.LookupList.Lookup[index].SubTable
                for figure, form in getattr(table, "ExtSubTable", table).mapping.items()
            }
    raise SystemExit("this font has no tabular figures")


def level(font):
    """The same width for all digits: in Inter's heavier weights the 4 is 2 or 3 units narrower."""
    digits = [font.getBestCmap()[code] for code in range(ord("0"), ord("9") + 1)]
    widest = max(font["hmtx"][digit][0] for digit in digits)
    for digit in digits:
        font["hmtx"][digit] = (widest, font["hmtx"][digit][1])


def rename(font, weight):
    names = font["name"]
    for record in list(names.names):
        if record.nameID not in (0, 7, 8, 9, 11, 12, 13, 14):
            names.removeNames(nameID=record.nameID)
    postscript = FAMILY.replace(" ", "") + "-" + weight
    full = f"{FAMILY} {weight}"
    texts = {3: f"{postscript}; cut of Inter 4.0 beta 7", 4: full, 5: "Version 1.000", 6: postscript,
             10: "Inter with tabular figures and fewer glyphs."}
    if weight == "Regular":
        texts |= {1: FAMILY, 2: "Regular"}
    else:  # programs that know four styles only see a family for each weight
        texts |= {1: full, 2: "Regular", 16: FAMILY, 17: weight}
    for name, text in texts.items():
        names.setName(text, name, 3, 1, 0x409)


def make(source, weight, target):
    font = TTFont(source, recalcTimestamp=False)
    forms = tabular(font)
    for table in font["cmap"].tables:
        for digit in range(ord("0"), ord("9") + 1):
            if digit in table.cmap:
                glyph = table.cmap[digit]  # sub-tables of the font may be one shared object
                table.cmap[digit] = forms.get(glyph, glyph)
    options = Options()
    options.layout_features = FEATURES
    options.name_IDs = ["*"]
    options.hinting = False
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    subsetter.subset(font)
    level(font)
    rename(font, weight)
    cff = font["CFF "].cff
    cff.fontNames = [FAMILY.replace(" ", "") + "-" + weight]
    top = cff.topDictIndex[0]
    top.FamilyName = FAMILY
    top.FullName = f"{FAMILY} {weight}"
    font.save(target)


def main():
    source = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/inter")
    folder = pathlib.Path(__file__).parent
    for weight in WEIGHTS:
        make(source / f"Inter-{weight}.otf", weight, folder / f"AttenscopeSans-{weight}.otf")


main()
