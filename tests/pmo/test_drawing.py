from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from pmo.lib.drawing.axes import Scale, ValueAxis, date_ticks, nice_step, value_ticks
from pmo.lib.drawing.barchart import BarChart, BarSeries, lay_out_bar_chart
from pmo.lib.drawing.pdf import LOOKS, paint
from pmo.lib.drawing.scene import Marker, Polyline, Rect, Role, Scene, Size, Symbol, Text, text_width
from pmo.lib.drawing.svg import svg
from pmo.lib.drawing.timechart import Limit, Point, TimeChart, TimeSeries, lay_out_time_chart
from pmo.lib.fonts import Fonts

SIZE = Size(500.0, 180.0)
PERCENT = ValueAxis("進捗率", "ja", high=Decimal(100), suffix="%")
START = date(2026, 1, 7)


def weeks(*values: int) -> tuple[Point, ...]:
    return tuple(Point(START + timedelta(weeks=index), Decimal(value)) for index, value in enumerate(values))


def s_curve(language: str = "ja") -> TimeChart:
    ja = language == "ja"
    axis = ValueAxis("進捗率" if ja else "Progress", language, high=Decimal(100), suffix="%")
    series = (
        TimeSeries(Role.PLANNED, "計画" if ja else "Planned", weeks(5, 20, 50, 80, 95, 100)),
        TimeSeries(Role.ACTUAL, "実績" if ja else "Actual", weeks(4, 15, 41)),
    )
    status = START + timedelta(weeks=2)
    return TimeChart("S字曲線", series, axis, status, "基準日" if ja else "Status date", "説明")


def bars() -> BarChart:
    planned = BarSeries(Role.PLANNED, "計画", (Decimal(80), Decimal("76.5"), None))
    actual = BarSeries(Role.ACTUAL, "実績", (Decimal(82), Decimal(61), Decimal(0)))
    return BarChart("チーム別", ("共通基盤", "請求・売上", "移行"), (planned, actual), PERCENT)


def texts(scene: Scene) -> list[str]:
    return [shape.text for shape in scene.shapes if isinstance(shape, Text)]


@pytest.mark.parametrize(
    ("span", "step"),
    [("100", "20"), ("1", "0.2"), ("12", "2.5"), ("2733", "1000"), ("0.3", "0.1"), ("7", "2"), ("0", "1")],
)
def test_steps_are_round_numbers(span: str, step: str) -> None:
    assert nice_step(Decimal(span)) == Decimal(step)


def test_ticks_cover_all_values_and_the_fixed_ends() -> None:
    assert value_ticks(PERCENT, [Decimal(3), Decimal(41)]) == [0, 20, 40, 60, 80, 100]
    index = ValueAxis("SPI", "en", decimals=2, low=None)
    assert value_ticks(index, [Decimal("0.86"), Decimal("1.02")])[0] == Decimal("0.85")


def test_negative_values_are_written_as_their_language_does() -> None:
    assert ValueAxis("人日", "ja", decimals=1).label(Decimal("-3.45")) == "▲3.5"
    assert ValueAxis("days", "en", decimals=1).label(Decimal("-3.45")) == "−3.5"


@pytest.mark.parametrize(
    ("days", "language", "labels"),
    [
        (4, "ja", ["1/5", "1/6", "1/7", "1/8", "1/9"]),
        (35, "en", ["5 Jan", "12 Jan", "19 Jan", "26 Jan", "2 Feb", "9 Feb"]),
        (180, "ja", ["2026年2月", "3月", "4月", "5月", "6月", "7月"]),
        (700, "en", ["Apr 2026", "Jul", "Oct", "Jan 2027", "Apr", "Jul", "Oct"]),
    ],
)
def test_date_ticks_get_coarser_as_the_time_gets_longer(days: int, language: str, labels: list[str]) -> None:
    first = date(2026, 1, 5)
    ticks = date_ticks(first, first + timedelta(days=days), 300.0, language, 7.0)
    assert [tick.label for tick in ticks] == labels


@pytest.mark.parametrize("days", [0, 1, 13, 40, 100, 400, 900, 4000])
def test_date_labels_never_touch(days: int) -> None:
    first = date(2026, 1, 7)
    ticks = date_ticks(first, first + timedelta(days=days), 300.0, "ja", 7.0)
    scale = Scale(first.toordinal(), first.toordinal() + max(days, 1), 0, 300)
    for left, right in pairwise(ticks):
        half = (text_width(left.label, 7.0) + text_width(right.label, 7.0)) / 2
        assert scale(right.at) - scale(left.at) > half


def test_the_s_curve_puts_each_point_at_its_date_and_value() -> None:
    scene = lay_out_time_chart(s_curve(), SIZE)
    planned, actual = (shape for shape in scene.shapes if isinstance(shape, Polyline))
    (left, bottom), (right, top) = planned.points[0], planned.points[-1]
    assert [round((x - left) / (right - left), 6) for x, _ in actual.points] == [0.0, 0.2, 0.4]
    per_point = (bottom - top) / 95
    assert [round((bottom - y) / per_point + 5, 6) for _, y in actual.points] == [4, 15, 41]


