"""Readings above characters: `<ruby>` holds a text and, smaller, how it is read."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.repair.readings import is_reading

_NOTES = ("rt", "rtc", "rp")


def take_out_readings(tree: LexborHTMLParser) -> int:
    """Take the readings above characters out of a page, with the brackets for browsers without ruby; return how many there were.

    A note that says something else than how its text is read stays.
    """
    told = [note for note in tree.css("ruby rt, ruby rtc") if _is_reading(note)]
    rubies = {ruby.mem_id: ruby for note in told if (ruby := _ruby(note)) is not None}
    brackets = [bracket for ruby in rubies.values() for bracket in ruby.css("rp")]
    # those in an rtc go with it
    outer = [note for note in told if note.parent is None or note.parent.tag != "rtc" or not _is_reading(note.parent)]
    for note in [*outer, *brackets]:
        note.decompose()
    return len(outer)


def _is_reading(note: LexborNode) -> bool:
    base, letters = _base(note), " ".join(note.text().split())
    pieces = (base[first:last] for first in range(len(base)) for last in range(first + 1, min(len(base), first + 8) + 1))
    return bool(letters) and any(is_reading(piece, letters) for piece in pieces)


def _base(note: LexborNode) -> str:
    """Return the text that a note stands above: what comes before it, from the note before that on."""
    if note.parent is not None and note.parent.tag == "rtc":
        note = note.parent
    base = ""
    before = note.prev
    while before is not None and not (base and before.tag in _NOTES):
        if before.tag not in _NOTES:
            base = "".join((before.text() or "").split()) + base
        before = before.prev
    return base[-24:]


def _ruby(note: LexborNode) -> LexborNode | None:
    above = note.parent
    while above is not None and above.tag != "ruby":
        above = above.parent
    return above
