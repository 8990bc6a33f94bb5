"""Names of offices and public institutions, and the sub-headings (課名) made of them."""

from __future__ import annotations

import re
import unicodedata

DEPARTMENT_ENDINGS = (
    *("課", "室", "部", "局", "署", "所", "係", "班", "科", "支所", "支署", "担当", "グループ", "チーム", "ユニット"),
    *("本部", "事務局", "委員会", "審議会", "協議会", "会計", "議会", "管理者", "管理監", "統括監", "参事"),
    *("館", "園", "院", "校", "寮", "場", "大学", "ホール", "プール", "ミュージアム", "プラザ", "ライブラリー"),
    *(
        "センター",
        "事務所",
        "出張所",
        "公社",
        "財団",
        "協会",
        "機構",
        "組合",
        "連合",
        "公団",
        "株式会社",
        "消防団",
        "市役所",
        "役場",
    ),
)
"""How the name of an office or a public institution ends (each municipality names its own, 地方自治法 158条)."""

COMMON_NOUNS = frozenset(
    [
        *("一部", "全部", "内部", "外部", "上部", "下部", "本部", "会議室", "教室", "相談室", "待合室", "場所"),
        *("箇所", "か所", "ヶ所", "ヵ所", "カ所", "会場", "現場", "工場", "市場", "立場", "登場", "小学校"),
        *(
            "中学校",
            "高校",
            "高等学校",
            "学校",
            "小中学校",
            "小・中学校",
            "各校",
            "全校",
            "本館",
            "別館",
            "病院",
            "保育園",
        ),
        *("幼稚園", "公園", "薬局", "結局", "入院", "退院", "参加者", "教科", "学科", "当会"),
        *("本会",),
    ]
)
"""Words that end like an office and are none by themselves."""

GENERIC_DEPARTMENTS = frozenset(
    [
        *(
            "全庁",
            "全課",
            "各課",
            "各部",
            "関係課",
            "関係各課",
            "各所属",
            "全所属",
            "所属課",
            "庁内各課",
            "全部局",
            "各部局",
        ),
    ]
)
"""Words that stand in a department's place and name no single one."""

SECTION_ENDINGS = ("課", "室", "局", "署", "係", "班", "支所")
"""Endings that only an administration's own sections have: a heading in other brackets than () is a topic without one."""

PARENTHESES = {"(": ")", "（": "）", "[": "]", "［": "］", "〔": "〕", "〈": "〉", "<": ">", "＜": "＞", "【": "】"}
_LIST_SEPARATOR = re.compile(r"[、，,／/\s　;；]+")
_SENTENCE = re.compile(r"[。！？!?：:「」『』…＝=×]|\d[\d.,]*(?:[件人回円名％%年月日時分台社校課]|[かカケヶヵ箇]所)")


def looks_like_department(text: str) -> bool:
    """Whether ``text`` could be the name of one office: it ends like one and holds no sentence, date or amount.

    >>> looks_like_department("こども未来課"), looks_like_department("年度内"), looks_like_department("小学校 32,121回")
    (True, False, False)
    >>> looks_like_department("こどもｾﾝﾀｰ"), looks_like_department("その他関係")
    (True, False)
    """
    name = unicodedata.normalize("NFKC", text.strip())
    if not 1 < len(name) <= 40 or _SENTENCE.search(name) or name.endswith("関係"):
        return False
    return name in GENERIC_DEPARTMENTS or (name.endswith(DEPARTMENT_ENDINGS) and name not in COMMON_NOUNS)


def sub_heading_departments(line: str) -> tuple[str, ...]:
    """The departments named by a line that is nothing but them in parentheses; empty for any other line.

    >>> sub_heading_departments("（是川縄文館、博物館）")
    ('是川縄文館', '博物館')
    >>> sub_heading_departments("（年度内）"), sub_heading_departments("【移住相談センター】")
    ((), ())
    """
    stripped = line.strip()
    if len(stripped) < 3 or PARENTHESES.get(stripped[0]) != stripped[-1]:
        return ()
    names = tuple(name for name in _LIST_SEPARATOR.split(stripped[1:-1]) if name)
    sure = stripped[0] in "(（" or all(name.endswith(SECTION_ENDINGS) for name in names)
    return names if names and sure and all(map(looks_like_department, names)) else ()


def opens_sub_heading(line: str) -> bool:
    """Whether the line is departments in parentheses, or begins such a list that goes on below.

    >>> opens_sub_heading("（文化創造課、美術館、"), opens_sub_heading("（担当：人事課、")
    (True, False)
    """
    stripped = line.strip()
    if sub_heading_departments(stripped):
        return True
    if not stripped.startswith(("(", "（")) or ")" in stripped or "）" in stripped:
        return False
    names = [name for name in _LIST_SEPARATOR.split(stripped[1:]) if name]
    closed = names if stripped.endswith(("、", "，", ",")) else names[:-1]
    return bool(closed) and all(map(looks_like_department, closed))
