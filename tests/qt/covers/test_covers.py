"""Painted covers: goldens, every kind of issue, any width, any thread."""

import hashlib
import json
import os
import platform
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import PySide6
import pytest
from PySide6.QtGui import QColor, QImage

from xhsplanner.covers import facts, template
from xhsplanner.covers.encode import to_pillow
from xhsplanner.covers.placed import dump
from xhsplanner.covers.render import Rendering, arrange, banner, render

DATA = Path(__file__).parents[2] / "data" / "covers"
WRITE = os.environ.get("XHSPLANNER_WRITE_GOLDENS") == "1"
PINNED = PySide6.__version__ == "6.11.3" and platform.machine() in ("x86_64", "AMD64")
BUILT_IN = [one.id for one in template.templates()]
BARE = {"note.title": "年费到底怎么免", "note.day": "2026-05-20", "account.disclaimer": "示例声明"}


def values(name: str, kind: str) -> dict[str, str]:
    one = template.template(name)
    return facts.sample_values(one) if kind == "sample" else facts.values_for(one, BARE)


def photo(width: int, height: int, color: str = "#335577") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


@pytest.mark.parametrize("name", BUILT_IN)
@pytest.mark.parametrize("kind", ["sample", "bare"])
def test_golden(name: str, kind: str) -> None:
    """The layout byte for byte; the picture exactly on the pinned Qt, nearly so elsewhere."""
    one, given = template.template(name), values(name, kind)
    digest = hashlib.sha256(dump(arrange(one, given)).encode()).hexdigest()
    image = to_pillow(render(one, given, width=216).image)
    book, file = DATA / "layouts.json", DATA / f"{name}-{kind}.png"
    known = json.loads(book.read_text()) if book.exists() else {}
    if WRITE:
        image.save(file, compress_level=9)
        book.write_text(json.dumps({**known, f"{name}-{kind}": digest}, indent=1, sort_keys=True) + "\n")
        return
    assert digest == known[f"{name}-{kind}"]
    from PIL import Image, ImageChops, ImageStat

    difference = ImageChops.difference(image, Image.open(file).convert("RGB"))
    if PINNED:
        assert difference.getbbox() is None
    else:
        assert max(ImageStat.Stat(difference).mean) < 1.0


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_samples_are_without_fault(name: str) -> None:
    assert render(template.template(name), values(name, "sample")).issues == ()


@pytest.mark.parametrize("name", BUILT_IN)
@pytest.mark.parametrize("palette", ["wool", "pitfall", "worth", "term", "fans", "fraud", "neutral", "unheard-of"])
def test_every_palette_keeps_the_words_readable(name: str, palette: str) -> None:
    one = template.template(name)
    for kind in ("sample", "bare"):
        found = render(one, {**values(name, kind), "palette": palette}, width=540).issues
        assert [issue for issue in found if issue.kind == "contrast"] == []


@pytest.mark.parametrize("season", ["2027-03-20", "2027-06-21", "2027-09-23", "2027-12-22"])
def test_every_season_keeps_the_words_readable(season: str) -> None:
    one = template.template("solar-term")
    given = facts.values_for(
        one, {**BARE, "note.day": season, "account.name": "青禾银行", "occasion.lunar": "冬月初一"}
    )
    assert render(one, given, width=540).issues == ()


def kinds(done: Rendering) -> set[str]:
    return {issue.kind for issue in done.issues}


def small(body: str, **given: str) -> Rendering:
    """A throw-away template: white ground, one title, no disclaimer wanted unless `body` says so."""
    head = ('[template]\nid = "t"\nname = "t"\n[vars.title]\nrequired = true\nlabel = "标题"\n[vars.fine]\n'
            '[tokens]\nfont_body = "sans-700"\n')  # fmt: skip
    check = "" if "[check]" in body else "[check]\ndisclaimer = false\n"
    return render(template.read(Path("t.toml"), head + check + body), {"title": "好好吃饭", **given}, width=540)


def title(extra: str = "", box: str = "[100, 200, 800, 300]", size: str = "[40, 140]") -> str:
    fill = "" if "fill" in extra else 'fill = "#111111"\n'
    return (f'[[layer]]\nkind = "text"\nid = "title"\nrole = "title"\ntext = "{{title}}"\nbox = {box}\n'
            f"size = {size}\n{fill}{extra}\n")  # fmt: skip


def test_a_clean_cover_has_no_issues() -> None:
    assert small(title()).issues == ()


