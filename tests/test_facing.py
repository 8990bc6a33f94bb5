"""One table over two facing pages: each row has the columns of both; nothing else is laid together."""

import pytest

from drawn import read, rule_table, told

LEFT = [["No", "事業名", "担当課"], ["1", "広報", "秘書課"], ["2", "窓口", "市民課"], ["3", "税務", "税務課"]]
RIGHT = [["実績", "今後の方向", "予算額"], ["3回", "拡充", "100"], ["5回", "継続", ""], ["8回", "縮小", "300"]]
NEXT_LEFT = [["4", "道路", "土木課"], ["5", "公園", "土木課"], ["6", "下水", "水道課"], ["7", "消防", "総務課"]]
NEXT_RIGHT = [["1回", "拡充", "700"], ["2回", "継続", "800"], ["4回", "継続", "900"], ["6回", "継続", "50"]]


def half(rows, widths):
    return rule_table([[[text] if text else [] for text in row] for row in rows], widths)


def left(rows):
    return half(rows, (6, 20, 14))


def right(rows):
    return half(rows, (24, 14, 12))


def cells_of(report):
    return [list(initiative.cells.values()) for initiative in report.initiatives]


def test_rows_have_the_columns_of_both_pages():
    report = read(left(LEFT), right(RIGHT))
    assert list(report.initiatives[0].cells) == LEFT[0] + RIGHT[0]
    assert cells_of(report) == [a + b for a, b in zip(LEFT[1:], RIGHT[1:], strict=True)]
    assert [[source.page for source in i.sources] for i in report.initiatives] == [[1, 2]] * 3
    assert [i.progress for i in report.initiatives] == ["3回", "5回", "8回"]
    assert told(report) == []


def test_the_next_spread_need_not_print_its_header():
    report = read(left(LEFT), right(RIGHT), left(NEXT_LEFT), right(NEXT_RIGHT))
    lefts, rights = [*LEFT[1:], *NEXT_LEFT], [*RIGHT[1:], *NEXT_RIGHT]
    assert cells_of(report) == [a + b for a, b in zip(lefts, rights, strict=True)]


APART = {
    "a page that goes on without a header": (left(LEFT), left(NEXT_LEFT)),
    "a page that prints its header again": (left(LEFT), left([LEFT[0], *NEXT_LEFT[1:]])),
    "rows at other heights": (left(LEFT), right(RIGHT[:3])),
    "another list, as high by chance": (left(LEFT), right([["項目", "内容", "実績"], *RIGHT[1:]])),
}


@pytest.mark.parametrize("pages", APART.values(), ids=APART)
def test_other_pages_stay_apart(pages):
    report = read(*pages)
    assert all(len(initiative.sources) == 1 for initiative in report.initiatives)
    assert [i.name for i in report.initiatives][:3] == ["広報", "窓口", "税務"]
    assert len(report.initiatives[0].cells) == 3
