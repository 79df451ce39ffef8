"""Addresses a server listens on: may one listen there, and how does a browser reach it."""

from __future__ import annotations

import errno
import ipaddress
import socket

ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (compared, not bound)
REASONS = {errno.EADDRINUSE: "taken", errno.EACCES: "not_allowed"}


def obstacle(host: str, port: int) -> str | None:
    """Why one cannot listen there: `taken`, `not_allowed` or `no_such_address`; None when one can."""
    if not 0 < port < 1 << 16:
        return "no_such_address"
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen(1)
    except OSError as problem:
        return REASONS.get(problem.errno or 0, "no_such_address")
    return None


def number(host: str) -> str:
    """The numeric address of a host name."""
    return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])


def url(host: str, port: int) -> str:
    """How a browser on this machine reaches the server: http://127.0.0.1:8000, without a slash at the end."""
    name = ANY.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def is_loopback(host: str) -> bool:
    """Whether this address or name is one of this machine's own: nobody else reaches it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
