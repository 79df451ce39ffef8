"""Every class of the components is worn by something: a template, a script, or Python that makes markup."""

from __future__ import annotations

import ast
import re
from itertools import chain

from django.contrib.messages.constants import DEFAULT_TAGS

from pmo.lib.drawing.scene import Role
from progress.models import FindingState, PlanChangeState, ReadingState, Severity
from projects.models import JobState, WeekState
from projects.stage import Stage, Step
from reports.html import LIGHTS
from reports.models import ReportState
from reports.views.style import DAY, SUBMISSION
from tests.support import ROOT

COMPONENTS = sorted((ROOT / "static" / "css" / "components").glob("*.css"))
SHOWN_ONLY = "reports/style.html"  # shows what there is: a class that only it wears is worn by nothing
APPS = ("pmo", "projects", "progress", "reports")
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
WORN = re.compile(r"""\bclass=(?:"([^"]*)"|'([^']*)')""")
WORDS = re.compile(r"[\w-]+")
QUOTED = re.compile(r"""(["'`])((?:(?!\1).)*)\1""")
PLAIN = re.compile(r"[a-z][\w -]*", re.ASCII)
SEVERITIES = {severity.value for severity in Severity}
STATES = chain(WeekState, FindingState, PlanChangeState, ReadingState, JobState, ReportState, Severity)
KINDS = ("line", "bar", "mark", "area", "text")

# Names that are put together, with what they are put together from.
BUILT: dict[str, set[str]] = {
    "badge--": {*SUBMISSION, *(state.value for state in STATES), "provisional"},  # badge--{{ record.state }}
    "point--": SEVERITIES,  # point--{{ severity }} in submission.html
    "finding--": SEVERITIES,  # finding--{{ finding.severity }} in review_finding.html
    "cell--": SEVERITIES,  # cell--{{ severity }} in reading.html
    "level-": {str(depth) for depth in range(1, 9)},  # level-{{ row.depth }}: an outline has nine levels at most
    "message--": set(DEFAULT_TAGS.values()),  # message--{{ message.level_tag }}
    "stage__step--": {point.state for point in Stage(DAY, Step.REVIEW).points},  # parts/stage.html
    "one-page--": {"status", "decisions", "late"},  # one-page--{{ section.key }}: sections of the owner's edition
    "light--": set(LIGHTS.values()),  # light--{{ light.colour }} in reports/parts/blocks.html
    "drawing__": set(KINDS),  # drawing__<kind> in pmo/lib/drawing/svg.py
    **{f"drawing__{kind}--": {role.value for role in Role} for kind in (*KINDS, "about")},
}
# Names that others put on.
FOREIGN = {
    "htmx-request": "htmx, while a request lasts",
    "errorlist": "Django's forms, on the list of errors",
    "nonfield": "Django's forms, on errors of no single field",
}


def declared(text: str) -> set[str]:
    """The classes in the selectors of a style sheet."""
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    selectors = [found for found in re.findall(r"([^{};]+)\{", bare) if not found.strip().startswith("@")]
    return {name for selector in selectors for name in re.findall(r"\.([a-zA-Z_][\w-]*)", selector)}


def in_template(text: str) -> set[str]:
    """What stands in class attributes, in every branch, and the texts handed to parts."""
    handed = {word for tag in TAG.findall(text) for _quote, inside in QUOTED.findall(tag) for word in inside.split()}
    attributes = (one or other for one, other in WORN.findall(TAG.sub(" ", text)))
    return {word for attribute in attributes for word in WORDS.findall(attribute)} | handed


def in_script(text: str) -> set[str]:
    return {word for _quote, inside in QUOTED.findall(text) for word in WORDS.findall(inside)}


def in_python(text: str) -> set[str]:
    """Texts that could be classes, and markup in texts; docstrings are sentences and do not count."""
    texts = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    strings = [value for value in texts if isinstance(value, str)]
    plain = {word for value in strings if PLAIN.fullmatch(value.strip()) for word in value.split()}
    return plain | {word for value in strings for one, other in WORN.findall(value) for word in (one or other).split()}


def worn() -> set[str]:
    folder = ROOT / "templates"
    templates = [path for path in folder.rglob("*.html") if path.relative_to(folder).as_posix() != SHOWN_ONLY]
    scripts = [path for path in (ROOT / "static" / "js").rglob("*.js") if "vendor" not in path.parts]
    programs = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    found = [in_template(path.read_text("utf-8")) for path in templates]
    found += [in_script(path.read_text("utf-8")) for path in scripts]
    found += [in_python(path.read_text("utf-8")) for path in programs]
    return set().union(*found)


def built(name: str) -> bool:
    return any(name.startswith(start) and name.removeprefix(start) in rest for start, rest in BUILT.items())


def dead() -> list[str]:
    known = (
        worn()
        | set(FOREIGN)
        | in_template((ROOT / "templates" / SHOWN_ONLY).read_text("utf-8"))
        & {
            name
            for name in declared((ROOT / "static/css/components/style.css").read_text("utf-8"))
            if "style__" in name
        }
    )
    return [
        f"{path.name}: .{name}"
        for path in COMPONENTS
        for name in sorted(declared(path.read_text("utf-8")))
        if name not in known and not built(name)
    ]


def test_every_class_of_the_components_is_worn_by_something() -> None:
    assert dead() == []


def test_the_guard_sees_a_class_that_nothing_wears() -> None:
    sheet = "/* .no */ .a > .b--c:is(.d) { inset: 0.5em; @media (width < 4rem) { x: y } } @media print { .e {} }"
    assert declared(sheet) == {"a", "b--c", "d", "e"}
    assert in_template('<p class="a {% if x == "b" %}c{% endif %} d--{{ e }}">class f</p>') >= {"a", "c", "d--"}
    assert "f" not in in_template('<p class="a">f</p>')
    assert not built("badge--lost")
    assert built("badge--returned")


def test_every_component_is_loaded() -> None:
    sheet = (ROOT / "static" / "css" / "app.css").read_text("utf-8")
    assert [path.name for path in COMPONENTS if f'url("components/{path.name}")' not in sheet] == []
