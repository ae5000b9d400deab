"""`xhsplanner cover` from outside: the contract of its JSON, its exits and its refusals."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from xhsplanner.cli.covers import cover
from xhsplanner.core.errors import Refused


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(cover, [str(a) for a in arguments], catch_exceptions=True)


def test_templates_are_listed() -> None:
    found = json.loads(run("templates", "--json").stdout)
    assert len(found) == 4
    assert set(found[0]) >= {"id", "name", "series", "ratios", "vars"}
    assert found[0]["ratios"] == ["3:4"]


@pytest.mark.parametrize(("ending", "kind"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
def test_a_sample_is_drawn_at_full_size(tmp_path: Path, ending: str, kind: str) -> None:
    out = tmp_path / f"cover.{ending}"
    result = run("render", "--template", "避坑便签", "--out", out, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout).keys() == {"out", "ms", "issues"}
    with Image.open(out) as image:
        assert (image.size, image.format) == ((1080, 1440), kind)


def test_problems_are_listed_and_exit_with_one(tmp_path: Path) -> None:
    values = tmp_path / "values.json"
    values.write_text(json.dumps({"title": "只有标题", "items": ["第一条", "第二条"]}), encoding="utf-8")
    result = run("render", "--template", "wool-coupon", "--values", values, "--out", tmp_path / "c.png", "--json")
    assert result.exit_code == 1
    issues = json.loads(result.stdout)["issues"]
    assert {issue["kind"] for issue in issues} == {"missing_value", "missing_disclaimer"}
    assert set(issues[0]) == {"kind", "severity", "layer", "message"}


@pytest.mark.parametrize(
    ("options", "values"),
    [
        (("--template", "nix", "--out", "c.png"), None),
        (("--template", "wool-coupon", "--out", "c.gif"), None),
        (("--template", "wool-coupon", "--out", "nowhere/c.png"), None),
        (("--template", "wool-coupon", "--ratio", "9:16", "--out", "c.png"), None),
        (("--template", "wool-coupon", "--picture", "none.jpg", "--out", "c.png"), None),
        (("--out", "c.png"), None),
        (("--template", "wool-coupon", "--out", "c.png"), "[1]"),
        (("--template", "wool-coupon", "--out", "c.png"), "{"),
        (("--template", "wool-coupon", "--out", "c.png"), '{"titel": "x"}'),
    ],
)
def test_refusals_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], values: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    if values is not None:
        Path("v.json").write_text(values, encoding="utf-8")
        options = (*options, "--values", "v.json")
    result = run("render", *options)
    assert isinstance(result.exception, Refused)
    assert str(result.exception)
    assert [path.name for path in tmp_path.iterdir() if path.name != "v.json"] == []
