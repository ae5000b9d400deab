"""Composition root of the window: settings, theme, workspace, lock, context, error handling, timers."""

import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLibraryInfo, QLockFile, QObject, Qt, QTimer, QTranslator, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import LANGUAGES, t, words
from xhsplanner.ops import workspace as workspace_ops
from xhsplanner.store.encryption import cipher
from xhsplanner.store.recovery import check_due
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, is_workspace, open_workspace
from xhsplanner.ui import logs
from xhsplanner.ui.aftermath import aftermath
from xhsplanner.ui.background import Background
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs import DIALOGS
from xhsplanner.ui.errors import Catcher, ErrorDialog, report, short
from xhsplanner.ui.garbage import Garbage
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.screen import app_icon, fitting
from xhsplanner.ui.session import Session, take_lock
from xhsplanner.ui.settings import Settings
from xhsplanner.ui.signals import Ending
from xhsplanner.ui.tasks import Tasks, stuck
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.unlocking import Unlocking
from xhsplanner.ui.welcome import Welcome

LATER = Qt.ConnectionType.QueuedConnection
"""For what may put away the window that asks: its own code must not be on the stack then."""
SWITCH_SECONDS = 0.001
"""Workers that lay out covers run Python: the window gets its turn after 1 ms instead of 5."""
SCALE = "QT_SCALE_FACTOR"


def open_window(folder: Path | None = None, actor: str = "") -> int:
    """Open the window on a workspace, or the last one, or the welcome page; returns the exit status.

    `actor` is the name of the member who acts. Raises Refused where this machine cannot show a window.
    """
    from xhsplanner.core import doctor  # reads the list of installed packages: not at import

    problem = doctor.display_problem()
    if problem:
        raise Refused(problem)
    settings = Settings.of_user()
    app = make_application(str(settings.get("zoom")))
    stop_log = logs.start()
    if words.language == LANGUAGES[0] and settings.get("language") in LANGUAGES:
        words.use(settings.get("language"))
    desktop = Desktop(app, settings)
    app.aboutToQuit.connect(desktop.close)
    ending = Ending(app.quit, app)
    desktop.begin(folder, actor)
    status = int(app.exec())
    ending.close()
    stop_log()
    if stuck():  # all is saved; what still runs, say a copy on a slow disk, would crash as Python is taken down
        os._exit(status)
    return status


