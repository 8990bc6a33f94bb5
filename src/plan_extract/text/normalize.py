"""Folds what typesetting and fonts vary: width, spaces, dashes, radicals. Every function here keeps the length of its
text, so a position in the folded text is the same position in the printed one.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Equivalent_Unified_Ideograph of the Unicode Character Database, code point by code point from U+2E80 and U+2F00 on.
# Where Japanese fonts draw a radical with another kanji's glyph, that kanji stands here (⼾ 戸, ⿊ 黒, ⺫ 罒, ⻏ 阝).
# U+2E80 has no equivalent and U+2E9A is not assigned: they stand for themselves.
_SUPPLEMENT = (
    "⺀厂乛乚乙亻冂𠘨刀刂卜㔾小尐兀尣尢𡯂巳幺彑彐忄㣺扌攵⺚旡日月歺母民氵氺灬爫爬丬牛犭王𤴔罒示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂"
    "肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辸阝钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_KANGXI = (
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐"
    "彡彳心戈戸手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴"
    "立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑"
    "非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黒黹黽鼎鼓鼠鼻齊齒龍龜龠"
)


def _row(first: int, targets: str) -> dict[str, str]:
    """The mapping of consecutive code points from ``first`` on to ``targets``, without those that stay."""
    return {chr(first + i): target for i, target in enumerate(targets) if chr(first + i) != target}


RADICALS: dict[str, str] = _row(0x2E80, _SUPPLEMENT) | _row(0x2F00, _KANGXI)
"""CJK Radicals Supplement and Kangxi Radicals, each with the kanji that a Japanese reader takes it for."""

_ASCII = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_HALF_WIDTH_KANA = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF61, 0xFF9E)} | {
    "ﾞ": "゛",
    "ﾟ": "゜",
}
_DIGITS = {chr(code): str(unicodedata.digit(chr(code))) for code in range(0x1D7CE, 0x1D800)}
_SIMILAR = {
    " ": "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u202f\u205f\u2060\u3000\ufeff",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u2212\u2500\u2501\ufe58\ufe63",
    "~": "\u02dc\u2053\u223c\u223f\u301c\u3030",
    "/": "\u2044\u2215",
    ":": "\u2236\ufe55",
    "×": "\u2715\u2716\u2a2f",
    "・": "\u00b7\u2022\u2219\u22c5\u30fb",
    "'": "\u2018\u2019\u02bc\u2032",
    '"': "\u201c\u201d\u2033",
    "%": "\ufe6a",
    "¥": "\uffe5",
    "£": "\uffe1",
    "¢": "\uffe0",
    "₩": "\uffe6",
    "△": "\u2206\u25b3",
    "▲": "\u25b2",
}


def _compatibility_ideographs() -> dict[str, str]:
    """CJK compatibility ideographs that are one kanji in another shape (U+F900 to U+FAFF)."""
    shapes = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xF900, 0xFB00)}
    return {shape: kanji for shape, kanji in shapes.items() if shape != kanji and len(kanji) == 1}


_FOLDS = str.maketrans(
    _compatibility_ideographs()
    | RADICALS
    | _ASCII
    | _HALF_WIDTH_KANA
    | _DIGITS
    | {glyph: folded for folded, glyphs in _SIMILAR.items() for glyph in glyphs}
)
_RADICALS = str.maketrans(RADICALS)


def mend_radicals(text: str) -> str:
    """``text`` with radicals as the kanji they stand for; nothing else changes, nor does the length.

    >>> mend_radicals("⼋⼾市⺠の⻑")
    '八戸市民の長'
    """
    return text.translate(_RADICALS)


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """``text`` for matching, of the same length: ASCII and digits narrow, kana wide, each kind of space, dash,
    wave dash and look-alike one character. Numbers in circles, line ends and the raised ² and ³ stay.
    Folding twice is folding once.

    >>> fold("Ｒ５．４～９⽉　１，２００千円")
    'R5.4~9月 1,200千円'
    """
    return text.translate(_FOLDS)
