"""Tokens, fonts and icons of the look."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QGuiApplication

from xhsplanner.core.model import Status
from xhsplanner.ui import theme as themes
from xhsplanner.ui.theme import Theme, tokens


def _luminance(color: QColor) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, two: QColor) -> float:
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_is_readable(theme: Theme, mode: str) -> None:
    theme.set_mode(mode)
    pairs = [(text, ground) for text in ("text", "text2", "text3") for ground in ("canvas", "surface", "surface2")]
    pairs += [
        ("on_accent", "accent"),
        ("on_toast", "toast"),
        ("toast_action", "toast"),
        ("accent", "surface"),
    ]
    pairs += [(tone, f"{tone}_soft") for tone in ("ok", "warn", "danger")]
    pairs += [("accent_hover", "accent_soft")]
    weak = {pair: contrast(theme.color(pair[0]), theme.color(pair[1])) for pair in pairs}
    assert {pair: value for pair, value in weak.items() if value < 4.5} == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_series_labels_are_readable(theme: Theme, mode: str) -> None:
    theme.set_mode(mode)
    for palette in theme.palettes():
        colors = theme.series(palette)
        assert contrast(colors.fg, colors.bg) >= 4.5, palette


def test_every_status_has_a_ring_of_its_own_shape(theme: Theme) -> None:
    shapes = [theme.status_shape(status) for status in Status]
    assert len(set(shapes)) == len(shapes)
    assert all(theme.status(status).isValid() for status in [*Status, "overdue", "compliance"])


def test_both_themes_have_the_same_tokens() -> None:
    assert list(tokens()["light"]) == list(tokens()["dark"])


def test_style_sheet_has_no_hole(theme: Theme) -> None:
    assert "@" not in theme.style_sheet()


def test_switch_is_told_and_repaints_the_palette(theme: Theme, qtbot) -> None:
    before = theme.palette().window().color()
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    assert theme.palette().window().color() != before
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_mode("dark")
    with pytest.raises(ValueError, match="sepia"):
        theme.set_mode("sepia")


def test_chinese_and_bold_come_from_the_bundled_font(theme: Theme) -> None:
    assert QFontInfo(theme.font(13)).family() == "Noto Sans SC"
    assert QFontInfo(theme.font(13, bold=True)).weight() == 700
    assert QFontMetrics(theme.font(13)).inFontUcs4(ord("羊"))


def test_icons_are_tinted_and_sharp(theme: Theme) -> None:
    image = theme.pixmap("plus", "#D42A45", 20, 2.0).toImage()
    assert image.width() == 40
    assert image.pixelColor(20, 20).name() == "#d42a45"
    with pytest.raises(FileNotFoundError):
        theme.pixmap("no-such-icon")


def test_system_scheme_is_followed(theme: Theme, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.set_mode("system")
    hints = QGuiApplication.styleHints()
    monkeypatch.setattr(themes, "system_is_dark", lambda: True)
    with qtbot.waitSignal(theme.changed):
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.dark
    theme.set_mode("light")
    with qtbot.assertNotEmitted(theme.changed):
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not theme.dark
