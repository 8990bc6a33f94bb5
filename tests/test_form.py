"""Documents that give each initiative a form of its own: each form is one initiative, its labels are the columns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn import GENERAL, read, told
from plan_extract.pdf.pdfium import read_pages
from plan_extract.table.form import is_lone_form
from plan_extract.table.grid import page_to_tables
from plan_extract.text.normalize import fold
from typeset import Typesetter

ITEMS = (
    {
        "整理番号": "101",
        "事務事業名": "放課後児童クラブ運営事業",
        "担当課": "こども未来課",
        "基本目標": "1 子育てを支えるまち",
        "施策": "1-1 居場所の充実",
        "事業の目的": "保護者が昼間家庭にいない児童に、放課後の遊びと生活の場を与え、健全な育成を図る。",
        "事業の内容": "市内12か所のクラブを委託により運営する。",
        "指標": (("登録児童数", "人", "420", "431", "440"), ("待機児童数", "人", "12", "5", "0")),
        "事業費": ("52,300", "54,120", "56,000"),
        "総合評価": "A",
        "評価の理由": "利用者が増えており、支援員の確保が課題である。",
        "今後の方向性": "拡充",
    },
    {
        "整理番号": "102",
        "事務事業名": "読書推進事業",
        "担当課": "生涯学習課",
        "基本目標": "2 学びのまち",
        "施策": "2-3 読書の推進",
        "事業の目的": "市民の読書の機会を広げる。",
        "事業の内容": "移動図書館を月2回巡回する。",
        "指標": (("貸出冊数", "冊", "88,000", "91,200", "95,000"), ("電子図書", "点", "1,500", "2,200", "3,000")),
        "事業費": ("18,000", "18,400", "19,000"),
        "総合評価": "B",
        "評価の理由": "計画どおり進んでいる。",
        "今後の方向性": "継続",
    },
    {
        "整理番号": "103",
        "事務事業名": "農道整備事業",
        "担当課": "農林課",
        "基本目標": "3 産業のまち",
        "施策": "3-1 農業の振興",
        "事業の目的": "農作業の効率を高める。",
        "事業の内容": "1,200ｍの農道を舗装する。",
        "指標": (("舗装延長", "ｍ", "400", "800", "1,200"), ("進捗率", "％", "33", "67", "100")),
        "事業費": ("30,000", "31,000", "32,500"),
        "総合評価": "A",
        "評価の理由": "用地の取得が済み、順調である。",
        "今後の方向性": "継続",
    },
)
PLAIN = ("事業の目的", "事業の内容", "総合評価", "評価の理由", "今後の方向性")


def pages_of(typesetter, tmp_path):
    """The pages of what was typeset."""
    path = tmp_path / "forms.pdf"
    path.write_bytes(typesetter.bytes())
    return list(read_pages(path))


def one_grid(sheet, item):
    """A form in one grid, with an inner table of indicators and one of costs."""
    (a, b), cost = item["指標"], item["事業費"]
    sheet.line("令和5年度　事務事業評価シート", 200, 14)
    sheet.table(
        [
            ["整理番号", item["整理番号"], ("年度", 2, 1), ("令和5年度", 4, 1)],
            ["事務事業名", (item["事務事業名"], 3, 1), "担当課", (item["担当課"], 3, 1)],
            [("総合計画体系", 1, 2), "基本目標", (item["基本目標"], 6, 1)],
            [None, "施策", (item["施策"], 6, 1)],
            ["事業の目的", (item["事業の目的"], 7, 1)],
            ["事業の内容", (item["事業の内容"], 7, 1)],
            [("指標", 1, 3), "指標名", "単位", ("R4実績", 2, 1), ("R5実績", 2, 1), "R6目標"],
            [None, a[0], a[1], (a[2], 2, 1), (a[3], 2, 1), a[4]],
            [None, b[0], b[1], (b[2], 2, 1), (b[3], 2, 1), b[4]],
            [("事業費", 1, 2), "区分", ("R4決算", 2, 1), ("R5決算", 2, 1), ("R6予算", 2, 1)],
            [None, "決算額（千円）", *((figure, 2, 1) for figure in cost)],
            ["総合評価", item["総合評価"], ("評価の理由", 2, 1), (item["評価の理由"], 4, 1)],
            ["今後の方向性", (item["今後の方向性"], 7, 1)],
        ],
        [70, 100, 60, 60, 60, 60, 60, 40],
        shaded={"整理番号", "年度", "事務事業名"},
    )


def many_grids(sheet, item):
    """A form in several grids under captions, two of them boxes."""
    sheet.line("事務事業評価シート", 200, 14)
    sheet.table(
        [["整理番号", item["整理番号"], "事務事業名", item["事務事業名"]], ["担当課", item["担当課"], "会計", "一般会計"]],
        [70, 100, 70, 270],
    )
    sheet.skip(10)
    for caption in ("事業の目的", "事業の内容"):
        sheet.line(caption)
        sheet.table([[item[caption]]], [510])
        sheet.skip(10)
    sheet.line("成果指標")
    sheet.table(
        [
            [("指標名", 1, 2), ("単位", 1, 2), ("令和4年度", 2, 1), ("令和5年度", 2, 1)],
            [None, None, "目標", "実績", "目標", "実績"],
            *[[*indicator, "-"] for indicator in item["指標"]],
        ],
        [130, 60, 80, 80, 80, 80],
    )
    sheet.skip(10)
    sheet.table([[label, item[label]] for label in ("総合評価", "評価の理由", "今後の方向性")], [100, 410])


@pytest.fixture(params=[2, 3], ids=["two forms", "three forms"])
def items(request):
    return ITEMS[: request.param]


def typeset(form, items):
    sheet = Typesetter()
    for item in items:
        form(sheet, item)
        sheet.page()
    return sheet


@pytest.mark.parametrize("form", [one_grid, many_grids], ids=["in one grid", "in several grids"])
def test_each_page_is_an_initiative(form, items, tmp_path):
    report = read(*pages_of(typeset(form, items), tmp_path))
    assert [(i.id, i.name, i.departments) for i in report.initiatives] == [
        (item["整理番号"], item["事務事業名"], (item["担当課"],)) for item in items
    ]
    for initiative, item in zip(report.initiatives, items, strict=True):
        assert {label: initiative.cells[label].replace("\n", "") for label in PLAIN} == {label: item[label] for label in PLAIN}
        assert [source.page for source in initiative.sources] == [1 + items.index(item)]
    assert told(report) == []


def test_labels_of_inner_tables_make_stacked_headers(tmp_path):
    report = read(*pages_of(typeset(one_grid, ITEMS), tmp_path))
    for initiative, item in zip(report.initiatives, ITEMS, strict=True):
        (name, unit, *first), (_, _, *second) = item["指標"]
        cells = initiative.cells
        assert (cells["指標 / 指標名"], cells["指標 / 単位"]) == (name, unit)
        assert [cells[f"指標 / {year}"] for year in ("R4実績", "R5実績", "R6目標")] == first
        assert [cells[f"指標 / {year} (2)"] for year in ("R4実績", "R5実績", "R6目標")] == second
        costs = [cells[f"事業費 / 決算額（千円） / {year}"] for year in ("R4決算", "R5決算", "R6予算")]
        assert costs == list(item["事業費"])


def test_two_levels_of_heads_stand_above_figures(tmp_path):
    cells = read(*pages_of(typeset(many_grids, ITEMS), tmp_path)).initiatives[0].cells
    figures = [cells[f"令和{year}年度 / {what}"] for year in (4, 5) for what in ("目標", "実績")]
    assert figures == ["420", "431", "440", "-"]


def test_the_plan_that_a_form_names_makes_sections(tmp_path):
    report = read(*pages_of(typeset(one_grid, ITEMS), tmp_path))
    by_id = {section.id: section for section in report.sections}
    for initiative, item in zip(report.initiatives, ITEMS, strict=True):
        inner = by_id[initiative.section]
        assert (inner.kind, f"{inner.number} {inner.title}") == ("施策", item["施策"])
        assert by_id[inner.parent].kind == "基本目標"


def test_values_that_all_forms_share_are_no_labels(tmp_path):
    items = [{**item, "担当課": "企画課", "今後の方向性": "継続"} for item in ITEMS]
    report = read(*pages_of(typeset(one_grid, items), tmp_path))
    assert {i.departments for i in report.initiatives} == {("企画課",)}
    assert {i.cells["年度"] for i in report.initiatives} == {"令和5年度"}
    assert {i.cells["今後の方向性"] for i in report.initiatives} == {"継続"}


@pytest.mark.parametrize("form", [one_grid, many_grids], ids=["in one grid", "in several grids"])
def test_a_form_that_stands_alone_is_no_sheet(form, tmp_path):
    sheet = Typesetter()
    sheet.table(
        [["No", "取組名", "担当課", "実施状況"], ["1", "広報", "秘書課", "○配信を開始"], ["2", "窓口", "市民課", "○電子化"]],
        [40, 150, 100, 200],
    )
    sheet.page()
    report = read(*pages_of(typeset_after(sheet, form, ITEMS[0]), tmp_path))
    assert [i.name for i in report.initiatives][:2] == ["広報", "窓口"]
    assert not {i.name for i in report.initiatives} & {
        *ITEMS[0]["事業の目的"],
        "事務事業名",
        ITEMS[0]["事務事業名"],
        "事業の目的",
    }
    assert "other-table" in told(report, "info")


def typeset_after(sheet, form, item):
    form(sheet, item)
    return sheet


def texts(initiative):
    """What an initiative says, without the ends of its lines."""
    return {key: text.replace("\n", "") for key, text in initiative.cells.items()}


WIDTHS = (70, 100, 70, 270)


def titled_cell(sheet, item):
    """The name and its number in a cell without a label, on top of the form."""
    sheet.table(
        [
            [(f"{item['整理番号']}　{item['事務事業名']}", 4, 1)],
            ["担当課", item["担当課"], "区分", item["今後の方向性"]],
            *[[label, (item[label], 3, 1)] for label in ("事業の内容", "評価の理由")],
        ],
        WIDTHS,
    )
    sheet.skip(20)


def titled_above(sheet, item):
    """The name and its number in a line above the form."""
    sheet.line(f"取組{item['整理番号']}　{item['事務事業名']}")
    sheet.table([[label, item[label]] for label in ("担当課", "事業の内容", "評価の理由", "今後の方向性")], [100, 410])
    sheet.skip(20)


def labelled_above(sheet, item):
    """The name, the number and the department behind their labels in lines above the form."""
    sheet.line(f"事務事業名：{item['事務事業名']}")
    sheet.line(f"整理番号：{item['整理番号']}")
    sheet.line(f"担当課：{item['担当課']}", left=300)
    labels = ("事業の目的", "事業の内容", "評価の理由", "今後の方向性")
    sheet.table([[label, item[label]] for label in labels], [100, 410])
    sheet.skip(20)


def values_below(sheet, item):
    """All labels above their values."""
    sheet.table(
        [
            ["整理番号", "事務事業名", "担当課"],
            [item["整理番号"], item["事務事業名"], item["担当課"]],
            [("事業の内容", 3, 1)],
            [(item["事業の内容"], 3, 1)],
            [("評価の理由", 2, 1), "今後の方向性"],
            [(item["評価の理由"], 2, 1), item["今後の方向性"]],
        ],
        [70, 300, 140],
    )
    sheet.skip(20)


def large_heading_above(sheet, item):
    """The number and the name in large type on top of a page, below it several tables under captions."""
    sheet.line(f"{item['整理番号']}　{item['事務事業名']}", size=14)
    for caption, labels in (("■ 概要", ("担当課", "事業の内容")), ("■ 評価", ("評価の理由", "今後の方向性"))):
        sheet.line(caption)
        sheet.table([[label, item[label]] for label in labels], [100, 410])
        sheet.skip(10)
    sheet.page()


def named_as_a_section_is(sheet, item):
    """The name under a label that elsewhere is a section's, in a frame whose first row bears the form's title and number."""
    sheet.table(
        [
            [("重点施策の進捗管理シート", 3, 1), f"No. {item['整理番号']}"],
            ["重点施策", (item["事務事業名"], 3, 1)],
            ["担当課", (item["担当課"], 3, 1)],
            [("事業の内容", 2, 1), ("評価の理由", 2, 1)],
            [(item["事業の内容"], 2, 1), (item["評価の理由"], 2, 1)],
            ["今後の方向性", (item["今後の方向性"], 3, 1)],
        ],
        (70, 185, 70, 185),
    )
    sheet.page()


def one_cell_for_both(sheet, item):
    """Each label in one cell with its value."""
    sheet.table(
        [
            [f"整理番号：{item['整理番号']}", f"担当課：{item['担当課']}"],
            [(f"事務事業名：{item['事務事業名']}", 2, 1)],
            [(f"【事業の内容】\n{item['事業の内容']}", 2, 1)],
            [(f"【評価の理由】\n{item['評価の理由']}", 2, 1)],
            [f"今後の方向性：{item['今後の方向性']}", "会計：一般会計"],
        ],
        [255, 255],
    )
    sheet.skip(20)


def name_on_both_pages(sheet, item):
    """A form of two pages, of which the second prints the name again."""
    head = ["事務事業名", item["事務事業名"], "整理番号", item["整理番号"]]
    sheet.table([head, ["担当課", (item["担当課"], 3, 1)], ["事業の内容", (item["事業の内容"], 3, 1)]], (70, 270, 70, 100))
    sheet.page()
    sheet.table([head, *[[label, (item[label], 3, 1)] for label in ("評価の理由", "今後の方向性")]], (70, 270, 70, 100))
    sheet.page()


@pytest.mark.parametrize(
    "form",
    [
        titled_cell,
        titled_above,
        labelled_above,
        large_heading_above,
        named_as_a_section_is,
        values_below,
        one_cell_for_both,
        name_on_both_pages,
    ],
    ids=lambda form: form.__doc__,
)
def test_each_form_is_an_initiative(form, tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        form(sheet, item)
    report = read(*pages_of(sheet, tmp_path))
    assert [(i.number, i.name, i.departments) for i in report.initiatives] == [
        (item["整理番号"], item["事務事業名"], (item["担当課"],)) for item in ITEMS
    ]
    for initiative, item in zip(report.initiatives, ITEMS, strict=True):
        assert {"事業の内容": item["事業の内容"], "評価の理由": item["評価の理由"]}.items() <= texts(initiative).items()
        assert item["今後の方向性"] in texts(initiative).values()
    assert told(report) == []


@pytest.mark.parametrize("department", ["企画課", None], ids=["of one department", "of several"])
def test_forms_under_headings_are_told_apart_by_their_labels(department, tmp_path):
    items = [{**item, "担当課": department or item["担当課"]} for item in ITEMS]
    report = read(*pages_of(typeset(large_heading_above, items), tmp_path))
    assert [(i.name, i.departments) for i in report.initiatives] == [(i["事務事業名"], (i["担当課"],)) for i in items]


@pytest.mark.parametrize("kept", [1, 2], ids=["the name alone", "the name and the number"])
def test_labelled_lines_belong_to_the_form_overleaf(kept, tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        lines = [f"{label}：{item[label]}" for label in ("事務事業名", "整理番号")]
        for line in lines[:kept]:
            sheet.line(line)
        if item is not ITEMS[0]:
            sheet.page()
        for line in lines[kept:]:
            sheet.line(line)
        sheet.table([[label, item[label]] for label in ("担当課", *PLAIN)], [100, 410])
        sheet.skip(20)
    report = read(*pages_of(sheet, tmp_path))
    assert [(i.number, i.name) for i in report.initiatives] == [(i["整理番号"], i["事務事業名"]) for i in ITEMS]
    assert [[s.page for s in i.sources] for i in report.initiatives] == [[1], [1, 2], [2, 3]]


def test_a_line_of_its_own_in_a_box_is_the_label_of_what_follows(tmp_path):
    sheet = Typesetter()
    labels = ("１　事業の目的", "２　事業の内容", "■ 評価の理由")
    for item in ITEMS:
        sheet.table([["事務事業名", item["事務事業名"]], ["担当課", item["担当課"]]], [100, 410])
        sheet.skip(6)
        sheet.table([[f"{label}\n{item[label[2:]]}"] for label in labels], [510])
        sheet.page()
    for initiative, item in zip(read(*pages_of(sheet, tmp_path)).initiatives, ITEMS, strict=True):
        assert {label[2:]: text for label, text in zip(labels, list(texts(initiative).values())[2:], strict=True)} == {
            label[2:]: item[label[2:]] for label in labels
        }
        assert list(initiative.cells)[2:] == ["１事業の目的", "２事業の内容", "■評価の理由"]


TOPS = {
    "a title with its year": ([("令和6年度　事務事業評価シート", 3, 1), "様式1"], "令和6年度　事務事業評価シート"),
    "a year beside the title": (["令和6年度", ("事務事業評価表", 2, 1), "様式1"], "令和6年度事務事業評価表"),
    "no title": (["所属", ("市役所本庁", 2, 1), "様式1"], ""),
}


@pytest.mark.parametrize(("top", "title"), TOPS.values(), ids=TOPS)
def test_the_title_in_the_frames_of_all_forms_is_the_reports(top, title, tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        rows = [["事務事業名", (item["事務事業名"], 3, 1)], *([label, (item[label], 3, 1)] for label in ("担当課", *PLAIN))]
        sheet.table([top, *rows], WIDTHS)
        sheet.page()
    report = read(*pages_of(sheet, tmp_path))
    assert [i.name for i in report.initiatives] == [item["事務事業名"] for item in ITEMS]
    assert report.report.title == title


def test_no_caption_within_forms_is_the_title(tmp_path):
    assert read(*pages_of(typeset(large_heading_above, ITEMS), tmp_path)).report.title == ""


def test_who_is_in_charge_is_no_department_beside_one(tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        sheet.table(
            [
                ["事務事業名", item["事務事業名"], "責任者", f"{item['担当課']}長"],
                ["担当課", item["担当課"], "区分", "継続"],
                *([label, (item[label], 3, 1)] for label in PLAIN),
            ],
            WIDTHS,
        )
        sheet.page()
    report = read(*pages_of(sheet, tmp_path))
    assert [(i.departments, i.cells["責任者"]) for i in report.initiatives] == [
        ((item["担当課"],), f"{item['担当課']}長") for item in ITEMS
    ]


RATERS = ("担当課評価", "部長評価", "外部評価")


def test_labels_printed_again_are_told_apart_by_those_of_their_rows(tmp_path):
    sheet = Typesetter()
    marks = [[f"{letter}{number}" for letter in "ABC"] for number, _ in enumerate(ITEMS)]
    for item, own in zip(ITEMS, marks, strict=True):
        rows = [[(rater, 1, 2), "評点", mark, "判定", f"{mark}判定"] for rater, mark in zip(RATERS, own, strict=True)]
        comments = [[None, "意見", (f"{rater}は{mark}とする。", 3, 1)] for rater, mark in zip(RATERS, own, strict=True)]
        sheet.table(
            [
                [("事務事業名", 2, 1), (item["事務事業名"], 3, 1)],
                [("担当課", 2, 1), (item["担当課"], 3, 1)],
                *(row for pair in zip(rows, comments, strict=True) for row in pair),
                [("一次判断", 2, 1), "継続", "説明", item["評価の理由"]],
                [("二次判断", 2, 1), "拡充", "説明", item["事業の内容"]],
            ],
            [60, 60, 100, 60, 230],
        )
        sheet.page()
    for initiative, item, own in zip(read(*pages_of(sheet, tmp_path)).initiatives, ITEMS, marks, strict=True):
        cells = texts(initiative)
        for rater, mark in zip(RATERS, own, strict=True):
            assert cells[f"{rater} / 評点"] == mark
            assert cells[f"{rater} / 判定"] == f"{mark}判定"
            assert cells[f"{rater} / 意見"] == f"{rater}は{mark}とする。"
        assert (cells["一次判断 / 説明"], cells["二次判断 / 説明"]) == (item["評価の理由"], item["事業の内容"])


def test_labels_printed_again_are_told_apart_by_captions(tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        sheet.table([["事務事業名", item["事務事業名"]], ["担当課", item["担当課"]]], [100, 410])
        for caption, figures in zip(("◆利用者数", "◆事業費"), item["指標"], strict=True):
            sheet.skip(8)
            sheet.line(caption)
            sheet.table([["令和4年度", "令和5年度", "令和6年度"], figures[2:]], [170, 170, 170])
        sheet.page()
    for initiative, item in zip(read(*pages_of(sheet, tmp_path)).initiatives, ITEMS, strict=True):
        (*_, users), (*_, cost) = item["指標"]
        cells = initiative.cells
        assert (cells["利用者数 / 令和6年度"], cells["事業費 / 令和6年度"]) == (users, cost)


def test_what_all_forms_say_is_kept_where_it_is_no_label(tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        sheet.table(
            [
                ["事務事業名", (item["事務事業名"], 4, 1)],
                ["担当課", (item["担当課"], 4, 1)],
                ["評価の観点", "評点", ("判断の理由", 3, 1)],
                ["必要性", "3", (item["評価の理由"], 3, 1)],
                ["公平性", "3", ("偏りはない", 3, 1)],
                ["区分", "決算額", "令和4年度", "令和5年度", "令和6年度"],
                ["一般財源", "千円", *item["事業費"]],
            ],
            [100, 60, 100, 100, 150],
        )
        sheet.skip(10)
        sheet.table([["評価年度", "令和5年度"]], [100, 410])
        sheet.page()
    for initiative in read(*pages_of(sheet, tmp_path)).initiatives:
        assert {
            "公平性 / 評点": "3",
            "公平性 / 判断の理由": "偏りはない",
            "評価年度": "令和5年度",
        }.items() <= initiative.cells.items()


def test_two_makes_of_forms_share_a_page(tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        sheet.table(
            [
                ["施策名", item["施策"][4:], "施策番号", item["施策"][:3]],
                ["主管課", item["担当課"], "評価者", "部長"],
                ["めざす姿", (item["事業の目的"], 3, 1)],
                ["施策の評価", ("順調", 3, 1)],
            ],
            WIDTHS,
        )
        for part in ("前期", "後期"):
            sheet.skip(10)
            sheet.table(
                [
                    ["整理番号", item["整理番号"], "事業名", f"{part}の{item['事務事業名']}"],
                    ["担当課", item["担当課"], "区分", item["今後の方向性"]],
                    ["事業の内容", (item["事業の内容"], 3, 1)],
                ],
                WIDTHS,
            )
        sheet.page()
    report = read(*pages_of(sheet, tmp_path))
    assert [(i.name, i.departments) for i in report.initiatives] == [
        (name, (item["担当課"],))
        for item in ITEMS
        for name in (item["施策"][4:], f"前期の{item['事務事業名']}", f"後期の{item['事務事業名']}")
    ]


def test_two_makes_of_forms_take_turns(tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        code, _, title = item["施策"].partition(" ")
        sheet.table(
            [
                ["施策名", title, "施策番号", code],
                ["主管課", item["担当課"], "評価者", "部長"],
                ["めざす姿", (item["事業の目的"], 3, 1)],
                ["施策の評価", ("順調", 3, 1)],
            ],
            WIDTHS,
        )
        sheet.page()
        name_on_both_pages(sheet, item)
    report = read(*pages_of(sheet, tmp_path))
    policies = [item["施策"].partition(" ") for item in ITEMS]
    pairs = [
        pair
        for (code, _, title), item in zip(policies, ITEMS, strict=True)
        for pair in ((code, title), (item["整理番号"], item["事務事業名"]))
    ]
    assert [(i.number, i.name) for i in report.initiatives] == pairs


def test_numbers_of_inner_tables_have_their_units(tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        sheet.table(
            [
                ["整理番号", item["整理番号"], "事務事業名", (item["事務事業名"], 2, 1)],
                ["担当課", (item["担当課"], 4, 1)],
                ["指標名", "単位", "令和4年度", "令和5年度", "令和6年度"],
                *item["指標"],
                [("事業費（千円）", 2, 1), "令和4年度", "令和5年度", "令和6年度"],
                [("一般財源", 2, 1), *item["事業費"]],
                [("職員数（人）", 2, 1), "1.5", "2", "2"],
            ],
            [120, 60, 110, 110, 110],
        )
        sheet.page()
    report = read(*pages_of(sheet, tmp_path))
    for initiative, item in zip(report.initiatives, ITEMS, strict=True):
        amounts = [
            (q.surface, q.base_unit) for statement in initiative.statements for q in statement.quantities if q.unit != "年度"
        ]
        wanted = [(figure, fold(unit)) for _, unit, *figures in item["指標"] for figure in figures]
        wanted += [(figure, "円") for figure in item["事業費"]] + [(figure, "人") for figure in ("1.5", "2", "2")]
        assert amounts == wanted
        assert texts(initiative)["事業費（千円） / 一般財源 / 令和4年度"] == item["事業費"][0]


def test_rows_that_all_forms_fill_alike_head_nothing(tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        sheet.table(
            [["整理番号", item["整理番号"], "事務事業名", item["事務事業名"]], ["担当課", (item["担当課"], 3, 1)]], WIDTHS
        )
        sheet.skip(10)
        sheet.table(
            [
                ["評価項目", "判定", "判定の説明"],
                ["妥当性", "高い", "市が担う"],
                ["有効性", item["総合評価"], item["評価の理由"]],
            ],
            [100, 60, 350],
        )
        sheet.page()
    for initiative, item in zip(read(*pages_of(sheet, tmp_path)).initiatives, ITEMS, strict=True):
        cells = texts(initiative)
        assert (cells["妥当性 / 判定"], cells["妥当性 / 判定の説明"]) == ("高い", "市が担う")
        assert (cells["有効性 / 判定"], cells["有効性 / 判定の説明"]) == (item["総合評価"], item["評価の理由"])


def test_an_inner_list_names_no_departments_of_the_form(tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        sheet.table([["施策番号", item["施策"][:3], "施策名", item["施策"][4:]], ["主管課", (item["担当課"], 3, 1)]], WIDTHS)
        sheet.skip(10)
        sheet.table(
            [
                ["構成する事業", "担当課", "方向性"],
                [item["事務事業名"], item["担当課"], item["今後の方向性"]],
                [f"第2{item['事務事業名']}", f"第2{item['担当課']}", "継続"],
            ],
            [300, 110, 100],
        )
        sheet.page()
    report = read(*pages_of(sheet, tmp_path))
    assert [(i.name, i.departments) for i in report.initiatives] == [(i["施策"][4:], (i["担当課"],)) for i in ITEMS]
    assert [texts(i)["担当課 (2)"] for i in report.initiatives] == [f"第2{item['担当課']}" for item in ITEMS]


LISTS = {
    "header, rows": [["No", "事業名", "担当課", "実績"], ["1", "広報", "秘書課", "3回"], ["2", "窓口", "市民課", "5回"]],
    "one row": [["No", "事業名", "担当課", "実績"], ["1", "広報", "秘書課", "3回"]],
    "header with unknown words": [
        ["事業名", "財源", "担当課", "備考"],
        ["広報", "一般", "秘書課", "新規"],
        ["窓口", "国費", "市民課", ""],
    ],
    "rows called like labels": [
        ["No", "項目", "内容"],
        ["1", "実施体制", "整える"],
        ["2", "計画", "見直す"],
        ["3", "評価", "行う"],
    ],
}


@pytest.mark.parametrize("rows", LISTS.values(), ids=LISTS)
def test_a_list_is_no_form(rows, tmp_path):
    sheet = Typesetter()
    sheet.table(rows, [100] * len(rows[0]))
    (table,) = page_to_tables(pages_of(sheet, tmp_path)[0])
    assert not is_lone_form(table, GENERAL)


@pytest.mark.parametrize("rows", [LISTS["header, rows"], LISTS["one row"]], ids=["rows", "one row"])
def test_lists_printed_again_and_again_stay_lists(rows, tmp_path):
    sheet = Typesetter()
    for page in range(3):
        sheet.table([rows[0], *([f"{page}{row[0]}", *row[1:]] for row in rows[1:])], [60, 150, 100, 200])
        sheet.page()
    report = read(*pages_of(sheet, tmp_path))
    assert len(report.initiatives) == 3 * (len(rows) - 1)
    assert {tuple(i.cells) for i in report.initiatives} == {("No", "事業名", "担当課", "実績")}


SENTENCES = ("用地の取得が済み、順調である。", "利用者が増え、支援員の確保が課題である。", "計画どおり進んでいる。")
VALUES = st.builds(lambda sentence, times: sentence * times, st.sampled_from(SENTENCES), st.integers(1, 14))
BLOCKS = st.lists(st.tuples(st.sampled_from(["総務課", "税務課", "福祉課"]), VALUES, VALUES, VALUES), min_size=2, max_size=9)


@settings(max_examples=40, deadline=None)
@given(BLOCKS, st.sampled_from([0, 8, 20]))
def test_blocks_are_whole_wherever_pages_end(tmp_path_factory, blocks, gap):
    sheet, rows, want = Typesetter(), [], []
    for number, (department, *texts) in enumerate(blocks, 1):
        name = f"第{number}の事業"
        block = [
            ["No.", str(number), "事業名", name],
            ["担当課", department, "区分", "継続"],
            *([label, (text, 3, 1)] for label, text in zip(("事業概要", "取組状況", "課題"), texts, strict=True)),
        ]
        want.append({"No.": str(number), "事業名": name, "担当課": department, "区分": "継続"})
        want[-1].update(zip(("事業概要", "取組状況", "課題"), texts, strict=True))
        if gap:
            sheet.table(block, [70, 140, 70, 230])
            sheet.skip(gap)
        else:
            rows += block
    if rows:
        sheet.table(rows, [70, 140, 70, 230])
    report = read(*pages_of(sheet, tmp_path_factory.mktemp("forms")))
    assert [{key: text.replace("\n", "") for key, text in i.cells.items()} for i in report.initiatives] == want
    assert {s.page for i in report.initiatives for s in i.sources} == set(range(1, report.report.source.page_count + 1))


def test_a_form_of_two_pages_is_one_initiative(tmp_path):
    sheet = Typesetter()
    for item in ITEMS:
        sheet.table(
            [
                ["整理番号", item["整理番号"], "事務事業名", item["事務事業名"]],
                ["担当課", item["担当課"], "施策", item["施策"]],
            ],
            [70, 100, 70, 270],
        )
        sheet.page()
        sheet.table([[label, item[label]] for label in PLAIN], [100, 410])
        sheet.page()
    report = read(*pages_of(sheet, tmp_path))
    assert [[s.page for s in i.sources] for i in report.initiatives] == [[1, 2], [3, 4], [5, 6]]
    assert [i.cells["評価の理由"] for i in report.initiatives] == [item["評価の理由"] for item in ITEMS]
