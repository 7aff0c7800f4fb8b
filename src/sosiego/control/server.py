"""The HTTP door: one question, one complete answer, for network elements without their own decider.

`GET /decide?caller=…&called=…[&medium=call|sms][&at=ISO]` or the same fields as JSON by POST.
`GET /health` tells the list's version. A new list on disk is taken up at the next question.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sosiego.control.counters import Counters
from sosiego.control.decide import Call, Decision, decide
from sosiego.control.list_file import ControlList
from sosiego.control.signature import open_checked
from sosiego.errors import SosiegoError, WrongUsageError
from sosiego.rules.numbers import NotANumberError, NumberingPlan
from sosiego.terminal import err

MEDIA = ("call", "sms")
# A question is a few hundred bytes; more is a mistake or an attack.
LARGEST_QUESTION = 65_536


class Decider:
    """Holds the open list and swaps it when the file is replaced."""

    def __init__(self, path: Path, plan: NumberingPlan) -> None:
        self.path = path
        self.plan = plan
        self._lock = Lock()
        self._counters = Counters()
        # Asked before it is opened: a file that is replaced between the two is taken up once more.
        self._seen = _changed_at(path)
        self._list = open_checked(path)
        # Why the newest file was not taken up; "" if it was.
        self.refused = ""

    def take_up_new_list(self) -> ControlList:
        """The newest list that passed its checks; a damaged new file leaves the old one in force."""
        with self._lock:
            changed = _changed_at(self.path)
            if changed and changed != self._seen:
                self._seen = changed
                try:
                    self._list, self.refused = open_checked(self.path), ""
                except (SosiegoError, OSError) as error:
                    self.refused = str(error)
                    err.print(f"The new list is not taken up: {error}", markup=False, highlight=False)
            return self._list

    def answer(self, question: Mapping[str, Any]) -> Decision:
        """Decide on a question: `caller`, `called`, perhaps `medium` and `at`. Raises `SosiegoError`."""
        missing = [name for name in ("caller", "called") if not question.get(name)]
        if missing:
            raise WrongUsageError(
                f"The question has no {' and no '.join(missing)}.",
                todo="Give both numbers, e.g. /decide?caller=13812345678&called=13987654321",
            )
        medium = str(question.get("medium") or "call")
        if medium not in MEDIA:
            raise WrongUsageError("The medium is neither call nor sms.", todo="Leave it out for a call.")
        at = question.get("at")
        call = Call(
            number(self.plan, str(question["caller"]), "caller"),
            number(self.plan, str(question["called"]), "called"),
            _seconds(str(at)) if at else time.time(),
            medium,
        )
        control_list = self.take_up_new_list()
        with self._lock:  # the counters are shared by all threads
            return decide(control_list, call, self._counters)


def number(plan: NumberingPlan, written: str, whose: str) -> str:
    """The canonical form of one end of a call. Raises `WrongUsageError`, which says which end is wrong."""
    try:
        return plan.parse(written)
    except NotANumberError as error:
        raise WrongUsageError(
            f"The {whose} is not a number: {error.reason}.",
            todo="Write it in national form, with + and country code, as a short code or as a sender name.",
        ) from None


def _changed_at(path: Path) -> int:
    """When a file was last replaced; 0 if there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _seconds(moment: str) -> float:
    try:
        return datetime.fromisoformat(moment).timestamp()
    except (ValueError, OverflowError):
        raise WrongUsageError(
            "The time cannot be read.", todo="Give it as 2026-09-30T12:00:00+08:00."
        ) from None


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    decider: Decider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/health":
            version = self.decider.take_up_new_list().version
            refused = {"refused": self.decider.refused} if self.decider.refused else {}
            self._send(200, {"list_version": version, **refused})
        elif parts.path == "/decide":
            self._decide({name: values[-1] for name, values in parse_qs(parts.query).items()})
        else:
            self._problem(404, "There is no such door.", "Ask /decide or /health.")

    def do_POST(self) -> None:
        told = self.headers.get("Content-Length", "")
        # Without a length, nobody knows where the question ends and the next begins.
        if not told.isdecimal() or int(told) > LARGEST_QUESTION:
            self.close_connection = True
            if told.isdecimal():
                self._problem(413, "The question is too long.", "Ask about one call at a time.")
            else:
                self._problem(411, "The question has no Content-Length.", "Send its length in bytes.")
            return
        body = self.rfile.read(int(told))
        if urlsplit(self.path).path != "/decide":
            self._problem(404, "There is no such door.", "Ask /decide or /health.")
            return
        try:
            question = json.loads(body)
        except (ValueError, RecursionError):
            self._problem(400, "The question is not JSON.", 'Send {"caller": …, "called": …}.')
            return
        if not isinstance(question, dict):
            self._problem(400, "The question is not a JSON object.", 'Send {"caller": …, "called": …}.')
            return
        self._decide(question)

    def _decide(self, question: Mapping[str, Any]) -> None:
        try:
            self._send(200, asdict(self.decider.answer(question)))
        except SosiegoError as error:
            self._problem(400, error.what, error.todo)

    def _problem(self, status: int, what: str, todo: str) -> None:
        """RFC 9457 problem details: the same shape as the rest of the API."""
        self._send(status, {"title": what, "detail": todo, "status": status}, "application/problem+json")

    def _send(self, status: int, body: Mapping[str, Any], content_type: str = "application/json") -> None:
        content = json.dumps(body, ensure_ascii=False, default=dict).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the questions hold called numbers, which no log may keep."""


def make_server(host: str, port: int, decider: Decider) -> ThreadingHTTPServer:
    """A server that is ready to `serve_forever`; port 0 takes a free one."""
    door = type("Door", (_Door,), {"decider": decider})
    server = ThreadingHTTPServer((host, port), door)
    server.daemon_threads = True
    return server
