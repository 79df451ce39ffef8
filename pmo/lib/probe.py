"""Asks a running web server whether it is up: for the supervisor and for a container's health check.
Usage: python -m pmo.lib.probe http://127.0.0.1:8000/health/
"""

from __future__ import annotations

import sys
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

from pmo.lib import environment

LOOPBACK = "127.0.0.1"


def answers(url: str, seconds: float = 2.0) -> bool:
    """Whether GET answers 200 within `seconds`; asks as an allowed host, and as through TLS where PMO_HTTPS is set."""
    headers = {"Host": allowed_host(), **({"X-Forwarded-Proto": "https"} if environment.flag("PMO_HTTPS") else {})}
    try:
        with build_opener(ProxyHandler({})).open(Request(url, headers=headers), timeout=seconds) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (URLError, HTTPException, OSError):
        return False


def allowed_host() -> str:
    """A host name the product accepts."""
    first = environment.names("PMO_ALLOWED_HOSTS", [LOOPBACK])[0]
    return LOOPBACK if first == "*" else first.lstrip(".")


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
