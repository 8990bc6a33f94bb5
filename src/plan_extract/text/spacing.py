"""Words that were set with blanks between their characters to fill a width (均等割付), closed up again."""

from __future__ import annotations

import re

_SPREAD = re.compile(r"[ぁ-ヿ一-鿿々〆ヶ・]([\s\u3000]+[ぁ-ヿ一-鿿々〆ヶ・])+")


def close_up(text: str) -> str:
    """The word without the blanks that set all of its characters apart; any other text as it is.

    >>> close_up("所　属　長"), close_up("職 員"), close_up("総務課 市民課"), close_up("広報 紙")
    ('所属長', '職員', '総務課 市民課', '広報 紙')
    """
    return "".join(text.split()) if _SPREAD.fullmatch(text) else text
