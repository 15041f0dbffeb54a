"""The report in a real browser. Skipped where there is none."""

import pytest
from support.made_up import make_hostile, make_results

from saturate.reports import render

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

WIDTHS = (360, 1100, 3840)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The pages under test: a usual one, one without scripts, a hostile one."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {
        "usual": render(make_results()),
        "still": render(make_results(), interactive=False),
        "hostile": render(make_hostile()),
    }
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, "utf-8")
    return folder


@pytest.fixture
def view(browser, files):
    """Opens a page; at the end there was no message, no error and no request but for the file."""
    troubles, contexts = [], []

    def open_page(name="usual", width=1100, **settings):
        context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        address = (files / f"{name}.html").as_uri()
        page.on("request", lambda r: r.url.partition("#")[0] == address or troubles.append(r.url))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def draw_all(page):
    """Scroll past every chart and wait until it is drawn live."""
    charts = page.locator(".chart")
    for i in range(charts.count()):
        charts.nth(i).scroll_into_view_if_needed()
        page.locator(f".chart.drawn >> nth={i}").wait_for()
    return charts.count()


@pytest.mark.parametrize("name", ["usual", "hostile"])
def test_every_chart_draws_without_a_word(view, name):
    page = view(name)
    count = draw_all(page)
    assert count == page.locator(".chart.drawn svg").count() > 5
    marks = page.locator(".chart.drawn").evaluate_all(
        "boxes => boxes.map(box => box.querySelectorAll('.mark-line path, .mark-rect path, "
        ".mark-rule line, .mark-symbol path').length)"
    )
    assert min(marks) > 0
    assert page.evaluate("window.owned") is None
    assert page.locator("img, body style, a[href^=javascript]").count() == 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["usual", "still", "hostile"])
def test_no_sideways_scroll(view, name, width):
    page = view(name, width)
    if name != "still":
        draw_all(page)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_samples_filter(view):
    page = view()
    shown = page.locator(".sample:visible")
    everything = shown.count()
    arm, outcome = (page.locator(f"select[data-field={name}]") for name in ("arm", "outcome"))
    arm.select_option("voted")
    assert shown.count() == everything // 2
    outcome.select_option("kept, right")
    assert shown.count() == 1
    assert page.locator("#count").text_content() == "1 of 1 shown"
    outcome.select_option("")
    arm.select_option("")
    assert shown.count() == everything


def test_the_slider_moves_every_arm(view):
    page = view()
    draw_all(page)
    slider = page.locator("#round")
    assert "frontier 6.5" in page.locator("#round-says").text_content()
    picture = page.locator('[data-chart="saturation-voted"] svg')
    last = picture.inner_html()
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert "frontier 5.5" in page.locator("#round-says").text_content()
    page.wait_for_timeout(300)
    assert picture.inner_html() != last
    page.locator("#play").click()
    page.get_by_text("Stop", exact=True).wait_for()
    page.locator("#play", has_text="Play").wait_for()
    assert slider.input_value() == "3"


def test_dark_follows_the_system_and_the_button(view):
    colour = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(255, 255, 255)", "rgb(22, 23, 26)"
    page = view(color_scheme="dark")
    assert page.evaluate(colour) == dark
    page.locator("#theme").click()
    assert page.evaluate(colour) == light
    page = view(color_scheme="light")
    assert page.evaluate(colour) == light
    page.locator("#theme").click()
    assert page.evaluate(colour) == dark
    text = page.locator(".chart text").first
    assert text.evaluate("one => getComputedStyle(one).fill") == "rgb(236, 236, 240)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["usual", "still"])
def test_accessible_by_axe(view, name, scheme):
    page = view(name, color_scheme=scheme, reduced_motion="reduce")
    if name == "usual":
        draw_all(page)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    found = axe.Axe().run(page, options=RULES)
    assert found.response["violations"] == [], found.generate_report()


def test_keyboard_reaches_everything(view):
    page = view()
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.id || document.activeElement.tagName")
        reached.add(name)
        if name == "copy":
            break
    assert {"theme", "play", "round", "SELECT", "SUMMARY", "copy", "A"} <= reached


def test_the_command_is_copied(view):
    page = view(permissions=["clipboard-read", "clipboard-write"])
    page.locator("#copy").click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "saturate --benchmark gsm8k --rounds 3"


def test_it_reads_without_scripts_and_prints(view, tmp_path):
    page = view(java_script_enabled=False)
    assert page.locator(".chart svg").count() == 9
    assert page.locator("#round").is_hidden()
    page = view()
    draw_all(page)
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert page.locator("#theme").is_hidden()
    assert page.pdf(path=tmp_path / "r.pdf").startswith(b"%PDF")


def test_a_large_report_stays_fluid(browser, tmp_path):
    file = tmp_path / "large.html"
    file.write_text(render(make_results(rounds=50, rungs=40, arms=10)), "utf-8")
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    page.set_default_timeout(60_000)
    page.goto(file.as_uri())
    page.locator("#saturation .chart.drawn").nth(1).wait_for()
    busy = page.evaluate(
        """() => {
          const slider = document.getElementById("round"), start = performance.now();
          for (let i = 0; i < 10; i++) {
            slider.value = 5 * i;
            slider.dispatchEvent(new Event("input"));
          }
          return new Promise((done) => requestAnimationFrame(() => setTimeout(
            () => done((performance.now() - start) / 10))));
        }"""
    )
    assert busy < 250  # milliseconds a step, on a machine that does other work as well
