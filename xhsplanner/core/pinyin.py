"""How Chinese is typed on a Latin keyboard: 新建笔记 is found by `xjbj` and by `xinjianbiji`."""

from functools import cache

from xhsplanner.core import resources

VARIANTS = 6
"""Ways to read one text at most: with the usual readings, then with one other reading at a time."""


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """Syllables by character, without tones, the usual one first (`v` for ü)."""
    table: dict[str, tuple[str, ...]] = {}
    for part in ("first", "other"):
        for syllable, characters in resources.toml("pinyin", "pinyin.toml")[part].items():
            for character in characters:
                table[character] = (*table.get(character, ()), syllable)
    return table


def spell(text: str) -> list[list[str]]:
    """The ways to read a text, each a list of syllables: one per Chinese character, Latin words as they are.

    A text without Chinese has none.
    """
    known = readings()
    parts: list[tuple[str, ...]] = []
    word = ""
    for character in text.lower():
        if character in known or not character.isalnum():
            if word:
                parts.append((word,))
            word = ""
            if character in known:
                parts.append(known[character])
        else:
            word += character
    if word:
        parts.append((word,))
    if not any(character in known for character in text):
        return []
    usual = [part[0] for part in parts]
    ways = [usual]
    for place, part in enumerate(parts):
        ways += [[*usual[:place], other, *usual[place + 1 :]] for other in part[1:]]
    return ways[:VARIANTS]
