"""The parts a document is made of. Figures stay raw values with a kind; `show` alone turns them into text.

Renderers read these classes and nothing else: no database, no translation, no formatting of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pmo.lib.drawing.barchart import BarChart
from pmo.lib.drawing.gantt import GanttChart
from pmo.lib.drawing.timechart import TimeChart

type Value = str | int | Decimal | date | None


class Kind(StrEnum):
    """What a figure counts, and so how it is written."""

    TEXT = "text"
    INTEGER = "integer"  # rows, people, points raised
    DAYS = "days"  # effort in person-days, one decimal
    DAYS_DIFFERENCE = "days-difference"  # the same with its sign; negative is behind
    WORKING_DAYS = "working-days"  # whole working days with their sign; negative is late
    PERCENT = "percent"  # 0-100
    POINTS = "points"  # difference of two percentages, with its sign
    INDEX = "index"  # SPI, CPI
    INDEX_DIFFERENCE = "index-difference"
    DIFFERENCE = "difference"  # of two counts, with its sign
    DATE = "date"


class Mark(StrEnum):
    """Why a figure is not final."""

    CARRIED = "carried"  # 前回値据置: the team's last accepted values
    PROVISIONAL = "provisional"  # 暫定値: values of a revision that is not accepted yet


class Emphasis(StrEnum):
    NONE = "none"
    GROUP = "group"  # a heading inside a table
    TOTAL = "total"
    ALERT = "alert"
    QUIET = "quiet"


class Colour(StrEnum):
    """A traffic light; GREY is "not evaluated"."""

    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"
    GREY = "grey"


class Tone(StrEnum):
    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that is more than itself: not final, or with a page of its rows (`target`, an address)."""

    value: Value
    mark: Mark | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is how many full-width characters it would like; a `below` column is printed under its row on paper."""

    label: str
    kind: Kind = Kind.TEXT
    width: float = 4.0
    below: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One value per column, in order; `level` indents the first text."""

    cells: tuple[Value | Cell, ...]
    emphasis: Emphasis = Emphasis.NONE
    level: int = 0
    target: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`key` is unique in the document; `empty` is what stands there when there are no rows."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    footnotes: tuple[str, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large figure; `change` against the week before, shown with its own kind; `note` says why it has no value."""

    label: str
    kind: Kind
    value: Value
    unit: str = ""
    change: Value = None
    change_kind: Kind = Kind.DIFFERENCE
    mark: Mark | None = None
    target: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Light:
    """One traffic light with its word, why it stands so, last time's colour, and the words of an override."""

    name: str
    colour: Colour
    word: str
    reason: str = ""
    previous: Colour | None = None
    override: str = ""


@dataclass(frozen=True, slots=True)
class Lights:
    items: tuple[Light, ...]


@dataclass(frozen=True, slots=True)
class Charts:
    """One chart over the full width, or several side by side; `height` in points is for charts over time.

    `half`: a page shows it in one of two columns. `bare`: the heading above it is its title already.
    """

    charts: tuple[TimeChart | BarChart, ...]
    height: float = 172.0
    half: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Gantt:
    """Sheets of a Gantt chart, each as high as its rows; `text` says where a workbook's reader finds them."""

    sheets: tuple[GanttChart, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a reader may look for and that is not here, with the reason."""

    text: str


type Block = Paragraph | Heading | Bullets | KeyFigures | Lights | Table | Charts | Gantt | Gap


@dataclass(frozen=True, slots=True)
class Section:
    """`key` names the section for ever, `title` in the language of the document."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the cover block."""

    label: str
    value: Value
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words a renderer prints around the content, in the language of the document."""

    page: str  # with %(page)s and %(pages)s
    continued: str
    cover: str  # name of the sheet with the cover block
    contents: str
    chart_values: str  # name of the sheet with the values behind the charts
    change: str  # "against last week"
    marks: tuple[tuple[Mark, str], ...]  # sign legend, in order of appearance


class Layout(StrEnum):
    """How a document fills its paper."""

    BOOK = "book"  # upright pages one after the other, numbered sections
    ONE_PAGE = "one-page"  # across: the first section over the whole width, the others below it in two columns


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `made_at` is its date everywhere, also in the files' properties; dates of that year lose it."""

    language: str
    number: str
    version: str
    title: str
    project: str
    subtitle: str
    status_date: date
    made_at: datetime
    author: str
    confidentiality: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    words: Words
    band: str = ""  # printed on every page while the document is provisional
    notices: tuple[str, ...] = ()  # under the cover block: what is carried forward, what this version supersedes
    layout: Layout = Layout.BOOK

    @property
    def provisional(self) -> bool:
        return bool(self.band)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for section in self.sections for block in section.blocks if isinstance(block, Table))
