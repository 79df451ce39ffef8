"""The lights of the dashboard with everything they were judged by."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from progress.domain.lights import Dimension
from reports.content import light_words
from reports.content.blocks import Colour
from reports.content.show import SHAPES, Style, arrow
from reports.content.week_figures import LightCondition, LightFigure, WeekFigures
from reports.content.weekly_summary import COLOURS, DIMENSIONS, override_text

RANKS = (Colour.RED, Colour.YELLOW, Colour.BLUE, Colour.GREY)
CLASSES = {Colour.RED: "red", Colour.YELLOW: "amber", Colour.BLUE: "green", Colour.GREY: "grey"}


@dataclass(frozen=True)
class Place:
    """What meets a condition, with its page."""

    text: str
    target: str


@dataclass(frozen=True)
class PanelCondition:
    rule: str
    colour: str
    state: str  # "" while something meets it
    places: tuple[Place, ...]


@dataclass(frozen=True)
class PanelLight:
    dimension: Dimension
    name: str
    colour: str
    word: str
    rule_word: str
    arrow: str
    reason: str
    override: str
    conditions: tuple[PanelCondition, ...]
    choices: tuple[tuple[str, str], ...]

    @property
    def is_overridden(self) -> bool:
        return bool(self.override)


def panel(figures: WeekFigures, style: Style) -> list[PanelLight]:
    """One light after the other; empty where the reader gets none."""
    return [panel_light(light, style) for light in figures.lights]


def panel_light(light: LightFigure, style: Style) -> PanelLight:
    return PanelLight(
        dimension=light.dimension,
        name=DIMENSIONS[light.dimension](),
        colour=CLASSES[light.colour],
        word=COLOURS[light.colour](),
        rule_word=COLOURS[light.rule](),
        arrow=arrow(light.colour, light.previous),
        reason=light_words.reason(light, style),
        override=override_text(light),
        conditions=tuple(panel_condition(one, style) for one in light.conditions),
        choices=tuple((str(colour), COLOURS[colour]()) for colour in RANKS if colour is not Colour.GREY),
    )


def panel_condition(condition: LightCondition, style: Style) -> PanelCondition:
    hits = condition.hits or ()
    places = tuple(Place(light_words.hit_text(condition.code, hit, style), hit.target) for hit in hits)
    state = "" if hits else light_words.state_text(condition, style)
    return PanelCondition(light_words.rule_text(condition), CLASSES[condition.level], state, places)


def headline(figures: WeekFigures, style: Style) -> str:
    """The worst light with its cause, as one sentence; "" where there is none to show."""
    judged = [light for light in figures.lights if light.colour is not Colour.GREY]
    if not judged:
        return ""
    worst = min(judged, key=lambda light: RANKS.index(light.colour))
    cause = light_words.first_cause(worst, style) if worst.colour is worst.rule else worst.override
    values = {
        "mark": SHAPES[worst.colour], "word": COLOURS[worst.colour](), "light": DIMENSIONS[worst.dimension](),
        "cause": cause,
    }  # fmt: skip
    return (_("%(mark)s %(word)s (%(light)s): %(cause)s") if cause else _("%(mark)s %(word)s (%(light)s)")) % values
