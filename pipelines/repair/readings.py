"""Readings set between the characters they belong to: `領(lǐng)導(dǎo)` is 領導."""

import re
import unicodedata
from functools import cache
from itertools import product
from typing import Literal

Manner = Literal["toned", "plain", "bopomofo"]
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u030c"
_LETTERS = f"a-zɡɑüê{_TONES}\u0308"
# the bracket before what must stand before it: so a text without any is searched in no time
_IN_BRACKETS = re.compile(rf"[(（](?<=(?-i:[{_HAN}])[(（])([{_LETTERS}'’\s]{{1,40}})[)）]", re.IGNORECASE)
# a reading that was put between the two bytes of a character, and of which a bracket went with the first of them
_CUT = re.compile(rf"(?<=(?-i:[{_HAN}]))[?\ufffd][(（]?([{_LETTERS}]{{1,6}})[)）]", re.IGNORECASE)
_MARK = re.compile("[\u0300\u0301\u0304\u030c]")
_ALIKE = str.maketrans({"ɡ": "g", "ɑ": "a", "’": "", "'": ""})


def could_hold_readings(text: str) -> bool:
    """Say whether a text has so many brackets of Latin letters behind Chinese characters that it is worth a closer look."""
    return len(_IN_BRACKETS.findall(text)) >= 5


def readings(text: str) -> list[tuple[str, str]]:
    """Return every character that is followed by its own reading in brackets, with that reading."""
    found = ((match, manner) for match in _IN_BRACKETS.finditer(text) for manner in (_manner(match[1]),))
    return [(match.string[match.start() - 1], match[1]) for match, manner in found if _is_of_its_base(match, manner)]


def manner_of(found: list[tuple[str, str]]) -> Manner:
    """Return whether most of these readings bear tone marks."""
    toned = sum(_manner(letters) == "toned" for _, letters in found)
    return "toned" if 2 * toned >= len(found) else "plain"


def without_readings(text: str, manner: Manner) -> str:
    """Return a text without the readings of this manner in brackets, the characters that one of them had cut in two made whole.

    For texts that are known to be garbled: in others a reading is something that the author tells.
    """
    return _IN_BRACKETS.sub(lambda found: "" if _is_of_its_base(found, manner) else found[0], _with_cuts_closed(text))


def cuts(text: str) -> int:
    """Return how many characters of a garbled text may have been cut in two by a reading."""
    return len(_CUT.findall(text))


def is_reading(base: str, letters: str) -> bool:
    """Say whether letters tell how a Chinese text is read, in pinyin with or without tones or in bopomofo."""
    return _spells(base, letters, "toned") or _spells(base, letters, "plain") or _spells(base, letters, "bopomofo")


def _manner(letters: str) -> Manner:
    return "toned" if re.search(f"[{_TONES}]", letters, re.IGNORECASE) else "plain"


def _is_of_its_base(found: re.Match[str], manner: Manner) -> bool:
    """Say whether brackets hold the reading of the characters before them."""
    base = found.string[max(0, found.start() - 8) : found.start()]
    return any(_spells(base[-length:], found[1], manner) for length in range(1, len(base) + 1))


def _spells(base: str, letters: str, manner: Manner) -> bool:
    spelled = unicodedata.normalize("NFC", letters.strip().lower().translate(_ALIKE))
    if manner == "toned" and _manner(spelled) == "toned":
        # by the letters alone: how a word is said may change the tone (不, 一), and dictionaries of single characters know no words
        spelled, manner = _MARK.sub("", unicodedata.normalize("NFD", spelled)).replace("u\u0308", "ü"), "plain"
    pieces = spelled.split()
    if len(pieces) > 1:
        return len(pieces) == len(base) and all(piece in _sounds(letter, manner) for piece, letter in zip(pieces, base, strict=True))
    rest = {spelled} if base and len(spelled) <= 6 * len(base) else set()
    for letter in base:
        rest = {left[len(sound) :] for left, sound in product(rest, _sounds(letter, manner)) if left.startswith(sound)}
    return "" in rest


@cache
def _sounds(letter: str, manner: Manner) -> frozenset[str]:
    """Return all readings of a character; none of what is no Chinese character."""
    # imported where damage is suspected: the dictionaries of pypinyin take half a second, and clean pages need none of them
    from pypinyin import Style, pinyin  # noqa: PLC0415

    if not re.fullmatch(f"[{_HAN}]", letter):
        return frozenset()
    style = {"toned": Style.TONE, "plain": Style.NORMAL, "bopomofo": Style.BOPOMOFO}[manner]
    sounds = frozenset(pinyin(letter, style=style, heteronym=True)[0])
    return sounds | {sound.replace("v", "ü") for sound in sounds} if manner == "plain" else sounds


def _with_cuts_closed(text: str) -> str:
    done = 0
    while found := _CUT.search(text, done):
        closed = _closed(text[found.start() - 1], found[1], text[found.end() : found.end() + 40])
        done = found.start() + 1
        if closed is not None:
            text = text[: found.start()] + closed + text[found.end() + 40 :]
    return text


def _closed(before: str, letters: str, after: str) -> str | None:
    """Return what stood where a reading cut a character in two, and what follows it; None if several texts could have stood there.

    The garbling program worked on the bytes of GBK and took the second byte of one character and the first of the next for one that
    it knew: of that the first byte is known and the reading, and its second byte is the one that was lost.
    """
    last = before.encode("gb18030")[-1]
    lost = [trail for trail in range(0x40, 0xFF) if _is_read(bytes((last, trail)), letters)]
    mended = {text for byte in lost if (text := _resumed(byte, after))}
    return mended.pop() if len(mended) == 1 else None


def _is_read(code: bytes, letters: str) -> bool:
    letter = code.decode("gb18030", "ignore")
    return len(letter) == 1 and _spells(letter, letters, _manner(letters))


def _resumed(lost: int, after: str) -> str | None:
    """Return the text after a lost byte, read anew up to where its characters are whole again; None if that gives no Chinese."""
    codes = [letter.encode("gb18030", "replace") for letter in after]
    for count in range(1, len(codes) + 1):
        anew = (bytes((lost,)) + b"".join(codes[:count])).decode("gb18030", "replace")
        if re.fullmatch(f"[{_HAN}]+", anew):
            return anew + after[count:]
    return None
