"""The catalogue takes no value that a reader would later trip over."""

from typing import Any

import pytest

from xhsplanner.core import resources
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Form
from xhsplanner.ops import catalog
from xhsplanner.store.store import Store

BAD: list[tuple[str, dict[str, Any]]] = [
    ("member", {"role": "boss"}),
    ("series", {"palette": "zebra"}),
    ("series", {"cadence_days": 0}),
    ("account", {"color": "red"}),
    ("account", {"followers": -1}),
    ("account", {"followers": 10**30}),
    ("offer", {"valid_from": "明天"}),
    ("keyword", {"heat": -1}),
    ("tag", {"group": "mood"}),
    ("tag", {"share": 1.5}),
]
BAD_TARGETS: list[dict[str, Any]] = [
    {"per_week": float("nan")},
    {"per_week": float("inf")},
    {"per_week": -1},
    {"per_week": None},
    {"per_week": 2, "weekday": 7},
    {"per_week": 2, "since": "12月1日"},
    {"per_week": 2, "until": "2026-13-01"},
]


@pytest.mark.parametrize(("noun", "fields"), BAD)
def test_a_bad_value_is_refused_by_name(team: Store, noun: str, fields: dict[str, Any]) -> None:
    (name,) = fields
    with pytest.raises(Refused, match=name):
        catalog.add(team, noun, name="新的", **fields)
    catalog.add(team, noun, name="旧的")
    with pytest.raises(Refused, match=name):
        catalog.edit(team, noun, 1, **fields)
    assert team.catalog.row_named(noun, "新的") is None


@pytest.mark.parametrize("fields", BAD_TARGETS)
def test_a_bad_target_is_refused(team: Store, fields: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        catalog.add_target(team, 1, **fields)
    catalog.add_target(team, 1, per_week=2)
    with pytest.raises(Refused):
        catalog.edit(team, "target", 1, **fields)
    assert [(one.per_week, one.weekday, one.since) for one in team.catalog.targets()] == [(2, None, None)]


def test_a_product_class_in_words_is_the_one_the_program_knows(team: Store) -> None:
    """Else the small print of 信用卡 would not be found for a series that says credit cards."""
    catalog.edit(team, "series", 1, product_class=" credit  CARDS ")
    catalog.add(team, "disclaimer", product_class="信用卡", form="short", text="小字")
    catalog.add(team, "series", name="新", product_class="理财")
    catalog.add(team, "series", name="别的", product_class="贵金属")
    found = {series.name: series.product_class for series in team.catalog.series()}
    assert (found["新"], found["别的"]) == ("wealth", "贵金属")
    series = team.catalog.series_by_id(1)
    assert series is not None
    assert team.catalog.disclaimer(series.product_class, Form.SHORT) == "小字"
    with pytest.raises(Refused):
        catalog.add(team, "disclaimer", product_class="credit_card", form="short")


def test_every_palette_of_the_theme_may_be_chosen(team: Store) -> None:
    for palette in resources.toml("theme", "tokens.toml")["series"]:
        catalog.edit(team, "series", 1, palette=palette)
        series = team.catalog.series_by_id(1)
        assert series is not None
        assert series.palette == palette


def test_good_values_are_kept(team: Store) -> None:
    catalog.edit(team, "account", 1, color="#a1B2c3", followers=0)
    catalog.add_target(team, 1, per_week=0.5, weekday=6, since="2026-12-01", until=None)  # type: ignore[arg-type]
    account = team.catalog.account(1)
    assert account is not None
    assert (account.color, account.followers) == ("#a1B2c3", 0)
    assert str(team.catalog.targets()[0].since) == "2026-12-01"
    assert "0.5" in (team.undo_label() or "")


def test_removing_a_target_twice_at_once_is_one_removal(team: Store) -> None:
    catalog.add_target(team, 1, per_week=2)
    catalog.remove_targets(team, [1, 1])
    from xhsplanner.ops import workspace

    assert workspace.undo(team).conflicts == ()
    assert len(team.catalog.targets()) == 1


def test_names_are_unique_by_the_key_of_their_noun(team: Store) -> None:
    catalog.add(team, "tag", group="scene", name="通勤")
    catalog.add(team, "tag", group="free", name="通勤")
    with pytest.raises(Refused, match="通勤"):
        catalog.edit(team, "tag", 2, group="scene")
    catalog.add(team, "disclaimer", product_class="信用卡", form="long")
    with pytest.raises(Refused, match="信用卡 · 完整"):
        catalog.add(team, "disclaimer", product_class="信用卡", form="long")
    assert [tag.group for tag in team.catalog.tags()] == ["scene", "free"]


def test_nothing_ends_before_it_begins_and_no_tag_stands_under_itself(team: Store) -> None:
    catalog.add(team, "offer", name="咖啡券", valid_from="2026-12-10")
    with pytest.raises(Refused, match="2026-12-09"):
        catalog.edit(team, "offer", 1, valid_until="2026-12-09")
    for name in ("人群", "学生"):
        catalog.add(team, "tag", name=name)
    catalog.edit(team, "tag", 2, parent_id=1)
    with pytest.raises(Refused, match="自己"):
        catalog.edit(team, "tag", 1, parent_id=2)
