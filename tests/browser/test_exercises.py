"""The exercises in the page: what a learner types, presses and is told, on the built site."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from markdown import markdown
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, Route, ViewportSize, expect

from gdlearn.exercises import Exercise, exercises, find
from gdlearn.exercises.checking import check_here
from gdlearn.exercises.notebook import program
from tests.browser.conftest import LOOKS, Look
from tests.browser.gates import Watch, accessibility, overflow
from tests.test_site import ROOT

pytestmark = pytest.mark.browser
IN_PAGE = [exercise for exercise in exercises().values() if exercise.page]
BLOCK = re.compile(r'<div class="gd-exercise" .*? checks it\.</p>\s*</div>', re.DOTALL)
LOOP = "def gradient(X, y, w):\n    while True:\n        pass\n"
WRONG = "def gradient(X, y, w):\n    return X.T @ (X @ w - y) / len(y)\n"  # the 2 is missing
RIGHT = WRONG.replace("return", "return 2 *")
STRANGE = WRONG.replace("return", "return 2.03 *")
BEFORE_THE_FIRST_CLICK = 150_000  # bytes of script on the page of a lesson, compressed
SECONDS = 5  # after which a program is stopped
IN_TIME = 60_000  # milliseconds: the first check loads Python, on a machine that does other things too


def lesson_page(exercise: Exercise) -> str:
    """Where the page of its lesson is built."""
    (source,) = (ROOT / "docs" / "lessons").glob(f"{exercise.lesson:02}-*.md")
    return f"lessons/{source.stem}/"


def built(site: Path, exercise: Exercise) -> str:
    """The page of its lesson, as it was built."""
    return (site / lesson_page(exercise) / "index.html").read_text(encoding="utf-8")


def block(site: Path, exercise: Exercise) -> str:
    """What the page of its lesson has of an exercise."""
    text = built(site, exercise)
    (found,) = (part for part in BLOCK.findall(text) if f"&quot;name&quot;: &quot;{exercise.name}&quot;" in part)
    return str(found)


def open_exercise(page: Page, home: str, name: str) -> Locator:
    """Go to the lesson of an exercise."""
    page.goto(home + lesson_page(find(name)))
    return here(page, name)


def here(page: Page, name: str) -> Locator:
    """An exercise on this page."""
    return page.locator(f'.gd-exercise[data-gd-exercise*=\'"name": "{name}"\']')


def press(exercise: Locator, button: str) -> None:
    exercise.get_by_role("button", name=button).click()


def answer_of(exercise: Locator) -> Locator:
    return exercise.locator(".gd-exercise-answer")


def check(exercise: Locator, text: str | None = None) -> str:
    """Type a text, press Check, and wait for what is said: the state."""
    if text is not None:
        exercise.get_by_role("textbox").fill(text)
    press(exercise, "Check")
    expect(answer_of(exercise)).not_to_have_attribute("data-state", "waiting", timeout=IN_TIME)
    return answer_of(exercise).get_attribute("data-state") or ""


def heading(exercise: Locator) -> str:
    return answer_of(exercise).locator("strong").first.inner_text()


def all_exercises(site: Path) -> str:
    """The page of a lesson with every exercise of the site, so that Python is loaded once for all of them."""
    first = IN_PAGE[0]
    return built(site, first).replace(block(site, first), "".join(block(site, exercise) for exercise in IN_PAGE))


@pytest.fixture(scope="module")
def bench(contexts: Mapping[Look, BrowserContext], home: str, site: Path) -> Iterator[Page]:
    """A page with every exercise, which must ask no other host for anything and say nothing on the console."""
    page = contexts[Look("light", 1280)].new_page()
    address = f"{home}lessons/all-exercises/"
    watch = Watch(page, home)
    page.route(address, lambda route: route.fulfill(body=all_exercises(site), content_type="text/html"))
    page.goto(address)
    yield page
    page.close()
    assert watch.found == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a reader who was never here before."""
    with browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """A part of what builds the site."""
    monkeypatch.syspath_prepend(ROOT / "site_tools")
    return lambda name: import_module(f"gdlearn_site.{name}")


