"""From one snapshot to every file that is published, in every language. Pure: the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from django.utils.translation import gettext_noop as _

from sosiego.publication import bulletin_content, list_content, open_data, page, pdf
from sosiego.publication.composer import Composer
from sosiego.publication.document import Document
from sosiego.publication.snapshot import Snapshot

CONTENT = {"list": list_content, "bulletin": bulletin_content}


def document(snapshot: Snapshot, language: str) -> Document:
    """The publication in one language."""
    composer = Composer(snapshot, language)
    content = CONTENT[snapshot.kind]
    content.fill(composer)
    say, speaker = composer.say, composer.speaker
    return Document(
        kind=snapshot.kind,
        language=language,
        html_language=speaker.html_language,
        title=say(content.TITLE),
        subtitle=speaker.period(snapshot.value["period"]),
        description=say(content.DESCRIPTION),
        made=say(_("Figures frozen on {moment}"), moment=speaker.moment(snapshot.made_at)),
        simulated=snapshot.is_simulated,
        mark=speaker.mark(),
        simulated_note=say(_("All people, organisations, numbers and figures here are invented.")),
        digest=snapshot.digest,
        page_word=say(_("Page")),
        contents_word=say(_("Contents")),
        blocks=tuple(composer.blocks),
    )


def files(snapshot: Snapshot, progress: Callable[[int], None] | None = None) -> Mapping[str, bytes]:
    """Every file of the publication by its path inside the publication's folder."""
    made: dict[str, bytes] = {}
    for language in snapshot.value["languages"]:
        written = document(snapshot, language)
        stem = f"{snapshot.kind}.{language}"
        made[f"{stem}.html"] = page.standalone(written)
        made[f"{stem}.fragment.html"] = page.fragment(written)
        made[f"{stem}.pdf"] = pdf.pdf(written, snapshot.made_at)
        if progress:
            progress(1)
    for path, content in open_data.files(snapshot).items():
        made[str(PurePosixPath("data") / path)] = content
    made["snapshot.json"] = snapshot.content
    if progress:
        progress(1)
    return dict(sorted(made.items()))
