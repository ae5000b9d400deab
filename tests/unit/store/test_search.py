"""Search finds Chinese words, and no input is ever syntax."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xhsplanner.core import clock
from xhsplanner.core.model import Status
from xhsplanner.core.query import parse
from xhsplanner.core.text import plain, whole
from xhsplanner.ops import catalog, links, notes, status
from xhsplanner.store import search
from xhsplanner.store.search import finding
from xhsplanner.store.sqlite import MERGING
from xhsplanner.store.store import Store


@pytest.mark.parametrize(
    ("query", "found"),
    [("羊毛", True), ("毛", True), ("羊毛 咖啡", True), ("Citywalk", True), ("city", True), ("９块９", True),
     ("省錢", True), ("羊绒", False), ("咖啡馆", False), ("#羊毛", True), ('羊毛"', True), ("羊毛 OR", False),
     ("tywal", True), ("捡：9块", True), ("捡:9", True), ("9块9咖啡", False), ("😀", True), ("x👍🏽", True),
     ('"9块9 咖啡"', True), ('"咖啡 9块9"', False), ("羊毛 -路线", False), ("羊毛 -草稿", True)],
)  # fmt: skip
def test_what_is_found(team: Store, query: str, found: bool) -> None:
    notes.create(team, 1, "羊毛天天捡：9块9 咖啡", body="CityWalk 省钱路线 😀x👍🏽", hashtags="#羊毛")
    notes.create(team, 1, "另一篇")
    assert bool(team.notes.find(query)) is found


@pytest.mark.parametrize(
    "query",
    [
        '"*^:',
        "AND",
        "NEAR(",
        "grams:",
        "'; DROP TABLE note; --",
        "%",
        "",
        "  ",
        "\x00",
        "😀",
        "account:",
        "\ud83d",
        "before:13-45",
        '""',
        "has:nothing",
    ],
)
def test_nasty_input_is_plain_text(team: Store, query: str) -> None:
    notes.create(team, 1, "普通的一篇")
    assert team.notes.find(query) == []
    assert team.notes.count() == 1


def test_symbols_alone_are_looked_up_in_titles(team: Store) -> None:
    notes.create(team, 1, '"*^: 和 😀')
    assert [n.title for n in team.notes.find('"*^:')] == ['"*^: 和 😀']
    assert [n.title for n in team.notes.find("😀")] == ['"*^: 和 😀']


def test_the_index_follows_edit_delete_and_undo(team: Store) -> None:
    change = notes.create(team, 1, "羊毛")
    assert change is not None
    note = change.created["note"][0]
    notes.edit(team, note, title="避坑", body="最低还款")
    assert not team.notes.find("羊毛")
    assert team.notes.find("最低还款")
    notes.delete(team, [note])
    assert not team.notes.find("避坑")
    team.step("undo")
    assert team.notes.find("最低还款")
    team.step("undo")
    assert team.notes.find("羊毛")


def test_latest_day_first(team: Store) -> None:
    from datetime import date

    for day in (3, 9, 5):
        notes.create(team, 1, f"羊毛 {day}", day=date(2026, 12, day))
    assert [n.title for n in team.notes.find("羊毛", limit=2)] == ["羊毛 9", "羊毛 5"]


def test_the_index_joins_its_pieces_rarely_and_still_finds_all(team: Store) -> None:
    """Left to itself the index joins them within every 64th COMMIT: 10–25 ms in a large workspace."""
    assert MERGING.items() <= dict(team.engine.rows("SELECT k, v FROM note_search_config")).items()
    change = notes.create(team, 1, "第 0 稿")
    assert change is not None
    (note_id,) = change.created["note"]
    pieces = "SELECT count(DISTINCT segid) FROM note_search_idx"
    most = 0
    for number in range(1, MERGING["crisismerge"] + 20):
        notes.edit(team, note_id, title=f"第 {number} 稿")
        most = max(most, team.engine.rows(pieces)[0][0])
    assert MERGING["crisismerge"] - 20 < most <= MERGING["crisismerge"] + 1
    assert team.engine.rows(pieces)[0][0] < 40
    assert [note.id for note in team.notes.find(f"第 {number} 稿")] == [note_id]
    assert team.notes.find("第 1000 稿") == []


SIGNS = st.text(
    alphabet="羊毛天捡卡羅馬aAbＢé́ﬁß9９ .,，。#\"“”：:-_*%'\\\n\t\u3000😀👍🏽\u200d\ud83d\x00", max_size=12
)
NOTE = st.fixed_dictionaries({"title": SIGNS, "body": SIGNS, "hashtags": SIGNS, "script": SIGNS, "remark": SIGNS})


def made(store: Store, **fields: object) -> int:
    change = notes.create(store, 1, **fields)  # type: ignore[arg-type]
    assert change is not None
    return change.created["note"][0]


def like(store: Store, text: str) -> set[int]:
    """What reading every note and looking with `in` finds."""
    query = parse(whole(text), clock.today())
    found = set()
    for note in store.notes.all():
        text = store.notes.text(note.id)
        keywords = [row.name for row in store.notes.keywords(note.id)]
        fields = (note.title, note.remark, note.code, text.body, text.hashtags, text.script, *keywords)
        holds = [plain(field) for field in (*fields, store.notes.topic(note.topic_id))]
        if all(any(term in one for one in holds) for term in query.terms) and query:
            found |= {note.id} if not any(term in one for term in query.without for one in holds) else set()
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(NOTE, min_size=1, max_size=4), typed=st.lists(SIGNS, min_size=1, max_size=4), cut=st.data())
def test_what_is_found_is_what_looking_into_every_note_finds(
    team: Store, texts: list[dict[str, str]], typed: list[str], cut: st.DataObject
) -> None:
    ids = [made(team, **fields) for fields in texts]
    for part in texts:  # a piece of what stands there, so that something is found
        field = cut.draw(st.sampled_from(sorted(part.values(), key=len)[-2:]))
        start = cut.draw(st.integers(0, len(field)))
        typed = [*typed, field[start : start + cut.draw(st.integers(1, 5))]]
    for text in typed:
        wanted = like(team, text)
        assert {note.id for note in team.notes.find(text, 1000)} == wanted
        assert team.notes.count_found(text).n == len(wanted)
        team.notes.index.state = "damaged"
        assert {note.id for note in team.notes.find(text, 1000)} == wanted
        team.notes.index.state = "whole"
    notes.delete(team, ids)


def test_keywords_and_topics_are_found_wherever_they_change(team: Store) -> None:
    one, two = made(team, title="第一篇"), made(team, title="第二篇")
    change = catalog.add(team, "keyword", name="省錢攻略")
    assert change is not None
    (keyword,) = change.created["keyword"]
    assert team.notes.find("省钱") == []
    links.set_keywords(team, one, [keyword])
    assert [note.id for note in team.notes.find("省钱")] == [one]
    catalog.edit(team, "keyword", keyword, name="Citywalk")
    assert team.notes.find("省钱") == []
    assert [note.id for note in team.notes.find("ITYW")] == [one]
    links.set_keywords(team, one, [])
    assert team.notes.find("citywalk") == []
    team.step("undo")
    assert [note.id for note in team.notes.find("citywalk 第一")] == [one]
    notes.duplicate_to_accounts(team, two, [2])
    notes.edit(team, two, title="换了标题")
    assert len(team.notes.find("第二篇")) == 2  # the topic keeps the name


def test_a_search_of_thousands_stops_where_enough_is_found(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the newest come first all that hold it; a count beyond what is read says that it is about so many."""
    monkeypatch.setattr(finding, "FEW", 5)
    monkeypatch.setattr(finding, "READ", 20)
    monkeypatch.setattr(finding, "CHUNK", 10)
    for number in range(60):
        made(team, title="最低还款" if number % 2 else "最低 低还 还款")
    assert len(team.notes.find("最低还款", 4)) == 4
    assert len(team.notes.find("最低还款", 100)) == 30
    assert team.notes.find("低还款最") == []
    about = team.notes.count_found("最低还款")
    assert 25 <= about.n <= 35
    assert not about.exact
    assert team.notes.count_found("最低") == search.Count(60)
    assert team.notes.count_found("最低", 50) == search.Count(50, more=True)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("account:主账号", "羊毛 早安"), ("账号：信用卡", "晚安"), ("account:xyk", "晚安"),
     ("-account:主账号", "晚安"),
     ("系列:羊毛天天捡", "羊毛"), ("status:撰写", "羊毛"), ("is:drafting", "羊毛"), ("状态:已发布", ""),
     ("before:12-10", "羊毛 早安"), ("之后:12-10", "晚安"), ("on:2026-12", "羊毛 早安 晚安"), ("当天:12-9", "早安"),
     ("有:视频", "晚安"), ("has:link", ""), ("-has:video", "羊毛 早安"), ("has:cover", ""), ("is:late", "羊毛"),
     ("安 before:12-10", "早安"), ("account:没有的", ""), ("owner:林", "早安"), ("安 -早", "晚安"), ("-安", "羊毛"),
     ("account: 安", "早安 晚安"), ("天天:安", "")],
)  # fmt: skip
def test_conditions(team: Store, typed: str, found: str) -> None:
    from datetime import date

    wool = made(team, title="羊毛", series_id=1, day=date(2026, 12, 8), body="正文")
    status.set_status(team, [wool], Status.DRAFTING)
    made(team, title="早安", day=date(2026, 12, 9), owner_id=1)
    notes.create(team, 2, "晚安", day=date(2026, 12, 24), kind="视频")
    assert {note.title for note in team.notes.find(typed)} == set(found.split())
    assert team.notes.count_found(typed).n == len(found.split())
