import io
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from plan_extract.drawing import COLORS, PAINTERS, draw_page, layout_to_marks, legend
from plan_extract.errors import NotPdfError, UsageError
from plan_extract.layout import pages_to_layout
from plan_extract.pdf.pdfium import read_pages
from plan_extract.pipeline import extract
from plan_extract.place import union
from plan_extract.profile import read_profile
from printed import FACING, print_pdf

SAMPLE = Path(__file__).parent.parent / "samples" / "nagihama_r5_10.pdf"
PAGES = range(1, 16)


@cache
def sample_layout():
    return pages_to_layout(read_pages(SAMPLE), read_profile(None))


def marks_on(page):
    return layout_to_marks(sample_layout(), read_profile(None), page)


def labels(page, figure):
    return [mark.label for mark in marks_on(page) if mark.figure == figure]


def picture(png):
    return Image.open(io.BytesIO(png)).convert("RGB")


def counts(image):
    """How many pixels each colour has."""
    return {color: count for count, color in image.getcolors(image.width * image.height)}


@pytest.mark.parametrize("page", PAGES)
def test_every_character_of_a_page_is_under_a_mark(page):
    boxes = [box for mark in marks_on(page) if mark.figure not in {"edge", "cell", "row"} for box in mark.boxes]
    chars = [char for sheet in sample_layout().sheets if sheet.page.number == page for char in sheet.page.chars]
    bare = [char.text for char in chars if char.text.strip() and not any(box.holds(*char.middle) for box in boxes)]
    assert bare == []


def test_the_lines_that_are_drawn_are_those_of_the_dataset():
    statements = [s for i in extract(SAMPLE).initiatives for s in i.statements]
    published = {(source.page, source.bbox) for s in statements for source in s.sources}
    drawn = {
        (page, tuple(round(value, 2) for value in union(mark.boxes)))
        for page in PAGES
        for mark in marks_on(page)
        if mark.figure == "line"
    }
    assert len(published) > 300
    assert published <= drawn


def test_rows_bear_the_ids_of_the_dataset():
    drawn = {label.split("\n")[0] for page in PAGES for label in labels(page, "row")}
    assert drawn == {f"#{initiative.id[:12]}" for initiative in extract(SAMPLE).initiatives}


def test_a_row_tells_the_pages_before_and_after():
    assert "#12\nto p.5" in labels(4, "row")
    assert labels(5, "row") == ["#12\nfrom p.4\nto p.6"]


def test_what_is_printed_again_for_a_row_that_goes_on_is_set_aside():
    assert [mark.tone for mark in marks_on(5)].count("set aside") == 2
    assert ("set aside", "set aside 2") in legend(marks_on(5))


def test_merged_cells_tell_their_span_and_others_nothing():
    assert {"2 x 1", "1 x 2", "1 x 6", ""} == set(labels(9, "cell"))
    assert set(labels(1, "cell")) == {""}


def test_columns_are_shown_in_the_tone_of_their_role():
    columns = [mark.tone for mark in marks_on(9) if mark.figure == "column"]
    assert columns == ["number", "name", "overview", "progress", "no role", "department"]


def test_joined_lines_are_one_mark_and_neighbours_differ():
    names = [mark for mark in marks_on(1) if mark.figure == "line" and mark.tone == "name"]
    assert [len(mark.boxes) for mark in names] == [3, 2]
    offices = [mark for mark in marks_on(1) if mark.figure == "line" and mark.tone == "department"]
    assert [mark.odd for mark in offices[:4]] == [False, True, False, True]


@pytest.mark.parametrize("page", PAGES)
def test_labels_need_no_japanese_font_and_every_mark_can_be_painted(page):
    marks = marks_on(page)
    assert all(mark.label.isascii() and mark.tone in COLORS and mark.figure in PAINTERS for mark in marks)
    assert all(text.isascii() and tone in COLORS for tone, text in legend(marks))


def test_a_picture_shows_the_page_and_a_legend_below():
    png = draw_page(SAMPLE, 4, 1.0)
    image = picture(png)
    assert image.width > 842
    assert image.height > 595
    assert png == draw_page(SAMPLE, 4, 1.0)
    assert picture(draw_page(SAMPLE, 4, 2.0)).width == pytest.approx(2 * image.width, abs=4)
    assert counts(image)[COLORS["progress"]] > 100


