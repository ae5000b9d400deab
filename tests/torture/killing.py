"""Children that are killed: started by a forker, heard line by line, ended at a moment of one's choice."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass
class Said:
    """What a child said until it ended: its lines, its exit code (negative: the signal), and how long it took."""

    lines: list[Any] = field(default_factory=list)
    code: int = 0
    seconds: float = 0.0


class Forker:
    """The other end of forker.py, with a module of functions that its children run."""

    def __init__(self, module: str, errors: Path) -> None:
        """`errors` is where tracebacks of children go."""
        self._errors = errors
        paths = os.pathsep.join([str(HERE), *filter(None, sys.path)])
        with errors.open("ab") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, str(HERE / "forker.py"), module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env={**os.environ, "PYTHONPATH": paths},
            )
        assert self._line() == "ready", self.errors()

    def errors(self) -> str:
        """Tracebacks of children so far."""
        return self._errors.read_text("utf-8", "replace")

    def _line(self) -> Any:
        """The next whole line; what a killed child could not finish is passed over."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            try:
                return json.loads(line)
            except ValueError:
                continue
        raise AssertionError(f"the forker is gone\n{self.errors()}")

    def run(self, *call: Any, kill: tuple[int, float] | None = None) -> Said:
        """Run a function in a child, which says "begin" when it does.

        `kill` (n, seconds): it is killed so long after the n-th line that follows, or after "begin" where n is 0.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(call).encode() + b"\n")
        self._process.stdin.flush()
        pid, said, start = 0, Said(), 0.0
        killer: threading.Timer | None = None
        for line in self._lines():
            if isinstance(line, dict) and "pid" in line:
                pid = line["pid"]
            elif isinstance(line, dict) and "ended" in line:
                said.code = line["ended"]
            elif line == "begin":
                start = time.monotonic()
            else:
                said.lines.append(line)
            if kill is not None and killer is None and start and len(said.lines) >= kill[0]:
                killer = threading.Timer(kill[1], _kill, (pid,))
                killer.start()
        said.seconds = time.monotonic() - start
        if killer is not None:
            killer.cancel()
            killer.join()
        assert said.code in (0, -signal.SIGKILL), self.errors()
        return said

    def _lines(self) -> Iterator[Any]:
        while True:
            line = self._line()
            yield line
            if isinstance(line, dict) and "ended" in line:
                return

    def close(self) -> None:
        """Let it end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):  # it had ended by itself
        os.kill(pid, signal.SIGKILL)
