"""Paths and words on a sheet, as SVG. Standard library only.

One unit is one point when the drawing is placed at its own width, so that text of 8.5 is 8.5 pt on paper. Colours and
fonts are attributes of each mark: the style sheet of a page does not reach into a drawing that WeasyPrint makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

INK, SOFT, RULE, WHITE = "#0b0c0c", "#4a4a4a", "#d4d4d4", "#ffffff"
BLUE, PALE, GREY, TRACK = "#12436D", "#6BACE6", "#BFBFBF", "#eef0f2"
PINK, ORANGE, TEAL = "#801650", "#F46A25", "#28A197"
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
SIZE = 8.5
BOLD = 1.06  # bold letters are about this much wider

# Widths of the letters of Arial and Liberation Sans, in thousandths of the size; any other letter is taken for 600.
_WIDTHS = {
    letter: width
    for letters, width in (
        ("abdeghnopqu0123456789+=_–", 556), ("ckvsxyzJ", 500), (" ft.,:;/![]I", 278), ("ijl'|’", 222), ("r-()", 333),
        ("w", 722), ("mM", 833), ("%", 889), ("−", 584), ("W", 944), ("BEAKPSVXY&", 667), ("CDHNRU", 722), ("L", 556),
        ("FTZ", 611), ("OQG", 778),
    )
    for letter in letters
}  # fmt: skip

Point = tuple[float, float]


def text_width(words: str, *, bold: bool = False, size: float = SIZE) -> float:
    """About how wide words are, in units."""
    return sum(_WIDTHS.get(letter, 600) for letter in words) * size / 1000 * (BOLD if bold else 1)


def wrapped(words: str, room: float, *, size: float = SIZE) -> list[str]:
    """Words in lines that fit the room."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size=size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def spread(places: Sequence[float], *, gap: float, top: float, bottom: float) -> list[float]:
    """Places moved apart to at least a gap, in their order, between top and bottom."""
    found, at = list(places), top
    order = sorted(range(len(places)), key=lambda n: places[n])
    for n in order:
        found[n] = at = max(found[n], at)
        at += gap
    at = bottom
    for n in reversed(order):
        found[n] = at = min(found[n], at)
        at -= gap
    return found


def number(value: float) -> str:
    """A coordinate: one decimal place, and none where it is whole."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def box(x: float, y: float, width: float, height: float) -> str:
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"


def dot(x: float, y: float, radius: float) -> str:
    """A disc of four curves: small arcs come out of WeasyPrint as polygons."""
    bend = round(radius * 0.5523, 2)
    x, y, rest = round(x, 2), round(y, 2), round(radius - bend, 2)
    return (
        f"M{round(x - radius, 2)} {y}c0 {-bend} {rest} {-radius} {radius} {-radius}"
        f"c{bend} 0 {radius} {rest} {radius} {radius}c0 {bend} {-rest} {radius} {-radius} {radius}"
        f"c{-bend} 0 {-radius} {-rest} {-radius} {-radius}z"
    )


def diamond(x: float, y: float, radius: float) -> str:
    return f"M{number(x)} {number(y - radius)}l{radius} {radius}l{-radius} {radius}l{-radius} {-radius}z"


def across(x: float, y: float, end: float) -> str:
    """A level line."""
    return f"M{number(x)} {number(y)}H{number(end)}"


def polyline(points: Iterable[Point | None]) -> str:
    """A line through points. None breaks it: nothing is drawn across a figure that is not shown."""
    found, pen_is_down = "", False
    for point in points:
        if point:
            found += f"{'L' if pen_is_down else 'M'}{number(point[0])} {number(point[1])}"
        pen_is_down = point is not None
    return found


class Sheet:
    """Marks, in the order in which they are laid over one another."""

    def __init__(self, width: float, height: float):
        self.width, self.height = width, height
        self._marks: list[str] = []

    def path(self, d: str, **attributes: object) -> None:
        """A path, unless it is empty. Underscores of attributes stand for hyphens."""
        if d:
            given = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
            self._marks.append(f'<path d="{d}"{given}/>')

    def line(self, d: str, colour: str, width: float, **more: object) -> None:
        self.path(d, fill="none", stroke=colour, stroke_width=width, **more)

    def words(
        self, x: float, y: float, words: str, *, anchor: str = "start", colour: str = INK, bold: bool = False,
        size: float = SIZE,
    ) -> None:  # fmt: skip
        """Words whose foot stands at y."""
        anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
        weight = ' font-weight="bold"' if bold else ""
        self._marks.append(
            f'<text x="{number(x)}" y="{number(y)}" font-family="{FONT}" font-size="{size:g}" fill="{colour}"'
            f"{anchored}{weight}>{escape(words)}</text>"
        )

    def hatch(self, name: str, colour: str) -> str:
        """A filling that survives a photocopier. Returns what to fill with; names differ within a page."""
        self._marks.append(
            f'<defs><pattern id="{name}" width="4" height="4" patternUnits="userSpaceOnUse">'
            f'<path d="M-1 1l2 -2M0 4l4 -4M3 5l2 -2" stroke="{colour}" stroke-width="1.1"/></pattern></defs>'
        )
        return f"url(#{name})"

    def svg(self, alt: str, *, css: str = "") -> str:
        """The drawing. ``alt`` is its title, which both browsers and WeasyPrint give to who cannot see it.

        On paper it keeps its size in points; a page places it by a class.
        """
        width, height = number(self.width), number(self.height)
        placed = f'class="{css}" focusable="false"' if css else f'width="{width}pt" height="{height}pt"'
        ground = f'<path d="{box(0, 0, self.width, self.height)}" fill="{WHITE}"/>' if css else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" {placed}>'
            f"<title>{escape(alt)}</title>{ground}{''.join(self._marks)}</svg>"
        )


def notice(message: str, *, width: float, height: float = 46) -> Sheet:
    """What stands where a chart cannot be drawn: a box of the same size whatever is hidden, and the reason."""
    sheet = Sheet(width, height)
    sheet.line(box(0.5, 0.5, width - 1, height - 1), SOFT, 0.75, stroke_dasharray="4 3")
    lines = wrapped(message, width - 24, size=9.5)
    first = height / 2 - (len(lines) - 1) * 6 + 3.2
    for n, line in enumerate(lines):
        sheet.words(12, first + n * 12, line, size=9.5)
    return sheet
