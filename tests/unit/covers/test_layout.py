"""Layout without Qt: what is shown when, where it stands, and that the same values give the same marks."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.covers import facts, shapes, template, typeset
from xhsplanner.covers.layout import layout
from xhsplanner.covers.placed import Figure, Layout, Sticker, Words, bounds, dump

BUILT_IN = [one.id for one in template.templates()]
HEAD = '[template]\nid = "t"\nname = "t"\n[vars.title]\n[vars.items]\ntype = "list"\n'


def lay(body: str, **values: str) -> Layout:
    return layout(template.read(Path("t.toml"), HEAD + body), values)


def words(plan: Layout, layer: str) -> list[Words]:
    return [mark for mark in plan.marks if isinstance(mark, Words) and mark.layer == layer]


TEXT = '[[layer]]\nkind = "text"\nid = "a"\nfont = "sans-700"\ntext = "{title}"\nbox = [100, 200, 500, 300]\n'


def test_text_is_aligned_in_its_box() -> None:
    left = words(lay(TEXT + "size = [50, 50]", title="好"), "a")[0].box
    right = words(lay(TEXT + 'size = [50, 50]\nalign = "right"\nvalign = "bottom"', title="好"), "a")[0].box
    assert left == pytest.approx((100, 200, 50, 50))
    assert right == pytest.approx((550, 450, 50, 50))


def test_a_layer_follows_the_end_of_another() -> None:
    body = TEXT + 'size = [50, 50]\n[[layer]]\nkind = "rect"\nid = "b"\nbelow = "a"\ngap = 10\nbox = [0, 0, 9, 9]\n'
    two_lines = lay(body + 'fill = "#000000"', title="大雪\n慢慢炖").marks[-1]
    assert two_lines.box[1] == pytest.approx(260)
    tall = lay((body + 'fill = "#000000"').replace("[50, 50]", "[50, 50]\nmax_lines = 2"), title="大雪\n慢慢炖")
    assert tall.marks[-1].box[1] == pytest.approx(200 + 50 * 2.24 + 10)


@pytest.mark.parametrize(
    ("when", "shown"),
    [("title", True), ("!title", False), ("title=大雪", True), ("title!=大雪", False), ("items>=2", True),
     ("items<2", False), ("title & items>=3", False), ("title<3", True), ("picture", False)],
)  # fmt: skip
def test_when(when: str, shown: bool) -> None:
    plan = lay(TEXT + f'when = "{when}"', title="大雪", items="一\n二")
    assert bool(plan.marks) is shown


def test_a_repeat_shares_its_box_among_the_lines() -> None:
    body = ('[[layer]]\nkind = "repeat"\nid = "r"\nover = "items"\nbox = [0, 100, 400, 300]\nmax = 3\n'
            '[[layer.layer]]\nkind = "rect"\nid = "c"\nfill = "#000000"\n')  # fmt: skip
    plan = lay(body, items="一\n二\n三\n四")
    assert [mark.box[1] for mark in plan.marks] == pytest.approx([100, 200, 300])
    assert lay(body).marks == ()


def test_anchors_count_from_the_far_edges() -> None:
    body = (
        '[[layer]]\nkind = "rect"\nid = "c"\nanchor = "right bottom"\nbox = [10, 20, 100, 50]\nfill = "#000000"\n'
    )
    assert lay(body).marks[0].box == pytest.approx((970, 1370, 100, 50))


def test_rotation_of_a_group_reaches_its_children() -> None:
    body = ('[[layer]]\nkind = "group"\nid = "g"\nrotate = 30\nbox = [0, 0, 100, 100]\n'
            '[[layer.layer]]\nkind = "rect"\nid = "c"\nrotate = 10\nfill = "#000000"\n')  # fmt: skip
    assert lay(body).marks[0].turns == ((30.0, 50.0, 50.0), (10.0, 50.0, 50.0))


def test_accents_are_marked_and_highlighted() -> None:
    body = TEXT + 'accent = "零利息"\naccent_fill = "#FF0000"\nhighlight = { fill = "#FFFF00" }\n'
    plan = lay(body, title="分期「零利息」")
    swipe = next(mark for mark in plan.marks if isinstance(mark, Figure))
    assert [is_accent for *_, is_accent in words(plan, "a")[0].spots] == [False] * 3 + [True] * 3 + [False]
    assert swipe.box[2] == pytest.approx(words(plan, "a")[0].size * 3.16, rel=0.02)


def test_missing_characters_and_overflow_are_noticed() -> None:
    plan = lay(TEXT + "size = [80, 90]", title="好\U0001f9ec\U00013000" + "好" * 30)
    assert {trouble.kind for trouble in plan.troubles} == {"missing_glyph", "overflow"}


def test_emoji_in_text_become_pictures() -> None:
    plan = lay(TEXT, title="通勤🚇省钱")
    assert [mark.file for mark in plan.marks if isinstance(mark, Sticker)] == ["1f687.png"]


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_same_values_give_the_same_marks(name: str) -> None:
    one = template.template(name)
    first = dump(layout(one, facts.sample_values(one)))
    typeset.block.cache_clear()
    assert dump(layout(one, facts.sample_values(one))) == first


TITLES = [
    "大雪",
    "年费",
    "一家三口周末囤货账单，这样省下九百块🛒",
    "OOTD穿搭×City Walk 100%攻略",
    "Can I pay by card?",
]
BODIES = [
    "",
    "开头\n①早餐档满15减5，名额先到先得\n②公交地铁绑卡\n③晚8点后折上折",
    "✅对\n❌错\n✅一句特别特别长长长长长长长长长长长长的话",
]


@pytest.mark.parametrize("name", BUILT_IN)
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("body", BODIES)
def test_every_template_takes_every_note_without_overflow(name: str, title: str, body: str) -> None:
    one = template.template(name)
    given_ = {"note.title": title, "note.body": body, "note.day": "2026-12-07", "account.disclaimer": "广告"}
    plan = layout(one, facts.values_for(one, given_))
    assert plan.troubles == ()
    titles = [m for m in plan.marks if isinstance(m, Words) and m.role == "title"]
    assert titles
    assert all(mark.size >= 84 for mark in titles)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(BUILT_IN), st.text(max_size=30), st.text(max_size=120))
def test_no_text_breaks_the_layout(name: str, title: str, body: str) -> None:
    one = template.template(name)
    plan = layout(one, facts.values_for(one, {"note.title": title, "note.body": body}))
    assert all(len(mark.box) == 4 for mark in plan.marks)


def test_paths_are_parsed_and_refused() -> None:
    assert shapes.parse("M1 2h3v4l-1-1z")[1:] == (("L", (4, 2)), ("L", (4, 6)), ("L", (3, 5)), ("Z", ()))
    for wrong in ("M1 2A3 3 0 0 0 1 1", "M1 2 w", "M0 0Z3 3"):
        with pytest.raises(ValueError, match=r"path|numbers"):
            shapes.parse(wrong)


def test_figures_stay_in_their_square() -> None:
    for name, (size, path) in shapes.figures().items():
        x, y, w, h = bounds(path)
        assert min(x, y) >= -size * 0.4, name
        assert max(x + w, y + h) <= size * 1.4, name
