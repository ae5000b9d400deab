"""A longer, coverage-guided search with atheris: `python tests/fuzz/atheris_run.py <reader> -max_total_time=600`.

atheris (Linux and macOS, Python up to 3.13) is no dependency of the suite; README.md says how to install it. What
stands after the reader's name goes to libFuzzer. The folder of inputs worth keeping is told first.
"""

import os
import sys
import tempfile
from pathlib import Path
from random import Random

os.environ.setdefault("XHSPLANNER_NOW", "2026-12-09T10:00:00")
HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parents[1]))

import atheris  # noqa: E402

with atheris.instrument_imports(include=["xhsplanner", "tomllib", "json", "html", "csv", "zipfile"]):
    import targets


def main() -> None:
    """Search until time is up or an input breaks the promise, which libFuzzer then keeps as `crash-…`."""
    ground = targets.ground(Path(tempfile.mkdtemp(prefix="xhsplanner-fuzz-")))
    table = ground.targets()
    if len(sys.argv) < 2 or sys.argv[1] not in table:
        sys.exit(f"one of: {' '.join(table)}")
    name = sys.argv.pop(1)
    target = table[name]
    corpus = ground.folder / "corpus"
    corpus.mkdir()
    for number, data in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(data)

    def changed(data: bytes, most: int, seed: int) -> bytes:
        """Ours, which knows the format, and now and then libFuzzer's own."""
        chance = Random(seed)
        made = atheris.Mutate(data, most) if chance.random() < 0.3 else target.change(data, chance, target.words)
        return made[:most]

    print(f"{name}: inputs are kept in {corpus}", flush=True)
    given = [sys.argv[0], "-max_len=20000", "-timeout=10", "-rss_limit_mb=1500", *sys.argv[1:], str(corpus)]
    atheris.Setup(given, lambda data: targets.run(target, data), custom_mutator=changed)
    atheris.Fuzz()


main()
