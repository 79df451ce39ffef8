from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo.lib.fonts import Fonts
from reports.pdf.wrap import NOT_AT_END, NOT_AT_START, Wrapper

SIZE, ROOM = 8.0, 88.0  # eleven full-width characters


@pytest.fixture(scope="module")
def wrapper(fonts: Fonts) -> Wrapper:
    return Wrapper(fonts.regular.widths)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ("",)),
        ("結合テスト", ("結合テスト",)),
        ("あいうえおかきくけこさ、しすせそた", ("あいうえおかきくけこ", "さ、しすせそた")),
        ("あいうえおかきくけこ「さしすせそ」", ("あいうえおかきくけこ", "「さしすせそ」")),
        ("あいうえおかきくけこシャツとズボンと", ("あいうえおかきくけこ", "シャツとズボンと")),
        ("一行目\n\n三行目", ("一行目", "", "三行目")),
        ("The integration test of billing", ("The integration test of", "billing")),
        ("結合テストの遅れは▲3.5人日である", ("結合テストの遅れは", "▲3.5人日である")),
        ("あいうえおかきくけこさし", ("あいうえおかきくけ", "こさし")),
        ("https://example.co.jp/a/long/path/file.xlsx", ("https://example.co.jp/", "a/long/path/file.xlsx")),
    ],
)
def test_lines_break_where_japanese_and_english_allow(wrapper: Wrapper, text: str, lines: tuple[str, ...]) -> None:
    assert wrapper.lines(text, SIZE, ROOM) == lines


@given(st.text(alphabet="あいア亜漢字、。」「(（ー々っab1 .-/", max_size=120))
@settings(max_examples=200, deadline=None)
def test_no_line_is_too_wide_and_no_character_is_lost(wrapper: Wrapper, text: str) -> None:
    lines = wrapper.lines(text, SIZE, ROOM)
    assert all(wrapper.width(line, SIZE) <= ROOM + 0.02 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.sampled_from(["あい", "漢字。", "「テスト」", "、", "ABC", "(略)", "ー"]), min_size=5, max_size=40))
@settings(max_examples=200, deadline=None)
def test_closing_marks_never_begin_and_opening_marks_never_end_a_line(wrapper: Wrapper, parts: list[str]) -> None:
    text = "あ" + "".join(parts)
    if any(mark * 9 in text for mark in "、ー"):
        return  # a run of marks longer than the line has to be cut somewhere
    first, *rest = wrapper.lines(text, SIZE, ROOM)
    assert all(line[0] not in NOT_AT_START for line in rest if len(line) < 11)
    assert all(line[-1] not in NOT_AT_END for line in (first, *rest))


def test_a_word_with_marks_behind_it_that_is_longer_than_a_line_takes_a_letter_along(wrapper: Wrapper) -> None:
    first, second = wrapper.lines("ABC" * 4 + "、" * 4, SIZE, ROOM)
    assert second[0] == "C"
    assert second[1] == "、"
    assert first + second == "ABC" * 4 + "、" * 4


def test_a_date_keeps_its_day_of_the_week_on_its_line(wrapper: Wrapper) -> None:
    for before in range(12):
        text = "あ" * before + "11/20(金)に完了"
        assert "11/20(金)" in "|".join(wrapper.lines(text, SIZE, ROOM))


def test_a_word_without_any_break_is_cut_at_the_edge(wrapper: Wrapper) -> None:
    lines = wrapper.lines("a" * 1000, SIZE, ROOM)
    assert all(wrapper.width(line, SIZE) <= ROOM for line in lines)
    assert sum(map(len, lines)) == 1000


class Counted(dict[str, int]):
    """Widths that count how often one is asked for."""

    asked = 0

    def __getitem__(self, character: str) -> int:
        self.asked += 1
        return super().__getitem__(character)


def test_the_work_of_wrapping_grows_with_the_length_of_the_text_only(fonts: Fonts) -> None:
    text = "結合テストの着手を、▲3.5人日の遅れとして扱う。"
    for times in (40, 400):
        widths = Counted({character: fonts.regular.widths[character] for character in text})
        Wrapper(widths).lines(text * times, SIZE, ROOM)
        assert widths.asked <= 4 * times * len(text)


def test_a_column_narrower_than_a_character_still_gives_lines(wrapper: Wrapper) -> None:
    assert wrapper.lines("漢字", SIZE, 3.0) == ("漢", "字")
