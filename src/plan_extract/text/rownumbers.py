"""The number of a row, where it stands alone: 「3」「(2)」「1-2」「③」「ア」「No.12」."""

from __future__ import annotations

import re

from plan_extract.text.marks import CIRCLED
from plan_extract.text.normalize import fold

_ON_LINE = re.compile(rf"[(]?\d{{1,3}}(?:[-.]\d{{1,3}})*[).]?|[{CIRCLED}]")
_IN_CELL = re.compile(
    rf"\W?(?:(?!(?:19|20)\d\d\W?$)\d{{1,4}}(?:[-.・()]{{1,2}}\d{{1,3}})*|[{CIRCLED}]|[ア-ン]|[a-z])\W?", re.IGNORECASE
)
_WORD = re.compile(r"^(?:No|№)\.?(?=\d)", re.IGNORECASE)


def number_key(number: str) -> str:
    """A row's number as it stands in ids: folded, without blanks and without the word No.

    >>> number_key("Ｎｏ．１２"), number_key("（３）")
    ('12', '(3)')
    """
    return _WORD.sub("", bare_number(number))


def is_row_number(cell: str) -> bool:
    """Whether all that a cell says is a number, a kana or a letter that counts rows, with a sign before and behind it at most;
    a year is none.

    >>> [is_row_number(text) for text in ("（３）", "1-2", "⑫", "ア.", "1101", "2023", "3年", "－")]
    [True, True, True, True, True, False, False, False]
    """
    return _IN_CELL.fullmatch(bare_number(cell)) is not None


def is_number_line(line: str) -> bool:
    """Whether all that a printed line says is a number that counts rows. A kana or letter may be the end of a word that was
    broken there, a number with a sign or of four digits an amount.

    >>> [is_number_line(text) for text in ("（３）", "1-2", "⑫", "ア.", "1101", "▲12")]
    [True, True, True, False, False, False]
    """
    return _ON_LINE.fullmatch(bare_number(line)) is not None


def bare_number(text: str) -> str:
    """A text folded and without blanks.

    >>> bare_number("（ １２ ）")
    '(12)'
    """
    return "".join(fold(text).split())
