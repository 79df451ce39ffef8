"""What the log of a running workspace does not tell."""

from __future__ import annotations

import logging

from django.conf import settings

from pmo.lib.logs import WithoutTokens


def told(message: str, *args: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert WithoutTokens().filter(record)
    return record.getMessage()


def test_a_one_time_link_is_not_written_down():
    assert told("%s: %s", "Unprocessable Entity", "/welcome/abc-DEF_123/") == "Unprocessable Entity: /welcome/…/"
    assert told("Not Found: %s", "/progress/desk/") == "Not Found: /progress/desk/"
    assert told("%d of %d", 1, 2) == "1 of 2"


def test_everything_written_goes_through_it():
    assert {name: handler["filters"] for name, handler in settings.LOGGING["handlers"].items()} == {
        "console": ["tokens"]
    }
