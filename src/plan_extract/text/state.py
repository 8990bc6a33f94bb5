"""What the words of a statement say of its state: completed, operating, planned and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from plan_extract.text.normalize import fold

State = Literal["completed", "operating", "in_progress", "planned", "under_review", "undecided", "information"]

_SERVICE = (
    "(?:運用|稼[働動]|サービス|利用|使用|活用|提供|公開|配信|放映|放送|供用|開設|開館|運営|運行|受付|予約|交付|貸出|掲載"
    "|発信|設置|配置|継続|販売|支給|発行|案内|計測|観測|監視|巡回|開放)"
)
_WORK = (
    "(?:作業|構築|開発|設計|工事|整備|策定|作成|公募|募集|申込|選定|調査|準備|移行|改修|改訂|改定|導入|更新|着手|調整|協議"
    "|収集|試行|実証|意見聴取|手続|契約)"
)
_STUDY = "(?:検討|調査・?研究|研究(?=中|し|を|する|$)|審議|精査)"
_GOING_ON = r"(?:中|(?:して|を(?:行って|進めて|実施して|続けて))(?:いる|います|おり)(?=[。、,\s]|$))"
_FAILS = "[がはもを]?[^。、]{0,6}(?:困難|見込め|でき(?:な|ませ)|し(?:な|ませ|てい(?:な|ませ))|不可能|遅れ)"
"""What takes back that something is done (年度内完了が困難となった)."""
_DONE = "(?:した|しました|している|しています|しており|済み?)"
_CLOSE = r"(?=[。\s]|$)"

_NOT_BEFORE_NOUN = (
    "(?!の(?!ため|[。、]|$)|まで|な[どのる]|者|後|時|日|前|率|会|所|室|課題|事項|委員|結果|内容|状況|案|書|表|価格|地|通り|どおり|的|期間"
    "|に(?:あた|伴|向け|関|係|つい|際|よ[りる])|とし[^た]|と(?![しな])|し、|ため|場合|こと(?!と))"
)
"""A word such as 予定 tells the state where it ends a clause, not where it describes what follows (開催予定の会議)."""


class _Sign(NamedTuple):
    """Words that tell a state. Wherever they stand, one of ``letters`` does: most lines of a list hold none of any sign."""

    state: State
    letters: str
    words: re.Pattern[str]


def _sign(state: State, letters: str, words: str) -> _Sign:
    """The sign of a regular expression's source."""
    return _Sign(state, letters, re.compile(f"(?>{words}){_NOT_BEFORE_NOUN}"))


