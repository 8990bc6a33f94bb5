"""The pages of a diff and of a history in a real browser."""

import datetime
import shutil

import pytest

from plan_extract.comparison import diff
from plan_extract.history import history
from plan_extract.review.diff import render_diff
from plan_extract.review.history import render_history
from reports import initiative, report, report_info, statement
from sample_reports import NEW, OLD, sample_report

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, headless=True, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser, tmp_path):
    """Opens HTML text as a file; fails where the page complains or asks the network."""
    complaints = []
    context = browser.new_context(viewport={"width": 390, "height": 800})

    def opened(html):
        file = tmp_path / "page.html"
        file.write_text(html, encoding="utf-8")
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: request.url.startswith("file:") or complaints.append(request.url))
        page.goto(file.as_uri())
        return page

    yield opened
    context.close()
    assert complaints == []


def pages(*editions):
    return render_diff(diff(*editions)), render_history(history(editions))


@pytest.mark.parametrize("kind", [0, 1], ids=["diff", "history"])
def test_a_page_speaks_both_languages_and_fits_a_phone(open_page, kind):
    page = open_page(pages(sample_report(OLD), sample_report(NEW))[kind])
    assert page.locator(".ja >> visible=true").count() > 50
    assert page.locator(".en >> visible=true").count() == 0
    page.click("#language")
    assert page.locator(".en >> visible=true").count() > 50
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_pair_says_why_in_both_languages(open_page):
    page = open_page(pages(sample_report(OLD), sample_report(NEW))[0])
    assert "取組名が同じ, 本文の90%が同じ" in page.inner_text("#i-2 .match")
    page.click("#language")
    assert "same name, text 90% alike" in page.inner_text("#i-2 .match")


def test_names_stay_in_sight_while_periods_are_scrolled(open_page):
    first = sample_report(OLD)
    editions = [
        first.model_copy(update={"report": report_info(id=str(year), as_of=datetime.date(year, 10, 31))})
        for year in range(2004, 2024)
    ]
    page = open_page(render_history(history(editions)))
    before = page.locator("#c-1 th").bounding_box()["x"]
    page.eval_on_selector("#courses .wide", "table => { table.scrollLeft = 900; }")
    assert page.eval_on_selector("#courses .wide", "table => table.scrollLeft") == 900
    assert page.locator("#c-1 th").bounding_box()["x"] == before


@pytest.mark.parametrize("kind", [0, 1], ids=["diff", "history"])
def test_a_page_runs_nothing_that_a_document_says(open_page, kind):
    old, new = (
        report(
            report=report_info(id=id, title=HOSTILE),
            initiatives=(initiative(name=HOSTILE, statements=(statement(text=HOSTILE + id, dates=(), quantities=()),)),),
        )
        for id in ("a", "b")
    )
    page = open_page(pages(old, new)[kind])
    assert page.title() != "owned"
    assert page.locator("main img").count() == 0
    assert HOSTILE in page.locator("main").inner_text()