@pytest.mark.parametrize(("name", "message"), [("gradient-lop", "gradient-loop"), ("first-backward", "page = true")])
def test_a_line_that_names_no_exercise_of_the_page_ends_the_build(
    name: str, message: str, tool: Callable[[str], Any]
) -> None:
    with pytest.raises(tool("in_page").InPageError, match=message):
        markdown(f"--exercise-- {name}", extensions=["gdlearn_site.in_page"])


def test_in_the_notebook_of_a_lesson_an_exercise_is_two_commands(tool: Callable[[str], Any]) -> None:
    page = "# A page\n\n--exercise-- gradient-loop\n\n--explorer-- rate=0.02\n\nThe end."
    text = "\n".join(cell.source for cell in tool("notebook").notebook(page, ROOT / "src").cells)
    for command in ("gdlearn exercises start", "gdlearn exercises check gradient-loop"):
        assert f"`{command}`" in text
    assert "The end." in text
    assert "--" not in text


def test_no_solution_lies_open(site: Path) -> None:
    for exercise in IN_PAGE:
        open_text = re.sub(r"<[^>]+>", "", block(site, exercise))
        last = program(exercise.solution).splitlines()[-1].strip()
        assert last in program(exercise.stub) or last not in html.unescape(open_text)


def test_twelve_exercises_or_more_stand_in_their_lessons(site: Path) -> None:
    assert len(IN_PAGE) >= 12
    assert len({exercise.lesson for exercise in IN_PAGE}) >= 6
    for exercise in IN_PAGE:
        assert block(site, exercise)
        assert f'id="exercise-{exercise.name}"' in built(site, exercise)


each_exercise = pytest.mark.parametrize("exercise", IN_PAGE, ids=lambda exercise: str(exercise.name))


@each_exercise
def test_the_solution_is_right_and_what_is_given_is_still_to_do(exercise: Exercise, bench: Page) -> None:
    mine = here(bench, exercise.name)
    assert check(mine) == "todo"
    assert check(mine, program(exercise.solution)) == "right"
    expect(mine.locator(".gd-exercise-about")).to_contain_text("✓ solved")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # on the command line they are text on the screen
@each_exercise
def test_every_wrong_answer_gets_the_name_that_the_command_line_gives(exercise: Exercise, bench: Page) -> None:
    mine = here(bench, exercise.name)
    assert exercise.wrong
    for wrong in exercise.wrong:
        assert check(mine, wrong.path.read_text(encoding="utf-8")) == "named", wrong.path.name
        found = check_here(exercise, wrong.path)
        assert found.mistakes == wrong.mistakes
        assert heading(mine) == found.heading


@each_exercise
def test_another_right_answer_is_right(exercise: Exercise, bench: Page) -> None:
    texts = [variant.read_text(encoding="utf-8") for variant in exercise.variants]
    pure = [text for text in texts if not re.search(r"\b(?:numpy|torch)\b", text)]
    assert pure, "one variant at least needs no library"
    for text in pure:
        assert check(here(bench, exercise.name), text) == "right"


def test_a_loop_that_never_ends_is_stopped_and_the_next_check_works(bench: Page) -> None:
    mine = here(bench, "gradient-vectorised")
    assert check(mine, LOOP) == "stopped"
    expect(answer_of(mine)).to_contain_text(f"still running after {SECONDS} seconds")
    assert mine.get_by_role("textbox").inner_text().startswith("def gradient")
    assert check(mine, WRONG) == "named"
    assert heading(mine) == "✗ Not yet: missing-two"
    assert len([worker for worker in bench.workers if "exercise" in worker.url]) == 1  # that with the loop is gone


def test_python_that_has_crashed_is_started_again(bench: Page) -> None:
    mine = here(bench, "gradient-vectorised")
    deep = "import sys\nsys.setrecursionlimit(10**9)\ndef gradient(X, y, w):\n    return gradient(X, y, w)\n"
    assert check(mine, deep) == "stopped"
    assert check(mine, RIGHT) == "right"