def make_application(zoom: str = "100") -> QApplication:
    """The one QApplication of this process; `zoom` is the size of everything in percent."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    if zoom != "100":  # Qt reads it once, when it starts; who has set it already knows better
        os.environ.setdefault(SCALE, str(int(zoom) / 100))
    qInstallMessageHandler(logs.qt_says)
    sys.setswitchinterval(SWITCH_SECONDS)
    app = QApplication(sys.argv[:1])
    Garbage(app)
    app.setApplicationName("xhsplanner")
    app.setDesktopFileName("xhsplanner")
    app.setWindowIcon(app_icon())
    return app


class Desktop(QObject):
    """What is open now, and how to open something else. One window at a time."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__()
        self.app = app
        self.settings = settings
        self.theme = Theme(str(settings.get("theme")))
        self.session: Session | None = None
        self._error: ErrorDialog | None = None
        self._tasks = Tasks(self)
        self.unlocking = Unlocking(self.theme, self._tasks, lambda: self.window or self.show_welcome().window())
        self._translator = QTranslator(self)
        self._catcher = Catcher()
        self._catcher.caught.connect(self._show_error)
        self._catcher.install()
        self._background = Background(lambda: self.session, self)
        self._background.damage_showed.connect(self._open_again, LATER)
        self._mended: set[Path] = set()
        self._unlisten = settings.listen(self._setting_changed)
        self._translate()

    @property
    def window(self) -> QMainWindow | None:
        """The window that is shown."""
        return self.session.window if self.session else None

    @property
    def ctx(self) -> Context | None:
        """The context of the open workspace."""
        return self.session.ctx if self.session else None

    @property
    def store(self) -> Store | None:
        """The open workspace."""
        return self.session.store if self.session else None

    def begin(self, folder: Path | None = None, actor: str = "") -> None:
        """Open `folder`, else the last workspace; where that is refused, the welcome page says why."""
        wanted = folder or next(iter(self.settings.recent()), None)
        try:
            if wanted is None:
                self.show_welcome()
            else:
                self.open(wanted, actor)
        except Refused as refusal:
            self.show_welcome(str(refusal))
        if self.settings.damaged is not None:
            self._refuse(t("app.settings_damaged", name=self.settings.damaged.name))

    # --- welcome ----------------------------------------------------------------------------------

    def show_welcome(self, error: str = "") -> Welcome:
        """Close the workspace and show the first page."""
        page = Welcome(self.theme, self.settings, home_folder(), abilities())
        page.demo_asked.connect(self.open_demo, LATER)
        page.opened.connect(self._open_from_page, LATER)
        page.new_asked.connect(self._create_from_page, LATER)
        page.import_asked.connect(self._import_from_page, LATER)
        page.language_asked.connect(self.set_language, LATER)
        window = QMainWindow()
        window.setWindowTitle("xhsplanner")
        window.setCentralWidget(page)
        window.resize(fitting(1280, 800))
        if error:
            page.show_error(error)
        self._swap(Session(window))
        return page

    def _open_from_page(self, folder: Path) -> None:
        self._try(lambda: self.open(folder))

    def _create_from_page(self, folder: Path, preset: str, encrypted: bool) -> None:
        if encrypted:
            self.unlocking.make(folder, preset, lambda: self._try(lambda: self.open(folder)), self._refuse)
        else:
            self._try(lambda: self.create(folder, preset))

    def _import_from_page(self, file: Path) -> None:
        self._try(lambda: self.create_for_import(file))

    def open_demo(self) -> None:
        """Open this week's sample workspace; where it is to be made first, say so meanwhile (some seconds)."""
        from xhsplanner.ui import sample

        folder = sample.sample_folder()
        if is_workspace(folder):
            self._try(lambda: self.open(folder))
            return
        page = self.window.centralWidget() if self.window is not None else None
        if isinstance(page, Welcome):
            page.show_busy(t("welcome.drawing"))
        self._tasks.start(
            lambda: sample.open_sample(folder).close(),
            lambda _done: self._try(lambda: self.open(folder)),
            lambda error: self._refuse(short(error)),
        )

    def create(self, folder: Path, preset: str) -> None:
        """Make a workspace, fill in a preset ("" for none) and open it. Raises Refused."""
        workspace_ops.make(folder, preset)
        self.open(folder)

    def create_for_import(self, file: Path) -> None:
        """Make an empty workspace named like a schedule, and open the import on it. Raises Refused."""
        folder = home_folder() / file.stem
        if not is_workspace(folder):
            create_workspace(folder).close()
        self.open(folder)
        assert self.ctx is not None
        self.ctx.ask_import(file)

    # --- workspace --------------------------------------------------------------------------------

    def open(self, folder: Path, actor: str = "") -> None:
        """Open a workspace in the window, once it is unlocked. Raises Refused; what was open then stays open."""
        folder = folder.resolve()
        if self.store is not None and self.store.path.resolve() == folder:
            return
        if cipher.locked(folder):
            self.unlocking.ask(folder, lambda: self._try(lambda: self.open(folder, actor)))
            return
        lock = take_lock(folder)
        try:
            session = self._entered(folder, actor, lock)
        except Refused:
            if lock is not None:
                lock.unlock()
            raise
        self.settings.remember(folder)
        self._swap(session)
        if session.ctx is not None and session.ctx.store.recovery is not None:
            session.ctx.ask("recovered")

    def _entered(self, folder: Path, actor: str, lock: QLockFile | None) -> Session:
        """A window on a workspace; opened once more, which restores it, where what is read first shows damage."""
        for again in (True, False):
            store = open_workspace(folder)
            try:
                store.actor = self._who(store, actor)
                return self._session(store, lock)
            except Refused:
                store.close()
                if not again or not check_due.suspected(folder):
                    raise
        raise AssertionError

    def _open_again(self) -> None:
        """Damage showed at work: an opening restores it. Once a run: what that does not mend, the user hears of."""
        if self.store is None or self.store.path in self._mended:
            return
        folder = self.store.path
        self._mended.add(folder)
        self.show_welcome(t("recovery.looking"))
        self._try(lambda: self.open(folder))

    def _session(self, store: Store, lock: QLockFile | None, room: str = "") -> Session:
        ctx = Context(store, self.theme, self.settings)
        try:
            window = MainWindow(ctx, room)
        except Refused:
            ctx.close()
            raise
        window.app_asked.connect(self._on_asked, LATER)
        return Session(window, ctx, store, lock)

    def _who(self, store: Store, name: str) -> int | None:
        members = store.catalog.members()
        uid = self.settings.actor(store.path)
        for member in members:
            if (name and member.name == name) or (not name and member.uid == uid):
                return member.id
        return members[0].id if len(members) == 1 else None

    def _swap(self, session: Session, keep_store: bool = False) -> None:
        """Show another window where the old one stood, then put the old one away."""
        old, self.session = self.session, session
        if old is not None and isinstance(old.window, MainWindow):
            old.window.remember()
        if old is not None and isinstance(old.window, type(session.window)):
            session.window.setGeometry(old.window.geometry())
        session.window.show()
        if old is not None:
            old.close(keep_store)
        self._background.follow(session)

    def close(self) -> None:
        """Save what is typed, close everything, give back the excepthook."""
        if isinstance(self.window, MainWindow):
            self.window.remember()
        self._tasks.close()
        self._background.close()
        self._unlisten()
        if self.session is not None:
            self.session.close()
            self.session = None
        self._catcher.remove()
        self.theme.close()

    # --- what the window asks ---------------------------------------------------------------------

    def _on_asked(self, action: str, subject: object) -> None:
        if action in ("theme", "language"):
            self.settings.set(action, subject)
        elif action == "actor":
            self._set_actor(subject if isinstance(subject, int) else None)
        elif action == "open":
            self._choose_and_open(subject if isinstance(subject, Path) else None)
        elif action == "welcome":
            self.show_welcome()
        elif action == "snapshot":
            self._background.snapshot(tell=True)
        elif action == "backup":
            self._background.copy.start(tell=True)
        elif action == "failed" and isinstance(subject, Exception):
            self._catcher.handle(type(subject), subject, subject.__traceback__)

    def _setting_changed(self, name: str) -> None:
        if name == "theme":
            self.theme.set_mode(str(self.settings.get("theme")))
        elif name == "language":
            QTimer.singleShot(0, self, lambda: self.set_language(str(self.settings.get("language"))))

    def set_language(self, language: str) -> None:
        """Speak another language: the window is built again, at the same place."""
        self.settings.set("language", language)
        if language == words.language:
            return
        words.use(language)
        self._translate()
        if self.store is None or self.ctx is None or not isinstance(self.window, MainWindow):
            self.show_welcome()
            return
        room = self.window.room.room_id if self.window.room else ""
        day, note, choosing = self.ctx.day, self.ctx.note_id, "settings" in self.window.dialogs
        self.ctx.closing.emit()
        assert self.session is not None
        session = self._session(self.store, self.session.lock, room)
        self._swap(session, keep_store=True)
        assert session.ctx is not None
        session.ctx.show_day(day)
        session.ctx.select(note)
        if choosing:
            session.ctx.ask("settings")

    def _set_actor(self, member_id: int | None) -> None:
        assert self.store is not None
        assert isinstance(self.window, MainWindow)
        self.window.flush()
        self.store.actor = member_id
        member = self.store.catalog.member(member_id) if member_id is not None else None
        self.settings.set_actor(self.store.path, member.uid if member else "")
        self.window.show_actor()

    def _choose_and_open(self, folder: Path | None) -> None:
        if folder is None:
            title = t("welcome.choose_open")
            chosen = QFileDialog.getExistingDirectory(self.window, title, str(home_folder()))
            if not chosen:
                return
            folder = Path(chosen)
        self._try(lambda: self.open(folder))

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Refused as refusal:
            self._refuse(str(refusal))

    def _refuse(self, sentence: str) -> None:
        page = self.window.centralWidget() if self.window is not None else None
        if isinstance(page, Welcome):
            page.show_error(sentence)
        elif self.ctx is not None:
            self.ctx.toast(sentence, kind="error")

    # --- words and errors --------------------------------------------------------------------------

    def _show_error(self, error: BaseException, details: str) -> None:
        if isinstance(error, Refused):
            self._refuse(str(error))
        elif self._error is not None:
            self._error.add(details)
        else:
            typing = isinstance(self.window, MainWindow) and self.window.unsaved()
            data = aftermath(self.store, error, typing)
            self._error = ErrorDialog(self.theme, error, report(self.store, details), self.window, data)
            self._error.finished.connect(self._error_read)
            self._error.open()

    def _error_read(self) -> None:
        self._error = None

    def _translate(self) -> None:
        """Qt's own words (buttons of file dialogs, the menu of a text field) in the same language."""
        self.app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if words.language == "zh_CN" and self._translator.load("qtbase_zh_CN", folder):
            self.app.installTranslator(self._translator)


def home_folder() -> Path:
    """Where new workspaces go unless the user says otherwise."""
    return Path(platformdirs.user_documents_dir()) / "xhsplanner"


def abilities() -> frozenset[str]:
    """What the welcome page can offer in this build."""
    modules = {"demo": "xhsplanner.ui.sample", "import": DIALOGS["import"][0], "encrypted": "sqlcipher3"}
    return frozenset(name for name, module in modules.items() if importlib.util.find_spec(module))
