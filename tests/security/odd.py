"""Odd values and the forms to put them into: what a careless person, a broken program or an attacker may send."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_plus, urlsplit

from django import forms

SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://evil.example","x")'
TEXTS: tuple[str, ...] = (
    "", " ", "\u3000", "\0", "a\0b", "\x0b\x1b[31m", "\ufffe", "\u202egnp.exe", "a\u0300" * 50, "😀" * 40, "x" * 10_000,
    "０１２", "²", "١٢", "-1", "0", "-0", "+1", "1.", ".5", "1,5", "2147483648", "9223372036854775808", "9" * 400,
    "1e309", "1E+999999999", "-1e-999999999", "NaN", "-Infinity", "0x1F", "1_000", "99999999", "100", "100.0001",
    "0001-01-01", "9999-12-31", "1899-12-31", "2026-02-30", "2026-06-31T25:61", "0001-01-01T00:00", "9999-12-31T23:59",
    "2026-06-10 17:00", "00:00", "24:00", "2026-W24", "2026-W99", "0000-W00", "9999-W53",
    "on", "true", "None", "null", "[]", "{}", "open", "carried", "E", "admin", "is_admin",
    SCRIPT, '"><svg onload=alert(1)>', "{{ 7*7 }}{% debug %}", "%s%n%(x)s", "{0}{x.__class__}", "' OR 1=1 --",
    FORMULA, "+1+1", "@SUM(1)", "\t=1", "＝1", "../../../etc/passwd", "C:\\con", "a\r\nSet-Cookie: evil=1",
    "//evil.example/", "https:evil.example", "javascript:alert(1)", "/\\evil.example", "/sign-out/", "/inbox/?x=\r\ny",
    "00000000-0000-0000-0000-000000000000", "ALPHA", "BETA", "team:BETA", "team:BETA/phase:BD", "phase:BD",
)  # fmt: skip
BYTES: tuple[bytes, ...] = (b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\x80", "日本".encode("cp932"))
# Names that no form has, and that must change nothing.
FOREIGN_NAMES = ("is_admin", "is_active", "team", "team_id", "state", "pk", "id", "version", "sent_by", "approved_by")


def all_forms() -> set[type[forms.BaseForm]]:
    """Every form class of the product."""
    found: set[type[forms.BaseForm]] = set()
    waiting: list[type] = [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.split(".")[0] in ("projects", "progress", "reports"):
            found.add(kind)
    return found


def all_names() -> list[str]:
    names = {name for kind in all_forms() for name in getattr(kind, "base_fields", {})}
    return sorted(names | set(FOREIGN_NAMES))


@dataclass
class FoundForm:
    """A form of a page: where it goes, what it would send as it stands, and what else its choices offer."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)


class FormReader(HTMLParser):
    """Collects the forms of a page, hx-post buttons and links among them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[FoundForm] = []
        self.open: FoundForm | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            action = said.get("action") or said.get("hx-post") or self.page
            self.open = FoundForm(action, said.get("method", "get").lower())
            self.forms.append(self.open)
        elif "hx-post" in said:
            self.forms.append(FoundForm(said["hx-post"], "post"))
        if self.open is None or not (name := said.get("name", "")):
            if tag == "option" and self.open and self.select:
                self.option(said)
            return
        if tag == "select":
            self.select = name
            self.open.fields.setdefault(name, "")
        elif tag == "textarea":
            self.area = name
            self.open.fields.setdefault(name, "")
        elif said.get("type") in ("radio", "checkbox"):
            self.open.offered.setdefault(name, []).append(said.get("value", "on"))
            if "checked" in said:
                self.open.fields[name] = said.get("value", "on")
        else:
            self.open.fields[name] = said.get("value", "")

    def option(self, said: dict[str, str]) -> None:
        assert self.open is not None
        self.open.offered.setdefault(self.select, []).append(said.get("value", ""))
        if "selected" in said:
            self.open.fields[self.select] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.area:
            self.open.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.area = ""


def forms_of(page: str, url: str) -> list[FoundForm]:
    reader = FormReader(url)
    reader.feed(page)
    return [form for form in reader.forms if urlsplit(form.action).netloc == ""]


@dataclass
class Mutator:
    """Makes odd requests out of a form, the same ones for the same seed."""

    seed: int
    names: list[str]
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def bodies(self, form: FoundForm, count: int) -> Iterator[str]:
        """urlencoded bodies: the form as it stands, some of its fields odd, doubled, gone or joined by foreign ones."""
        for _turn in range(count):
            pairs = [(name, self.plausible(form, name)) for name in form.fields]
            pairs += [
                (name, self.chance.choice(values)) for name, values in form.offered.items() if name not in form.fields
            ]
            pairs = [pair for pair in pairs if pair[0] != "csrfmiddlewaretoken"]
            for _time in range(self.chance.randint(1, 3)):
                self.spoil(pairs)
            yield "&".join(f"{quote_plus(name)}={self.encoded(value)}" for name, value in pairs)

    def plausible(self, form: FoundForm, name: str) -> str:
        """What stands there, or now and then another choice that is offered."""
        offered = form.offered.get(name)
        return self.chance.choice(offered) if offered and self.chance.random() < 0.5 else form.fields[name]

    def spoil(self, pairs: list[tuple[str, str | bytes]]) -> None:
        value = self.value()
        place = self.chance.randrange(len(pairs)) if pairs else None
        match self.chance.choice(("odd", "odd", "odd", "double", "gone", "foreign")):
            case "odd" if place is not None:
                pairs[place] = (pairs[place][0], value)
            case "double" if place is not None:
                pairs.append((pairs[place][0], value))
            case "gone" if place is not None:
                del pairs[place]
            case _:
                pairs.append((self.chance.choice(self.names), value))

    def value(self) -> str | bytes:
        return self.chance.choice(BYTES) if self.chance.random() < 0.05 else self.chance.choice(TEXTS)

    def encoded(self, value: str | bytes) -> str:
        return quote_plus(value)
