"""Departments (担当課), one by one, from the printed lines of a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from plan_extract.text.marks import split_marker, starts_item
from plan_extract.text.offices import DEPARTMENT_ENDINGS, looks_like_department, sub_heading_departments
from plan_extract.text.spacing import close_up

_BRACKETS = {"(": ")", "（": "）", "[": "]", "［": "］", "〔": "〕", "〈": "〉", "＜": "＞", "<": ">"}
_NEVER_FIRST = tuple("ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々）)］]〕〉＞、，,／/")
_EMPTY_MARK = re.compile(r"[-‐‑–—―−－ー\s]*")
_DITTO = re.compile(r"[(（]?(?:[〃々仝″”\"]|同上|同じ|同課|上に同じ)[)）]?")
_LIST_SIGN = re.compile(r"[、，,／/;；]")
_SPACE = re.compile(r"\s+")
_CONJUNCTION = re.compile(r"・|及び|および|並びに|ならびに|と|＆|&")
_AND_OTHERS = re.compile(r"ほか|他|外$|等|など")
_LETTER = re.compile(r"[ァ-ヶ]")
"""What begins the rest of a word that wrapped (スケー/ト 場) as well as a label."""
_HEAD = re.compile(r"[課部局室係所園館班署属]長$")
"""How the title of an office's head ends, who answers in its place."""
_GOVERNMENT = re.compile(r"[省庁府]$|官房$")
"""How the name of an office of the national government or of a prefecture ends."""
_TOPIC = re.compile(r"【(?P<topic>[^【】]+)】")
"""A line that says what the offices below it answer for, unless it names one itself."""
_OWNER = re.compile(r"(?:\s*[【〔［](?P<inside>[^【】〔〕［］]+)[】〕］]|\n[(（](?P<below>[^()（）]+[課室係])[)）])\s*$")
"""Offices behind a name: in heading brackets, or in parentheses on a line of their own."""
_UPPER_ENDINGS = ("部", "局", "委員会", "院", "大学", "組合", "企業団", "役場", "市役所")
_LOWER_ENDINGS = ("係", "班", "担当", "グループ", "チーム", "ユニット")


class NameLine(NamedTuple):
    """A line as printed in a cell, and whether it reaches the cell's right edge."""

    text: str
    full: bool


def split_departments(lines: Sequence[NameLine]) -> list[str]:
    """The departments that a cell names, in print order, wraps undone, bullets gone; none for an empty mark.

    >>> split_departments([NameLine("こども未来", True), NameLine("課", False), NameLine("市民課", False)])
    ['こども未来課', '市民課']
    >>> split_departments([NameLine("文化・スポーツ課、市民課", False), NameLine("(庶務係)", False)])
    ['文化・スポーツ課', '市民課(庶務係)']
    >>> split_departments([NameLine("総　務　課、市 民課", False)])
    ['総務課', '市民課']
    >>> split_departments([NameLine("【出店】", False), NameLine("環境省及び農政局", False)])
    ['環境省', '農政局']
    """
    lines_of_names = (line for line in _join_wrapped(lines) if not _is_topic(line))
    names = (_closed_up(name) for line in lines_of_names for name in _split_line(line))
    return _attach_notes(names)


def split_name(text: str) -> tuple[str, tuple[str, ...]]:
    """A name without the departments in brackets that stand below or behind it, and these departments; none where the brackets
    hold others.

    >>> split_name("公園の改修\\n【土木課、総務課】"), split_name("公園の改修【土木課】"), split_name("公園の改修【新規】")
    (('公園の改修', ('土木課', '総務課')), ('公園の改修', ('土木課',)), ('公園の改修【新規】', ()))
    >>> split_name("道路の整備\\n（建設課）"), split_name("道路の整備（補助）")
    (('道路の整備', ('建設課',)), ('道路の整備（補助）', ()))
    """
    match = _OWNER.search(text)
    names = split_departments([NameLine(match["inside"] or match["below"], False)]) if match else []
    if match is None or not names or not all(map(looks_like_department, names)):
        return text, ()
    return text[: match.start()].rstrip(), tuple(names)


def is_ditto(name: str) -> bool:
    """Whether a mark stands in place of the name in the row above.

    >>> is_ditto("〃"), is_ditto("同上"), is_ditto("同和対策課")
    (True, True, False)
    """
    return _DITTO.fullmatch(name) is not None


def group_names(lines: Sequence[NameLine]) -> list[int]:
    """How many printed lines each logical line takes: a line that merely wrapped belongs to the one before.

    >>> group_names([NameLine("こども未来", True), NameLine("課", False), NameLine("市民課", False)])
    [2, 1]
    """
    sizes: list[int] = []
    text = ""
    for index, line in enumerate(lines):
        if sizes and _continues(NameLine(text, lines[index - 1].full), line.text.strip()):
            sizes[-1] += 1
            text += line.text.strip()
        else:
            sizes.append(1)
            text = line.text.strip()
    return sizes


