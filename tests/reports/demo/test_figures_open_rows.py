"""Every figure of the sample project's dashboard opens the rows that make it: as many as it says."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest

from projects.models import Member
from reports.demo.story.people import PM

pytestmark = pytest.mark.django_db
ROWS = re.compile(r'<a\b[^>]*href="(/reports/[^"]+/rows/\?[^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
TAGS = re.compile(r"<svg.*?</svg>|<[^>]+>", re.DOTALL)
COUNT = re.compile(r"\d+")


def links(text: str) -> dict[str, str]:
    """Address of rows -> the words of the link, of every link on the page that says which rows it means."""
    found = {html.unescape(url): " ".join(TAGS.sub(" ", words).split()) for url, words in ROWS.findall(text)}
    return {url: words for url, words in found.items() if "show=" in url}


def rows_behind(client, url: str) -> int:
    content = client.get(url.replace("/rows/?", "/rows/export/csv/?")).getvalue().decode("utf-8-sig")
    return len(list(csv.reader(io.StringIO(content)))) - 1  # without the header


@pytest.mark.parametrize("story", ["S5", "S9", "S12"])
def test_a_count_opens_as_many_rows(demo, client, story):
    client.force_login(Member.objects.get(username=PM))
    found = links(client.get(f"/reports/dashboard/?week={demo.weeks[story].key}").text)
    counts = {url: int(words) for url, words in found.items() if COUNT.fullmatch(words)}
    assert len(counts) > 40
    assert {url: rows_behind(client, url) for url in counts} == counts


@pytest.mark.parametrize("story", ["S5", "S9", "S12"])
def test_a_sentence_on_what_is_no_longer_late_opens_those_rows(demo, client, story):
    client.force_login(Member.objects.get(username=PM))
    text = client.get(f"/reports/dashboard/?week={demo.weeks[story].key}", headers={"Accept-Language": "en"}).text
    told = {url: words for url, words in links(text).items() if "not late any more" in words}
    assert told
    for url, words in told.items():
        count = re.search(r"(\d+) of the \d+ rows", words)
        assert count
        assert rows_behind(client, url) == int(count[1]), words
