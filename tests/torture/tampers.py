"""Ways to change the op-log behind the program's back, each drawn with a seeded chance."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

from xhsplanner.store import chain

COLUMNS = {
    "at": "'2020-01-01T00:00:00.000'",
    "actor_id": "COALESCE(actor_id, 0) + 7",
    "kind": "kind || 'x'",
    '"values"': "'{\"n\":999}'",
    "group_id": "group_id + 1000",
    "target_id": "COALESCE(target_id, 0) + 3",
    "verb": "CASE verb WHEN 'do' THEN 'redo' ELSE 'do' END",
    "logged": "1 - logged",
    "chain": "substr(chain, 2) || 'g'",
}
ROW_COLUMNS = {
    "before": "COALESCE(before, '{}') || ' '",
    "after": "COALESCE(after, '{}') || ' '",
    "tbl": "tbl || '_text'",
    "row_id": "row_id + 1",
    "seq": "seq + 500",
}
LINKS = (
    f"SELECT {', '.join(chr(34) + name + chr(34) for name in chain.OP_COLUMNS)} FROM op WHERE id >= ? ORDER BY id"
)


def an_op(link: sqlite3.Connection, chance: random.Random, keep: int = 0) -> int:
    """Any op but the last `keep`."""
    return chance.randint(1, link.execute("SELECT max(id) FROM op").fetchone()[0] - keep)


def change_op(link: sqlite3.Connection, chance: random.Random) -> None:
    column = chance.choice(sorted(COLUMNS))
    link.execute(f"UPDATE op SET {column} = {COLUMNS[column]} WHERE id = ?", (an_op(link, chance),))


def change_row(link: sqlite3.Connection, chance: random.Random) -> None:
    column = chance.choice(sorted(ROW_COLUMNS))
    link.execute(
        f"UPDATE op_row SET {column} = {ROW_COLUMNS[column]} WHERE op_id = ? AND seq = 0", (a_row(link, chance),)
    )


def a_row(link: sqlite3.Connection, chance: random.Random) -> int:
    ids = [row[0] for row in link.execute("SELECT DISTINCT op_id FROM op_row")]
    return int(chance.choice(ids))


def cut_the_end(link: sqlite3.Connection, chance: random.Random) -> None:
    """The last ops are gone, and with the counter nothing inside the database knows of them."""
    last = link.execute("SELECT max(id) FROM op").fetchone()[0] - chance.randint(1, 10)
    link.execute("DELETE FROM op_row WHERE op_id > ?", (last,))
    link.execute("DELETE FROM op WHERE id > ?", (last,))
    if chance.random() < 0.5:
        link.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'op'", (last,))


def cut_the_middle(link: sqlite3.Connection, chance: random.Random) -> None:
    op = an_op(link, chance, keep=1)
    link.execute("DELETE FROM op_row WHERE op_id = ?", (op,))
    link.execute("DELETE FROM op WHERE id = ?", (op,))


def cut_all(link: sqlite3.Connection, _chance: random.Random) -> None:
    link.executescript("DELETE FROM op_row; DELETE FROM op")


def cut_a_row(link: sqlite3.Connection, chance: random.Random) -> None:
    link.execute("DELETE FROM op_row WHERE op_id = ? AND seq = 0", (a_row(link, chance),))


def put_in(link: sqlite3.Connection, chance: random.Random) -> None:
    """An op before the first, or after the last with a link of its own making."""
    last = link.execute("SELECT max(id) FROM op").fetchone()[0]
    op = chance.choice([0, -5, last + 1, last + 40])
    columns = 'id, group_id, at, actor_id, kind, "values", verb, target_id, logged, chain'
    link.execute(
        f'INSERT INTO op ({columns}) SELECT ?, ?, at, actor_id, kind, "values", verb, target_id, logged, chain'
        " FROM op WHERE id = ?",
        (op, op, an_op(link, chance)),
    )


def put_in_a_row(link: sqlite3.Connection, chance: random.Random) -> None:
    op = an_op(link, chance)
    link.execute('INSERT INTO op_row VALUES (?, 9999, \'note\', 1, \'{"title":"甲"}\', \'{"title":"乙"}\')', (op,))


def swap(link: sqlite3.Connection, chance: random.Random) -> None:
    """Two ops trade their places, with their rows."""
    one = an_op(link, chance, keep=1)
    for table, column in (("op", "id"), ("op_row", "op_id")):
        for old, new in ((one, -1), (one + 1, one), (-1, one + 1)):
            link.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (new, old))


def write_over(link: sqlite3.Connection, chance: random.Random) -> None:
    """One op is changed and every link from there on made anew: only the head outside knows better."""
    op = an_op(link, chance)
    link.execute("UPDATE op SET at = '2020-01-01T00:00:00.000' WHERE id = ?", (op,))
    found = link.execute("SELECT chain FROM op WHERE id = ?", (op - 1,)).fetchone()
    previous = found[0] if found else chain.START
    below = f"SELECT {', '.join(chain.ROW_COLUMNS)} FROM op_row WHERE op_id = ? ORDER BY seq"
    for entry in link.execute(LINKS, (op,)).fetchall():
        previous = chain.link(previous, entry, link.execute(below, (entry[0],)))
        link.execute("UPDATE op SET chain = ? WHERE id = ?", (previous, entry[0]))


TAMPERS: tuple[Callable[[sqlite3.Connection, random.Random], None], ...] = (
    change_op, change_row, cut_the_end, cut_the_middle, cut_all, cut_a_row, put_in, put_in_a_row, swap, write_over,
)  # fmt: skip


def pages_of(database: Path, *tables: str) -> list[int]:
    """The pages that hold these tables."""
    link = sqlite3.connect(database)
    marks = ", ".join("?" * len(tables))
    pages = [row[0] for row in link.execute(f"SELECT pageno FROM dbstat WHERE name IN ({marks})", tables)]
    link.close()
    return pages


def flip(path: Path, offset: int, bit: int) -> None:
    """Flip one bit of a file; the same again puts it back."""
    with path.open("r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1 << bit]))
