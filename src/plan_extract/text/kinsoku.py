"""What Japanese typesetting keeps together: what begins or ends no line (行頭・行末禁則, JIS X 4051), words, brackets."""

from __future__ import annotations

DOTS = frozenset("・･•")
NO_LINE_START = frozenset(
    "、。，．,.・:：;；?？!！)）]］}｝」』】〕〉》≫>＞ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞヽヾ～〜%％℃"
)
"""Characters that Japanese typesetting does not put at the start of a line (JIS X 4051, 行頭禁則)."""
NO_LINE_END = frozenset("(（[［{｛「『【〔〈《≪<＜￥＄")
"""Characters that it does not put at the end of a line (行末禁則)."""
BRACKETS = dict(zip("(（[［「『【〔〈《≪", ")）]］」』】〕〉》≫", strict=True))
HANGING = frozenset("、。，．")
"""Punctuation that may hang out over the edge of the type area."""


def is_word(char: str) -> bool:
    """Whether the character belongs to a run that is not broken over lines: Latin letters, digits and what joins them."""
    return char.isascii() and (char.isalnum() or char in "-_.,/:@&'+#%=")


def first_unit(text: str) -> int:
    """How many characters of a line had to stay together with its first one.

    >>> first_unit("シュレス決済"), first_unit("AR、MRアプリ"), first_unit("「はちも」")
    (2, 5, 2)
    """
    end = 0
    while end < len(text) and text[end] in NO_LINE_END:
        end += 1
    wordy = end < len(text) and is_word(text[end])
    end += 1
    while end < len(text) and (text[end] in NO_LINE_START or (wordy and is_word(text[end]))):
        end += 1
    return min(end, len(text))


def has_open_bracket(text: str) -> bool:
    """Whether a bracket is still open at the end.

    >>> has_open_bracket("開催(6月"), has_open_bracket("（年度内）")
    (True, False)
    """
    if BRACKETS.keys().isdisjoint(text):
        return False
    closing: list[str] = []
    for char in text:
        if char in BRACKETS:
            closing.append(BRACKETS[char])
        elif closing and char == closing[-1]:
            closing.pop()
    return bool(closing)


def closes_bracket(text: str, following: str) -> bool:
    """Whether a bracket that is open at the end of ``text`` is closed in ``following``.

    >>> closes_bracket("（美術館、ミュージア", "ム、博物館）")
    True
    """
    return has_open_bracket(text) and not has_open_bracket(text + following)
