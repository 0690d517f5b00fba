"""A site under gunicorn for a benchmark: two sync workers on the loopback interface, as an installation has them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from tools.environment import ROOT
from tools.services import Server, wait_for

HOST = "127.0.0.1"
WORKERS = 2
PATIENCE = 120.0
"""Seconds an answer may take."""
PRODUCTION = {"PRODUCTION": "1", "PLAIN_HTTP": "1", "ALLOWED_HOSTS": HOST}


class Site(Server):
    """The pages of one settings module; database, key and data folder come from the environment.

    The socket listens before the process starts: no other program can take the port, and the first request waits.
    """

    def __init__(self, settings: str) -> None:
        super().__init__("site")
        self.settings = settings
        self.port = 0

    def start(self) -> None:
        log = self.folder / "log"
        with socket.create_server((HOST, 0)) as listening, log.open("wb") as stream:
            self.port = listening.getsockname()[1]
            self.process = subprocess.Popen(
                [*self._command(), "--bind", f"fd://{listening.fileno()}"],
                cwd=ROOT,
                env={**os.environ, **PRODUCTION, "DJANGO_SETTINGS_MODULE": self.settings},
                pass_fds=[listening.fileno()],
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        try:
            wait_for(self._answers, self.process, self.settings)
        except RuntimeError as error:
            raise RuntimeError(f"{error}:\n{log.read_text()}") from error

    def _command(self) -> list[str]:
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--log-level", "warning"]
        return [*gunicorn, "--worker-class", "sync", "--workers", str(WORKERS), "--no-control-socket"]

    def _answers(self) -> bool:
        try:
            return bool(self.reader("").answer("/")[0])
        except (OSError, HTTPException):
            return False

    def reader(self, cookie: str) -> Reader:
        """Who asks for pages of the site, known by a cookie."""
        return Reader(HTTPConnection(HOST, self.port, timeout=PATIENCE), cookie)


class Reader:
    """One client that asks for one page after the other, on one connection as long as the server keeps it."""

    def __init__(self, connection: HTTPConnection, cookie: str) -> None:
        self.connection, self.cookie = connection, cookie

    def answer(self, address: str) -> tuple[int, bytes]:
        """Status and content of a page."""
        self.connection.request("GET", address, headers={"Cookie": self.cookie})
        response = self.connection.getresponse()
        return response.status, response.read()

    def get(self, address: str) -> bytes:
        """The content of a page. Raises ``RuntimeError`` where the answer is not 200."""
        status, content = self.answer(address)
        if status != HTTPStatus.OK:
            raise RuntimeError(f"{address} answers {status}")
        return content
