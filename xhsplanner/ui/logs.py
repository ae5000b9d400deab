"""The log of the program: errors and what Qt says, in a small rotating file of the user. Never text of notes."""

import logging
import os
import re
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs
from PySide6.QtCore import QMessageLogContext, QtMsgType, QUrl, qVersion
from PySide6.QtGui import QDesktopServices

from xhsplanner.core.files import narrow
from xhsplanner.ui.settings import FOLDER

BYTES, FILES = 512 * 1024, 3
LOGGER = logging.getLogger("xhsplanner")
LOGGER.propagate = False
LOGGER.addHandler(logging.NullHandler())
QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
FOREIGN = re.compile(r"\S*[^\x00-\x7f…]\S*")
QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|“[^”\n]*”")


def bare(text: str) -> str:
    """What a library says, without what it quotes and without words that are no words of a program."""
    return FOREIGN.sub("…", QUOTED.sub("…", text))


def folder() -> Path:
    """Where the log is: where this system has logs, or in the folder that XHSPLANNER_CONFIG names."""
    named = os.environ.get(FOLDER)
    return Path(named) / "logs" if named else Path(platformdirs.user_log_dir("xhsplanner", appauthor=False))


def file() -> Path:
    """The log that is written now; older ones end in .1 and .2."""
    return folder() / "xhsplanner.log"


def start() -> Callable[[], None]:
    """Log from now on; returns what ends that. Where the folder cannot be written there is no log."""
    handler: logging.Handler
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(file(), maxBytes=BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    LOGGER.info("start: Python %s, Qt %s, %s", sys.version.split()[0], qVersion(), sys.platform)
    narrow(file())

    def stop() -> None:
        LOGGER.removeHandler(handler)
        handler.close()

    return stop


def qt_says(kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """A message of Qt: to the terminal as it is, to the log without what it quotes (a title may be in it)."""
    # Drawing without a screen, Qt remarks at every window that it has no window manager to ask.
    if text.startswith("This plugin does not support "):
        return
    plain = bare(text)
    tell(f"Qt: {text}\n", f"Qt: {plain}\n")
    LOGGER.log(QT_LEVELS.get(kind, logging.WARNING), "Qt: %s", plain)


def tell(whole: str, bare: str) -> None:
    """Say something on the terminal: as it is to who sits at it, bare where a desktop keeps it in a file."""
    if sys.stderr is not None:  # a built program on Windows has none
        sys.stderr.write(whole if sys.stderr.isatty() else bare)


def show_folder() -> None:
    """Show the log in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder())))
