"""The house rules, as tests: layers, who may use what, sizes, and habits that lint does not know."""

import ast
import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.application import use_cases
from importlinter.configuration import configure

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "xhsplanner").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SCRIPTS = [*MODULES, *TESTS, *sorted((ROOT / "resources").rglob("*.py"))]
FILE_LINES, FUNCTION_LINES = 400, 50
PLAIN_TIPS = {"plain_tip", "escape"}
"""Functions whose result is safe as a tooltip, which Qt otherwise reads as rich text when it looks like it."""


@pytest.fixture(scope="module", autouse=True)
def _uncollected() -> Iterator[None]:
    """A million nodes are no garbage, and to look them through takes longer than all the tests here."""
    gc.disable()
    yield
    _tree.cache_clear()
    _nodes.cache_clear()
    gc.enable()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def _nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(_tree(path)))


def _place(path: Path, node: ast.stmt | ast.expr) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"


def _called(node: ast.AST) -> str:
    """The last name of what a call calls, "" for anything else."""
    function = node.func if isinstance(node, ast.Call) else None
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _imports(path: Path) -> Iterator[str]:
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_imports_keep_the_contracts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The contracts of pyproject.toml: layers, Qt, SQLite, Pillow, rooms."""
    monkeypatch.chdir(ROOT)
    configure()
    kept = use_cases.lint_imports(cache_dir=None, no_logo=True, is_debug_mode=True)
    assert kept, capsys.readouterr().out


def test_unit_tests_do_not_import_qt() -> None:
    unit = [path for path in TESTS if path.is_relative_to(ROOT / "tests" / "unit")]
    guilty = [p.name for p in unit if any(name.partition(".")[0] == "PySide6" for name in _imports(p))]
    assert guilty == []


def test_files_are_short() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in SCRIPTS}
    assert {name: n for name, n in lengths.items() if n > FILE_LINES} == {}


def test_functions_are_short() -> None:
    long = {
        f"{_place(path, node)} {node.name}": node.end_lineno - node.lineno + 1
        for path in SCRIPTS
        for node in _nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }
    assert {name: n for name, n in long.items() if n > FUNCTION_LINES} == {}


def test_nobody_rebinds_globals() -> None:
    assert [_place(p, n) for p in MODULES for n in _nodes(p) if isinstance(n, ast.Global)] == []


def test_nobody_pumps_events() -> None:
    """`processEvents` runs other code in the middle of a function; work belongs on a thread instead."""
    assert [_place(p, n) for p in MODULES for n in _nodes(p) if _called(n) == "processEvents"] == []


def test_only_the_clock_asks_the_time() -> None:
    """`datetime.now`, `date.today` and `time.time` would not be frozen by XHSPLANNER_NOW."""
    asked = {"now", "utcnow", "today"}
    guilty = []
    for path in MODULES:
        for node in _nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in asked:
                owner = ast.unparse(node.func.value)
                if owner.split(".")[-1] in {"datetime", "date"} and path.name != "clock.py":
                    guilty.append(_place(path, node))
    assert guilty == []


def test_errors_are_not_swallowed() -> None:
    """`except Exception: pass` hides the reason; catch what is expected and say why nothing is done."""
    guilty = []
    for path in MODULES:
        for node in _nodes(path):
            if isinstance(node, ast.ExceptHandler):
                broad = node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}
                if broad and all(isinstance(line, ast.Pass) for line in node.body):
                    guilty.append(_place(path, node))
    assert guilty == []


def _labels_without_format(path: Path) -> list[str]:
    """Classes derived from QLabel, and functions that make one, that never call `setTextFormat`."""
    guilty: list[str] = []
    if "QLabel" not in path.read_text(encoding="utf-8"):
        return guilty
    for node in _nodes(path):
        makes = isinstance(node, ast.FunctionDef) and any(_called(inner) == "QLabel" for inner in ast.walk(node))
        derives = isinstance(node, ast.ClassDef) and any(ast.unparse(b).endswith("QLabel") for b in node.bases)
        plain = any(_called(inner) == "setTextFormat" for inner in ast.walk(node))
        if (makes or derives) and not plain:
            guilty.append(_place(path, node))
    return guilty


def test_labels_show_plain_text() -> None:
    """A QLabel left alone reads `<img src=…>` in a note's title as a picture."""
    assert [place for path in MODULES for place in _labels_without_format(path)] == []


def _rich_tips(path: Path) -> list[str]:
    """Tooltips whose text is neither fixed words nor made plain in the same function."""
    guilty: list[str] = []
    if not any(name in path.read_text(encoding="utf-8") for name in ("setToolTip", "showText")):
        return guilty
    for function in _nodes(path):
        inside = list(ast.walk(function)) if isinstance(function, ast.FunctionDef) else []
        if any(_called(node) in PLAIN_TIPS for node in inside):
            continue
        for node in inside:
            if isinstance(node, ast.Call) and _called(node) in {"setToolTip", "showText"}:
                shown = node.args[-1] if _called(node) == "setToolTip" else node.args[1]
                words = isinstance(shown, ast.Call) and _called(shown) == "t" and not shown.keywords
                if not (words or isinstance(shown, ast.Constant)):
                    guilty.append(_place(path, node))
    return guilty


def test_tooltips_show_plain_text() -> None:
    """A tooltip is rich text as soon as it looks like it: what is shown goes through `plain_tip`."""
    assert [place for path in MODULES for place in _rich_tips(path)] == []