def test_two_checks_at_once_are_both_answered(bench: Page) -> None:
    one, other = here(bench, "gradient-vectorised"), here(bench, "gradient-loop")
    for mine, text in ((one, WRONG), (other, RIGHT)):
        mine.get_by_role("textbox").fill(text)
        press(mine, "Check")
    expect(answer_of(one)).to_have_attribute("data-state", "named")
    expect(answer_of(other)).to_have_attribute("data-state", "right")


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("return X.T @ (", 2, ""),
        ("r = X @ w\n    return r.nothing", 3, "nothing"),
        ("return [0.0] * 10**9", 2, "memory"),
        ("import sys\n    sys.exit(3)", 3, ""),
        ("import numpy", 2, "not loaded in the page"),
        ("return gradient(X, y, w)", 2, ""),
        ("return input('?')", 2, ""),
        ("raise ValueError('<img src=x onerror=document.title=1>')", 2, "<img"),
    ],
    ids=["syntax", "exception", "memory", "exit", "import", "recursion", "input", "markup"],
)
def test_what_ends_a_program_is_told_with_its_line(body: str, line: int, said: str, bench: Page) -> None:
    mine = here(bench, "gradient-vectorised")
    title = bench.title()
    assert check(mine, f"def gradient(X, y, w):\n    {body}\n") == "stopped"
    sentence = answer_of(mine).locator("p").first.inner_text()
    assert re.search(rf"\bline {line}\b", sentence, re.IGNORECASE)
    assert said in sentence
    assert answer_of(mine).locator("img").count() == 0
    assert bench.title() == title
    marked = "all => all.flatMap((each, i) => each.querySelector('[class*=cm-lint]') ? [i + 1] : [])"
    assert mine.locator(".cm-line").evaluate_all(marked) == [line]
    assert check(mine, RIGHT) == "right"
    assert mine.locator(".cm-line").evaluate_all(marked) == []


def test_what_a_program_prints_is_shown(bench: Page) -> None:
    mine = here(bench, "gradient-vectorised")
    check(mine, RIGHT.replace("    return", "    print('<b>', len(w))\n    return"))
    expect(mine.get_by_role("region", name="What your program printed")).to_contain_text("<b> ")


def test_what_is_typed_and_solved_survives_a_reload(page: Page, home: str) -> None:
    mine = open_exercise(page, home, "gradient-vectorised")
    mine.get_by_role("textbox").fill(RIGHT)
    page.reload()
    expect(mine.get_by_role("textbox")).to_have_value(RIGHT)
    assert check(mine) == "right"
    page.reload()
    expect(mine.locator(".gd-exercise-about")).to_contain_text("✓ solved")
    for path in ("lessons/", "exercises/"):
        page.goto(home + path)
        expect(page.locator('[data-gd-progress="gradient-vectorised"]')).to_have_text(
            ["✓ solved"] if path == "exercises/" else []
        )
    page.goto(f"{home}lessons/")
    expect(page.locator('[data-gd-progress~="gradient-vectorised"]')).to_have_text(re.compile(r"^1 of \d+ solved$"))


def test_reset_asks_and_can_be_undone(page: Page, home: str) -> None:
    mine = open_exercise(page, home, "gradient-vectorised")
    text = mine.get_by_role("textbox")
    first = text.input_value()
    text.fill(WRONG)
    press(mine, "Reset")
    press(mine, "Keep")
    assert "len(y)" in text.inner_text()
    press(mine, "Reset")
    press(mine, "Yes")
    assert "TODO" in text.inner_text()
    page.reload()
    expect(text).to_have_value(first)
    press(mine, "Undo reset")
    expect(text).to_have_value(WRONG)
    page.reload()
    expect(text).to_have_value(WRONG)
    expect(mine.get_by_role("button", name="Reset", exact=True)).to_be_visible()


