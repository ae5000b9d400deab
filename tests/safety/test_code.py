"""What the program does not contain, read from its own source: no words are run as code, nothing calls out."""

import ast
import gc
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "xhsplanner").rglob("*.py"))

RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
UNPACKS = {
    "pickle", "_pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "dbm", "jsonpickle", "joblib",
    "yaml", "code", "codeop", "runpy", "pty", "xmlrpc", "plistlib",
}  # fmt: skip
CALLS_OUT = {
    "socket", "ssl", "http", "urllib", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "poplib",
    "imaplib", "nntplib", "telnetlib", "socketserver", "asyncio", "xmlrpc", "webbrowser", "select", "selectors",
    "antigravity",
}  # fmt: skip
QT_CALLS_OUT = ("QtNetwork", "QtWebEngine", "QtWebSockets", "QtHttpServer", "QtBluetooth", "QtQml", "QtDBus")
SHELLS = {"system", "popen", "startfile", "execv", "execve", "execvp", "spawnv", "spawnl", "spawnlp", "posix_spawn"}
PROCESSES = {
    "subprocess": {"xhsplanner/core/doctor.py"},
    "multiprocessing": {"xhsplanner/ui/worker.py", "xhsplanner/__main__.py", "xhsplanner/ops/synthetic.py"},
    "ctypes": {"xhsplanner/core/doctor.py"},
}
"""Who may start a process or call a system library: the doctor tries whether Qt starts, the worker computes (a
frozen program is told so in `__main__`), the maker of large samples writes with both hands."""
SOCKETS = {
    "xhsplanner/core/doctor.py": {"AF_UNIX", "socket", "SOCK_STREAM"},
    "xhsplanner/ui/signals.py": {"socketpair"},
}
"""Who may use a socket and for what: the doctor knocks at the display, a signal wakes the event loop."""
NAMED_IMPORTS = {
    "xhsplanner/ui/main_window.py", "xhsplanner/ui/rooms/__init__.py", "xhsplanner/ui/background.py",
    "xhsplanner/cli/main.py",
}  # fmt: skip
"""Who imports a module by a name of our own tables."""


@pytest.fixture(scope="module", autouse=True)
def _uncollected() -> Iterator[None]:
    """A million nodes are no garbage: looking them through takes longer than all the tests here."""
    gc.disable()
    yield
    _trees.cache_clear()
    gc.enable()


@cache
def _trees() -> list[tuple[str, list[ast.AST]]]:
    """Every module with all that stands in it."""
    return [
        (path.relative_to(ROOT).as_posix(), list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
        for path in MODULES
    ]


def _imports(tree: list[ast.AST]) -> Iterator[str]:
    for node in tree:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)


def _calls(tree: list[ast.AST]) -> Iterator[ast.Call]:
    return (node for node in tree if isinstance(node, ast.Call))


def test_no_text_is_ever_run_as_code() -> None:
    """Neither eval nor exec nor compile nor an import by name, however they are reached."""
    guilty = []
    for name, tree in _trees():
        for node in tree:
            bare = isinstance(node, ast.Name) and node.id in RUNS_TEXT
            reached = (
                isinstance(node, ast.Attribute) and node.attr in RUNS_TEXT and ast.unparse(node.value) == "builtins"
            )
            if bare or reached:
                guilty.append(f"{name}:{node.lineno}")
        if name not in NAMED_IMPORTS:
            guilty += [
                f"{name}: import_module" for call in _calls(tree) if "import_module" in ast.unparse(call.func)
            ]
    assert guilty == []


def test_modules_are_imported_by_names_of_our_own_tables_only() -> None:
    from xhsplanner.cli.main import VERBS
    from xhsplanner.ui.dialogs import DIALOGS
    from xhsplanner.ui.rooms import ROOMS

    named = [module for module, _cls in DIALOGS.values()] + [row.module for row in ROOMS]
    named += [f"xhsplanner.cli.{module}" for module in VERBS.values()]
    assert len(named) > 20
    assert [module for module in named if not module.startswith("xhsplanner.")] == []


def test_nothing_foreign_is_unpickled() -> None:
    """Only multiprocessing pickles, our own values, over its own pipe between our own two processes."""
    guilty = [
        f"{name}: {module}"
        for name, tree in _trees()
        for module in _imports(tree)
        if module.split(".")[0] in UNPACKS
    ]
    assert guilty == []


def test_no_shell_is_started_and_processes_only_by_the_named_few() -> None:
    guilty = []
    for name, tree in _trees():
        for module in _imports(tree):
            allowed = PROCESSES.get(module.split(".")[0])
            if allowed is not None and name not in allowed:
                guilty.append(f"{name}: {module}")
        for call in _calls(tree):
            function = ast.unparse(call.func)
            if (function.startswith("os.") and function[3:] in SHELLS) or "QProcess" in function:
                guilty.append(f"{name}:{call.lineno} {function}")
            if any(word.arg == "shell" for word in call.keywords):
                guilty.append(f"{name}:{call.lineno} shell=")
            if function.startswith("subprocess.") and not isinstance(call.args[0], ast.List):
                guilty.append(f"{name}:{call.lineno} {function} without a list")
    assert guilty == []


def test_no_module_can_connect_out() -> None:
    """No library that talks to a network is imported, but for two sockets that stay on this machine."""
    guilty = []
    for name, tree in _trees():
        for module in _imports(tree):
            if any(part in module for part in QT_CALLS_OUT):
                guilty.append(f"{name}: {module}")
            if module.split(".")[0] in CALLS_OUT and not (module.split(".")[0] == "socket" and name in SOCKETS):
                guilty.append(f"{name}: {module}")
        if name in SOCKETS:
            used = {n.attr for n in tree if isinstance(n, ast.Attribute) and _is_socket(n)}
            asked = {call.args[1].value for call in _calls(tree) if _asks_socket(call)}  # type: ignore[attr-defined]
            guilty += [f"{name}: {one}" for one in (used | asked) - SOCKETS[name]]
    assert guilty == []


def _is_socket(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "socket"


def _asks_socket(call: ast.Call) -> bool:
    """`getattr(socket, …)`, for what one of the systems does not have."""
    return ast.unparse(call.func) == "getattr" and ast.unparse(call.args[0]) == "socket"


def test_only_folders_are_ever_handed_to_the_desktop() -> None:
    """The system opens what it is given: a link or a file out of a workspace would run whatever is behind it."""
    guilty = []
    for name, tree in _trees():
        for call in _calls(tree):
            if ast.unparse(call.func).endswith("openUrl") and "QUrl.fromLocalFile" not in ast.unparse(call.args[0]):
                guilty.append(f"{name}:{call.lineno}")
    assert guilty == []
