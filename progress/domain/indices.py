"""Earned-value indices from four totals (DOMAIN 1.2, 1.7): exact, unrounded, None where the rules give no value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Totals:
    """BAC, PV, EV and AC of one scope, all in one unit (person-days here); None is unknown.

    `remaining` is the reported effort still to come, None while an open row lacks it. `loe` is the part of PV that is
    level of effort: it earns itself and is left out of SPI. `reporting` is the part of teams that report effort when
    not all do: AC belongs to that part, and every measure with AC in it is taken from it alone (1.7 #21).
    """

    bac: Decimal | None
    pv: Decimal | None
    ev: Decimal | None
    ac: Decimal | None
    remaining: Decimal | None = None
    loe: Decimal = Decimal(0)
    reporting: Totals | None = None

    @property
    def cost(self) -> Totals:
        """The totals that AC may be compared with."""
        return self.reporting or self

    @property
    def reporting_share(self) -> Decimal | None:
        """Share of BAC, in percent, that AC and its indices cover; None when no effort is reported."""
        return None if self.ac is None else self.ratio(self.cost.bac, self.bac, HUNDRED)

    @property
    def spi(self) -> Decimal | None:
        return self.ratio(_minus(self.ev, self.loe), _minus(self.pv, self.loe))

    @property
    def cpi(self) -> Decimal | None:
        return self.ratio(self.ev, self.ac)

    def ratio(self, over: Decimal | None, under: Decimal | None, factor: Decimal = Decimal(1)) -> Decimal | None:
        """over / under x factor; None when either is unknown, `under` is 0 or BAC is 0 (1.7 #8)."""
        if over is None or under is None or under == 0 or self.bac == 0:
            return None
        return over * factor / under


class EacMethod(StrEnum):
    """How the estimate at completion is made; values name the field of `Indices`."""

    TYPICAL = "eac1"
    ATYPICAL = "eac2"
    COMPOSITE = "eac3"
    WEIGHTED = "eac4"
    BOTTOM_UP = "eac5"


@dataclass(frozen=True, slots=True)
class Indices:
    """Every measure of DOMAIN 1.2, percentages 0-100. `eac` is that of `eac_method`; ETC, VAC and TCPI_EAC use it."""

    sv: Decimal | None
    cv: Decimal | None
    sv_percent: Decimal | None
    cv_percent: Decimal | None
    spi: Decimal | None
    cpi: Decimal | None
    cr: Decimal | None
    complete_percent: Decimal | None
    planned_percent: Decimal | None
    spent_percent: Decimal | None
    eac1: Decimal | None
    eac2: Decimal | None
    eac3: Decimal | None
    eac4: Decimal | None
    eac5: Decimal | None
    eac_method: EacMethod
    eac: Decimal | None
    etc: Decimal | None
    vac: Decimal | None
    tcpi_bac: Decimal | None
    tcpi_eac: Decimal | None


@dataclass(frozen=True, slots=True)
class IndexOptions:
    """The chosen estimate and the weights of EAC4 (80/20)."""

    method: EacMethod = EacMethod.TYPICAL
    cpi_weight: Decimal = Decimal("0.8")
    spi_weight: Decimal = Decimal("0.2")


DEFAULTS = IndexOptions()


def indices(totals: Totals, options: IndexOptions = DEFAULTS) -> Indices:
    """All indices of a scope. While nothing is earned, EAC1 has no value and EAC2 takes its place (1.7 #4)."""
    cost = totals.cost
    estimates = _estimates(cost, options)
    method = options.method
    if method is EacMethod.TYPICAL and cost.cpi == 0:
        method = EacMethod.ATYPICAL
    eac = estimates[method]
    return Indices(
        sv=_minus(totals.ev, totals.pv),
        cv=_minus(cost.ev, cost.ac),
        sv_percent=totals.ratio(_minus(totals.ev, totals.pv), totals.pv, HUNDRED),
        cv_percent=cost.ratio(_minus(cost.ev, cost.ac), cost.ev, HUNDRED),
        spi=totals.spi,
        cpi=cost.cpi,
        cr=_times(cost.cpi, cost.spi),
        complete_percent=totals.ratio(totals.ev, totals.bac, HUNDRED),
        planned_percent=totals.ratio(totals.pv, totals.bac, HUNDRED),
        spent_percent=cost.ratio(cost.ac, cost.bac, HUNDRED),
        **{name.value: value for name, value in estimates.items()},
        eac_method=method,
        eac=eac,
        etc=_minus(eac, cost.ac),
        vac=_minus(cost.bac, eac),
        tcpi_bac=_tcpi_bac(cost),
        tcpi_eac=tcpi_eac(totals, eac),
    )


def _estimates(cost: Totals, options: IndexOptions) -> dict[EacMethod, Decimal | None]:
    """EAC1 to EAC5; EAC1 as BAC x AC / EV, so that no rounded CPI enters it (TV-EVM-1)."""
    left = _minus(cost.bac, cost.ev)
    mixed = None
    if cost.cpi is not None and cost.spi is not None:
        mixed = options.cpi_weight * cost.cpi + options.spi_weight * cost.spi
    return {
        EacMethod.TYPICAL: cost.ratio(_times(cost.bac, cost.ac), cost.ev) if cost.cpi else None,
        EacMethod.ATYPICAL: _plus(cost.ac, left),
        EacMethod.COMPOSITE: _plus(cost.ac, cost.ratio(left, _times(cost.cpi, cost.spi))),
        EacMethod.WEIGHTED: _plus(cost.ac, cost.ratio(left, mixed)),
        EacMethod.BOTTOM_UP: _plus(cost.ac, cost.remaining),
    }


def _tcpi_bac(cost: Totals) -> Decimal | None:
    """(BAC - EV) / (BAC - AC); None once AC has reached BAC (1.7 #7)."""
    budget_left = _minus(cost.bac, cost.ac)
    return None if budget_left is None or budget_left <= 0 else cost.ratio(_minus(cost.bac, cost.ev), budget_left)


def tcpi_eac(totals: Totals, eac: Decimal | None) -> Decimal | None:
    """(BAC - EV) / (EAC - AC) for any estimate at completion; None when EAC is unknown or equals AC."""
    cost = totals.cost
    return cost.ratio(_minus(cost.bac, cost.ev), _minus(eac, cost.ac))


def _plus(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a + b


def _minus(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a - b


def _times(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a * b


class Blank(StrEnum):
    """Why an index has no value, for the words beside 「—」 (DOMAIN 1.7, UX 0.2)."""

    NO_BASELINE = "no_baseline"
    EFFORT_NOT_REPORTED = "effort_not_reported"
    BUDGET_ZERO = "budget_zero"
    PLANNED_ZERO = "planned_zero"  # 計画値0のため算出不可
    ACTUAL_ZERO = "actual_zero"
    EARNED_ZERO = "earned_zero"
    OVERSPENT = "overspent"  # 予算超過
    REMAINING_UNKNOWN = "remaining_unknown"
    NOTHING_LEFT = "nothing_left"
    ESTIMATE_UNKNOWN = "estimate_unknown"


_HOLDS: dict[Blank, Callable[[Totals], bool]] = {
    Blank.NO_BASELINE: lambda t: None in (t.bac, t.pv, t.ev),
    Blank.EFFORT_NOT_REPORTED: lambda t: t.ac is None,
    Blank.BUDGET_ZERO: lambda t: t.bac == 0,
    Blank.PLANNED_ZERO: lambda t: t.pv == t.loe,
    Blank.ACTUAL_ZERO: lambda t: t.ac == 0,
    Blank.EARNED_ZERO: lambda t: t.ev == 0,
    Blank.OVERSPENT: lambda t: t.ac is not None and t.bac is not None and t.ac >= t.bac,
    Blank.REMAINING_UNKNOWN: lambda t: t.remaining is None,
    Blank.NOTHING_LEFT: lambda t: t.ev == t.bac,
}
_SCHEDULE = ("sv", "sv_percent", "spi", "complete_percent", "planned_percent")
_PLANNED = (Blank.NO_BASELINE, Blank.BUDGET_ZERO)
_COST = (Blank.NO_BASELINE, Blank.EFFORT_NOT_REPORTED, Blank.BUDGET_ZERO)
_FORECAST = (*_COST, Blank.ACTUAL_ZERO, Blank.EARNED_ZERO)
_REASONS: dict[str, tuple[Blank, ...]] = {
    "sv": (Blank.NO_BASELINE,),
    "sv_percent": (*_PLANNED, Blank.PLANNED_ZERO),
    "spi": (*_PLANNED, Blank.PLANNED_ZERO),
    "complete_percent": _PLANNED,
    "planned_percent": _PLANNED,
    "cv": (Blank.NO_BASELINE, Blank.EFFORT_NOT_REPORTED),
    "cv_percent": (*_COST, Blank.EARNED_ZERO),
    "cpi": (*_COST, Blank.ACTUAL_ZERO),
    "cr": (*_COST, Blank.ACTUAL_ZERO, Blank.PLANNED_ZERO),
    "spent_percent": _COST,
    "eac1": _FORECAST,
    "eac2": (Blank.NO_BASELINE, Blank.EFFORT_NOT_REPORTED),
    "eac3": (*_FORECAST, Blank.PLANNED_ZERO),
    "eac4": (*_FORECAST, Blank.PLANNED_ZERO),
    "eac5": (Blank.EFFORT_NOT_REPORTED, Blank.REMAINING_UNKNOWN),
    "eac": _FORECAST,
    "etc": _FORECAST,
    "vac": _FORECAST,
    "tcpi_bac": (*_COST, Blank.OVERSPENT),
    "tcpi_eac": (*_COST, Blank.NOTHING_LEFT),
}


def why_blank(measure: str, totals: Totals, options: IndexOptions = DEFAULTS) -> Blank | None:
    """The first reason why `measure` (a field of `Indices`) is None; None when it has a value."""
    if getattr(indices(totals, options), measure) is not None:
        return None
    part = totals if measure in _SCHEDULE else totals.cost
    return next((reason for reason in _REASONS[measure] if _HOLDS[reason](part)), Blank.ESTIMATE_UNKNOWN)
