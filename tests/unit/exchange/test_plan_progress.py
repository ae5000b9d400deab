"""Reading a long file says how far it is."""

from datetime import date
from pathlib import Path

from xhsplanner.exchange.plan_model import Known
from xhsplanner.exchange.plan_read import read_plan


def test_a_long_table_says_how_many_rows_are_read(tmp_path: Path) -> None:
    file = tmp_path / "长.csv"
    rows = [f"2026-12-{1 + n % 28:02},主账号,标题{n}" for n in range(900)]
    file.write_text("\n".join(["日期,账号,标题", *rows]), "utf-8")
    told: list[tuple[int, int]] = []
    read_plan(file, known=Known(("主账号",)), today=date(2026, 12, 9), progress=lambda n, of: told.append((n, of)))
    assert told == sorted(told)
    assert len(told) >= 5
    assert told[-1] == (901, 901)
