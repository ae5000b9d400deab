"""The fields of one template, made once and kept: making them takes longer than a frame."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.covers.model import Template
from xhsplanner.ui.covers_room import model
from xhsplanner.ui.covers_room.field import ChoiceField, TextField
from xhsplanner.ui.panel.held import Write
from xhsplanner.ui.theme import Theme

SEASONS = ("spring", "summer", "autumn", "winter")


def choice_words(name: str, value: str) -> str:
    """A value of a choice in words; as the template says it where there are none."""
    return t(f"covers_room.season_{value}") if name == "season" and value in SEASONS else value


class Fields(QWidget):
    """One field a variable, in the template's order."""

    edited = Signal()
    """Something is typed that is not written yet."""
    valued = Signal(str, str)
    """A choice was made: variable and value, "" to follow the note."""
    escaped = Signal()
    overruled = Signal(str, str)

    def __init__(self, theme: Theme, template: Template, write: Write) -> None:
        super().__init__()
        self.template = template
        self.texts: dict[str, TextField] = {}
        self.choices: dict[str, ChoiceField] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for name, var in template.vars.items():
            words = model.words_of(var, name)
            if var.type == "choice":
                values = [(value, choice_words(name, value)) for value in model.choices(template, name)]
                choice = self.choices[name] = ChoiceField(theme, name, words, values)
                choice.picked.connect(self.valued)
                column.addWidget(choice)
            else:
                field = self.texts[name] = TextField(theme, name, words, var.type, var.max, write)
                field.edited.connect(self.edited)
                field.escaped.connect(self.escaped)
                field.overruled.connect(self.overruled)
                column.addWidget(field)

    def show_bound(self, bound: model.Bound, other: bool, own_step: bool) -> None:
        """Show a note's words; `other`: the fields showed another note, or another template's did."""
        locked = bool(bound.locked)
        given = model.given(self.template, bound.spec, bound.own)
        for field in self.texts.values():
            if other:
                field.show_words(bound.note.id, bound.own, given, locked)
            else:
                field.refresh(bound.own, given, locked, own_step)
        for choice in self.choices.values():
            choice.show_choice(bound.own, given, locked)

    def typed(self) -> dict[str, str]:
        """What stands in the fields, written or not."""
        return {name: field.value() for name, field in self.texts.items()}

    def hint(self, given: Mapping[str, str]) -> None:
        """What the note gives while its title is being typed over."""
        for field in self.texts.values():
            field.hint(given)

    def finish(self) -> None:
        """Write what is typed now."""
        for field in self.texts.values():
            field.finish()
