"""Words that were set with blanks between their characters to fill a width (均等割付), closed up again."""

from __future__ import annotations

import re

_LETTER = re.compile(r"[ぁ-ヿ一-鿿々〆ヶ・]")
MOST = 0.6
"""Where at least this share of what blanks part are single characters, the blanks are those of even spacing."""


def close_up(text: str) -> str:
    """The line without the blanks that set most of its characters apart; any other text as it is.

    >>> close_up("所　属　長"), close_up("第 ２ 回 推 進 会議"), close_up("総務課 市民課"), close_up("広報 紙")
    ('所属長', '第２回推進会議', '総務課 市民課', '広報 紙')
    """
    parts = text.split()
    single = sum(_LETTER.fullmatch(part) is not None for part in parts)
    return "".join(parts) if len(parts) > 1 and single >= MOST * len(parts) else text