def sheet_with_stray_text(path):
    canvas = Canvas(str(path), pagesize=(400, 300))
    for x in (40, 80, 200, 340):
        canvas.line(x, 100, x, 200)
    for y in (100, 150, 200):
        canvas.line(40, y, 340, y)
    canvas.drawString(50, 40, "a stray remark that belongs to nothing at all, far from every table")
    canvas.save()


def test_what_is_left_over_is_loud(tmp_path):
    loud = COLORS["left"]
    sheet_with_stray_text(tmp_path / "a.pdf")
    with_stray = counts(picture(draw_page(tmp_path / "a.pdf", 1, 2.0)))[loud]
    without = counts(picture(draw_page(SAMPLE, 4, 2.0)))[loud]
    assert with_stray > 4 * without > 0


def test_a_table_that_lists_no_items_is_shown_as_such(tmp_path):
    sheet_with_stray_text(tmp_path / "a.pdf")
    profile = read_profile(None)
    marks = layout_to_marks(pages_to_layout(read_pages(tmp_path / "a.pdf"), profile), profile, 1)
    assert [mark.label for mark in marks if mark.figure == "table"] == ["not in the dataset"]
    assert ("other table", "other tables 1") in legend(marks)


def marks_of_pdf(path, page, profile=None):
    words = read_profile(profile)
    return layout_to_marks(pages_to_layout(read_pages(path), words), words, page)


def test_the_right_page_of_a_spread_shows_its_cells_columns_and_rows(tmp_path):
    marks = marks_of_pdf(print_pdf(tmp_path / "a.pdf", *FACING), 2)
    assert sum(mark.figure == "cell" for mark in marks) == 9
    assert [mark.tone for mark in marks if mark.figure == "column"] == ["progress", "no role", "no role"]
    assert [mark.label for mark in marks if mark.figure == "row"] == ["#1\nfrom p.1", "#2\nfrom p.1"]


def test_a_page_on_its_side_is_drawn_upright(tmp_path):
    upright, turned = (print_pdf(tmp_path / f"{turn}.pdf", FACING[0], turn=turn) for turn in (0, 90))
    plain, shown = picture(draw_page(upright, 1, 1.0)), picture(draw_page(turned, 1, 1.0))
    assert shown.size == plain.size
    tones = [COLORS[tone] for tone in ("number", "name", "department", "edge")]
    assert [counts(shown)[tone] for tone in tones] == pytest.approx([counts(plain)[tone] for tone in tones], rel=0.1)


def test_a_profile_of_ones_own_names_the_columns(tmp_path):
    path = print_pdf(tmp_path / "a.pdf", FACING[0].replace("担当課", "汗かき"))
    (tmp_path / "city.toml").write_text('name = "city"\n[columns]\ndepartment = ["汗かき"]\n', encoding="utf-8")
    roles = [
        [m.tone for m in marks_of_pdf(path, 1, profile) if m.figure == "column"] for profile in (None, tmp_path / "city.toml")
    ]
    assert [tones[-1:] for tones in roles] == [["no role"], ["department"]]
    assert draw_page(path, 1, 1.0, profile=tmp_path / "city.toml") != draw_page(path, 1, 1.0)


def test_what_the_report_doubts_is_marked(tmp_path):
    path = print_pdf(tmp_path / "a.pdf", FACING[0].replace("| 2 ", "| 4 "))
    assert [mark.label for mark in marks_of_pdf(path, 1) if mark.tone == "doubt"] == ["numbering-gap"]


@pytest.mark.parametrize("page", [-1, 0, 16, 10**9])
def test_a_page_that_does_not_exist_is_wrong_use(page):
    with pytest.raises(UsageError, match="15 pages"):
        draw_page(SAMPLE, page, 2.0)


@pytest.mark.parametrize("scale", [0, -1, 1e-9, 1e9, float("nan"), float("inf")])
def test_a_scale_that_gives_no_picture_is_wrong_use(scale):
    with pytest.raises(UsageError, match="pixels a point"):
        draw_page(SAMPLE, 1, scale)


def test_a_file_that_is_no_pdf_is_told(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"no")
    with pytest.raises(NotPdfError):
        draw_page(tmp_path / "a.pdf", 1, 1.0)
