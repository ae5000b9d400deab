"""Makes the bundled fonts from their published sources; run once when a source or the characters change.

    python resources/fonts/build_fonts.py SOURCES

SOURCES is a folder for the downloaded packages. What is not there yet is fetched with `apt-get download`
(Debian 12) and `npm pack`, so it needs both, plus `dpkg-deb`, `tar` and the Python package fonttools. The
same sources give the same bytes. Writes beside this script the font files, their licence texts, `fonts.toml`
and `emoji/*.png` (the emoji of `emoji.txt`, 136 by 128 px, named by their code points in hex).

Characters: GB2312, the 8,105 of 通用规范汉字表 (kTGH of Unihan), Latin, Greek, Cyrillic, kana, marks and
symbols; the two faces of the window also get the 5,401 common traditional characters of Big5 level 1.
"""

import bz2
import hashlib
import io
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
DEBIAN = (
    "fonts-smiley-sans",
    "fonts-lxgw-wenkai",
    "fonts-noto-cjk",
    "fonts-noto-color-emoji",
    "unicode-data",
)
NPM = "@expo-google-fonts/noto-sans-sc@0.4.3"
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x18F, 0x18F),
    (0x1CD, 0x1DC),
    (0x1F8, 0x1F9),
    (0x218, 0x21B),
    (0x251, 0x251),
    (0x261, 0x261),
    (0x2B0, 0x2DD),
    (0x300, 0x304),
    (0x30C, 0x30C),
    (0x391, 0x3C9),
    (0x401, 0x451),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x202F, 0x205E),
    (0x2070, 0x209C),
    (0x20A0, 0x20BF),
    (0x2100, 0x218B),
    (0x2190, 0x22FF),
    (0x2300, 0x23FF),
    (0x2460, 0x27BF),
    (0x2900, 0x297F),
    (0x2B00, 0x2B59),
    (0x3000, 0x30FF),
    (0x3105, 0x312F),
    (0x3200, 0x33FF),
    (0xFE10, 0xFE6B),
    (0xFF01, 0xFFEE),
)
FEATURES = ["kern", "liga", "calt", "ccmp", "mark", "mkmk", "palt", "halt", "chws", "tnum", "pnum", "lnum"]
ADOBE = "Copyright 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'"


@dataclass(frozen=True)
class Face:
    """One text face: where it comes from, what it becomes.

    `family` differs from the source's where the licence reserves its name: a subset is a Modified Version and
    may not carry it.
    """

    id: str
    source: str
    output: str
    family: str
    weight: int
    package: str
    version: str
    copyright: str
    index: int = -1
    rename: str = ""
    traditional: bool = False


FACES = (
    Face(
        "sans-400",
        "package/400Regular/NotoSansSC_400Regular.ttf",
        "NotoSansSC-Regular.ttf",
        "Noto Sans SC",
        400,
        f"npm {NPM}",
        "2.004",
        ADOBE,
        traditional=True,
    ),
    Face(
        "sans-700",
        "package/700Bold/NotoSansSC_700Bold.ttf",
        "NotoSansSC-Bold.ttf",
        "Noto Sans SC",
        700,
        f"npm {NPM}",
        "2.004",
        ADOBE,
        traditional=True,
    ),
    Face(
        "sans-900",
        "package/900Black/NotoSansSC_900Black.ttf",
        "NotoSansSC-Black.ttf",
        "Noto Sans SC Black",
        900,
        f"npm {NPM}",
        "2.004",
        ADOBE,
    ),
    Face(
        "smiley",
        "usr/share/fonts/truetype/smiley-sans/SmileySans-Oblique.ttf",
        "PlannerOblique.ttf",
        "Planner Oblique",
        400,
        "Debian 12 fonts-smiley-sans (得意黑 Smiley Sans)",
        "1.1.1",
        "Copyright (c) 2022-2023, atelierAnchor <https://atelier-anchor.com>,\n"
        "with Reserved Font Name 'Smiley' and '得意黑'",
        rename="PlannerOblique",
    ),
    Face(
        "wenkai",
        "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf",
        "PlannerKai-Bold.ttf",
        "Planner Kai",
        700,
        "Debian 12 fonts-lxgw-wenkai (霞鹜文楷 Bold)",
        "1.250",
        "Copyright 2021-2023 LXGW (https://github.com/lxgw/LxgwWenKai),\n"
        "with Reserved Font Names '霞鹜' and 'LXGW'\n"
        "Copyright 2020 The Klee Project Authors (https://github.com/fontworks-fonts/Klee)",
        rename="PlannerKai-Bold",
    ),
    Face(
        "serif-700",
        "usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
        "NotoSerifSC-Bold.otf",
        "Noto Serif CJK SC",
        700,
        "Debian 12 fonts-noto-cjk, collection index 2",
        "2.001",
        "Copyright 2017-2022 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'",
        index=2,
    ),
)
EMOJI_SOURCE = "usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
EMOJI = Face("emoji", EMOJI_SOURCE, "NotoColorEmoji.ttf", "Noto Color Emoji", 400,
             "Debian 12 fonts-noto-color-emoji", "2.042",
             "Copyright 2013-2022 Google Inc. (https://github.com/googlefonts/noto-emoji)")  # fmt: skip


