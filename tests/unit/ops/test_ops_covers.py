"""What a note gives its cover, what is chosen for it, and how far it is."""

from datetime import date

from xhsplanner.core.model import CoverState, Note
from xhsplanner.core.words import words
from xhsplanner.ops import catalog, covers, notes, workspace
from xhsplanner.store.store import Store


def make(store: Store, **fields: object) -> Note:
    change = notes.create(store, 1, **{"title": "大雪｜今天适合喝热的", "day": date(2026, 12, 7), **fields})  # type: ignore[arg-type]
    assert change is not None
    return store.notes.get_many(change.created["note"])[0]


def spec(store: Store, note: Note) -> covers.CoverSpec:
    return covers.specs(store, store.notes.get_many([note.id]))[note.id]


def test_what_is_published_does_not_follow_the_language_of_the_window(team: Store) -> None:
    note = make(team, series_id=1)
    before = spec(team, note)
    words.use("en")
    assert spec(team, note) == before
    facts = dict(before.facts)
    assert (facts["occasion.name"], facts["occasion.lunar"], facts["series.name"]) == (
        "大雪",
        "十月廿九",
        "羊毛天天捡",
    )


def test_the_template_is_the_chosen_one_or_the_one_of_the_series(team: Store) -> None:
    note = make(team, series_id=2)
    assert spec(team, note).template == "pitfall-note"
    notes.set_cover(team, note.id, template="solar-term", values={"hook": "9块9", "palette": "fans"})
    chosen = spec(team, note)
    assert (chosen.template, dict(chosen.overrides)) == ("solar-term", {"hook": "9块9", "palette": "fans"})
    values = chosen.values()
    assert (values["palette"], values["name"], values["season"]) == ("fans", "大雪", "winter")


def test_broken_words_of_a_cover_count_as_none() -> None:
    assert covers.overrides("{") == covers.overrides("[1]") == covers.overrides("3") == ()
    assert covers.overrides('{"b": 1, "a": "x"}') == (("a", "x"), ("b", "1"))


def test_a_change_of_a_finished_cover_reopens_it(team: Store) -> None:
    note = make(team)
    notes.set_cover(team, note.id, template="wool-coupon")
    notes.set_cover_state(team, note.id, CoverState.DONE)
    assert notes.set_cover(team, note.id, template="wool-coupon") is None, "nothing was changed"
    notes.set_cover(team, note.id, values={"cta": "去看看"})
    found = team.notes.get(note.id)
    assert found is not None
    assert found.cover_state is CoverState.IN_PROGRESS
    workspace.undo(team)
    found = team.notes.get(note.id)
    assert found is not None
    assert found.cover_state is CoverState.DONE


def test_the_small_print_follows_the_product_class_of_the_series(team: Store) -> None:
    catalog.edit(team, "series", 1, product_class="credit_card")
    catalog.edit(team, "account", 1, bank="青禾银行")
    card, other = make(team, series_id=1), make(team, series_id=2)
    assert dict(spec(team, card).facts)["account.disclaimer"] == ""
    with team.op("setting.set") as op:
        for name, text in (("credit_card", "广告｜{bank}信用卡。"), ("", "{bank}｜不构成推荐。")):
            op.insert("disclaimer", {"product_class": name, "form": "picture", "text": text})
    assert spec(team, card).values()["disclaimer"] == "广告｜青禾银行信用卡。"
    assert spec(team, other).values()["disclaimer"] == "青禾银行｜不构成推荐。"
    workspace.undo(team)
    assert dict(spec(team, card).facts)["account.disclaimer"] == ""