@pytest.mark.parametrize(
    ("body", "given", "kind", "severity"),
    [
        (title(), {"title": "好" * 90}, "overflow", "block"),
        (title(), {"title": "好\U00013000"}, "missing_glyph", "block"),
        (title('fill = "#DDDDDD"'), {}, "contrast", "block"),
        (title('fill = "#9A9A9A"'), {}, "contrast", "warn"),
        (title(box="[10, 200, 800, 300]"), {}, "unsafe", "warn"),
        (title(box="[700, 60, 330, 100]", size="[60, 80]"), {}, "unsafe", "warn"),
        (title(), {"title": ""}, "missing_value", "block"),
        (title() + "[check]\ndisclaimer = true\n", {}, "missing_disclaimer", "block"),
        (title(size="[40, 50]"), {}, "feed_size", "warn"),
        (title(size="[40, 80]"), {}, "feed_size", "info"),
        (title(size="[20, 22]"), {}, "small_text", "block"),
    ],
)
def test_each_issue_is_found(body: str, given: dict[str, str], kind: str, severity: str) -> None:
    found = {issue.kind: issue for issue in small(body, **given).issues}
    assert found[kind].severity == severity
    assert found[kind].message


def test_a_disclaimer_that_is_shown_is_enough() -> None:
    body = title() + ('[check]\ndisclaimer = true\n[[layer]]\nkind = "disclaimer"\nid = "d"\nrole = "fine"\n'
                      'text = "{fine}"\nbox = [60, 1300, 900, 40]\nfill = "#111111"\n')  # fmt: skip
    assert "missing_disclaimer" in kinds(small(body))
    assert small(body, fine="理性消费").issues == ()


def test_contrast_is_measured_on_the_pixels_under_the_words() -> None:
    dark = '[[layer]]\nkind = "rect"\nid = "g"\nfill = "#222222"\n'
    assert "contrast" in kinds(small(dark + title()))
    assert "contrast" not in kinds(small(dark + title('fill = "#FFFFFF"')))
    half = dark.replace('fill = "#222222"', 'box = [0, 0, 300, 1440]\nfill = "#222222"')
    assert "contrast" in kinds(small(half + title('fill = "#FFFFFF"')))


def test_a_small_picture_is_noticed() -> None:
    one = template.template("solar-term")
    given = values("solar-term", "sample")
    assert "low_res" in kinds(render(one, given, picture=photo(300, 400)))
    assert "low_res" not in kinds(render(one, given, picture=photo(1242, 1660)))


def test_pictures_that_cannot_be_read_count_as_none(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8 nothing more")
    one = template.template("wool-coupon")
    plain = render(one, values("wool-coupon", "bare"), width=216).image
    assert render(one, values("wool-coupon", "bare"), width=216, picture=broken).image == plain


def test_the_focal_point_decides_what_is_cut_away() -> None:
    wide = photo(3000, 1000, "#FF0000")
    for x in range(2000, 3000):
        wide.setPixelColor(x, 500, QColor("#0000FF"))
    left = banner(template.template("wool-coupon"), {"focus": "0,0.5"}, 60, 60, picture=wide)
    right = banner(template.template("wool-coupon"), {"focus": "1,0.5"}, 60, 60, picture=wide)
    assert left != right


@pytest.mark.parametrize("width", [1, 40, 178, 300, 1080, 1242])
def test_any_width(width: int) -> None:
    image = render(template.template("pitfall-note"), values("pitfall-note", "sample"), width=width).image
    assert (image.width(), image.height()) == (width, round(width * 4 / 3))


def test_banners_differ_by_word_and_palette_and_follow_the_shape() -> None:
    one = template.template("wool-coupon")
    wool = banner(one, {"title": "人均9块9的午饭", "palette": "wool"}, 220, 88)
    assert (wool.width(), wool.height()) == (220, 88)
    assert banner(one, {"title": "人均9块9的午饭", "palette": "fraud"}, 220, 88) != wool
    assert banner(one, {"title": "人均8块8的午饭", "palette": "wool"}, 220, 88) != wool
    assert banner(one, {"title": ""}, 110, 60).width() == 110
    assert banner(one, {"title": "x"}, 220, 88, picture=photo(800, 600)).pixelColor(5, 5) == QColor("#335577")


def test_four_threads_paint_what_one_paints() -> None:
    jobs = [(name, kind) for name in BUILT_IN for kind in ("sample", "bare")] * 2

    def paint(job: tuple[str, str]) -> QImage:
        return render(template.template(job[0]), values(*job), width=178).image

    alone = [paint(job) for job in jobs]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(paint, jobs)) == alone


def test_painting_loses_no_reference_to_none() -> None:
    one, given = template.template("card-ranking"), values("card-ranking", "sample")
    render(one, given, width=90)
    before = sys.getrefcount(None)
    for _ in range(20):
        render(one, given, width=90)
    assert sys.getrefcount(None) > before - 50
