"""Dates as people write them (UX 0.1 8-9); Django-free, the language is an argument."""

from __future__ import annotations

from datetime import date, datetime

JA_DAYS = "月火水木金土日"
EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short(value: date, language: str, today: date) -> str:
    """11/18 or 18 Nov; with the year when it is not this year."""
    same = value.year == today.year
    if language == "ja":
        return f"{value.month}/{value.day}" if same else f"{value.year}/{value.month}/{value.day}"
    text = f"{value.day} {EN_MONTHS[value.month - 1]}"
    return text if same else f"{text} {value.year}"


def day(value: date, language: str, today: date) -> str:
    """11/18(水) or Wed 18 Nov."""
    text = short(value, language, today)
    return f"{text}({JA_DAYS[value.weekday()]})" if language == "ja" else f"{EN_DAYS[value.weekday()]} {text}"


def moment(value: datetime, language: str, today: date) -> str:
    """11/19(木) 15:00 or Thu 19 Nov, 15:00 (local time of `value`)."""
    text = day(value.date(), language, today)
    return f"{text} {value:%H:%M}" if language == "ja" else f"{text}, {value:%H:%M}"


def as_of(value: date, language: str, today: date) -> str:
    """11/18時点 or as of 18 Nov."""
    text = short(value, language, today)
    return f"{text}時点" if language == "ja" else f"as of {text}"
