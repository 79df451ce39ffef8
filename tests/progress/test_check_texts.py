"""Every check speaks both languages, and a missing value leaves its sentence clean (UX 3.3)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polib
import pytest
import time_machine
from django.conf import settings as configured
from django.test import override_settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import trans_real

from pmo.lib.messages import compile_one
from progress import check_words
from progress.check_texts import not_evaluated, sentence, title
from progress.domain.checks import CHECKS, entries, run
from tests.progress.domain.check_cases import CATALOGUE, DONE_BEFORE, context, example_context, example_rows, june, row

ROOT = Path(configured.BASE_DIR)
CATALOG = ROOT / "locale" / "ja" / "LC_MESSAGES" / "django.po"
JAPANESE = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.pofile(str(CATALOG)) if not entry.obsolete}
CODES = [check.code for check in CHECKS]


@pytest.fixture(scope="module", autouse=True)
def _catalog(tmp_path_factory):
    """The Japanese of the checks, compiled as the product compiles it."""
    folder = tmp_path_factory.mktemp("locale")
    place = folder / "ja" / "LC_MESSAGES" / "django.po"
    place.parent.mkdir(parents=True)
    place.write_bytes(CATALOG.read_bytes())
    compile_one(place)
    with override_settings(LOCALE_PATHS=[folder]):
        trans_real._translations.pop("ja", None)
        yield
    trans_real._translations.pop("ja", None)


@pytest.fixture(autouse=True)
def _this_year():
    with time_machine.travel("2026-06-12 12:00 +0900", tick=False):
        yield


def said(language, code, values):
    with translation.override(language):
        return sentence(code, values)


def lazy_words():
    """Every text of the module of words, once."""
    found = []
    for value in vars(check_words).values():
        if isinstance(value, dict):
            found += [word[1] if isinstance(word, tuple) else word for word in value.values()]
        else:
            found.append(value)
    return [word for word in found if isinstance(word, Promise)]


def message(word):
    """(context, English) of a lazy text."""
    context_of = {id(check_words.BETWEEN_FIELDS): "between the names of fields"}
    with translation.override("en"):
        return context_of.get(id(word)), str(word)


# -- completeness


@pytest.mark.parametrize("line", [pytest.param(line, id=line["code"]) for line in CATALOGUE])
def test_titles_are_those_of_the_catalogue_in_both_languages(line):
    brackets = str.maketrans("()", "（）")
    with translation.override("en"):
        assert title(line["code"]) == line["en"]
    with translation.override("ja"):
        assert title(line["code"]) == line["ja"].translate(brackets)


def test_every_check_has_a_title_and_a_sentence_and_there_are_no_others():
    assert list(check_words.TITLES) == list(check_words.SENTENCES) == CODES


def test_every_text_has_its_japanese_with_the_same_placeholders():
    messages = [message(word) for word in lazy_words()]
    assert len(messages) > 190
    missing = [known for known in messages if not JAPANESE.get(known)]
    assert missing == []
    placeholders = re.compile(r"\{(\w+)\}")
    differing = [
        known for known in messages if set(placeholders.findall(known[1])) != set(placeholders.findall(JAPANESE[known]))
    ]
    assert differing == []


def test_japanese_sentences_end_with_a_full_stop_and_have_no_half_width_brackets():
    texts = [JAPANESE[message(word)] for word in [*check_words.SENTENCES.values(), *check_words.TITLES.values()]]
    assert [text for text in texts if re.search(r"[()｡-ﾟ]", text)] == []
    assert [text for text in texts[: len(CODES)] if not text.endswith("。")] == []


# -- the sentences of real hits


def trigger_hits():
    """For every check the hits of its published trigger row."""
    for line in CATALOGUE:
        given = example_context(line["trigger"])
        hits = [hit for hit in run(example_rows(line["trigger"]), given).hits if hit.code == line["code"]]
        yield line["code"], hits[0].values


@pytest.mark.parametrize(("code", "values"), [pytest.param(*case, id=case[0]) for case in trigger_hits()])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_values_of_a_hit_fill_the_whole_sentence(language, code, values):
    text = said(language, code, values)
    assert "{" not in text
    with translation.override(language):
        assert title(code).rstrip("。") not in text  # the title stands only where a value is missing


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_without_any_value_a_sentence_still_reads_well(language, code):
    text = said(language, code, {})
    assert text
    assert re.search(r"\{|\}|「」|“”|\(\)|（）|  |^[ 、。:：.]|None", text) is None
    assert text.endswith("。" if language == "ja" else (".", "?", ")"))
    assert language == "ja" or text[0].isupper() or text[0].isdigit()


@pytest.mark.parametrize(
    ("code", "values", "ja", "en"),
    [
        (
            "G021",
            {"cell": "G15", "task": "画面設計"},
            (
                "G15「画面設計」は100%ですが、実績終了日が空欄です。完了日をお願いします。"
                "作業が残っている場合は、進捗率を見直してください。"
            ),
            (
                "G15 “画面設計” is at 100 % without an actual finish. "
                "Please enter it, or lower the percentage if work remains."
            ),
        ),
        (
            "G020",
            {"row": "1.1", "task": "画面設計", "value": "50"},
            "1.1「画面設計」は進捗率50%ですが、実績開始日が空欄です。着手した日をお願いします。",
            "1.1 “画面設計” is at 50 % without an actual start. Please enter it.",
        ),
        (
            "G020",
            {"row": "1.1", "task": "画面設計"},
            "1.1「画面設計」：実績開始日が未入力です（進捗率が0%超）。着手した日をお願いします。",
            "1.1 “画面設計”: Actual start is missing although progress > 0%. Please enter it.",
        ),
        (
            "G045",
            {"cell": "K8", "task": "画面設計", "value": "2026-06-10"},
            "K8「画面設計」の見込終了日6/10(水)は基準日以前です。現在の見込みをお願いします。",
            "K8 “画面設計”: the forecast Wed 10 Jun is not after the status date. What is the present one?",
        ),
        (
            "G063",
            {"row": "1.9", "task": "帳票設計"},
            "前回あった1.9「帳票設計」が見当たりません。取りやめでしょうか、記載漏れでしょうか。",
            "1.9 “帳票設計” is no longer there. Cancelled, or left out?",
        ),
        (
            "G100",
            {"value": "2026-06-12T18:30:00", "deadline": "2026-06-12T17:00:00"},
            (
                "ご提出が6/12(金) 17:00を過ぎていました。ご事情があれば教えてください。"
                "毎週のことでしたら、期限の見直しもご相談できます。"
            ),
            "The update came after Fri 12 Jun, 17:00. If this happens every week, we can talk about the deadline.",
        ),
        (
            "G100",
            {"deadline": "2026-06-12T17:00:00"},
            "提出期限（6/12(金) 17:00）を過ぎましたが、まだ届いていません。ご提出か、提出予定のご連絡をお願いします。",
            "The update has not arrived; it was due on Fri 12 Jun, 17:00. Please send it, or tell us when it comes.",
        ),
        (
            "G025",
            {"cell": "F3", "task": "画面設計", "value": "2026-06-15", "counts": "next_week"},
            "F3「画面設計」の実績日6/15(月)は基準日より後です。今回の進捗には含めず、次回に反映します。",
            "F3 “画面設計”: Mon 15 Jun is after the status date. It is kept, and counts next week.",
        ),
        (
            "G102",
            {"fields": "percent,actual_start"},
            "次の列が見つかりません：進捗率・実績開始日。ファイルのどの列にあたるか、指定をお願いします。",
            (
                "These columns were not found: percent complete, actual start. "
                "Please show us which columns of the file they are."
            ),
        ),
        (
            "G033",
            {"row": "1.1", "status": "not_started"},
            "1.1はステータス（未着手）と実績日が合っていません。どちらかの見直しをお願いします。",
            "1.1: the status (Not started) does not fit the actual dates. Please correct one of them.",
        ),
    ],
)
def test_sentences_read_as_people_write_them(code, values, ja, en):
    assert said("ja", code, values) == ja
    assert said("en", code, values) == en


def test_numbers_are_rounded_only_here():
    values = {"row": "1.1", "task": "画面設計", "value": "137.5"}
    assert "予定の138%" in said("ja", "G052", values)
    assert "12.5 person-days" in said("en", "G076", {**values, "value": "12.5", "days": "10"})
    assert "0.1 person-days" in said("en", "G030", {**values, "value": "0.05"})
    assert "合計余裕は▲2稼働日" in said("ja", "G086", {**values, "value": "-2"})


def test_what_people_typed_is_shown_as_they_typed_it():
    values = {"row": "1.10", "task": "{value} 2026-06-10 %s 「」", "number": "1.10", "count": "2"}
    assert said("ja", "G009", values).startswith("1.10「{value} 2026-06-10 %s 「」」の番号1.10は2行にあります。")


def test_a_date_of_another_year_shows_its_year():
    assert "2025/12/26(金)" in said("ja", "G010", {"cell": "D4", "task": "画面設計", "value": "2025-12-26"})


# -- late rows, homework and masses


def late_text(language, **changes):
    rows = [row(**changes), DONE_BEFORE]
    given = context()
    (entry,) = [entry for entry in entries(run(rows, given).hits, rows, given) if entry.kind == "late"]
    return said(language, entry.code, entry.values)


ANSWERED = {"delay_reason": "仕様確認の回答待ち", "countermeasure": "6/16回答後2日で完了"}
OVERDUE = {"planned_finish": june(11)}


def test_a_late_entry_says_what_is_missing():
    assert late_text("ja", **OVERDUE) == (
        "1.1「作業1」は予定終了日（6/11(木)）を過ぎています。空欄の項目（遅延理由・対策・見込終了日）の記入をお願いします。"
    )
    assert late_text("en", **OVERDUE) == (
        "1.1 “作業1” is past its planned finish (Thu 11 Jun). "
        "Please fill in what is missing: delay reason, countermeasure, forecast finish."
    )
    assert "空欄の項目（見込終了日）の記入をお願いします。" in late_text("ja", **OVERDUE, **ANSWERED)
    assert late_text("ja", **OVERDUE, **ANSWERED, forecast_finish=june(18)).endswith(
        "必要な項目は記入済みです。PMOが内容を確認します。"
    )


def test_a_late_entry_says_in_which_way_the_row_is_late():
    waiting = {"planned_start": june(11), "actual_start": None, "percent": Decimal(0), **ANSWERED}
    assert (
        late_text("ja", **waiting)
        == "1.1「作業1」は予定開始日（6/11(木)）を過ぎて未着手です。着手見込日をお願いします。"
    )
    behind = {"percent": Decimal(30)}
    assert late_text("en", **behind).startswith("1.1 “作業1” is 20 points behind. Please fill in what is missing: ")


def test_a_late_entry_says_what_makes_it_graver():
    before = replace(row().previous, forecast_finish=june(10), **ANSWERED)
    changes = {**OVERDUE, **ANSWERED, "critical": True, "forecast_finish": june(12), "previous": before}
    assert late_text("ja", **changes) == (
        "1.1「作業1」は予定終了日（6/11(木)）を過ぎています。クリティカルパス上の作業です。"
        "見込終了日6/12(金)は基準日以前です。現在の見込みをお願いします。"
        "遅延理由と対策が前回のままです。最新の状況をお願いします。"
    )


def test_homework_and_masses_name_their_rows_and_offer_the_declaration():
    homework = {"kind": "homework", "count": "2", "named": "1.1, 1.2", "rows": ["key:1", "key:2"]}
    assert said("ja", "G084", homework) == (
        "計画の宿題：先行・後続のどちらも設定されていません（2行：1.1, 1.2）。"
        "次に計画を見直すときに対応をお願いします。"
    )
    mass = {"kind": "mass", "count": "98", "named": "1.1, …", "declares": "planned_effort"}
    assert said("en", "G004", mass) == (
        "Planned effort is empty or zero (rows: 98; 1.1, …). Please look for a cause they share. "
        "If this team does not manage planned effort, the PMO can set it so."
    )
    assert said("ja", "G004", mass).endswith(
        "予定工数を管理していないチームであれば、その設定にできます。PMOへご相談ください。"
    )


# -- not evaluated


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_reason_for_not_evaluating_a_check_has_words(language):
    bare = [replace(row(), previous=None, critical=None, total_float=None, predecessors=())]
    nothing = dict.fromkeys(
        ("absences", "baseline_ids", "previous_ids", "members", "file_status_date", "due_at", "project_start",
         "project_finish", "has_links")
    )  # fmt: skip
    outcomes = [
        run(bare, context(**nothing)),
        run(bare, context(columns=frozenset())),
        run(bare, context(not_kept=frozenset({"planned_effort", "actual_effort", "links"}))),
    ]
    reasons = {reason for outcome in outcomes for _code, reason in outcome.not_evaluated}
    assert len(reasons) > 20
    with translation.override(language):
        texts = {reason: not_evaluated(reason) for reason in reasons}
    assert all(
        reason.partition(".")[2] not in text for reason, text in texts.items() if "_" in reason.partition(".")[2]
    )
    assert not any(re.search(r"missing\.|column\.|not_kept\.", text) for text in texts.values())


def test_the_reason_reads_as_people_say_it():
    with translation.override("ja"):
        assert not_evaluated("not_kept.actual_effort") == "実績工数を管理していないチームとして設定されています"
        assert not_evaluated("column.percent") == "ファイルに進捗率の列がありません"
        assert not_evaluated("missing.float") == "合計余裕がまだありません"


def test_a_code_nobody_knows_stands_for_itself():
    assert said("en", "G999", {}) == "G999."