def test_there_are_three_hints_one_after_the_other(page: Page, home: str) -> None:
    mine = open_exercise(page, home, "gradient-vectorised")
    shown = mine.get_by_role("list", name="Hints").get_by_role("listitem")
    for count in (1, 2, 3):
        mine.get_by_role("button", name=f"Hint {count} of 3").click()
        expect(shown).to_have_count(count)
    last = mine.get_by_role("button", name="Hint 3 of 3")
    expect(last).to_be_disabled()
    last.press("Enter")
    expect(shown).to_have_count(3)


def test_the_solution_comes_after_a_try_or_when_it_is_asked_for_twice(page: Page, home: str) -> None:
    mine = open_exercise(page, home, "gradient-vectorised")
    shown = mine.get_by_role("region", name="A solution")
    press(mine, "Solution")
    expect(shown).to_be_hidden()
    press(mine, "Show it anyway")
    expect(shown).to_contain_text(program(find("gradient-vectorised").solution).splitlines()[-1].strip())
    assert "TODO" in mine.get_by_role("textbox").input_value()
    other = here(page, "gradient-loop")
    check(other, WRONG)
    press(other, "Solution")
    expect(other.get_by_role("region", name="A solution")).to_be_visible()


def test_an_exercise_is_done_with_the_keyboard_alone(page: Page, home: str) -> None:
    mine = open_exercise(page, home, "gradient-vectorised")
    text = mine.get_by_role("textbox")
    text.wait_for()
    before = mine.locator("xpath=preceding::*[self::a or self::button][1]")
    before.focus()
    page.keyboard.press("Tab")
    expect(mine.locator(".cm-content")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.type("def gradient(X, y, w):\nr = X @ w - y")  # the editor indents
    page.keyboard.press("Enter")
    page.keyboard.type("return 2 / len(y) * X.T @ r")
    page.keyboard.press("Tab")
    expect(mine.locator(".cm-content")).to_be_focused()  # Tab indents
    page.keyboard.press("ControlOrMeta+z")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(mine.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")
    expect(answer_of(mine)).to_have_attribute("data-state", "right", timeout=IN_TIME)
    assert text.inner_text().splitlines()[1].startswith("    r")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(WRONG)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(answer_of(mine)).to_have_attribute("data-state", "named")


def test_an_exercise_is_done_by_touch(browser: Browser, home: str) -> None:
    size: ViewportSize = {"width": 390, "height": 800}
    with browser.new_context(viewport=size, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        mine = open_exercise(page, home, "gradient-vectorised")
        mine.locator("textarea").tap()
        expect(mine.locator(".cm-content")).to_be_focused()
        mine.get_by_role("textbox").fill(WRONG)
        for button in ("Check", "Hint 1 of 3"):
            mine.get_by_role("button", name=button).tap()
        expect(mine.get_by_role("listitem")).to_have_count(1)
        expect(answer_of(mine)).to_have_attribute("data-state", "named", timeout=IN_TIME)
        assert overflow(page) == []


def test_without_its_files_the_page_names_the_command_line_and_tries_again(page: Page, home: str) -> None:
    def refuse(route: Route) -> None:
        route.abort()

    wasm = "**/pyodide.asm.wasm"
    page.route(wasm, refuse)
    mine = open_exercise(page, home, "gradient-vectorised")
    assert check(mine, WRONG) == "stopped"
    expect(answer_of(mine)).to_contain_text("gdlearn exercises check gradient-vectorised")
    page.unroute(wasm, refuse)
    assert check(mine) == "named"


def test_without_the_editor_a_plain_text_field_does(page: Page, home: str) -> None:
    page.route("**/editor-*.js", lambda route: route.abort())
    mine = open_exercise(page, home, "gradient-vectorised")
    assert check(mine, WRONG) == "named"
    mine.locator("textarea").fill(RIGHT)
    mine.locator("textarea").press("Control+Enter")
    expect(answer_of(mine)).to_have_attribute("data-state", "right")


def test_where_nothing_can_be_kept_an_exercise_works_as_well(page: Page, home: str) -> None:
    page.add_init_script(
        "for (const name of ['getItem', 'setItem']) { const known = Storage.prototype[name];"
        "Storage.prototype[name] = function (key, ...rest) {"  # the theme keeps its colours, and does not expect this
        "  if (key.startsWith('gdlearn')) throw new DOMException('not here', 'SecurityError');"
        "  return known.call(this, key, ...rest); } }"
    )
    watch = Watch(page, home)
    mine = open_exercise(page, home, "gradient-vectorised")
    assert check(mine, WRONG) == "named"
    press(mine, "Reset")
    press(mine, "Yes")
    press(mine, "Undo reset")
    assert check(mine) == "named"
    assert watch.found == []


def test_without_scripts_the_task_and_the_commands_are_there(browser: Browser, home: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        mine = open_exercise(context.new_page(), home, "gradient-loop")
        expect(mine).to_contain_text("The loss of a line is the mean of its squared residuals")
        expect(mine.locator("pre code").first).to_contain_text("def gradient(X, y, w):")
        for command in ("gdlearn exercises start", "gdlearn exercises check gradient-loop"):
            expect(mine.get_by_text(command, exact=True)).to_be_visible()
        assert mine.get_by_role("button").count() == 0
        assert "2 * r" not in mine.inner_text()


def test_a_lesson_is_small_before_the_first_click(page: Page, home: str) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    open_exercise(page, home, "gradient-vectorised").locator("textarea").wait_for()
    page.wait_for_load_state("networkidle")
    scripts = {each.url: len(gzip.compress(each.body())) for each in answers if each.url.endswith(".js")}
    assert sum(scripts.values()) < BEFORE_THE_FIRST_CLICK, scripts
    assert not [address for address in scripts if "pyodide" in address or "editor" in address]


def test_nothing_moves_when_the_editor_comes_and_when_it_answers(page: Page, home: str) -> None:
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(each => {"
        "if (!each.hadRecentInput) window.moved += each.value })).observe({ type: 'layout-shift', buffered: true })"
    )
    mine = open_exercise(page, home, "gradient-vectorised")
    mine.locator("textarea").scroll_into_view_if_needed()
    before = mine.bounding_box()
    mine.locator("textarea").focus()
    mine.locator(".cm-editor").wait_for()
    assert mine.bounding_box() == before
    check(mine, WRONG)
    assert page.evaluate("window.moved") < 0.01


def look_at(page: Page, look: Look) -> None:
    """Turn a page that is open to another look, and do not wait until colours have faded into each other."""
    page.bring_to_front()
    page.set_viewport_size({"width": look.width, "height": 900})
    scheme = {"light": "default", "dark": "slate"}[look.scheme]
    page.evaluate("scheme => (document.body.dataset.mdColorScheme = scheme)", scheme)
    page.evaluate("document.getAnimations().forEach(each => each instanceof CSSTransition && each.finish())")


def test_no_state_has_a_finding(bench: Page) -> None:
    bench.wait_for_load_state("networkidle")
    bench.evaluate("localStorage.clear()")
    bench.reload()
    texts = {"gradient-loop": WRONG, "gradient-vectorised": RIGHT, "half-mean": "def (", "logistic-gradient": STRANGE}
    states = [check(here(bench, name), text) for name, text in texts.items()]
    assert states == ["named", "right", "stopped", "unknown"]
    assert check(here(bench, "one-sample")) == "todo"
    assert check(here(bench, "ridge-gradient"), LOOP) == "stopped"
    for _ in range(2):
        press(here(bench, "huber-gradient"), "Hint")
    for button in ("Solution", "Show it anyway", "Reset"):
        press(here(bench, "huber-gradient"), button)
    press(here(bench, "momentum"), "Solution")
    for gate in (overflow, accessibility):  # in this order: axe-core is given a page that was thinned out
        for look in LOOKS:
            look_at(bench, look)
            found = gate(bench)
            assert not found, "\n".join(": ".join([str(look), *finding]) for finding in found)