def fetch(sources: Path) -> Path:
    """Downloads and unpacks the packages that are missing; returns the unpacked tree."""
    tree = sources / "tree"
    tree.mkdir(parents=True, exist_ok=True)
    for name in DEBIAN:
        if not list(sources.glob(f"{name}_*.deb")):
            subprocess.run(["apt-get", "download", name], cwd=sources, check=True)
        subprocess.run(["dpkg-deb", "-x", next(sources.glob(f"{name}_*.deb")), tree], check=True)
    if not list(sources.glob("*noto-sans-sc-*.tgz")):
        subprocess.run(["npm", "pack", NPM], cwd=sources, check=True)
    subprocess.run(["tar", "xzf", next(sources.glob("*noto-sans-sc-*.tgz")), "-C", tree], check=True)
    return tree


def _two_byte(codec: str, rows: Iterable[int], cells: Iterable[int]) -> set[int]:
    cells = list(cells)
    pairs = (bytes((row, cell)).decode(codec, "ignore") for row in rows for cell in cells)
    return {ord(char) for char in pairs if len(char) == 1}


def common_characters(tree: Path) -> set[int]:
    """GB2312 ∪ 通用规范汉字表 ∪ the ranges above, as code points."""
    unihan = bz2.decompress((tree / "usr/share/unicode/Unihan_OtherMappings.txt.bz2").read_bytes()).decode()
    table = {int(line.split("\t")[0][2:], 16) for line in unihan.splitlines() if "\tkTGH\t" in line}
    if len(table) != 8105:
        raise SystemExit(f"通用规范汉字表 has 8,105 characters, found {len(table)}")
    plain = {code for first, last in RANGES for code in range(first, last + 1)}
    return table | plain | _two_byte("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))


def traditional_characters() -> set[int]:
    """The 5,401 characters of Big5 level 1."""
    return _two_byte("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])


def _options(features: list[str]) -> Options:
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "STAT", "gasp", "prep"]
    return options


def _rename(font: TTFont, family: str, postscript: str) -> None:
    """Takes every trace of a reserved name out of the name table (the copyright line stays)."""
    names = font["name"]
    bold = postscript.endswith("-Bold")
    values = {
        1: family,
        2: "Bold" if bold else "Regular",
        3: f"{postscript};subset",
        4: family,
        6: postscript,
    }
    if bold:
        values[4] = f"{family} Bold"
    for record in list(names.names):
        if record.nameID not in (0, 5, 13, 14):
            names.removeNames(record.nameID)
    for name, value in values.items():
        names.setName(value, name, 3, 1, 0x409)


def build_face(face: Face, tree: Path, characters: set[int]) -> None:
    """Writes one subsetted face."""
    font = TTFont(tree / face.source, fontNumber=face.index, recalcTimestamp=False)
    wanted = characters | traditional_characters() if face.traditional else characters
    subsetter = Subsetter(_options(FEATURES))
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    if face.rename:
        _rename(font, face.family, face.rename)
    font.save(HERE / face.output)


def emoji_sequences(tree: Path) -> list[tuple[int, ...]]:
    """Every fully qualified emoji without skin tone, plus single people and hands with one."""
    wanted = []
    for line in (tree / "usr/share/unicode/emoji/emoji-test.txt").read_text("utf-8").splitlines():
        if "; fully-qualified" not in line:
            continue
        codes = tuple(int(code, 16) for code in line.split(";")[0].split())
        toned = any(0x1F3FB <= code <= 0x1F3FF for code in codes)
        if not toned or len(codes) == 2:
            wanted.append(codes)
    return wanted


def _closure(font: TTFont, sequences: list[tuple[int, ...]]) -> dict[tuple[int, ...], str]:
    """The final glyph of each sequence, found by applying the font's ligatures."""
    cmap = font.getBestCmap()
    ligatures: dict[str, list[tuple[list[str], str]]] = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for first, entries in getattr(table, "ligatures", {}).items():
                ligatures.setdefault(first, []).extend((list(e.Component), e.LigGlyph) for e in entries)
    found = {}
    for codes in sequences:
        glyphs = [cmap[code] for code in codes if code in cmap and code != 0xFE0F]
        if len(glyphs) == 1:
            found[codes] = glyphs[0]
        for rest, result in ligatures.get(glyphs[0], []) if len(glyphs) > 1 else []:
            if [g for g in rest if g != cmap.get(0xFE0F)] == glyphs[1:]:
                found[codes] = result
    return found


def build_emoji(tree: Path) -> None:
    """Writes the emoji font of the window and the pictures the covers draw."""
    font = TTFont(tree / EMOJI.source, recalcTimestamp=False)
    sequences = emoji_sequences(tree)
    glyphs = _closure(font, sequences)
    missing = [codes for codes in sequences if codes not in glyphs]
    if missing:
        print(f"no glyph for {len(missing)} sequences, e.g. {missing[:3]}")
    _emoji_pictures(font, glyphs)
    options = _options(["*"])
    options.layout_closure = False
    subsetter = Subsetter(options)
    cmap = font.getBestCmap()
    codes = {code for sequence in glyphs for code in sequence} | {0x200D, 0xFE0F, *range(0x1F3FB, 0x1F400)}
    subsetter.populate(unicodes=codes & set(cmap), glyphs=set(glyphs.values()))
    subsetter.subset(font)
    font.save(HERE / EMOJI.output)


def picture_name(codes: Iterable[int]) -> str:
    """`1f468-200d-1f4bb`: code points in hex, the variation selector left out."""
    return "-".join(f"{code:x}" for code in codes if code != 0xFE0F)


def _emoji_pictures(font: TTFont, glyphs: dict[tuple[int, ...], str]) -> None:
    folder = HERE / "emoji"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    named = {picture_name(codes): glyph for codes, glyph in glyphs.items()}
    bitmaps = {name: data for strike in font["CBDT"].strikeData for name, data in strike.items()}
    for emoji in (HERE / "emoji.txt").read_text("utf-8").split():
        name = picture_name(map(ord, emoji))
        if name not in named:
            raise SystemExit(f"emoji.txt: no picture for {emoji} ({name})")
        (folder / f"{name}.png").write_bytes(bitmaps[named[name]].imageData)


def write_licences(tree: Path) -> None:
    """One licence file per face: its own copyright lines, then the SIL Open Font License 1.1."""
    whole = (tree / "package/LICENSE_FONT").read_text("utf-8")
    body = whole[whole.index("This Font Software is licensed") :].replace("\r\n", "\n")
    for face in (*FACES, EMOJI):
        changed = "This file is a subset of the original" + (", renamed." if face.rename else ".")
        head = f"{face.copyright}\n{changed} Source: {face.package}.\n\n"
        (HERE / f"{Path(face.output).stem}.OFL.txt").write_text(head + body, "utf-8")
    (HERE / "emoji" / "LICENSE.txt").write_text((HERE / "NotoColorEmoji.OFL.txt").read_text("utf-8"), "utf-8")


def write_table() -> None:
    """fonts.toml: what the program reads to find and vouch for each face."""
    out = io.StringIO()
    out.write("# Written by build_fonts.py. One table per bundled face; the id is what cover templates name.\n")
    for face in (*FACES, EMOJI):
        digest = hashlib.sha256((HERE / face.output).read_bytes()).hexdigest()
        out.write(
            f'\n[{face.id}]\nfile = "{face.output}"\nfamily = "{face.family}"\nweight = {face.weight}\n'
            f'licence = "OFL-1.1"\nlicence_file = "{Path(face.output).stem}.OFL.txt"\n'
            f'source = "{face.package}"\nversion = "{face.version}"\nsha256 = "{digest}"\n'
        )
    (HERE / "fonts.toml").write_text(out.getvalue(), "utf-8")


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    tree = fetch(Path(sys.argv[1]).resolve())
    characters = common_characters(tree)
    for face in FACES:
        build_face(face, tree, characters)
    build_emoji(tree)
    write_licences(tree)
    write_table()


if __name__ == "__main__":
    main()
