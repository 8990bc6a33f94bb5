import base64
import hashlib
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from plan_extract.errors import NotPdfError
from plan_extract.model import FindingSeverity, Operation, Precision, State
from plan_extract.pipeline import extract
from plan_extract.review.data import Piece, to_review, visible
from plan_extract.review.pictures import LARGEST, Picture, render_pictures, to_webp
from plan_extract.review.render import render_page, render_review
from plan_extract.review.words import WORDS
from reports import (
    date_mention,
    empty_report,
    finding,
    initiative,
    quantity,
    report,
    report_info,
    reports,
    section,
    source,
    statement,
    total,
)

SAMPLE = Path(__file__).parent.parent / "samples" / "nagihama_r5_10.pdf"
PICTURES = (Picture(842.0, 595.0, b"one"), Picture(595.0, 842.0, b"two"))
VOID = {"meta", "input", "img", "br"}


class Markup(HTMLParser):
    """What an HTML text consists of: tags with their attributes, and the text outside scripts and styles."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.texts, self.open = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in {"script", "style"}:
            self.texts.append(data)

    def values(self, name):
        return [attributes[name] for _, attributes in self.tags if name in attributes]

    @property
    def text(self):
        return "".join(self.texts)


def first_card(given_report):
    return to_review(given_report, PICTURES).groups[0].cards[0]


def first_line(**changes):
    return first_card(report(initiatives=(initiative(statements=(statement(**changes),)),))).fields[0].lines[0]


# Anchors and links.


def test_everything_that_can_be_cited_has_its_anchor():
    html = render_review(report(), PICTURES)
    assert {"i-1", "i-1-s1", "i-1-s1-d1", "i-1-s1-q1", "i-1-t1", "f-1", "p-1", "p-2"} <= set(Markup(html).values("id"))


@pytest.mark.parametrize(
    ("ids", "anchors"),
    [
        (("12", "2-(3)", "3-1-relisted-1"), ["i-12", "i-2-(3)", "i-3-1-relisted-1"]),
        (("1", "1", "1"), ["i-1", "i-1=2", "i-1=3"]),
        (("12", "12-s1"), ["i-12", "i-12-s1=1"]),
        (("", " ", "<b>"), ["i-x", "i-x=2", "i-b"]),
        (("a b", "a\nb"), ["i-a-b", "i-a-b=2"]),
    ],
)
def test_initiatives_have_anchors_of_their_own(ids, anchors):
    groups = to_review(report(initiatives=tuple(map(initiative, ids)), totals=(), findings=()), ()).groups
    assert [card.anchor for group in groups for card in group.cards] == anchors


@given(reports)
@settings(max_examples=60, deadline=None)
def test_any_report_gives_a_page_in_which_every_link_leads_somewhere(any_report):
    markup = Markup(render_review(any_report, PICTURES))
    ids = markup.values("id")
    assert len(ids) == len(set(ids))
    assert {unquote(address[1:]) for address in markup.values("href")} <= set(ids)
    assert set(markup.values("data-for")) <= set(ids)
    assert markup.open == []


@given(reports)
@settings(max_examples=60, deadline=None)
def test_any_text_of_a_report_stands_in_its_page(any_report):
    text = re.sub(r"\s+", "", Markup(render_review(any_report)).text)
    for one in any_report.initiatives:
        for said in (one.name, *one.departments, *(s.text for s in one.statements), *one.cells.values()):
            assert re.sub(r"\s+", "", visible(said)) in text


# Boxes.


def areas(page, given_report):
    return to_review(given_report, PICTURES).pages[page - 1].areas


def test_boxes_stand_on_their_page_in_points():
    box = (36.0, 120.504, 540.25, 133.0)
    said = statement(sources=(source(2, box),))
    (area,) = [a for a in areas(2, report(initiatives=(initiative(statements=(said,)),))) if a.kind == "statement"]
    assert area == ("i-1-s1", "statement", "36", "120.5", "504.25", "12.5", None)


def test_a_row_over_two_pages_has_a_box_on_each():
    assert [[a.anchor for a in areas(page, report()) if a.kind == "initiative"] for page in (1, 2)] == [["i-1"], ["i-1"]]


def test_what_is_small_lies_above_what_is_large():
    assert [a.kind for a in areas(1, report())] == ["initiative", "statement", "date", "quantity"]


@pytest.mark.parametrize("box", [(-1e300, -5, 1e300, 9999), (900, 700, 2000, 800), (50, 50, 10, 10)])
def test_a_box_beyond_the_page_is_cut_off(box):
    (area,) = [a for a in areas(1, report(findings=(finding(page=1, bbox=box),))) if a.kind == "finding"]
    x, y, width, height = map(float, area[2:6])
    assert 0 <= x <= x + width <= 842
    assert 0 <= y <= y + height <= 595


def test_what_stands_on_no_page_of_the_pictures_has_no_box_and_no_link():
    html = render_review(report(initiatives=(initiative(sources=(source(9),), statements=()),)), PICTURES)
    assert "p.\u202f9" in Markup(html).text
    assert "#p-9" not in html


# What is shown.


@pytest.mark.parametrize(
    ("spans", "pieces"),
    [
        ([], ["10月末で12件"]),
        ([(0, 4)], ["10月末!", "で12件"]),
        ([(0, 4), (5, 8)], ["10月末!", "で", "12件!"]),
        ([(5, 8), (0, 4)], ["10月末!", "で", "12件!"]),
        ([(0, 4), (2, 6)], ["10月末!", "で12件"]),
        ([(5, 99)], ["10月末で12件"]),
        ([(4, 4)], ["10月末で12件"]),
    ],
)
def test_values_are_marked_in_the_text_that_states_them(spans, pieces):
    line = first_line(text="10月末で12件", quantities=tuple(quantity(span=span) for span in spans))
    assert [piece.text + "!" * (piece.kind is not None) for piece in line.pieces] == pieces


def test_a_value_that_cannot_be_marked_is_listed_all_the_same():
    line = first_line(text="短い", quantities=(quantity(span=(90, 99)),))
    assert line.pieces == (Piece("短い"),)
    assert [value.anchor for value in line.values] == ["i-1-s1-q1"]


@pytest.mark.parametrize(
    ("changes", "reading", "notes"),
    [
        ({}, "2023-10-31", ()),
        ({"end": None}, "2023-10-31 –", ()),
        ({"start": None, "precision": "month"}, "– 2023-10-31", ("by_month",)),
        ({"approximate": True, "precision": "dekad"}, "2023-10-31", ("by_dekad", "approximate")),
        ({"start": None, "end": None, "recurrence": "FREQ=MONTHLY"}, "FREQ=MONTHLY", ("recurrence",)),
    ],
)
def test_a_date_is_read_as_days(changes, reading, notes):
    (value,) = first_line(dates=(date_mention(**changes),)).values
    assert (value.reading, value.notes) == (reading, notes)


@pytest.mark.parametrize(
    ("changes", "reading", "notes"),
    [
        ({}, "12 件", ()),
        ({"value": "1234.50", "base_value": "1234.50"}, "1,234.50 件", ()),
        ({"value": 3, "value_to": 5, "base_value": 3}, "3 – 5 件", ()),
        ({"value": 3, "unit": "万円", "per": "月", "base_value": 30000, "base_unit": "円"}, "3 万円 / 月", ("= 30,000 円",)),
        ({"qualifier": "約", "unit": None, "base_unit": None}, "約 12", ()),
    ],
)
def test_an_amount_is_read_with_all_that_qualifies_it(changes, reading, notes):
    (value,) = first_line(quantities=(quantity(**changes),)).values
    assert (value.reading, value.notes) == (reading, notes)


@pytest.mark.parametrize(("surface", "shown"), [("12件", None), ("１２ 件", None), ("十二件", "十二件")])
def test_what_is_printed_is_told_where_it_reads_otherwise(surface, shown):
    (value,) = first_line(quantities=(quantity(surface=surface),)).values
    assert value.surface == shown


@pytest.mark.parametrize(
    ("texts", "brief"),
    [(["9月末"], True), (["9月末", "延期"], False), (["庁内の調整を終えてから、来年度の予算に合わせて決める"], False)],
)
def test_a_short_field_stands_beside_its_header(texts, brief):
    said = tuple(statement(n, text=text, field="期限") for n, text in enumerate(texts, 1))
    assert first_card(report(initiatives=(initiative(statements=said),))).fields[0].brief == brief


def test_a_group_tells_its_sections_from_the_outermost():
    sections = (section("1", kind="基本目標", title="港のまち"), section("1-1", parent="1", title="手続"))
    data = to_review(report(sections=sections), ())
    assert data.groups[0].path == ("基本目標1 港のまち", "施策1 手続")
    assert [(choice.depth, choice.count) for choice in data.sections] == [(0, 1), (1, 1)]
    assert first_card(report(sections=sections)).sections == (0, 1)


def test_sections_that_stand_under_each_other_end():
    sections = (section("1-1", parent="2"), section("2", parent="1-1"))
    assert first_card(report(sections=sections)).sections == (1, 0)


def test_findings_and_totals_stand_with_their_initiative():
    card = first_card(report(totals=(total(holds=False),)))
    assert [found.anchor for found in card.findings] == ["f-1"]
    assert [(stated.parts, stated.holds, stated.statement) for stated in card.totals] == [(("7件", "南支所"), False, "i-1-s1")]


def test_a_finding_about_nobody_is_listed_too():
    data = to_review(report(findings=(finding(initiative=None, page=None, bbox=None),)), PICTURES)
    assert [(found.anchor, found.about) for found in data.findings] == [("f-1", None)]
    assert first_card(report(findings=(finding(initiative=None),))).findings == ()


def test_states_fill_a_bar():
    said = tuple(statement(n, state=state) for n, state in enumerate(("planned", "planned", "operating", "information"), 1))
    states = to_review(report(initiatives=(initiative(statements=said),)), ()).states
    assert [(s.state, s.count, s.start, s.share) for s in states] == [
        ("operating", 1, "0", "25"),
        ("planned", 2, "25", "50"),
        ("information", 1, "75", "25"),
    ]


def test_a_column_keeps_its_header_even_where_that_is_a_word_of_ours():
    html = render_review(report(initiatives=(initiative(statements=(statement(field="error"), statement(2))),)))
    assert re.findall("<h4>(.*?)</h4>", html)[0] == "error"
    assert WORDS["progress"].ja in re.findall("<h4>(.*?)</h4>", html)[1]


def test_an_empty_report_says_so():
    assert WORDS["no_initiatives"].ja in Markup(render_review(empty_report())).text


def keys():
    precisions = [f"by_{name}" for name in get_args(Precision) if name != "day"]
    return [*get_args(State), *get_args(Operation), *get_args(FindingSeverity), *precisions, "overview", "progress"]


@pytest.mark.parametrize("key", keys())
def test_every_word_of_the_model_has_words_in_both_languages(key):
    assert all(WORDS[key])


# Harmlessness.

HOSTILE = [
    "<script>document.title='hit'</script>",
    '"><img src=x onerror="document.title=\'hit\'">',
    "' onclick='document.title=1' x='",
    "</style></script><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; <!-- ]]>",
]


def hostile_report(text):
    said = statement(text=text, marker=text, department=text, field=text, dates=(date_mention(surface=text, span=(0, 3)),))
    row = initiative(text, name=text, number=text, departments=(text,), cells={text: text}, statements=(said,), section=text)
    info = report_info(title=text, municipality=text, plan=text)
    return report(
        report=info,
        sections=(section(text, title=text, kind=text, number=text, tagline=text),),
        initiatives=(row,),
        totals=(total(initiative=text),),
        findings=(finding(initiative=text, message=text, code=text),),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_document_is_text(text):
    plain, hostile = (Markup(render_review(hostile_report(said), PICTURES)) for said in ("取組の名", text))
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in plain.tags]
    assert [sorted(attributes) for _, attributes in hostile.tags] == [sorted(attributes) for _, attributes in plain.tags]
    assert text in hostile.text


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\u200b", "\x00", "\x1b", "\x85", "\u2028", "\ue000", "\ufeff"])
def test_what_could_hide_or_turn_text_is_made_visible(char):
    html = render_review(hostile_report(f"前{char}後"), PICTURES)
    assert char not in html
    assert f"前⟨U+{ord(char):04X}⟩後" in Markup(html).text


@pytest.mark.parametrize("text", ["令和５年～①－○・㈱髙﨑𠮷", "葛\U000e0100城市", "a\tb", "👩"])
def test_honest_text_stands_as_it_is(text):
    assert visible(text) == text


def policy(html):
    meta = next(attributes for tag, attributes in Markup(html).tags if attributes.get("http-equiv"))
    return dict(part.split(" ", 1) for part in meta["content"].split("; "))


@pytest.mark.parametrize(("element", "directive"), [("style", "style-src"), ("script", "script-src")])
def test_the_policy_allows_our_own_styles_and_scripts_and_no_others(element, directive):
    html = render_review(report(), PICTURES)
    texts = re.findall(rf"<{element}>(.*?)</{element}>", html, re.DOTALL)
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts]
    assert policy(html)[directive].split() == hashes
    assert policy(html)["default-src"] == "'none'"
    assert policy(html)["img-src"] == "data:"


def test_the_page_needs_nothing_from_outside():
    html = render_review(report(), PICTURES)
    markup = Markup(html)
    assert all(address.startswith("data:image/webp;base64,") for address in markup.values("src"))
    assert all(address.startswith("#") for address in markup.values("href"))
    assert not re.search(r"https?:|@import|url\(", html)
    assert markup.values("style") == []


def test_the_same_report_gives_the_same_text():
    assert render_review(report(), PICTURES) == render_review(report(), list(PICTURES))


def test_other_pages_share_the_look():
    html = render_page("base", "比較 <b>")
    assert "比較 &lt;b&gt;" in html
    assert "--accent" in html


# Pictures.


def test_pages_become_pictures_of_their_size_and_shape():
    pictures = render_pictures(SAMPLE)
    assert len(pictures) == 15
    for picture in pictures:
        image = Image.open(io.BytesIO(picture.webp))
        assert image.format == "WEBP"
        assert max(image.size) == pytest.approx(1500, abs=2)
        assert image.width / image.height == pytest.approx(picture.width / picture.height, rel=0.01)
    assert {round(picture.width) for picture in pictures} == {842, 595}
    assert render_pictures(SAMPLE) == pictures


def test_a_page_of_text_is_small_and_a_photograph_not_large():
    assert sum(len(picture.webp) for picture in render_pictures(SAMPLE)) / 15 < 80_000
    photograph = Image.effect_noise((1500, 1100), 90).convert("RGB")
    buffer = io.BytesIO()
    photograph.save(buffer, "WEBP", lossless=True)
    assert len(to_webp(photograph)) < len(buffer.getvalue()) / 2
    assert len(buffer.getvalue()) > LARGEST


def test_a_form_field_is_seen_in_the_picture_of_its_page(tmp_path):
    values = ("1,204", "558")
    for value in values:
        canvas = Canvas(str(tmp_path / f"{value}.pdf"), invariant=True)
        canvas.acroForm.textfield(name="amount", x=72, y=400, value=value)
        canvas.showPage()
        canvas.save()
    one, other = (render_pictures(tmp_path / f"{value}.pdf") for value in values)
    assert one != other


def test_a_report_and_its_pictures_fit_together():
    html = render_review(extract(SAMPLE), render_pictures(SAMPLE))
    assert len(html.encode()) < 3_000_000
    ids = set(Markup(html).values("id"))
    assert {f"p-{page}" for page in range(1, 16)} <= ids


def test_what_is_no_pdf_has_no_pictures(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"no")
    with pytest.raises(NotPdfError):
        render_pictures(tmp_path / "a.pdf")