_SIGNS = (
    _sign(
        "information",
        "止断常題更正障切限",
        "中止|廃止|休止中?|停止中|中断|(?:異常|問題|変更|修正|支障|切れ目|制限)[はが]?(?:なし|無し|ない)",
    ),
    _sign(
        "information",
        "増減低向昇推復悪",
        f"(?:増加|減少|低下|向上|上昇|推移|回復|悪化)し(?:た|ました|ている|ており){_CLOSE}",
    ),
    _sign("undecided", "未送", "未(?:定|着手|実施|導入|整備|設置|策定|作成|対応|開催|検討|達成|開始|公表)|見送り?"),
    _sign(
        "undecided",
        "な無ん",
        rf"(?:^|[一-龠々ァ-ヶーはがもに\s])(?:なし|無し|無い|ありません){_CLOSE}|[はがも]ない{_CLOSE}",
    ),
    _sign(
        "undecided",
        "なん",
        f"(?:(?:して|されて|できて|至って)(?:い|は)*(?:ない|ません)|できなかった|しなかった){_CLOSE}",
    ),
    _sign(
        "planned",
        "予込画針考",
        "予定(?![一-龠]|して(?:い)?た)|見込(?:み|む|んで)|計画(?:中|して(?:いる|おり))|(?:(?<![関対])する|行う)(?:計画|方針|考え)",
    ),
    _sign("planned", "求", r"予算を?要求(?=[\s、。]|$|し|中)"),
    _sign(
        "planned",
        "くきるう",
        f"[てで]い(?:く|きます){_CLOSE}|(?:今後|[次来翌]年度)、?[^、。]*(?:する|行う|図る|進める){_CLOSE}",
    ),
    _sign(
        "under_review",
        "討究審精",
        f"{_STUDY}(?:{_GOING_ON}|{_DONE}|する|します|を?(?:行|進|実施|開始|始|重|深|続|継続)[^、。]{{0,8}}|(?![一-龠ァ-ヶA-Za-z]))",
    ),
    _sign("in_progress", "開着", f"{_WORK}を?(?:開始|着手){_DONE}?|着手{_DONE}?"),
    _sign(
        "operating",
        "始リオス継",
        f"(?:開始|リリース|オープン|スタート){_DONE}?(?![ァ-ヶ])|継続(?:実施)?(?![をがはにのも的性])",
    ),
    _sign("operating", "中て", f"{_SERVICE}{_GOING_ON}|受け付けて(?:いる|います|おり)"),
    _sign(
        "operating",
        "続",
        f"(?:引き?続き|継続して|継続的に)[^。]*(?:実施|行う|行った|する|した|図る|運用|提供|支援|推進){_CLOSE}",
    ),
    _sign("in_progress", "中", "[一-龠々ァ-ヶー]{2}(?<!年度)(?<!期間)(?<!午前)(?<![^収募]集)(?<![今年月週])中(?![一-龠])"),
    _sign("in_progress", "て", f"[一-龠ァ-ヶー]{_GOING_ON}(?<!中)"),
    _sign(
        "completed",
        "済ず完終達竣",
        f"(?<![経決救共返弁百])済み?(?![州む])|ずみ|(?:完了|終了|完成|達成|完工|竣工)(?!予定|見込|{_FAILS})",
    ),
    _sign("completed", "たま", f"[一-龠ァ-ヶー](?:し|を(?:行い|実施し|終え))(?:た|まし|ました){_CLOSE}|を行った{_CLOSE}"),
)
_RANKS = {
    letter: tuple(rank for rank, sign in enumerate(_SIGNS) if letter in sign.letters)
    for letter in sorted({letter for sign in _SIGNS for letter in sign.letters})
}
"""The places in the table of the signs that have a letter."""
_LETTERS = frozenset(_RANKS)
_QUOTED = re.compile(r"[「『][^「」『』]*[」』]")
_ASIDE = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


def read_state(text: str) -> State:
    """The state that a statement's words tell, ``"information"`` where they tell none. Never raises.

    The main clause of the last sentence decides; what stands in parentheses only where the rest tells nothing.
    A word that merely describes a noun (導入済みの22施設) and words in quotes tell nothing.

    >>> read_state("○検討中"), read_state("3月頃 実装運用予定"), read_state("令和4年度導入済み")
    ('under_review', 'planned', 'completed')
    >>> read_state("導入済みの22施設へ調査票を送付"), read_state("セミナー開催（12月24日予定）")
    ('information', 'planned')
    """
    folded = fold(text)
    if _LETTERS.isdisjoint(folded):
        return "information"
    return next((state for clause in _clauses(folded) if (state := _last_sign(clause)) is not None), "information")


def _clauses(text: str) -> Iterator[str]:
    """The sentences without asides, the last one first, then the asides, the last one first."""
    plain = _QUOTED.sub("〓", text)
    sentences = [sentence.strip() for sentence in _ASIDE.sub("", plain).split("。")]
    yield from reversed(sentences)
    yield from reversed([inside + other for inside, other in _ASIDE.findall(plain)])


def _last_sign(clause: str) -> State | None:
    """The state told by the sign that ends last; of several, the first in the table."""
    ranks = {rank for letter in _LETTERS.intersection(clause) for rank in _RANKS[letter]}
    ends = [(match.end(), -rank) for rank in ranks for match in _SIGNS[rank].words.finditer(clause)]
    return _SIGNS[-max(ends)[1]].state if ends else None
