"""Damaged files by the hundred: every one is read or refused in words, and nothing ever reaches the parent."""

from __future__ import annotations

import random
import re
import resource
import sys
import zipfile
from collections import Counter
from datetime import date, timedelta
from io import BytesIO

from progress.domain.rows import PlanRow
from progress.exchange.columns import NoTable
from progress.exchange.excel import WeekFacts, write_week
from progress.exchange.files import read_file
from progress.exchange.mapping import apply
from progress.exchange.matching import match
from progress.exchange.raw import REFUSALS, Refusal
from progress.exchange.recognise import recognise
from tests.progress.exchange.made import PERIOD

MUTANTS = 200
VALUE = re.compile(rb'(?<=")[^"<>]+(?=")|(?<=>)[^<>]+(?=<)')  # attributes and texts
DAY = date(2026, 11, 18)
PIECES = (
    b"<",
    b">",
    b"&",
    b'"',
    b"\x00",
    b"</row>",
    b"<c r='XFD1048576'><v>1</v></c>",
    b"1e309",
    b"-1",
    b't="s"',
    b"\xff",
)


def original() -> bytes:
    rows = [
        PlanRow(f"key-{n}", f"T{n}", f"作業{n}", planned_start=DAY, planned_finish=DAY + timedelta(days=n))
        for n in range(20)
    ]
    return write_week(rows, WeekFacts("試験", "A", "A", "2026-W47", DAY), "ja")


def mutant(content: bytes, chance: random.Random) -> bytes:
    """One of: bytes of the archive flipped, the archive cut, XML in a sound archive damaged, or only its values."""
    way = chance.randrange(6)
    if way == 0:
        return flipped(content, chance, chance.randint(1, 20))
    if way == 1:
        return content[: chance.randrange(len(content))]
    parts = unpacked(content)
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(list(parts))
        parts[name] = damaged(parts[name], chance) if way == 2 else altered(parts[name], chance)
    return packed(parts)


def flipped(content: bytes, chance: random.Random, count: int) -> bytes:
    found = bytearray(content)
    for _ in range(count):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def damaged(part: bytes, chance: random.Random) -> bytes:
    if not part:
        return chance.choice(PIECES)
    at = chance.randrange(len(part))
    return chance.choice(
        (
            part[:at],
            part[:at] + chance.choice(PIECES) + part[at:],
            part[:at] + part[at + chance.randint(1, 60) :],
            flipped(part, chance, 3),
            part.replace(b"1", chance.choice(PIECES), chance.randint(1, 5)),
        )
    )


def altered(part: bytes, chance: random.Random) -> bytes:
    """Letters and digits changed for others: the XML stays sound, what it says does not."""
    found = bytearray(part)
    places = [at for value in VALUE.finditer(part) for at in range(*value.span())]
    for at in chance.choices(places, k=chance.randint(1, 12)) if places else ():
        found[at] = chance.choice(b"0123456789aAtTzZ.-")
    return bytes(found)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def test_no_damaged_file_harms_the_parent(tmp_path, capsys):
    seed = random.SystemRandom().randrange(1 << 32)
    chance = random.Random(seed)
    content = original()
    path = tmp_path / "mutant"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answers: Counter[str] = Counter()
    for _ in range(MUTANTS):
        path.write_bytes(mutant(content, chance))
        answers[answer(path)] += 1
    with capsys.disabled():
        sys.stdout.write(f"\n{MUTANTS} damaged workbooks, seed {seed}: {dict(answers)}\n")
    assert answers.total() == MUTANTS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024, f"seed {seed}"


def answer(path) -> str:
    raw = read_file(path)
    if isinstance(raw, Refusal):
        assert raw.code in REFUSALS
        return raw.code
    found = recognise(raw)
    if isinstance(found, NoTable):
        return "no table"
    match(apply(raw, found.map, PERIOD), [])
    return "read"
