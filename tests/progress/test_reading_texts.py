"""Every code of the reading has its sentence: what was found, where, and the way out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from progress import reading_texts as texts
from progress.exchange import columns, matched, raw, reading
from progress.exchange.columns import Column, NoTable, Question, SheetLook
from progress.exchange.matched import Ask
from progress.exchange.raw import Refusal
from progress.exchange.reading import Note, Problem
from progress.exchange.spellings import CHOICES


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_every_code_has_its_words():
    assert set(texts.REFUSALS) == set(raw.REFUSALS)
    assert set(texts.PROBLEMS) == set(reading.PROBLEMS)
    assert set(texts.IGNORED) == set(reading.IGNORED)
    assert set(texts.REJECTED) == set(reading.REJECTED)
    assert set(texts.NOTES) == set(reading.NOTES)
    assert set(texts.QUESTIONS) == set(columns.QUESTIONS)
    assert set(texts.REASONS) == set(matched.REASONS)
    assert set(texts.HOW) == set(matched.HOW)
    assert set(texts.FIELDS) == {*CHOICES, ""}


@pytest.mark.parametrize("code", reading.PROBLEMS)
def test_a_value_that_cannot_be_read_is_named_with_its_place(code):
    sentence = texts.problem_sentence(Problem(code, "actual_finish", "G15", "11/31"), "予定・実績")
    assert "G15" in sentence
    assert "予定・実績" in sentence
    assert "Please" in sentence
    assert "%" not in sentence.replace("80%", "")


def test_an_impossible_date_reads_as_a_person_would_say_it():
    sentence = texts.problem_sentence(Problem("date_unreadable", "actual_finish", "G15", "11/31"), "予定・実績")
    assert sentence == (
        "“11/31” in G15 of sheet “予定・実績” cannot be read as a date. Please correct it or leave it empty."
    )


@pytest.mark.parametrize("code", raw.REFUSALS)
def test_a_refusal_says_what_to_do_and_that_nothing_was_stored(code):
    sentence = texts.refusal_sentence(
        Refusal(code, {"megabytes": 25, "limit": 20, "parts": 3000, "theirs": "BETA", "ours": "ALPHA"})
    )
    assert "Please" in sentence
    assert sentence.endswith("Nothing was stored.")
    assert "%(" not in sentence


def test_a_file_without_a_plan_table_names_the_columns_and_the_sheets():
    look = SheetLook("課題", "missing_columns", missing=("planned_start",))
    found = NoTable((look, SheetLook("WBS", "empty"), SheetLook("隠し", "empty", hidden=True)))
    assert texts.no_table_sentence(found) == (
        "No plan table was found in this file. Its header row needs columns for “Task name”, “Planned start”, "
        "“Planned finish”. Sheets looked at: “課題”, “WBS”. Nothing was stored."
    )
    assert texts.sheet_reason(look) == "missing: planned start"


def test_a_header_without_rows_is_named():
    found = NoTable((SheetLook("メモ", "no_header"), SheetLook("WBS", "no_rows", header_row=3)))
    assert texts.no_table_sentence(found) == (
        "The sheet “WBS” has a header in row 3, but no task below it. Please check that it is the right file. "
        "Nothing was stored."
    )


def test_a_column_says_why_it_was_taken_for_its_field():
    column = Column("G", "完了予定日", "planned_finish", "header+values", evidence={"dates": 23})
    assert texts.column_reason(column) == "by its header and 23 dates"


@pytest.mark.parametrize("code", columns.QUESTIONS)
def test_every_question_can_be_asked(code):
    question = Question(code, ("H",), ("percent", "status"), "percent", {"field": "percent", "samples": ["1"]})
    sentence = texts.question_sentence(question, [Column("H", "進捗")], "WBS")
    assert sentence.endswith((".", "?"))
    assert "%(" not in sentence


@pytest.mark.parametrize("reason", matched.REASONS)
def test_every_doubt_about_a_row_can_be_asked(reason):
    assert "Row 12 “確認”" in texts.ask_sentence(Ask("f", 12, "確認", reason, ("u1",)))


def test_notes_about_the_sheet_are_said():
    for code in reading.NOTES:
        sentence = texts.note_sentence(Note(code, {"count": 2, "cells": ["A1", "A9"], "column": "KN"}))
        assert "%(" not in sentence


def test_rows_left_out_are_counted():
    assert texts.missing_sentence(0) == ""
    assert texts.missing_sentence(2).startswith("2 rows of last time are not in the file.")


def test_the_sentences_are_japanese_for_a_japanese_reader():
    with translation.override("ja"):
        assert texts.problem_sentence(Problem("date_unreadable", "actual_finish", "G15", "11/31"), "予定・実績") == (
            "『予定・実績』シートのG15にある『11/31』は日付として読み取れません。正しい日付に直すか、空欄にしてください。"
        )
        column = Column("G", "完了予定日", "planned_finish", "header+values", evidence={"dates": 23})
        assert texts.column_reason(column) == "見出しと日付23件から判断"
