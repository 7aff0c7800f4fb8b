"""The publication on paper: tagged, archivable, in our fonts alone, with a text for every chart."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from sosiego.publication import pdf, render
from sosiego.publication.document import Document, Paragraph
from tests.publication import sample

LANGUAGES = ("es", "en", "zh")
MOMENT = datetime(2026, 10, 9, tzinfo=UTC)


def reader(files: Mapping[str, bytes], name: str) -> PdfReader:
    return PdfReader(io.BytesIO(files[name]))


def structure(element: Any) -> list[Any]:
    """Every element of the tag tree."""
    element = element.get_object()
    if not hasattr(element, "get"):
        return []
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    return [element, *(below for kid in kids for below in structure(kid))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_and_names_its_language(bulletin_files: Mapping[str, bytes], language: str) -> None:
    root: Any = reader(bulletin_files, f"bulletin.{language}.pdf").trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].lower().startswith(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_declares_ua_1_and_a_2a(bulletin_files: Mapping[str, bytes], language: str) -> None:
    root: Any = reader(bulletin_files, f"bulletin.{language}.pdf").trailer["/Root"]
    metadata = root["/Metadata"].get_data()
    assert b"pdfuaid:part" in metadata
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in metadata


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_in_the_pdf_has_an_alternative_text(
    bulletin_files: Mapping[str, bytes], language: str
) -> None:
    tree: Any = reader(bulletin_files, f"bulletin.{language}.pdf").trailer["/Root"]["/StructTreeRoot"]
    figures = [element for element in structure(tree) if element.get("/S") == "/Figure"]
    assert len(figures) == bulletin_files[f"bulletin.{language}.fragment.html"].count(b'role="img"')
    assert all(len(str(figure["/Alt"])) > 20 for figure in figures)


def test_every_font_is_ours_and_embedded(bulletin_files: Mapping[str, bytes]) -> None:
    names = set()
    for page in reader(bulletin_files, "bulletin.zh.pdf").pages:
        fonts: Any = page["/Resources"].get("/Font", {})
        names |= {fonts[font]["/BaseFont"].split("+")[1].split("-")[0] for font in fonts}
    assert names == {"NotoSans", "NotoSansCJKsc"}


# In the language of the page, beside the English words by which it is looked for.
MARKS = {"es": "PAÍS SIMULADO", "en": "SIMULATED COUNTRY", "zh": "模拟国家"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_simulated_country_is_marked(list_files: Mapping[str, bytes], language: str) -> None:
    document = reader(list_files, f"list.{language}.pdf")
    assert all("SIMULATED COUNTRY" in page.extract_text() for page in document.pages)
    assert document.metadata is not None
    assert f"{MARKS[language]} · " in f"{document.metadata.title}"
    assert all(MARKS[language] in page.extract_text() for page in document.pages)


def test_a_real_country_is_not_marked() -> None:
    written = render.document(sample.snapshot("list", simulated=False), "es")
    document = PdfReader(io.BytesIO(pdf.pdf(written, MOMENT)))
    assert all("SIMULATED" not in page.extract_text() for page in document.pages)


def test_the_figures_are_text_that_can_be_copied(bulletin_files: Mapping[str, bytes]) -> None:
    first = reader(bulletin_files, "bulletin.zh.pdf").pages[0].extract_text()
    assert "骚扰电话和垃圾短信治理通告" in first
    assert "25,446" in first
    assert "−23.7%" in first


def test_a_character_without_a_glyph_is_shown_as_missing_and_never_as_a_blank() -> None:
    assert pdf.drawable("Café 举报 − €") == "Café 举报 − €"
    assert pdf.drawable("㗎x🙂") == "〓x〓"


def with_text(text: str) -> Document:
    return Document(
        "list", "zh", "zh-Hans", "题", "期", "述", "", False, "", "0" * 64, "页", "目", (Paragraph(text),)
    )


def test_a_name_with_a_rare_character_does_not_stop_the_press() -> None:
    text = PdfReader(io.BytesIO(pdf.pdf(with_text("公司㗎公司"), MOMENT))).pages[0].extract_text()
    assert "公司〓公司" in text


def test_markup_in_a_name_is_only_text() -> None:
    text = PdfReader(io.BytesIO(pdf.pdf(with_text("#panic() *a* $x$ \\ ]"), MOMENT))).pages[0].extract_text()
    assert "#panic() *a* $x$" in text


def test_an_unknown_font_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    template = pdf._template().replace(b'"Noto Sans CJK SC"', b'"No Such Font"')
    monkeypatch.setattr(pdf, "_template", lambda: template)
    with pytest.raises(pdf.PageNotSetError, match="unknown font family"):
        pdf.pdf(with_text("举报"), MOMENT)
