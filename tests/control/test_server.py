from __future__ import annotations

import json
import os
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sosiego.control import list_file
from sosiego.control.server import Decider, make_server
from sosiego.rules.numbers import NumberClass, NumberingPlan
from tests.control.conftest import BARRED, HEADER, MakeList, entry

MOBILE = NumberClass("mobile", {"en": "mobile"}, ("+861",), (11,))
PLAN = NumberingPlan("86", "00", "0", (MOBILE,))


@contextmanager
def door(decider: Decider) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, decider)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(url: str, question: object = None) -> tuple[int, dict[str, Any]]:
    body = None if question is None else json.dumps(question).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=body), timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        assert refused.headers["Content-Type"] == "application/problem+json"
        return refused.code, json.load(refused)


def test_one_question_gets_one_complete_answer(make_list: MakeList) -> None:
    opened = make_list(entry("+8613800000001", BARRED))
    with door(Decider(opened.path, PLAN)) as base:
        for status, answer in (
            ask(f"{base}/decide?caller=13800000001&called=13900000000"),
            ask(f"{base}/decide", {"caller": "+8613800000001", "called": "13900000000"}),
        ):
            assert status == 200
            assert (answer["outcome"], answer["reason"]) == ("block", "block-measure")
            assert answer["redress_url"] == "https://regulator.example/appeal"


def test_a_question_without_called_says_what_is_missing(make_list: MakeList) -> None:
    with door(Decider(make_list().path, PLAN)) as base:
        status, problem = ask(f"{base}/decide?caller=13800000001")
    assert (status, problem["title"]) == (400, "The question has no called.")


def test_a_question_that_is_no_json_is_refused_in_the_one_error_shape(make_list: MakeList) -> None:
    with door(Decider(make_list().path, PLAN)) as base:
        status, problem = ask(f"{base}/decide", ["not", "an", "object"])
    assert (status, problem["status"]) == (400, 400)


def test_a_new_list_is_taken_up_at_the_next_question(make_list: MakeList) -> None:
    opened = make_list()
    with door(Decider(opened.path, PLAN)) as base:
        question = f"{base}/decide?caller=13800000001&called=13900000000"
        assert ask(question)[1]["outcome"] == "allow"
        make_list(entry("+8613800000001", BARRED), version="later")
        os.utime(opened.path, ns=(1, 1))
        assert ask(question)[1]["outcome"] == "block"
        assert ask(f"{base}/health")[1] == {"list_version": "later"}


def test_a_damaged_new_list_leaves_the_old_one_in_force(make_list: MakeList) -> None:
    opened = make_list(entry("+8613800000001", BARRED))
    with door(Decider(opened.path, PLAN)) as base:
        list_file.write(opened.path, header=HEADER, entries=[], prefixes={}, sign=lambda digest: bytes(64))
        os.utime(opened.path, ns=(1, 1))
        assert ask(f"{base}/decide?caller=13800000001&called=13900000000")[1]["outcome"] == "block"
        health = ask(f"{base}/health")[1]
    assert health["list_version"] == HEADER["version"]
    assert health["refused"].startswith("The control list is not signed by the expected key.")


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ("at=0001-01-01", "The time cannot be read."),
        ("at=yesterday", "The time cannot be read."),
        ("medium=fax", "The medium is neither call nor sms."),
    ],
)
def test_a_question_that_cannot_be_meant_says_so(make_list: MakeList, asked: str, what: str) -> None:
    with door(Decider(make_list().path, PLAN)) as base:
        status, problem = ask(f"{base}/decide?caller=13800000001&called=13900000000&{asked}")
    assert (status, problem["title"]) == (400, what)


def test_a_question_nested_without_end_is_refused_and_the_door_stays_open(make_list: MakeList) -> None:
    with door(Decider(make_list().path, PLAN)) as base:
        request = urllib.request.Request(f"{base}/decide", data=b"[" * 60_000)
        with pytest.raises(urllib.error.HTTPError, match="400"):
            urllib.request.urlopen(request, timeout=5)
        assert ask(f"{base}/health")[0] == 200


@pytest.mark.parametrize("length", ["-1", "many"])
def test_a_question_without_a_length_is_refused(make_list: MakeList, length: str) -> None:
    with door(Decider(make_list().path, PLAN)) as base:
        asked = urllib.request.Request(f"{base}/decide", data=b"{}", headers={"Content-Length": length})
        with pytest.raises(urllib.error.HTTPError, match="411"):
            urllib.request.urlopen(asked, timeout=5)
