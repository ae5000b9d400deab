"""Writes pinyin.toml: the readings of the characters of GB 2312, for finding words by pinyin.

Run where pypinyin 0.55 is installed (it is no part of the program): python resources/pinyin/make.py
"""

from pathlib import Path

from pypinyin import Style, pinyin

MOST = 3
HEAD = """\
# Readings of the 6,763 characters of GB 2312, without tones: syllable = characters. Made by make.py from pypinyin
# 0.55 (https://github.com/mozillazg/python-pinyin, MIT, © 2016 mozillazg, 闲耘) and the pinyin-data it holds (MIT).
# [first] has the usual reading of each character, [other] the next ones.
"""


def characters() -> list[str]:
    """The characters of GB 2312, in its order."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    found = (code.decode("gb2312", errors="ignore") for code in codes)
    return [character for character in found if character]


def main() -> None:
    """Write the table beside this file."""
    tables: dict[str, dict[str, str]] = {"first": {}, "other": {}}
    for character in characters():
        readings = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
        readings = [r.replace("ü", "v") for r in dict.fromkeys(readings) if r.replace("ü", "v").isascii()][:MOST]
        for number, reading in enumerate(readings):
            table = tables["other" if number else "first"]
            table[reading] = table.get(reading, "") + character
    lines = [HEAD]
    for name, table in tables.items():
        lines += [f"[{name}]", *(f'{reading} = "{text}"' for reading, text in sorted(table.items())), ""]
    Path(__file__).with_name("pinyin.toml").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
