"""Where everything of a 详情页 preview goes: the page a reader opens on the phone. No Qt in here."""

from dataclasses import dataclass

from xhsplanner.ui.panel.feed_layout import Box, shown_ratio

BAR = 44.0
"""Height of the bar with the account."""
FOOT = 48.0
"""Height of the bar with the heart."""
DOTS = 20.0
EDGE = 14.0
TITLE_LINE = 23.0
LINE = 21.0
FOLD = 4
"""So many lines of the text show before 展开."""
DATE = 26.0
TALL = 1.52
"""A video is drawn so many times as high as wide; the phone's 9:16, less its system bars."""
CAPTION_FOLD = 2
"""So many lines of the text lie over a video before 展开."""


@dataclass(frozen=True, slots=True)
class Detail:
    """The parts of the page, top to bottom; `height` of all."""

    bar: Box
    picture: Box
    dots: Box
    title: Box
    text: Box
    date: Box
    foot: Box
    height: float


def place(width: float, ratio: float, pages: int, title_lines: int, text_lines: int) -> Detail:
    """The page of a note with pictures; `ratio` is width by height of its first page."""
    bar = Box(0, 0, width, BAR)
    picture = Box(0, bar.bottom, width, round(width / shown_ratio(ratio)))
    dots = Box(0, picture.bottom, width, DOTS if pages > 1 else 8)
    inner = width - 2 * EDGE
    title = Box(EDGE, dots.bottom, inner, title_lines * TITLE_LINE)
    text = Box(EDGE, title.bottom + (6 if title_lines and text_lines else 0), inner, text_lines * LINE)
    date = Box(EDGE, text.bottom + 2, inner, DATE)
    foot = Box(0, date.bottom + 6, width, FOOT)
    return Detail(bar, picture, dots, title, text, date, foot, foot.bottom)


def place_video(width: float, title_lines: int, text_lines: int) -> Detail:
    """The page of a video: the picture is everything, the words lie over it at its foot."""
    picture = Box(0, 0, width, round(width * TALL))
    foot = Box(0, picture.bottom, width, FOOT)
    inner = width - 2 * EDGE
    progress = Box(EDGE, picture.bottom - 18, inner, 12)
    text = Box(EDGE, progress.y - 8 - text_lines * LINE, inner, text_lines * LINE)
    title = Box(EDGE, text.y - 2 - title_lines * TITLE_LINE, inner, title_lines * TITLE_LINE)
    bar = Box(0, title.y - BAR, width, BAR)
    return Detail(bar, picture, progress, title, text, Box(0, 0, 0, 0), foot, foot.bottom)


def nearest(now: int, moved: float, width: float, pages: int) -> int:
    """The page a swipe ends at: the finger must have gone a sixth of the way; `moved` < 0 goes on."""
    if abs(moved) < width / 6:
        return now
    return max(0, min(pages - 1, now + (1 if moved < 0 else -1)))
