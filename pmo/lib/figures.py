"""How a figure is shown: rounded half-up here and nowhere else; unknown is "—" (DOMAIN 0, UX 0.1.8)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

UNKNOWN = "—"
_CONTEXT = Context(prec=60)  # wide enough for every figure, whatever context the caller has set


def half_up(value: Decimal | int, places: int) -> Decimal:
    """`value` with `places` decimals, halves away from zero (0.125 -> 0.13, −0.125 -> −0.13); never minus zero."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_CONTEXT)
    return rounded or rounded.copy_abs()


def show(value: Decimal | int | None, places: int, language: str) -> str:
    """With thousands separators and `places` decimals; a minus is ▲ in Japanese and − in other languages."""
    if value is None:
        return UNKNOWN
    rounded = half_up(value, places)
    minus = "▲" if language.startswith("ja") else "−"
    return f"{minus if rounded < 0 else ''}{rounded.copy_abs():,f}"


def show_index(value: Decimal | None, language: str) -> str:
    """An index such as SPI: two decimals, "0.83"."""
    return show(value, 2, language)


def show_percent(value: Decimal | int | None, language: str) -> str:
    """A percentage given as 0-100, without decimals: "72%", "▲5%"."""
    return UNKNOWN if value is None else f"{show(value, 0, language)}%"


def show_days(value: Decimal | int | None, language: str) -> str:
    """Days or person-days without their unit, one decimal: "2,733.0", "▲3.5" in Japanese, "−3.5" in English."""
    return show(value, 1, language)
