"""The two menus at the foot of the rail: who acts, and settings. Built when opened, from the action table."""

from pathlib import Path

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from xhsplanner.core.words import LANGUAGES, t, words
from xhsplanner.ui.actions import Actions
from xhsplanner.ui.context import Context
from xhsplanner.ui.theme import MODES
from xhsplanner.ui.widgets.controls import menu_text


def me_menu(ctx: Context, actions: Actions, parent: QWidget) -> QMenu:
    """我是…: choose the member who acts. Roles guide, they do not protect, and the menu says so."""
    menu = QMenu(parent)
    group = QActionGroup(menu)
    for member in ctx.store.catalog.members():
        words_ = t("shell.member", name=member.name, role=t(f"role.{member.role}"))
        action = _choice(menu, group, menu_text(words_), member.id == ctx.store.actor)
        action.triggered.connect(lambda _checked=False, id_=member.id: ctx.ask("actor", id_))
    nobody = _choice(menu, group, t("shell.me_none"), ctx.store.actor is None)
    nobody.triggered.connect(lambda _checked=False: ctx.ask("actor", None))
    menu.addSeparator()
    _sections(menu, actions, "me")
    sentence = menu.addAction(t("shell.roles_guide"))
    sentence.setEnabled(False)
    return menu


def settings_menu(ctx: Context, actions: Actions, parent: QWidget) -> QMenu:
    """What the table puts into it, by group; theme, language and workspaces as menus of their own."""
    menu = QMenu(parent)
    _sections(menu, actions, "settings")
    _themes(ctx, menu)
    _languages(ctx, menu)
    _workspaces(ctx, actions, menu)
    return menu


def _sections(menu: QMenu, actions: Actions, name: str) -> None:
    for group in actions.in_menu(name):
        menu.addActions(group)
        menu.addSeparator()


def _choice(menu: QMenu, group: QActionGroup, text: str, checked: bool) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setChecked(checked)
    group.addAction(action)
    return action


def _themes(ctx: Context, menu: QMenu) -> None:
    sub = menu.addMenu(ctx.theme.icon("palette", "text2", 16), t("shell.theme"))
    group = QActionGroup(sub)
    for mode in MODES:
        action = _choice(sub, group, t(f"shell.theme_{mode}"), ctx.theme.mode == mode)
        action.triggered.connect(lambda _checked=False, mode=mode: ctx.ask("theme", mode))


def _languages(ctx: Context, menu: QMenu) -> None:
    sub = menu.addMenu(ctx.theme.icon("languages", "text2", 16), t("shell.languages"))
    group = QActionGroup(sub)
    for code in LANGUAGES:
        action = _choice(sub, group, t(f"shell.language.{code}"), code == words.language)
        action.triggered.connect(lambda _checked=False, code=code: ctx.ask("language", code))


def _workspaces(ctx: Context, actions: Actions, menu: QMenu) -> None:
    sub = menu.addMenu(ctx.theme.icon("folder", "text2", 16), t("shell.workspace"))
    here = ctx.store.path.resolve()
    for path in ctx.settings.recent():
        if path != here:
            action = sub.addAction(menu_text(short_path(path)))
            action.triggered.connect(lambda _checked=False, path=path: ctx.ask("open", path))
    if sub.actions():
        sub.addSeparator()
    for group in actions.in_menu("workspace"):
        sub.addActions(group)


def short_path(path: Path) -> str:
    """A folder as the user knows it: its name, then where it is, with ~ for home."""
    parent = path.parent
    home = Path.home()
    where = f"~/{parent.relative_to(home)}" if parent.is_relative_to(home) else str(parent)
    return f"{path.name}  —  {where}"
