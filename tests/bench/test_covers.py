"""Speed of covers: half size (540 × 720), warm caches, one thread, inspection on."""

from statistics import median

import pytest

from xhsplanner.covers import facts, template

pytestmark = [pytest.mark.bench, pytest.mark.qt]

HALF_SIZE_MS = 40.0
NEW_TITLE_MS = 60.0
BANNER_MS = 3.0
BUILT_IN = [one.id for one in template.templates()]


@pytest.mark.parametrize("name", BUILT_IN)
def test_half_size_warm(name: str) -> None:
    from xhsplanner.covers.render import render

    one = template.template(name)
    values = facts.sample_values(one)
    render(one, values, width=540)
    took = median(render(one, values, width=540).ms for _ in range(15))
    print(f"{name}: half size warm {took:.1f} ms")
    assert took <= HALF_SIZE_MS


@pytest.mark.parametrize("name", BUILT_IN)
def test_typing_a_title(name: str) -> None:
    """Every key gives a title never seen before; the rest is warm."""
    from xhsplanner.covers.render import render

    one = template.template(name)
    values = facts.sample_values(one)
    render(one, values, width=540)
    title = "今天把最低还款和年费一次说清楚"
    took = median(render(one, {**values, "title": title[:n]}, width=540).ms for n in range(2, len(title)))
    print(f"{name}: new title {took:.1f} ms")
    assert took <= NEW_TITLE_MS


def test_banner() -> None:
    from time import perf_counter

    from xhsplanner.covers.render import banner

    one = template.template("wool-coupon")
    banner(one, {"title": "人均9块9"}, 220, 88)
    started = perf_counter()
    for _ in range(30):
        banner(one, {"title": "人均9块9"}, 220, 88)
    took = (perf_counter() - started) / 30 * 1000
    print(f"banner 220 × 88: {took:.2f} ms")
    assert took <= BANNER_MS
