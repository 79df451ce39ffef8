"""Points at which a test may make the process die or fail: FAILPOINT="name=kill" (kill, raise, sleep, enospc)."""

from __future__ import annotations

import errno
import os
import signal
import time


class FailPoint(RuntimeError):
    """Raised where FAILPOINT says `raise`."""


def failpoint(name: str) -> None:
    """Nothing, unless the environment names this point."""
    wanted, _, effect = os.environ.get("FAILPOINT", "").partition("=")
    if wanted != name:
        return
    if effect == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif effect == "sleep":
        time.sleep(3600)
    elif effect == "enospc":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    else:
        raise FailPoint(name)
