"""What no module may write (SECURITY 2, rows 3 and 13; 3.1): read from the syntax tree, each rule with a control."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import ROOT

APPS = ("pmo", "projects", "progress", "reports")
MODULES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
REQUEST_DATA = {"GET", "POST", "FILES", "COOKIES", "META", "headers", "body", "content_params"}
QUERYSET_METHODS = {
    "filter", "exclude", "get", "order_by", "values", "values_list", "annotate", "update", "create", "get_or_create",
    "update_or_create", "only", "defer", "select_related", "prefetch_related", "get_object_or_404",
}  # fmt: skip
ODD_DATES = {"today", "utcnow", "utcfromtimestamp"}  # `date.today()` is the server's day, not Tokyo's
ODD_FORMATS = ("%W", "%U")  # weeks that are not those of ISO 8601

# Where a rule does not hold, and why.
ALLOWED = {
    ("request_data", "projects/demo.py"): "asks who connects; no name comes from there",
    ("request_data", "projects/middleware.py"): "looks for NUL in cookies, and takes nothing from them",
    ("computed_names", "progress/views/change.py"): "names of the form's own fields",
    ("htmx_headers", "projects/htmx.py"): "the one helper",
}


def request_data(tree: ast.AST) -> Iterator[int]:
    """Request data that are not handed whole to a form (or helper): indexed, asked by name, spread."""
    whole = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Call) for part in handed(node)}
    for node in ast.walk(tree):
        read = isinstance(node, ast.Attribute) and node.attr in REQUEST_DATA
        if read and isinstance(node.value, ast.Name) and node.value.id == "request" and id(node) not in whole:
            yield node.lineno


def handed(call: ast.Call) -> Iterator[ast.AST]:
    """The arguments of a call, `data` and the data of `data or None`."""
    for value in (*call.args, *(keyword.value for keyword in call.keywords if keyword.arg)):
        yield value
        if isinstance(value, ast.BoolOp):
            yield from value.values


def computed_names(tree: ast.AST) -> Iterator[int]:
    """In views: attributes by a computed name, and conditions or columns spread into a query."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ("getattr", "setattr", "delattr") and not isinstance(node.args[1], ast.Constant):
            yield node.lineno
        if name in QUERYSET_METHODS and any(keyword.arg is None for keyword in node.keywords):
            yield node.lineno


def open_forms(tree: ast.AST) -> Iterator[int]:
    """Forms of models that take whatever columns the model has, or will have."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == "Meta":
            for part in node.body:
                names = {target.id for target in getattr(part, "targets", ()) if isinstance(target, ast.Name)}
                everything = isinstance(part, ast.Assign) and getattr(part.value, "value", None) == "__all__"
                if ("fields" in names and everything) or "exclude" in names:
                    yield part.lineno


def htmx_headers(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.upper().startswith("HX-"):
            yield node.lineno


def odd_dates(tree: ast.AST) -> Iterator[int]:
    """The day of the server or of UTC instead of Tokyo's, and weeks that are not ISO weeks."""
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in ODD_DATES:
            yield node.lineno
        if isinstance(node, ast.Attribute) and is_day_of_utc(node):
            yield node.lineno
        if isinstance(node, ast.Constant) and any(odd in str(node.value) for odd in ODD_FORMATS):
            yield node.lineno


def is_day_of_utc(node: ast.Attribute) -> bool:
    """`timezone.now().date` and `timezone.now().day`: localdate() is meant."""
    called = node.value.func if isinstance(node.value, ast.Call) else None
    return node.attr in ("date", "day") and isinstance(called, ast.Attribute) and called.attr == "now"


RULES: dict[str, Callable[[ast.AST], Iterator[int]]] = {
    rule.__name__: rule for rule in (request_data, computed_names, open_forms, htmx_headers, odd_dates)
}


def concerns(rule: str, path: Path) -> bool:
    return rule != "computed_names" or "views" in path.parts


def broken(rule: str) -> list[str]:
    found = []
    for path in MODULES:
        name = path.relative_to(ROOT).as_posix()
        if concerns(rule, path) and (rule, name) not in ALLOWED:
            found += [f"{name}:{line}" for line in RULES[rule](ast.parse(path.read_text(encoding="utf-8")))]
    return found


@pytest.mark.parametrize("rule", sorted(RULES))
def test_no_module_breaks_the_rule(rule: str) -> None:
    assert broken(rule) == []


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("request_data", "Item.objects.filter(**request.GET.dict())"),
        ("request_data", "setattr(item, request.POST['field'], 1)"),
        ("request_data", "rows.order_by(request.GET.get('sort'))"),
        ("request_data", "name = request.headers['X-Field']"),
        ("computed_names", "getattr(item, name)()"),
        ("computed_names", "setattr(item, form.cleaned_data['field'], 1)"),
        ("computed_names", "Item.objects.filter(**form.cleaned_data)"),
        ("open_forms", "class Meta:\n    fields = '__all__'"),
        ("open_forms", "class Meta:\n    exclude = ['id']"),
        ("htmx_headers", "response['HX-Redirect'] = url"),
        ("htmx_headers", "HttpResponse(headers={'hx-location': url})"),
        ("odd_dates", "date.today()"),
        ("odd_dates", "datetime.utcnow()"),
        ("odd_dates", "timezone.now().date()"),
        ("odd_dates", "f'{day:%Y-W%W}'"),
    ],
)
def test_each_rule_sees_what_it_forbids(rule: str, source: str) -> None:
    assert list(RULES[rule](ast.parse(source))) != []


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ("request_data", "form = Form(request.POST or None, files=request.FILES)"),
        ("computed_names", "getattr(item, 'name')"),
        ("computed_names", "Item.objects.filter(pk=pk)"),
        ("open_forms", "class Meta:\n    fields = ['name']"),
        ("odd_dates", "timezone.localdate()"),
        ("odd_dates", "f'{day:%G-W%V}'"),
    ],
)
def test_no_rule_sees_what_is_right(rule: str, source: str) -> None:
    assert list(RULES[rule](ast.parse(source))) == []


@pytest.mark.parametrize(("rule", "name"), sorted(ALLOWED))
def test_every_exception_is_still_needed(rule: str, name: str) -> None:
    assert list(RULES[rule](ast.parse((ROOT / name).read_text(encoding="utf-8")))) != []