def test_lines_are_named_where_they_end_and_the_status_date_is_named_too() -> None:
    assert {"計画 100%", "実績 41%", "基準日 1/21"} <= set(texts(lay_out_time_chart(s_curve(), SIZE)))
    assert {"Planned 100%", "Actual 41%", "Status date 21 Jan"} <= set(texts(lay_out_time_chart(s_curve("en"), SIZE)))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_label_leaves_the_drawing_and_none_covers_another(language: str) -> None:
    levels = [weeks(0, 30, 60 + step, 70 + step) for step in range(4)]
    series = tuple(TimeSeries(Role.PLANNED, f"計画{index}", points) for index, points in enumerate(levels))
    axis = ValueAxis("%", language, high=Decimal(100), suffix="%")
    chart = TimeChart("t", series, axis, START, "基準日", limits=(Limit("下限", Decimal(10)),))
    boxes = [_box(shape) for shape in lay_out_time_chart(chart, SIZE).shapes if isinstance(shape, Text)]
    for x1, y1, x2, y2 in boxes:
        assert x1 >= -0.01
        assert x2 <= SIZE.width + 0.01
        assert y1 >= -0.01
        assert y2 <= SIZE.height + 0.01
    for number, (ax1, ay1, ax2, ay2) in enumerate(boxes):
        for bx1, by1, bx2, by2 in boxes[number + 1 :]:
            assert ax2 <= bx1 or bx2 <= ax1 or ay2 <= by1 or by2 <= ay1


def _box(text: Text) -> tuple[float, float, float, float]:
    width = text_width(text.text, text.size)
    left = text.at[0] - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor]
    return left, text.at[1] - text.size * 0.8, left + width, text.at[1] + text.size * 0.2


def test_every_point_can_be_read_out() -> None:
    marks = [shape for shape in lay_out_time_chart(s_curve(), SIZE).shapes if isinstance(shape, Marker)]
    assert len(marks) == 9
    assert (("series", "実績"), ("when", "1/14"), ("value", "15%")) in [mark.read_out for mark in marks]


def test_bars_have_the_length_of_their_values_and_unknown_is_a_dash() -> None:
    scene = lay_out_bar_chart(bars(), Size(300.0, bars().height))
    lengths = [shape.width for shape in scene.shapes if isinstance(shape, Rect) and shape.read_out]
    assert [round(length / lengths[0] * 80, 6) for length in lengths] == [80, 82, 76.5, 61, 0]
    assert [text for text in texts(scene) if text.endswith("%") or text == "—"] == [
        "80%",
        "82%",
        "77%",
        "61%",
        "—",
        "0%",
    ]


def test_a_name_that_is_too_long_is_cut_with_an_ellipsis() -> None:
    long = "移行・外部接続・国際ブランド接続・信用情報接続・金融機関接続"
    chart = BarChart("t", (long,), (BarSeries(Role.ACTUAL, "実績", (Decimal(1),)),), PERCENT)
    (name,) = [text for text in texts(lay_out_bar_chart(chart, Size(200.0, 60.0))) if text.startswith("移行")]
    assert name.endswith("…")
    assert text_width(name, 7.5) <= 200 * 0.5


def test_without_data_the_drawing_says_so() -> None:
    bars_of_nothing = BarChart("t", ("a",), (BarSeries(Role.ACTUAL, "x", (None,)),), PERCENT)
    assert texts(lay_out_time_chart(TimeChart("t", (), PERCENT), SIZE)) == ["まだ値がありません"]
    assert texts(lay_out_bar_chart(bars_of_nothing, SIZE)) == ["まだ値がありません"]


def test_svg_speaks_in_classes_and_names_and_holds_no_style() -> None:
    code = svg(lay_out_time_chart(s_curve(), SIZE), "curve")
    root = ElementTree.fromstring(code)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "curve-title"
    assert [child.text for child in root if child.tag in ("title", "desc")] == ["S字曲線", "説明"]
    assert not re.search(r"style=|fill=|stroke=|#[0-9a-f]{3}|<script|\son\w+=", code)
    assert {element.get("class") for element in root} >= {
        "drawing__line drawing__line--planned",
        "drawing__line drawing__line--actual",
        "drawing__line drawing__line--status-date",
        "drawing__text drawing__text--label drawing__about--actual",
    }
    marks = [element for element in root if element.get("data-value")]
    assert (marks[0].get("data-series"), marks[0].get("data-when"), marks[0].get("data-value")) == ("計画", "1/7", "5%")


def test_text_that_tries_to_be_markup_stays_text_in_svg() -> None:
    evil = '"><script>alert(1)</script>&\x00'
    chart = BarChart(evil, (evil[:8],), (BarSeries(Role.ACTUAL, evil, (Decimal(50),)),), PERCENT, description=evil)
    root = ElementTree.fromstring(svg(lay_out_bar_chart(chart, SIZE), 'a"b'))
    assert root[0].text == '"><script>alert(1)</script>&'
    assert not root.findall(".//script")


def test_every_role_has_a_look_on_paper() -> None:
    assert set(LOOKS) == set(Role)


def test_the_same_scene_is_painted_as_vectors(fonts: Fonts) -> None:
    scene = lay_out_time_chart(s_curve(), SIZE)
    file = BytesIO()
    canvas = Canvas(file, pagesize=(520, 220), invariant=1, initialFontName=fonts.regular.name)
    paint(scene, canvas, fonts, 10, 200)
    canvas.save()
    page = PdfReader(file).pages[0]
    assert page.images == [] or len(page.images) == 0
    assert all(text in page.extract_text() for text in texts(scene))


def test_a_planned_milestone_is_painted_and_a_planned_line_has_no_marks(fonts: Fonts) -> None:
    def painted(symbol: Symbol) -> bytes:
        scene = Scene(40.0, 40.0, "", (Marker(Role.PLANNED, (20.0, 20.0), 7.0, symbol, ()),))
        file = BytesIO()
        canvas = Canvas(file, pageCompression=0, initialFontName=fonts.regular.name)
        paint(scene, canvas, fonts, 10, 200)
        canvas.save()
        return PdfReader(file).pages[0].get_contents().get_data()

    assert b" l" in painted(Symbol.DIAMOND)
    assert b" c\n" not in painted(Symbol.CIRCLE)
