"""A child for the tests of pmo.lib.limited: does what its first option says."""

from __future__ import annotations

import os
import resource
import sys
import time
from typing import Any

from pmo.lib.limited import answer_with


def eat() -> dict[str, Any]:
    block = bytearray()
    while True:
        block += bytes(16 << 20)


def spin() -> dict[str, Any]:
    while True:
        pass


def sleep() -> dict[str, Any]:
    time.sleep(60)
    return {}


def flood() -> dict[str, Any]:
    return {"text": "x" * (8 << 20)}


def garble() -> dict[str, Any]:
    sys.stdout.write("not JSON")
    return {}


def tell() -> dict[str, Any]:
    limits = {
        name: resource.getrlimit(getattr(resource, name))[0] for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_CORE")
    }
    return {"limits": limits, "environment": sorted(os.environ)}


DEEDS = {
    "eat": eat,
    "spin": spin,
    "sleep": sleep,
    "flood": flood,
    "garble": garble,
    "tell": tell,
    "die": os.abort,
}


def answer(path: str, deed: str) -> dict[str, Any]:
    return {"path": path, **DEEDS[deed]()}


if __name__ == "__main__":
    sys.exit(answer_with(answer))
