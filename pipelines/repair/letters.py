"""Characters that stand for others: radicals, compatibility ideographs, private-use ones, and letters as wide as ideographs."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

# Unicode's EquivalentUnifiedIdeograph.txt for the block CJK Radicals Supplement: copies from PDF files are full of them
_SUPPLEMENT = """
2E81厂 2E82乛 2E83乚 2E84乙 2E85亻 2E86冂 2E87𠘨 2E88刀 2E89刂 2E8A卜 2E8B㔾 2E8C小 2E8D小 2E8E兀 2E8F尣 2E90尢 2E91𡯂 2E92巳
2E93幺 2E94彑 2E95𫜹 2E96忄 2E97心 2E98扌 2E99攵 2E9B旡 2E9C日 2E9D月 2E9E歺 2E9F母 2EA0民 2EA1氵 2EA2氺 2EA3灬 2EA4爫 2EA5爫
2EA6丬 2EA7牛 2EA8犭 2EA9王 2EAA𤴔 2EAB目 2EAC示 2EAD礻 2EAE𥫗 2EAF糹 2EB0纟 2EB1罓 2EB2罒 2EB3㓁 2EB4冗 2EB5𦉫 2EB6羊 2EB7𦍌
2EB8𦍋 2EB9耂 2EBA肀 2EBB聿 2EBC肉 2EBD𦥑 2EBE艹 2EBF艹 2EC0艹 2EC1虎 2EC2衤 2EC3覀 2EC4西 2EC5见 2EC6角 2EC7𧢲 2EC8讠 2EC9贝
2ECA𧾷 2ECB车 2ECC辶 2ECD辶 2ECE辶 2ECF邑 2ED0钅 2ED1長 2ED2镸 2ED3长 2ED4门 2ED5𨸏 2ED6阝 2ED7雨 2ED8青 2ED9韦 2EDA页 2EDB风
2EDC飞 2EDD食 2EDE𩙿 2EDF飠 2EE0饣 2EE1𩠐 2EE2马 2EE3骨 2EE4鬼 2EE5鱼 2EE6鸟 2EE7卤 2EE8麦 2EE9黄 2EEA黾 2EEB斉 2EEC齐 2EED歯
2EEE齿 2EEF竜 2EF0龙 2EF1龜 2EF2亀 2EF3龟
"""
# the codes FE50 to FEA0 of GBK had no place in Unicode once; for these GB18030 of 2005 still has none, that of 2022 has
_ADDED_LATER = dict(
    zip(
        "\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864\ue7c7\ue7c8",
        "𠂇𠂉𠃌龴龵龶龷𡗗龸𢦏龹龺𤇾龻ḿǹ",
        strict=True,
    )
)
_KINDS = (
    ("\u2e80", "\u2fdf", "radicals"),
    ("\uf900", "\ufaff", "compatibility ideographs"),
    ("\U0002f800", "\U0002fa1f", "compatibility ideographs"),
    ("\ue000", "\uf8ff", "private-use characters"),
)


def _of_gbk() -> Iterator[tuple[str, str]]:
    trails = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    for offset, trail in enumerate(trails):
        yield chr(0xE815 + offset), bytes((0xFE, trail)).decode("gb18030")


def _table() -> dict[str, str]:
    table = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    table |= {chr(int(entry[:4], 16)): entry[4:] for entry in _SUPPLEMENT.split()}
    compatible = [*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]
    table |= {chr(code): unicodedata.normalize("NFC", chr(code)) for code in compatible}
    table |= {private: table.get(letter, letter) for private, letter in {**dict(_of_gbk()), **_ADDED_LATER}.items()}
    return {old: new for old, new in table.items() if old != new}


_LETTERS = _table()
_TABLE = str.maketrans(_LETTERS)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_NARROW = re.compile("[0-9A-Za-z]")


def unified(text: str) -> str:
    """Return a text with every character as the one that it stands for; punctuation and width stay as printed."""
    return text.translate(_TABLE)


def narrowed(text: str) -> str:
    """Return a text with Latin letters and digits of ordinary width."""
    return _WIDE.sub(lambda found: chr(ord(found[0]) - 0xFEE0), text)


def wide_ones(text: str) -> int:
    """Return how many Latin letters and digits of a text are full-width, where most of them are; else 0: a few are as printed."""
    wide = len(_WIDE.findall(text))
    return wide if wide >= 4 and wide > len(_NARROW.findall(text)) else 0


def stand_ins(text: str) -> Counter[str]:
    """Return how many characters of each kind stand for others in a text."""
    return Counter(_kind(letter) for letter in text if letter in _LETTERS)


def unknown(text: str) -> int:
    """Return how many private-use characters of a text no standard ever gave a meaning."""
    return len(_PRIVATE.findall(unified(text)))


def _kind(letter: str) -> str:
    return next(kind for first, last, kind in _KINDS if first <= letter <= last)
