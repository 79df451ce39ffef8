"""Every text of the product has its Japanese, and the Japanese keeps the house rules (plain, full width, polite)."""

from __future__ import annotations

import re

import pytest

from tests import texts

NAMED = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
JAPANESE = re.compile(r"[、。「」ぁ-ゖァ-ヺ一-鿿]")
FORBIDDEN = {
    "half-width kana": re.compile(r"[ｦ-ﾟ]"),
    "half-width brackets": re.compile(r"[()]"),
    "half-width colon": re.compile(r":(?!//|\d)"),
    "half-width mark at the end": re.compile(r"[.,!?]$"),
    "katakana for a plain word": re.compile(r"サブミット|リジェクト|アクセプト|デッドライン|リマインド"),
    "a message that says nothing": re.compile(r"エラーが発生しました|不正な値|無効な値|失敗しました。$"),
    "a button that names nothing": re.compile(r"^(OK|実行|キャンセル)$"),
    "too humble": re.compile(r"させていただ|させて頂"),
    "kanji where kana reads better": re.compile(r"下さい|出来ま|(?<!一)致しま|頂[きくい]|御座|宜し"),
}


def pairs() -> list[tuple[str, str]]:
    """English (all its forms) and Japanese of every message."""
    found = []
    for message in texts.read(texts.CATALOG):
        english = " ".join(message.id) if isinstance(message.id, tuple) else message.id
        japanese = message.string[0] if isinstance(message.string, tuple) else message.string
        if english:
            found.append((english, japanese))
    return found


def test_no_text_is_without_japanese() -> None:
    assert [f"{text.place}: {text.singular}" for text in texts.missing()] == []


def test_english_and_japanese_have_the_same_placeholders() -> None:
    wrong = [(english, japanese) for english, japanese in pairs() if japanese and names(japanese) - names(english)]
    lost = [(english, japanese) for english, japanese in pairs() if japanese and names(english) - names(japanese)]
    assert wrong == []
    assert lost == []


def names(text: str) -> set[str]:
    return {one or other for one, other in NAMED.findall(text)}


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_the_japanese_keeps_the_house_rule_against(rule: str) -> None:
    assert [japanese for _english, japanese in pairs() if breaks(rule, japanese)] == []


def breaks(rule: str, japanese: str) -> bool:
    bare = PLACEHOLDER.sub("", japanese).replace("SPI(t)", "")  # the index is written so in both languages
    return bool(JAPANESE.search(bare) and FORBIDDEN[rule].search(bare))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("half-width kana", "ｻｰﾊﾞｰに接続できません。"),
        ("half-width brackets", "工数(%(days)s人日)"),
        ("half-width colon", "理由: %(reason)s"),
        ("katakana for a plain word", "リジェクトする"),
        ("a message that says nothing", "エラーが発生しました。"),
        ("kanji where kana reads better", "入力して下さい。"),
    ],
)
def test_a_broken_rule_would_be_seen(rule: str, text: str) -> None:
    assert breaks(rule, text)


def test_a_missing_text_would_be_seen() -> None:
    found = list(texts.texts_of(texts.ROOT / "pmo" / "x.py", 'title = _("Nobody has translated this")'))
    assert [text.singular for text in found] == ["Nobody has translated this"]
