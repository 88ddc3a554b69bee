"""The characters that Chinese pages are made of: those of GB2312 and the marks that stand beside them."""

import re
from functools import cache


def _gb2312(first: int, last: int) -> frozenset[str]:
    """Return the characters of some rows of GB2312."""
    codes = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0xA1, 0xFF))
    return frozenset(code.decode("gb2312", "ignore") for code in codes) - {""}


# GB2312 has the 3755 characters of daily use in its rows from B0, the others in those from D8; — and · are others in Unicode's table
COMMON = _gb2312(0xA1, 0xA3) | _gb2312(0xB0, 0xD7) | frozenset("—·•…“”‘’〇〔〕")
ORDINARY = COMMON | _gb2312(0xA4, 0xA9) | _gb2312(0xD8, 0xF7)
# of readings, and of text made wide: ordinary where there are few
SIGNS = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüê") | frozenset(
    chr(code) for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
)


def strange(text: str) -> str:
    """Return the characters of a text that a clean page seldom has, in their order; most pages have none."""
    return "".join(_strange().findall(text))


@cache
def _strange() -> re.Pattern[str]:
    # a search, not the difference of two sets: of a whole page it takes a tenth of the time
    plain = (ORDINARY | frozenset(map(chr, range(0x80))) | frozenset("\xa0\u2002\u2003\u2009©®²³½㎡–")) - SIGNS
    return re.compile(f"[^{re.escape(''.join(sorted(plain)))}]+")
