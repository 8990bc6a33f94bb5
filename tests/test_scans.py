"""Pictures of paper are told from set type, whatever text lies behind or over them."""

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from drawn import HEIGHT, SIZE, WIDTH, draw, line_to_chars, read, rule_table, told
from plan_extract.errors import NoTextError
from plan_extract.pdf.page import Page
from plan_extract.pdf.pdfium import read_pages
from plan_extract.place import Box
from plan_extract.scans import doubt, require_trusted

CORPUS = Path(os.environ.get("PLAN_EXTRACT_CORPUS", "/nowhere"))
WHOLE = Box(0, 0, WIDTH, HEIGHT)
STRIPS = tuple(Box(0, top, WIDTH, top + HEIGHT / 5) for top in (i * HEIGHT / 5 for i in range(5)))
LOGO = Box(40, 40, 140, 120)
TABLE = rule_table([[["No"], ["取組名"], ["実施状況"]], [["1"], ["窓口"], ["○受付"]]], (6, 16, 16))
PROSE = "\n".join(f"第{n}段落は{'左端をそろえて' * n}組んである。" for n in range(1, 10))


def page(text, *, pictures=(), behind=False):
    """A drawn page with pictures; its text ``behind`` them is not seen."""
    drawn = draw(text)
    drawn = replace(drawn, chars=(), rules=(), hidden=drawn.chars) if behind else drawn
    return replace(drawn, pictures=pictures)


def askew(lines=24):
    """Recognised text of paper that lay askew: no two lines begin or end alike."""
    chance = random.Random(7)
    return [line_to_chars("紙" * chance.randint(5, 30), chance.uniform(40, 300), 40 + n * 20) for n in range(lines)]


def loose(**changes):
    return Page(1, WIDTH, HEIGHT, tuple(char for line in askew() for char in line), (), **changes)


CASES = {
    "table": (page(TABLE), None),
    "prose": (page(PROSE), None),
    "blank": (page(""), None),
    "table with a logo": (page(TABLE, pictures=(LOGO,)), None),
    "table on a ground": (page(TABLE, pictures=(WHOLE,)), None),
    "picture alone": (page("", pictures=(WHOLE,)), "picture without text"),
    "text behind": (page(TABLE, pictures=(WHOLE,), behind=True), "unseen behind"),
    "text behind strips": (page(TABLE, pictures=STRIPS, behind=True), "unseen behind"),
    "page number on a scan": (
        replace(page(PROSE, pictures=(WHOLE,), behind=True), chars=tuple(line_to_chars("3", 400, 560, SIZE))),
        "unseen behind",
    ),
    "text over": (page(PROSE, pictures=(WHOLE,)), "over a picture"),
    "hidden white digits": (replace(page(TABLE), hidden=tuple(line_to_chars("123", 50, 90, SIZE))), None),
    "hidden text beside a logo": (page(TABLE, pictures=(LOGO,), behind=True), None),
    "no alignment": (loose(), "no rule and no alignment"),
    "a caption": (page("一行だけの\n\n    ずれた表紙"), None),
}


@pytest.mark.parametrize("case", CASES)
def test_each_page_is_told(case):
    drawn, reason = CASES[case]
    assert (doubt(drawn) is None) if reason is None else (reason in doubt(drawn))


def test_a_mixed_document_tells_its_scans_and_keeps_its_tables():
    report = read(draw(TABLE), replace(page(TABLE, pictures=(WHOLE,), behind=True), number=2))
    assert [initiative.name for initiative in report.initiatives] == ["窓口"]
    (scan,) = [finding for finding in report.findings if finding.code == "scanned-page"]
    assert (scan.severity, scan.page, scan.bbox) == ("error", 2, WHOLE)
    assert "check it against the page" in scan.message


def test_a_document_that_was_set_has_no_such_finding():
    assert "scanned-page" not in told(read(draw(TABLE), draw(PROSE, 2)), least="info")


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ([page("")], "no page has text$"),
        ([page(TABLE, pictures=(WHOLE,), behind=True), page("")], "no page has text to trust: .*unseen behind"),
        ([page("", pictures=(WHOLE,)), loose()], "picture without text; no rule and no alignment"),
    ],
)
def test_a_document_without_text_to_trust_is_refused_with_the_reasons(pages, message):
    with pytest.raises(NoTextError, match=message):
        require_trusted(pages)
    require_trusted([*pages, page(TABLE)])


@pytest.mark.skipif(not CORPUS.exists(), reason="needs the corpus")
@pytest.mark.parametrize("path", sorted((CORPUS / "corpus").glob("[hr]*/*.pdf")), ids=lambda path: path.name)
def test_scans_are_told_from_real_documents(path):
    doubts = [doubt(page) for page in read_pages(path)]
    assert all(doubts) if "scan" in path.name else not any(doubts)
