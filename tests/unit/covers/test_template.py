"""Templates are read strictly: every mistake is named with its line."""

from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.covers import scope, template
from xhsplanner.covers.strict import TemplateError

GOOD = """[template]
id = "plain"
name = "素"

[vars.title]
source = ["note.title"]
required = true

[tokens]
font_body = "sans-700"

[[layer]]
kind = "rect"
id = "ground"
fill = "$paper"

[[layer]]
kind = "group"
id = "box"
box = [10, 10, 200, 200]

[[layer.layer]]
kind = "text"
id = "title"
text = "{title}"
"""


def read(text: str) -> template.Template:
    return template.read(Path("plain.toml"), text)


def test_a_good_template_is_read() -> None:
    found = read(GOOD)
    assert (found.id, found.ratios, [layer.id for layer in found.layers]) == ("plain", ("3:4",), ["ground", "box"])


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ('fill = "$paper"', 'fill = "$paper"\nglitter = 1', 16, "layer[0].glitter"),
        ('fill = "$paper"', 'fill = "$nothing"', 15, "$nothing"),
        ('fill = "$paper"', 'fill = "red"', 15, "red"),
        ('fill = "$paper"', "radius = true", 15, "layer[0].radius"),
        ('kind = "rect"', 'kind = "blob"', 13, "blob"),
        ('text = "{title}"', 'text = "{tittle}"', 25, "tittle"),
        ('text = "{title}"', 'text = "x"\nwhen = "title>"', 26, "title>"),
        ('text = "{title}"', 'text = "x"\nwhen = "nix"', 26, "nix"),
        ('text = "{title}"', 'text = "x"\nfont = "comic"', 26, "comic"),
        ('text = "{title}"', 'text = "x"\nbelow = "later"', 26, "later"),
        ('text = "{title}"', 'text = "x"\nalign = "up"', 26, "up"),
        ('text = "{title}"', 'text = "x"\nsize = [10]', 26, "layer[1].layer[0].size"),
        ('text = "{title}"', 'text = "x"\nshadow = { colour = "#000000" }', 26, "colour"),
        ('text = "{title}"\n', "", 22, "layer[1].layer[0].text"),
        ('id = "title"', 'id = "ground"', 24, "ground"),
        ("required = true", "requierd = true", 7, "vars.title.requierd"),
        ("[tokens]", "[toekns]", 9, "toekns"),
        ('id = "plain"', 'id = "plain"\nschema = 9', 3, "9"),
        ('name = "素"', "name = ", 3, ""),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, line: int, word: str) -> None:
    assert old in GOOD
    with pytest.raises(TemplateError) as caught:
        read(GOOD.replace(old, new, 1))
    assert caught.value.line == line
    assert word in str(caught.value)
    assert "plain.toml" in str(caught.value)


def test_unknown_templates_are_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match="wool-coupon"):
        template.template("nix")


def test_templates_are_found_by_id_name_and_series() -> None:
    assert [one.id for one in template.templates()] == ["wool-coupon", "pitfall-note", "card-ranking", "solar-term"]
    assert template.template("避坑便签") is template.template("pitfall-note")
    assert template.template_for("防诈消保").id == "pitfall-note"


def _luminance(color: tuple[int, ...]) -> float:
    parts = [v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in color[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


PAIRS = """#FFFFFF $vivid_c, $ink $paper, $ink $tint, $soft $paper, $soft $tint, $deep $tint2, $on_pale $pale_a,
$on_pale $pale_b, $pop $outline, #FFFFFF $outline"""


@pytest.mark.parametrize("name", sorted(scope.palettes()))
def test_palettes_hold_the_contrast_they_promise(name: str) -> None:
    table = scope.palettes()[name]
    assert table.keys() == scope.palettes()["neutral"].keys()
    for ink, ground in (pair.split() for pair in PAIRS.split(",")):
        a, b = _luminance(scope.color(ink, table)), _luminance(scope.color(ground, table))
        ratio = (max(a, b) + 0.05) / (min(a, b) + 0.05)
        assert ratio >= 4.5, (ink, ground, round(ratio, 2))


def test_colours_resolve_through_tokens_and_percents() -> None:
    table = {"a": "#102030", "b": "$a/50"}
    assert scope.color("$b", table) == (16, 32, 48, 128)
    assert scope.color("$b/50", table) == (16, 32, 48, 64)
    with pytest.raises(ValueError, match="circles"):
        scope.color("$x", {"x": "$y", "y": "$x"})
