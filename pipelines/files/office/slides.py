"""Presentations (PPTX): the text of their slides, in order."""

import re

from lxml import etree

from pipelines.body.lines import tidy
from pipelines.files.containers import opened, xml_of
from pipelines.files.elements import name_of
from pipelines.files.unreadable import Text

_SLIDE = re.compile(r"/?ppt/slides/slide([0-9]{1,5})\.xml", re.IGNORECASE)


def read_slides(body: bytes, _name: str) -> Text:
    """Return the paragraphs of all slides, in the order of their numbers."""
    with opened(body) as container:
        found = [(int(match[1]), name) for name in container.namelist() if (match := _SLIDE.fullmatch(name))]
        slides = [xml_of(container, name) for _, name in sorted(found)]
    lines = [tidy(_paragraph(part)) for slide in slides if slide is not None for part in slide.iter() if name_of(part) == "p"]
    return Text(lines=tuple(line for line in lines if line))


def _paragraph(element: etree._Element) -> str:
    signs = {"br": "\n", "tab": " "}
    return "".join(part.text or "" if name_of(part) == "t" else signs.get(name_of(part), "") for part in element.iter())
