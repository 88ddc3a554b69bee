"""Traditional copies of simplified pages: which pages are such, and their text in simplified characters."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

from crawler.issuers import issuer_in

Script = Literal["t2s", "tw2s", "hk2s"]
_ABROAD = (".hk", ".mo", ".tw")
_ELSEWHERE = re.compile(
    "[駐驻](?:香港|澳[門门]|[港澳])|特[別别][行]政[區区](?!基本法)|^(?:中[華华]人民共和[國国])?(?:中央人民政府[駐驻])?(?:香港|澳[門门]|[臺台][灣湾北])(?!.{0,8}(?:事[務务]|同胞|居民|青年))"
)
_OVERSEAS = re.compile("本港|本澳|特區政府|行政長官|立法會|律政司|廉政公署|行政院|中華民國|民國[一二三四五六七八九十百\\d]+年")
# what the papers of mainland organs speak of, as they write it
_MAINLAND = re.compile(
    "法治政府|依法行政|人民政府|党委|党组|党中央|习近平|市委|县委|区委|省委|街道|营商环境|放管服"
    "|行政复议|规范性文件|司法局|司法厅|普法|依法治市|依法治县|依法治省|行政执法|乡镇|国务院"
)
_QUOTED = re.compile("“[^“”]*”|「[^「」]*」|『[^『』]*』")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# forms that only the conversions to Hong Kong's and to Taiwan's standard give
_OF_HONG_KONG = re.compile("衞")
_OF_TAIWAN = re.compile("裡|著(?=[力手重眼落陸火])|(?<=[隨沿向朝有接順執味繞憑對])著")
# OpenCC's way back from Taiwan's standard knows 著名 and 著作, but not these
_WORKS = re.compile("(?<=[论原编专巨译卓])着")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a text comes from: its address, its title, the names that its page bears, its language, and what else it says."""

    url: str = ""
    title: str = ""
    names: tuple[str, ...] = ()
    language: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripts:
    """How many characters of a text are traditional only, simplified only, and Chinese at all."""

    traditional: int
    simplified: int
    han: int

    @property
    def is_traditional(self) -> bool:
        """Whether it is written in traditional characters: at least a twelfth of its characters, where prose has a third."""
        return self.traditional >= 3 and self.traditional * 12 >= self.han and self.traditional > self.simplified


def scripts(text: str) -> Scripts:
    """Return how much of a text is traditional and how much simplified."""
    return Scripts(
        traditional=_changed(text, _converter("t2s")),
        simplified=_changed(text, _converter("s2t")),
        han=len(_HAN.findall(text)),
    )


def is_copied_line(line: str) -> bool:
    """Say whether a line is in traditional characters where it speaks itself; what it quotes may be printed as it was written."""
    return scripts(_QUOTED.sub("", line)).is_traditional


def is_of_mainland(text: str) -> bool:
    """Say whether a traditional text speaks as the papers of mainland organs do, and not as those of Hong Kong, Macau or Taiwan."""
    overseas, mainland = _speaks(text)
    return mainland > 0 and overseas < 2


def variant(text: str) -> Script:
    """Return which of OpenCC's conversions fits a traditional text."""
    if _OF_HONG_KONG.search(text):
        return "hk2s"
    return "tw2s" if _OF_TAIWAN.search(text) and "着" not in text else "t2s"


def simplified(text: str, script: Script) -> str:
    """Return a text in simplified characters, word by word the same."""
    plain = _converter(script)(text)
    return _WORKS.sub("著", plain) if script == "tw2s" else plain


def is_genuine(origin: Origin) -> bool:
    """Say whether a text comes from Hong Kong, Macau or Taiwan, where traditional characters are what people write."""
    host = urlsplit(origin.url).hostname or ""
    return host.endswith(_ABROAD) or any(_ELSEWHERE.search(name.strip()) for name in (origin.title, *origin.names))


def is_copy(text: str, origin: Origin) -> bool | None:
    """Say whether a traditional text is the copy of a simplified one; None if nothing tells.

    What stands on a mainland government's host, under a title or a site's name in simplified characters, or is the paper of a
    mainland organ, was written in simplified characters, unless it speaks more as organs of Hong Kong, Macau or Taiwan do.
    """
    if is_genuine(origin):
        return False
    host = urlsplit(origin.url).hostname or ""
    on_mainland = host.endswith(".gov.cn") or _is_simplified((origin.title, *origin.names))
    overseas, mainland = _speaks(text)
    if overseas >= 2 and overseas >= mainland:
        return None if on_mainland else False
    if on_mainland:
        return True
    if overseas >= 2:
        return None
    if mainland >= 3 or (mainland and issuer_in(simplified(origin.title, "t2s"))):
        return True
    return False if re.fullmatch("zh-(?:Hant-)?(?:HK|MO|TW)", origin.language, re.IGNORECASE) else None


def _speaks(text: str) -> tuple[int, int]:
    """Return of how many things a text speaks that are only overseas, and of how many that only mainland organs speak of."""
    return len(set(_OVERSEAS.findall(text))), len(set(_MAINLAND.findall(simplified(text, "t2s"))))


def _is_simplified(named: Sequence[str]) -> bool:
    """Say whether the page around a text is in simplified characters."""
    found = scripts("".join(named))
    return found.simplified >= 3 and not found.traditional


def _changed(text: str, convert: Callable[[str], str]) -> int:
    return sum(old != new for old, new in zip(text, convert(text), strict=False))


@cache
def _converter(script: str) -> Callable[[str], str]:
    # imported where damage is suspected: clean pages need no dictionaries
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC(script).convert
