"""`xhsplanner cover` from outside: the contract of its JSON, its exits and its refusals."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from xhsplanner.cli.covers import cover
from xhsplanner.core.errors import Refused
from xhsplanner.ops import assets, catalog, notes
from xhsplanner.store.workspace import create_workspace, open_workspace


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


# --- covers of notes ----------------------------------------------------------------------------------


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """A workspace with two notes this week, one with a name no system takes, one next week, one on hold."""
    store = create_workspace(tmp_path / "w")
    catalog.add_account(store, name="主账号", bank="青禾银行")
    catalog.add_series(store, name="信用卡避坑指南", palette="pitfall")
    for title, day, more in (
        ("最低还款的坑", 9, {}),
        ('../../x "*^: CON', 10, {}),
        ("下周", 16, {}),
        ("搁置的", 11, {"status": "on_hold"}),
    ):
        notes.create(store, 1, title, series_id=1, day=date(2026, 12, day), body="① 一\n② 二", **more)
    notes.set_cover(
        store, 1, template="wool-coupon", values={"disclaimer": "广告｜以公示规则为准。", "cta": "看完再办"}
    )
    store.close()
    return tmp_path / "w"


def test_the_cover_of_a_note_is_drawn(planned: Path, tmp_path: Path) -> None:
    out = tmp_path / "n.png"
    result = run("render", "--note", "A-1001", "--workspace", planned, "--out", out, "--json")
    assert (result.exit_code, json.loads(result.stdout)["issues"]) == (0, [])
    sample = tmp_path / "s.png"
    run("render", "--template", "wool-coupon", "--out", sample)
    with Image.open(out) as image, Image.open(sample) as other:
        assert image.size == (1080, 1440)
        assert image.tobytes() != other.tobytes()
    assert run("render", "--note", "2", "--workspace", planned, "--out", out).exit_code == 1, "no disclaimer"


def test_a_note_without_a_template_shows_its_picture(planned: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "green.png", tmp_path / "n.png"
    Image.new("RGB", (1600, 1600), "#00AA55").save(file)
    store = open_workspace(planned)
    notes.attach(store, 2, [assets.add(store, [file]).added[0].id])
    store.close()
    result = run("render", "--note", "A-1002", "--workspace", planned, "--out", out, "--json")
    assert (result.exit_code, json.loads(result.stdout)["issues"]) == (0, [])
    with Image.open(out) as image:
        assert (image.size, image.getpixel((540, 720))) == ((1080, 1440), (0, 170, 85))
    result = run("render", "--note", "A-1002", "--ratio", "1:1", "--workspace", planned, "--out", out)
    assert isinstance(result.exception, Refused)


def test_a_batch_draws_the_planned_notes_of_the_week(planned: Path, tmp_path: Path) -> None:
    out = tmp_path / "covers" / "week"
    result = run("batch", "--workspace", planned, "--out", out, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1, "one has no disclaimer"
    assert [one["note"] for one in found["covers"]] == ["A-1001", "A-1002"]
    assert set(found["covers"][0]) == {"note", "out", "ms", "issues"}
    assert found["refused"] == []
    names = sorted(path.name for path in out.iterdir())
    assert names[0] == "A-1001 最低还款的坑.png"
    assert not set('<>:"/\\|?*') & set(names[1])
    later = run(
        "batch", "--from", "2026-12-14", "--to", "2026-12-20", "--workspace", planned, "--out", out, "--json"
    )
    assert [one["note"] for one in json.loads(later.stdout)["covers"]] == ["A-1003"]


def test_one_cover_that_cannot_be_drawn_does_not_stop_the_others(planned: Path, tmp_path: Path) -> None:
    store = open_workspace(planned)
    notes.set_cover(store, 2, template="gone")
    store.close()
    result = run("batch", "--workspace", planned, "--out", tmp_path / "o", "--json")
    found = json.loads(result.stdout)
    assert [one["note"] for one in found["refused"]] == ["A-1002"]
    assert "gone" in found["refused"][0]["reason"]
    assert (len(found["covers"]), result.exit_code) == (1, 1)


@pytest.mark.parametrize(
    "options",
    [
        ("render", "--note", "A-9", "--out", "c.png"),
        ("render", "--note", "A-1001", "--out", "c.gif"),
        ("render", "--note", "A-1001", "--template", "wool-coupon", "--out", "c.png"),
        ("render", "--note", "A-1001", "--ratio", "9:16", "--out", "c.png"),
        ("batch", "--from", "2026-12-10", "--to", "2026-12-01", "--out", "o"),
        ("batch", "--from", "gestern", "--out", "o"),
        ("batch", "--out", "w/workspace.db/o"),
    ],
)
def test_refusals_about_notes(
    planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    result = run(*(o.replace("w/workspace.db", "file") for o in options), "--workspace", planned)
    assert isinstance(result.exception, Refused), result.output
    assert {path.name for path in tmp_path.iterdir()} == {"w", "file"}, "nothing is left behind"
