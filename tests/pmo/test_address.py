from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pmo.lib import address, folderlock
from pmo.lib.probe import answers
from tests.support import free_port


def test_a_port_somebody_listens_on_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert address.obstacle("127.0.0.1", server.getsockname()[1]) == "taken"
    assert address.obstacle("127.0.0.1", free_port()) is None


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 8000), ("no.such.host.invalid", 8000), ("127.0.0.1", 70000)])
def test_an_address_of_another_machine_or_of_none_is_refused(host: str, port: int) -> None:
    assert address.obstacle(host, port) == "no_such_address"


@pytest.mark.parametrize(
    ("host", "url", "loopback"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", True),
        ("localhost", "http://localhost:8000", True),
        ("::1", "http://[::1]:8000", True),
        ("0.0.0.0", "http://127.0.0.1:8000", False),
        ("::", "http://[::1]:8000", False),
        ("10.0.0.5", "http://10.0.0.5:8000", False),
        ("pmo.example.com", "http://pmo.example.com:8000", False),
    ],
)
def test_addresses_as_a_browser_types_them(host: str, url: str, *, loopback: bool) -> None:
    assert address.url(host, 8000) == url
    assert address.is_loopback(host) is loopback


def test_a_lock_is_held_by_one_and_tells_the_others_what_the_holder_wrote(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "up.lock"
    descriptor = folderlock.take(path, "http://127.0.0.1:8000")
    with pytest.raises(folderlock.Held) as held:
        folderlock.take(path, "http://127.0.0.1:9000")
    assert held.value.note == "http://127.0.0.1:8000"
    socket.close(descriptor)
    socket.close(folderlock.take(path, "short"))
    assert path.read_text() == "short"


class Choosy(BaseHTTPRequestHandler):
    """Answers 200 only as the product would: to an allowed host, and through TLS."""

    def do_GET(self) -> None:
        fine = self.headers["Host"] == "pmo.example.com" and self.headers["X-Forwarded-Proto"] == "https"
        self.send_response(200 if fine else 301)
        self.send_header("Location", "https://pmo.example.com/")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Choosy) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/health/"
        server.shutdown()
        thread.join()


def test_the_probe_asks_as_an_allowed_host_through_tls(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMO_ALLOWED_HOSTS", "pmo.example.com,localhost")
    monkeypatch.setenv("PMO_HTTPS", "1")
    assert answers(server)


def test_the_probe_says_no_where_nobody_answers() -> None:
    assert not answers(f"http://127.0.0.1:{free_port()}/health/")