def _join_wrapped(lines: Sequence[NameLine]) -> list[str]:
    """Logical lines: a line that merely wrapped is joined to the one before."""
    filled = [line for line in lines if line.text.strip()]
    start, joined = 0, []
    for size in group_names(filled):
        joined.append("".join(line.text.strip() for line in filled[start : start + size]))
        start += size
    return joined


def _continues(line: NameLine, following: str) -> bool:
    """Whether ``following`` goes on with the name that ``line`` ends in."""
    last = _last_name(line.text)
    unfinished = line.full and not _is_whole(last)
    if following.startswith("・"):
        return unfinished and not last.startswith("・")
    if starts_item(following) and not (unfinished and _LETTER.match(following)):
        return False
    cut = _is_open(line.text) or following.startswith(_NEVER_FIRST) or len(following) == 1 or last == ""
    return cut or unfinished or (line.full and _cuts_ending(last, following))


def _last_name(text: str) -> str:
    """The name that a line of names ends in: behind the last sign of a list, or behind an office and a word that joins."""
    last = _LIST_SIGN.split(text)[-1]
    ends = [gap.end() for gap in _CONJUNCTION.finditer(last) if looks_like_department(last[: gap.start()])]
    return last[ends[-1] :] if ends else last


def _is_whole(name: str) -> bool:
    """Whether a name is complete as it stands: an office, the title of its head, a name spread to its column's width."""
    return looks_like_department(_closed_up(name)) or _HEAD.search(name) is not None or close_up(name.strip()) != name.strip()


def _is_topic(line: str) -> bool:
    """Whether a line is in 【】 and names no office (【移住促進】)."""
    match = _TOPIC.fullmatch(line)
    return match is not None and not looks_like_department(match["topic"])


def _cuts_ending(last: str, following: str) -> bool:
    """Whether the line break cut an ending (``事務|所``), though what stands before looks whole."""
    return any(
        ending not in (last, following) and ending.endswith(following) and last.endswith(ending.removesuffix(following))
        for ending in DEPARTMENT_ENDINGS
    )


def _is_open(text: str) -> bool:
    """Whether a bracket in ``text`` is still to be closed."""
    return any(text.count(opening) > text.count(closing) for opening, closing in _BRACKETS.items())


def _split_line(line: str) -> list[str]:
    """The names in one logical line."""
    text = split_marker(line)[1]
    if _EMPTY_MARK.fullmatch(text):
        return []
    listed = sub_heading_departments(text)
    if len(listed) > 1:
        return list(listed)
    joined = (name for piece in _split(text, _LIST_SIGN) for name in _split(piece, _CONJUNCTION, _are_offices))
    return [name for names in joined for name in _split(names, _SPACE, _begins_name)]


def _closed_up(name: str) -> str:
    """A name without blanks that its typesetting put inside: between all of its characters, or beside single ones."""
    pieces = name.split()
    whole = "".join(pieces)
    stray = len(pieces) > 1 and min(map(len, pieces)) == 1 and not looks_like_department(pieces[0])
    return whole if stray and looks_like_department(whole) else close_up(name)


def _split(text: str, sign: re.Pattern[str], cuts: Callable[[str, str], bool] = lambda *_: True) -> list[str]:
    """What stands between the matches of ``sign`` outside brackets, where ``cuts`` agrees on both sides."""
    parts, start = [], 0
    for gap in sign.finditer(text):
        before, behind = text[start : gap.start()].strip(), text[gap.end() :].strip()
        if not _is_open(before) and cuts(before, behind):
            parts.append(before)
            start = gap.end()
    return [part for part in (*parts, text[start:].strip()) if part]


def _are_offices(before: str, behind: str) -> bool:
    """Whether both are offices: 「文化・スポーツ課」 is one since 「文化」 is none."""
    return all(looks_like_department(name) or _GOVERNMENT.search(name) for name in (before, behind))


def _begins_name(before: str, behind: str) -> bool:
    """Whether another name begins behind a space; an office and its own section (総務部　人事課) stay together."""
    word = _SPACE.split(behind, maxsplit=1)[0]
    note = word.startswith(tuple(_BRACKETS)) or _AND_OTHERS.match(word)
    return looks_like_department(close_up(before)) and not note and _depth(word) <= _depth(before)


def _depth(name: str) -> int:
    """How deep such an office stands in an administration: 0 for 部, 1 for 課, 2 for 係."""
    if name.endswith(_LOWER_ENDINGS):
        return 2
    return 0 if name.endswith(_UPPER_ENDINGS) else 1


def _attach_notes(names: Iterable[str]) -> list[str]:
    """Names, each with the note in brackets that stands on the line below it; an office in brackets is a name too."""
    attached: list[str] = []
    for name in names:
        if attached and _is_note(name, attached[-1]):
            attached[-1] += name
        else:
            attached.append("".join(sub_heading_departments(name)) or name)
    return attached


def _is_note(name: str, above: str) -> bool:
    """Whether ``name`` is in brackets and no office of its own beside ``above``."""
    offices = sub_heading_departments(name)
    return _BRACKETS.get(name[0]) == name[-1] and not (offices and _depth(offices[0]) <= _depth(above))
