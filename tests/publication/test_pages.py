"""The publication on screen: whole without any other file, fit to be embedded, marked if simulated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest

from sosiego.publication import render
from tests.publication import sample

LANGUAGES = ("es", "en", "zh")
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Outline(HTMLParser):
    """Checks that every element is closed in order, and keeps what the tests ask for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed_and_no_identifier_stands_twice(
    bulletin_files: Mapping[str, bytes], language: str
) -> None:
    outline = Outline(bulletin_files[f"bulletin.{language}.html"].decode())
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.headings[0] == "h1"
    assert outline.headings.count("h1") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fragment_needs_no_inline_style_and_no_script(
    bulletin_files: Mapping[str, bytes], language: str
) -> None:
    text = bulletin_files[f"bulletin.{language}.fragment.html"].decode()
    assert "<style" not in text and "<script" not in text
    assert "style" not in Outline(text).attributes


def test_the_standalone_page_loads_nothing(bulletin_files: Mapping[str, bytes]) -> None:
    text = bulletin_files["bulletin.es.html"].decode()
    addresses = set(re.findall(r'(?:src|href)="([^"#][^"]*)"', text))
    assert addresses == set()
    assert "@import" not in text and "url(http" not in text


@pytest.mark.parametrize(("language", "tag"), [("es", "es"), ("en", "en"), ("zh", "zh-Hans")])
def test_the_page_names_its_language(list_files: Mapping[str, bytes], language: str, tag: str) -> None:
    assert f'<html lang="{tag}">' in list_files[f"list.{language}.html"].decode()


def test_every_page_of_a_simulated_country_says_so(
    bulletin_files: Mapping[str, bytes], list_files: Mapping[str, bytes]
) -> None:
    for path, content in {**bulletin_files, **list_files}.items():
        if path.endswith(".html"):
            assert b"SIMULATED COUNTRY" in content, path


def test_a_real_country_is_not_called_simulated() -> None:
    written = render.document(sample.snapshot("bulletin", simulated=False), "en")
    from sosiego.publication import page

    assert b"SIMULATED" not in page.standalone(written)


def test_no_sentence_is_left_in_english_on_the_spanish_and_chinese_pages(
    bulletin_files: Mapping[str, bytes],
) -> None:
    for language in ("es", "zh"):
        text = bulletin_files[f"bulletin.{language}.fragment.html"].decode()
        for english in ("Reports", "Work orders", "of which", "Annex", "interval", "Not known"):
            assert not re.search(rf"\b{english}\b", text), (language, english)


def test_every_chart_has_an_alternative_text_and_its_table(bulletin_files: Mapping[str, bytes]) -> None:
    text = bulletin_files["bulletin.en.fragment.html"].decode()
    charts = re.findall(r'<figure class="publication-chart" id="chart-([\w-]+)"', text)
    assert {"by-week", "sms-by-category", "calls-by-operator", "orders"} <= set(charts)
    assert text.count('role="img" aria-label="') == len(charts)
    for chart in charts:
        assert f'id="table-{chart}"' in text


def test_names_are_escaped() -> None:
    from sosiego.publication import page
    from sosiego.publication.document import Document, Paragraph

    written = Document(
        "list",
        "en",
        "en",
        "<b>",
        "",
        "",
        "",
        False,
        "",
        "0" * 64,
        "Page",
        "Contents",
        (Paragraph("<script>"),),
    )
    assert b"<script>" not in page.fragment(written)
    assert b"&lt;b&gt;" in page.fragment(written)


def test_columns_of_which_nothing_is_known_are_not_printed() -> None:
    from sosiego.publication import page

    text = page.fragment(render.document(sample.day_without_registry(), "en")).decode()
    assert "On previous period" not in text
    assert "Recorded voice" in text
