"""The review page in a real browser: what clicks, keys, the printer and hostile text do."""

import datetime
import shutil
from pathlib import Path

import pytest

from plan_extract.pipeline import extract
from plan_extract.review.pictures import render_pictures
from plan_extract.review.render import render_review
from reports import date_mention, finding, initiative, quantity, report, report_info, section, source, statement, total

playwright = pytest.importorskip("playwright.sync_api")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SAMPLE = Path(__file__).parent.parent / "samples" / "nagihama_r5_10.pdf"
WIDE, NARROW = {"width": 1400, "height": 900}, {"width": 390, "height": 800}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser, tmp_path):
    """Opens HTML text as a file, with nothing on the network; fails where the page complains."""
    contexts, complaints = [], []

    def opened(html, address="", viewport=WIDE, **options):
        file = tmp_path / "review.html"
        file.write_text(html, encoding="utf-8")
        contexts.append(browser.new_context(viewport=viewport, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: request.url.startswith(("file:", "data:")) or complaints.append(request.url))
        page.goto(f"{file.as_uri()}{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def pictures():
    return render_pictures(SAMPLE)


def row(number, place, **changes):
    """An initiative at the given page, with a statement of its own."""
    box = (40.0, 300.0 + 12 * number, 800.0, 310.0 + 12 * number)
    at = source(place, box)
    said = statement(
        text=f"10月末で{number}件",
        sources=(source(place, (400.0, *box[1:3], box[3])),),
        dates=(date_mention(source=source(place, (410.0, box[1], 450.0, box[3])), surface="10月末"),),
        quantities=(quantity(source=source(place, (460.0, box[1], 500.0, box[3])), span=(5, 7), label="件数"),),
        state=changes.pop("state", "planned"),
    )
    return initiative(str(number), name=f"取組その{number}", sources=(at,), statements=(said,), **changes)


@pytest.fixture(scope="module")
def small(pictures):
    """Twelve initiatives in two sections, with two departments, three states and two findings."""
    rows = [
        row(
            n,
            1 + n % 8,
            section="1" if n < 7 else "2",
            departments=("市民課",) if n % 2 else ("港湾課", "市民課"),
            state=("planned", "operating", "completed")[n % 3],
            overview="",
        )
        for n in range(1, 13)
    ]
    found = (
        finding(initiative="5", page=6, bbox=(40.0, 30.0, 300.0, 60.0), message="No 4 is missing before No 5"),
        finding(initiative=None, page=9, bbox=None, severity="info", code="note"),
    )
    sections = (section("1", title="港のまち"), section("2", title="学びのまち"))
    return render_review(
        report(sections=sections, initiatives=tuple(rows), totals=(total(initiative="3"),), findings=found), pictures
    )


@pytest.fixture(scope="module")
def whole(pictures):
    """The review page of a sample report."""
    return render_review(extract(SAMPLE), pictures)


def lit(page):
    """The anchors of the boxes that are lit."""
    return page.eval_on_selector_all(".area.lit", "areas => areas.map(area => area.dataset.for)")


def chosen(page):
    return page.eval_on_selector_all("[aria-current]", "rows => rows.map(row => row.id)")


def cards(page):
    """The numbers of the initiatives that can be seen."""
    return page.eval_on_selector_all(".card", "cards => cards.filter(c => c.checkVisibility()).map(c => c.id.slice(2))")


def in_sight(page, selector):
    """Whether an element's middle can be seen, inside its pane and not covered."""
    return page.eval_on_selector(
        selector,
        """element => {
            const box = element.getBoundingClientRect();
            const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 100)];
            const top = document.elementFromPoint(x, y);
            const around = "figure, article, li";
            return top !== null && (element.contains(top) || top.closest(around) === element.closest(around));
        }""",
    )


def address(page):
    return page.evaluate("decodeURIComponent(location.hash)")


@pytest.mark.parametrize(
    ("click", "anchor"),
    [
        ("#i-6 h3 a", "i-6"),
        ("#i-6-s1 .marker >> nth=0", "i-6-s1"),
        ("#i-6-s1 .go", "i-6-s1"),
        ("#i-6-s1 .surface.date", "i-6-s1-d1"),
        ("#i-6-s1-d1 a", "i-6-s1-d1"),
        ("#i-6-s1-q1 a", "i-6-s1-q1"),
        ("#f-1 .code", "f-1"),
        ("#f-1 .text", "f-1"),
    ],
)
def test_what_is_chosen_lights_up_on_its_page(small, open_page, click, anchor):
    page = open_page(small)
    assert lit(page) == []
    page.click(click)
    assert lit(page) == [anchor]
    assert chosen(page) == [anchor]
    assert address(page) == f"#{anchor}"
    assert in_sight(page, ".area.lit rect")


@pytest.mark.parametrize("anchor", ["i-11", "i-11-s1", "i-11-s1-d1", "i-11-s1-q1"])
def test_a_box_that_is_clicked_brings_its_row_into_view(small, open_page, anchor):
    page = open_page(small, "#p-4")
    assert not in_sight(page, f"#{anchor}")
    page.dispatch_event(f'.area[data-for="{anchor}"] rect', "click")
    assert chosen(page) == [anchor]
    assert in_sight(page, f"#{anchor}")


def test_a_box_can_be_hit_with_the_mouse_although_larger_ones_lie_around_it(small, open_page):
    page = open_page(small, "#p-4")
    page.click('.area[data-for="i-11-s1-q1"] rect')
    assert chosen(page) == ["i-11-s1-q1"]


def test_a_box_can_be_hit_although_a_finding_stands_around_it(open_page, pictures):
    around = finding(page=3, bbox=(30.0, 100.0, 810.0, 500.0))
    page = open_page(render_review(report(initiatives=(row(2, 3),), findings=(around,)), pictures), "#p-3")
    page.click('.area[data-for="i-2-s1-d1"] rect')
    assert chosen(page) == ["i-2-s1-d1"]


def test_a_total_lights_the_statement_that_states_it(small, open_page):
    page = open_page(small)
    page.click("#i-3-t1 a")
    assert lit(page) == ["i-3-s1"]


def test_a_finding_without_a_box_shows_its_page(small, open_page):
    page = open_page(small)
    assert not in_sight(page, "#p-9 img")
    assert not page.is_visible("#f-2")
    page.click("summary:has-text('参考')")
    page.click("#f-2 .text")
    assert in_sight(page, "#p-9 img")


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
@pytest.mark.parametrize("anchor", ["i-9", "i-9-s1", "i-9-s1-q1"])
def test_a_link_opens_the_page_at_what_it_cites(small, open_page, anchor, viewport):
    page = open_page(small, f"#{anchor}", viewport=viewport)
    assert lit(page) == [anchor]
    assert in_sight(page, f"#{anchor}")
    assert in_sight(page, ".area.lit rect")


def test_going_back_chooses_what_was_chosen_before(small, open_page):
    page = open_page(small)
    page.click("#i-2 h3 a")
    page.click("#i-3 h3 a")
    page.go_back()
    assert (address(page), chosen(page), lit(page)) == ("#i-2", ["i-2"], ["i-2"])
    page.go_back()
    assert chosen(page) == []


EVERY = [str(n) for n in range(1, 13)]


@pytest.mark.parametrize(
    ("words", "shown"),
    [("", EVERY), ("その12", ["12"]), ("ソノ", []), ("取組 １１件", ["11"]), ("港湾課 その4", ["4"]), ("どこにもない", [])],
)
def test_a_search_leaves_what_has_all_its_words(small, open_page, words, shown):
    page = open_page(small)
    page.fill("#search", words)
    assert cards(page) == shown
    assert page.inner_text("#shown") == f"{len(shown)} / 12"
    assert page.is_visible("#nothing") == (not shown)
    if words and shown:
        assert page.evaluate("[...CSS.highlights.get('found')].length") >= len(shown)


def test_filters_leave_sections_departments_states_and_what_has_findings(small, open_page):
    page = open_page(small)
    page.select_option("#section", "1")
    assert cards(page) == EVERY[6:]
    assert page.locator(".group h2:visible").count() == 1
    page.select_option("#office", index=2)
    assert cards(page) == ["8", "10", "12"]
    page.click("button[data-state=planned]")
    assert cards(page) == ["12"]
    page.click("button[data-state=operating]")
    assert cards(page) == ["10", "12"]
    page.click("#clear")
    assert cards(page) == EVERY
    page.click("#with-findings")
    assert cards(page) == ["5"]


def test_choosing_what_is_filtered_out_shows_it_again(small, open_page):
    page = open_page(small)
    page.fill("#search", "その12")
    page.dispatch_event('.area[data-for="i-2"] rect', "click")
    assert cards(page) == EVERY
    assert in_sight(page, "#i-2")


def test_keys_step_through_what_is_shown(small, open_page):
    page = open_page(small)
    page.keyboard.press("j")
    first = chosen(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert (first, chosen(page), lit(page)) == (["i-1"], ["i-3"], ["i-3"])
    page.keyboard.press("k")
    assert chosen(page) == ["i-2"]
    page.keyboard.press("/")
    page.keyboard.type("その1")
    assert chosen(page) == ["i-2"]
    assert page.input_value("#search") == "その1"
    page.keyboard.press("Escape")
    assert (page.input_value("#search"), chosen(page), address(page)) == ("", [], "")


def test_keys_skip_what_is_filtered_out_and_stop_at_the_ends(small, open_page):
    page = open_page(small, "#i-4")
    page.select_option("#office", index=2)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert chosen(page) == ["i-6"]
    for _ in range(9):
        page.keyboard.press("j")
    assert chosen(page) == ["i-12"]


def test_keys_turn_pages(small, open_page):
    page = open_page(small)
    top = "[...document.querySelectorAll('.page')].find(sheet => sheet.getBoundingClientRect().bottom > 100).id"
    turns = []
    for key in "]]]][":
        page.keyboard.press(key)
        turns.append(page.evaluate(top))
    assert turns == ["p-2", "p-3", "p-4", "p-5", "p-4"]


def test_everything_can_be_reached_with_the_tabulator(small, open_page):
    page = open_page(small)
    reached = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href')"))
    assert {"#dataset", "search", "section", "office", "clear", "language", "#i-1", "#i-1-s1", "#i-1-s1-d1", "#f-1"} <= reached
    page.focus("#i-2-s1-d1 a")
    page.keyboard.press("Enter")
    assert lit(page) == ["i-2-s1-d1"]


def test_the_interface_turns_english_and_stays_so(small, open_page):
    page = open_page(small)
    assert "実施状況" in page.inner_text("#i-1")
    page.click("#language")
    assert "Progress" in page.inner_text("#i-1")
    assert "実施状況" not in page.inner_text("#i-1")
    assert page.get_by_role("searchbox", name="Search").is_visible()
    assert page.locator("#section option").first.inner_text() == "All sections"
    assert page.inner_text("#f-1 .text") == "No 4 is missing before No 5"
    page.reload()
    assert "Progress" in page.inner_text("#i-1")
    page.click("#language")
    assert "実施状況" in page.inner_text("#i-1")
    assert page.inner_text("#f-1 .text") == "番号が飛んでいる No 4 is missing before No 5"


def test_boxes_can_be_hidden_and_pages_enlarged(small, open_page):
    page = open_page(small)
    fill = "rect => getComputedStyle(rect).fill"
    tinted = page.eval_on_selector(".area.date rect", fill)
    page.click("#boxes")
    assert page.eval_on_selector(".area.date rect", fill) != tinted
    width = page.eval_on_selector("#p-1", "sheet => sheet.offsetWidth")
    page.click("#zoom-in")
    assert page.eval_on_selector("#p-1", "sheet => sheet.offsetWidth") > 1.2 * width


def test_paper_shows_every_row_whatever_is_filtered(small, open_page):
    page = open_page(small, "#i-3")
    page.fill("#search", "その12")
    page.emulate_media(media="print")
    assert cards(page) == EVERY
    assert not page.is_visible("#pages")
    assert not page.is_visible("#search")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.is_visible("#f-1")
    assert page.is_visible("#f-2")
    assert page.eval_on_selector("#dataset", "pane => pane.scrollHeight <= pane.clientHeight")


def test_all_of_it_can_be_read_without_scripts(small, open_page):
    page = open_page(small, java_script_enabled=False)
    text = page.locator("#dataset").inner_text()
    for n in range(1, 13):
        assert f"取組その{n}" in text
        assert f"10月末で{n}件" in text
    assert "2023-10-31" in text
    assert "番号が飛んでいる No 4 is missing before No 5" in text
    assert "スクリプトなしで表示しています" in text
    assert not page.locator("#search").is_visible()
    assert not page.locator("#language").is_visible()
    assert page.locator("#p-1 img").is_visible()


HOSTILE = "<script>document.title='hit'</script>\"'><img src=x onerror=document.title='hit'>\u202e名前"


def test_hostile_text_is_shown_and_does_nothing(open_page, pictures):
    said = statement(text=HOSTILE, field=HOSTILE, department=HOSTILE, quantities=(quantity(label=HOSTILE, span=(0, 8)),))
    one = initiative(HOSTILE, name=HOSTILE, departments=(HOSTILE,), statements=(said,), cells={HOSTILE: HOSTILE}, section="1")
    hostile = report(
        report=report_info(title=HOSTILE),
        sections=(section("1", title=HOSTILE),),
        initiatives=(one,),
        findings=(finding(message=HOSTILE, initiative=HOSTILE),),
        totals=(),
    )
    page = open_page(render_review(hostile, pictures))
    page.keyboard.press("j")
    page.fill("#search", "script")
    page.wait_for_timeout(100)
    assert page.title() == HOSTILE.replace("\u202e", "⟨U+202E⟩")
    assert page.locator("script").count() == 1
    assert page.locator("img").count() == len(pictures)
    assert len(lit(page)) == len(one.sources)
    assert page.inner_text(".card .name") == HOSTILE.replace("\u202e", "⟨U+202E⟩")


def test_the_policy_stops_scripts_and_styles_that_would_get_in(browser, tmp_path, small):
    broken = small.replace("<main", "<script>document.title='hit'</script><b style='color:red' onclick='1'>x</b><main", 1)
    (tmp_path / "a.html").write_text(broken, encoding="utf-8")
    page = browser.new_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto((tmp_path / "a.html").as_uri())
    assert page.title() != "hit"
    assert page.eval_on_selector("b", "b => getComputedStyle(b).color") != "rgb(255, 0, 0)"
    assert any("Content Security Policy" in text for text in refused)
    page.close()


CONTRAST = """() => {
    const numbers = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
    const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    const ground = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const color = numbers(getComputedStyle(at).backgroundColor);
            if (color.length === 3 || color[3] > 0) return color;
        }
        return [255, 255, 255];
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const poor = new Set();
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest("script, style, svg")) continue;
        const pair = [luminance(numbers(getComputedStyle(element).color)), luminance(ground(element))];
        const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
        if (ratio < 4.5) poor.add(`${element.outerHTML.slice(0, 120)} ${ratio.toFixed(2)}`);
    }
    return [...poor];
}"""


def test_text_stands_out_from_its_ground(small, whole, open_page):
    page = open_page(small, "#i-6-s1-q1")
    page.click("button[data-state=operating]")
    assert page.evaluate(CONTRAST) == []
    page.click("#i-4-s1 .marker >> nth=0")
    assert page.evaluate(CONTRAST) == []
    assert open_page(whole, "#i-2-s5-q1").evaluate(CONTRAST) == []


def test_controls_have_names(small, open_page):
    page = open_page(small)
    nameless = page.eval_on_selector_all(
        "button, select, input, a:not(.area), [role], summary",
        """all => all.filter(e => !(e.getAttribute("aria-label") || e.textContent.trim())).map(e => e.outerHTML)""",
    )
    assert nameless == []
    assert page.locator("img:not([alt])").count() == 0
    assert page.get_by_role("searchbox", name="検索").is_visible()
    assert page.get_by_role("combobox", name="担当課").is_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1920])
def test_no_width_makes_the_page_scroll_sideways(small, open_page, width):
    page = open_page(small, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.eval_on_selector("#dataset", "pane => pane.scrollWidth <= pane.clientWidth")


def test_a_report_of_thirty_pages_is_small_and_opens_quickly(pictures, open_page):
    html = render_review(extract(SAMPLE), [*pictures, *pictures])
    assert len(html.encode()) < 6_000_000
    page = open_page(html)
    assert page.locator(".page").count() == 2 * len(pictures) == 30
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert ready < 2000
    assert len(cards(page)) > 40


def test_a_dataset_alone_opens_too(open_page):
    page = open_page(render_review(report(report=report_info(as_of=datetime.date(2024, 3, 31)))))
    page.keyboard.press("j")
    page.keyboard.press("]")
    assert chosen(page) == ["i-1"]
    assert "2024-03-31" in page.inner_text("header")
