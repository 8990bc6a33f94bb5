"""How a column is set, as its lines tell."""

from drawn import cell_lines, logical_lines
from plan_extract.table.setting import measure_column
from plan_extract.table.wrapping import lines_to_logical


def test_the_fullest_lines_of_a_column_show_its_padding():
    long = cell_lines("窓口の受付を始めて広\n報の配信を続けること\nで市民の負担を減らす", 21)
    short = cell_lines("広報", 21)
    assert measure_column([short, long, short]).right == 7.5
    assert measure_column([short]).right == short[0].indent == 2.5
    assert measure_column([]).right == 0.0


def test_a_column_that_begins_each_sentence_on_a_line_is_read_so():
    text = "受付を開始しました。\n配信を拡大しました。\n窓口を改善しました。\n広報を充実しました。"
    assert logical_lines(text) == text.split("\n")
    full = "受付を始めた。これは\n" + "受付を開始しました。\n" * 4 + "窓口。"
    assert logical_lines(full) == [full.replace("\n", "")]


def test_the_same_sentence_in_several_cells_does_not_begin_each_sentence_on_a_line():
    cells = [cell_lines("受付を開始しました。\n次に広げる。", 20)] * 4
    assert [line.text for line in lines_to_logical(cells[0], measure_column(cells))] == ["受付を開始しました。次に広げる。"]


def test_a_line_that_hangs_out_shows_no_padding():
    first, *others = cell_lines("広報の配信はっ\nきり", 15)
    cells = [cell_lines("窓口の受付を開\n始した後にも配", 15), (first._replace(room=-2.5), *others)]
    assert measure_column(cells).right == 7.5
