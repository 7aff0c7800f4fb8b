"""The printable code of rules: the same law, the same bytes; tagged, in three languages, complete."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from sosiego.reading import articles, code, printing
from sosiego.reading.speech import LANGUAGES, speaking
from sosiego.rules import loader

AUTUMN = date(2026, 11, 1)


@pytest.fixture(scope="module")
def printed() -> Mapping[str, Mapping[str, bytes]]:
    law = loader.load("cn")
    return {language: printing.files(law, AUTUMN, language) for language in LANGUAGES}


def page_of(printed: Mapping[str, Mapping[str, bytes]], language: str) -> str:
    return printed[language][f"cn-2026-11-01.{language}.html"].decode()


def pdf_of(printed: Mapping[str, Mapping[str, bytes]], language: str) -> PdfReader:
    return PdfReader(io.BytesIO(printed[language][f"cn-2026-11-01.{language}.pdf"]))


def test_the_same_law_gives_the_same_bytes(printed: Mapping[str, Mapping[str, bytes]]) -> None:
    assert printing.files(loader.load("cn"), AUTUMN, "en") == printed["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_and_declares_ua_1(
    printed: Mapping[str, Mapping[str, bytes]], language: str
) -> None:
    root: Any = pdf_of(printed, language).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].lower().startswith(language)
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


@pytest.mark.parametrize(
    ("language", "model", "article", "dated"),
    [
        ("en", "Model rule-book, not published by any authority", "Article 1", "law of 1 Nov 2026"),
        ("es", "Reglamento modelo, no publicado por ninguna autoridad", "Artículo 1", "texto del 1 nov 2026"),
        ("zh", "示范规则集，未经任何主管部门发布", "第1条", "2026年11月1日文本"),
    ],
)
def test_the_cover_says_it_is_a_model_and_each_foot_the_date_and_digest(
    printed: Mapping[str, Mapping[str, bytes]], language: str, model: str, article: str, dated: str
) -> None:
    reader, digest = pdf_of(printed, language), loader.load("cn").digest
    # Lines of a page may break where the words of the cover do not. One template sets every foot.
    some = [reader.pages[place] for place in (0, 1, 20, -1)]
    pages = ["".join(page.extract_text().split()) for page in some]
    assert "".join(model.split()) in pages[0]
    assert digest in pages[0]
    assert all("".join(dated.split()) in page and digest[:16] in page for page in pages)
    assert article in page_of(printed, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_stands_in_the_page_once_with_its_basis(
    printed: Mapping[str, Mapping[str, bytes]], language: str
) -> None:
    law, page = loader.load("cn"), page_of(printed, language)
    read = articles.articles(articles.chapters(law, AUTUMN))
    anchors = re.findall(r'<article id="([^"]+)"', page)
    assert anchors == [f"{one.kind}-{one.id}" for one in read]
    assert page.count('class="basis"') == len(read)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_inside_the_page_leads_somewhere(
    printed: Mapping[str, Mapping[str, bytes]], language: str
) -> None:
    page = page_of(printed, language)
    targets, ids = set(re.findall(r'href="#([^"]+)"', page)), set(re.findall(r' id="([^"]+)"', page))
    assert targets <= ids
    assert "http" not in re.sub(r"https://[^<\s]*", "", re.sub(r"<dd>.*?</dd>", "", page, flags=re.DOTALL))


def test_no_english_is_left_in_the_chinese_labels(printed: Mapping[str, Mapping[str, bytes]]) -> None:
    page = page_of(printed, "zh")
    labels = re.findall(r"<(?:dt|th scope=\"col\"|h2[^>]*|h3|caption)[^>]*>(?:<[^>]+>)?([^<]+)<", page)
    assert labels
    assert [label for label in labels if re.search(r"[a-z]{3}", label)] == []


def test_numbers_in_a_row_are_told_by_their_ends() -> None:
    with speaking("en"):
        assert code.runs([3, 4, 5, 9]) == "3–5, 9"
        assert code.runs([]) == ""


def test_every_shipped_book_can_be_printed() -> None:
    for id in loader.shipped():
        made = printing.files(loader.load(id), AUTUMN, "en")
        assert sorted(made) == [f"{id}-2026-11-01.en.html", f"{id}-2026-11-01.en.pdf"]
