"""Make the fonts that the publications carry, from Debian's `fonts-noto-core` and `fonts-noto-cjk`.

    apt-get install fonts-noto-core fonts-noto-cjk
    pip install fonttools
    python scripts/make_fonts.py

Latin comes from Noto Sans, Chinese from Noto Sans CJK SC cut down to GB 2312 (6,763 characters and its
punctuation), because the whole font is 16 MB a weight. What the two fonts can draw is written to
`coverage.json`, so that a name with a rarer character is seen before a page is set, not after.
"""

from __future__ import annotations

import json
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

DEBIAN = Path("/usr/share/fonts")
LATIN = {weight: DEBIAN / f"truetype/noto/NotoSans-{weight}.ttf" for weight in ("Regular", "Bold")}
CHINESE = {weight: DEBIAN / f"opentype/noto/NotoSansCJK-{weight}.ttc" for weight in ("Regular", "Bold")}
# Place of the simplified Chinese face in Debian's collection (0 Japanese, 1 Korean, 2 SC, 3 TC, 4 HK).
SIMPLIFIED_FACE = 2
TARGET = Path(__file__).resolve().parents[1] / "src/sosiego/publication/fonts"

# Basic Latin to Latin Extended-B, accents, punctuation, currency, arrows, arithmetic.
LATIN_RANGES = ((0x20, 0x24F), (0x2B0, 0x2FF), (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2100, 0x214F),
                (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF))  # fmt: skip


def gb2312() -> set[int]:
    """Every character of GB 2312-80."""
    points: set[int] = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                points.update(map(ord, bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return points


def latin() -> set[int]:
    return {point for first, last in LATIN_RANGES for point in range(first, last + 1)}


def cut(source: Path, face: int, points: set[int], target: Path) -> set[int]:
    """Write the part of a font that draws `points`; return what it can draw."""
    font = TTFont(source, fontNumber=face, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = ["kern", "liga", "mark", "mkmk", "tnum", "lnum", "locl", "ccmp", "palt"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    font.save(target)
    return set(font.getBestCmap())


def ranges(points: set[int]) -> list[list[int]]:
    """Neighbouring code points joined to [first, last] pairs."""
    joined: list[list[int]] = []
    for point in sorted(points):
        if joined and point == joined[-1][1] + 1:
            joined[-1][1] = point
        else:
            joined.append([point, point])
    return joined


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    covered: set[int] = set()
    for weight, source in LATIN.items():
        covered |= cut(source, -1, latin(), TARGET / f"NotoSans-{weight}.ttf")
    # Chinese pages draw Latin letters and digits from Noto Sans; the CJK face needs only what is full width.
    # Debian's Noto Sans has neither minus nor ≤ and ≥: they too come from the CJK face.
    wanted = (
        gb2312()
        | {0x2212, 0x2264, 0x2265, 0x3000, 0x2014, 0x2026, 0x2018, 0x2019, 0x201C, 0x201D, 0xB7}
        | set(range(0xFF01, 0xFF5F))
    )
    for weight, source in CHINESE.items():
        covered |= cut(source, SIMPLIFIED_FACE, wanted, TARGET / f"NotoSansCJKsc-{weight}.otf")
    (TARGET / "coverage.json").write_text(json.dumps(ranges(covered), separators=(",", ":")) + "\n")
    for made in sorted(TARGET.iterdir()):
        print(f"{made.stat().st_size:>10,} {made.name}")


if __name__ == "__main__":
    main()
