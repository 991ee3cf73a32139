"""The blocks that run when the site is built: what is shown, and everything that stops the build."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.site
ROOT = Path(__file__).parents[1]
ToHtml = Callable[[str], str]
EXTENSIONS = [
    "admonition",
    "attr_list",
    "md_in_html",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "gdlearn_site.maths",
    "gdlearn_site.run",
]


@pytest.fixture
def to_html(monkeypatch: pytest.MonkeyPatch) -> ToHtml:
    """One page from Markdown to HTML, with the extensions of the site."""
    monkeypatch.syspath_prepend(ROOT / "site_tools")
    return partial(import_module("markdown").markdown, extensions=EXTENSIONS)


def block(code: str, header: str = "run") -> str:
    return f"```python {header}\n{code}\n```\n"


def text(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


DRAW = "from matplotlib.figure import Figure\nfigure = Figure()\nfigure.subplots().plot([0, 1])\nfigure"
PYPLOT = "import matplotlib.pyplot as plt\n_ = plt.plot([0, 1])"


def test_what_is_printed_is_shown_as_it_was_printed(to_html: ToHtml) -> None:
    html = to_html(block("print('a', 'b', sep=', ')\nimport sys\n_ = sys.stdout.write('  c\\n')"))
    assert "a, b\n  c" in text(html)
    assert "gd-output" in html


def test_what_the_package_prints_is_shown_as_well(to_html: ToHtml) -> None:
    assert "Beautiful is better than ugly." in text(
        to_html(block("import importlib, this\n_ = importlib.reload(this)"))
    )


def test_the_last_expression_is_shown_and_none_is_not(to_html: ToHtml) -> None:
    assert "\n42\n" in text(to_html(block("6 * 7")))
    assert "gd-output" not in to_html(block("None"))
    assert "gd-output" not in to_html(block("x = 6 * 7"))


def test_a_page_is_one_namespace_and_the_next_page_another(to_html: ToHtml) -> None:
    assert "7" in text(to_html(block("x = 7") + "\nHere $x$ is {{ x }}.\n\n" + block("print(x)")))
    with pytest.raises(ValueError, match="NameError"):
        to_html(block("print(x)"))


def test_classes_of_a_page_can_be_pickled(to_html: ToHtml) -> None:
    code = "import pickle\nclass Pair:\n    x = 7\npickle.loads(pickle.dumps(Pair())).x"
    assert "\n7\n" in text(to_html(block(code)))


def test_values_stand_in_text_and_formulas_at_their_point_of_the_page(to_html: ToHtml) -> None:
    page = block("x = 2 / 3") + "\nFirst {{ x:.3f }}, $\\eta = {{ x:.2f }}$.\n\n" + block("x = 5") + "\nThen {{ x }}.\n"
    html = to_html(page)
    assert "First 0.667" in html
    assert "η=0.67" in text(html).replace(" ", "")
    assert "Then 5." in html


def test_a_hidden_block_runs_and_shows_nothing(to_html: ToHtml) -> None:
    html = to_html(block("secret = 11\nprint('not this')", "run hide") + "\n{{ secret + 1 }}\n")
    assert text(html).strip() == "12"


def test_hidecode_shows_only_what_comes_out(to_html: ToHtml) -> None:
    assert text(to_html(block("print(3 * 4)", "run hidecode"))).strip() == "12"


def test_markdown_that_a_block_prints_is_part_of_the_page(to_html: ToHtml) -> None:
    assert "<strong>12</strong>" in to_html(block("print(f'The value is **{3 * 4}**.')", "run md"))


def test_a_declared_exception_is_shown_as_python_shows_it(to_html: ToHtml) -> None:
    html = to_html(block("print('before')\n[][1]", 'run raises="LookupError"'))
    assert "before\nIndexError: list index out of range" in text(html)
    assert "gd-error" in html


def test_a_declared_warning_is_shown(to_html: ToHtml) -> None:
    html = to_html(block("import warnings\nwarnings.warn('slippery')", 'run warns="UserWarning"'))
    assert "UserWarning: slippery" in text(html)


def test_a_block_may_stand_in_a_list_an_admonition_and_details(to_html: ToHtml) -> None:
    for opening in ("- item\n\n", "!!! note\n\n", '??? tip "Hint"\n\n'):
        inside = "".join(f"    {line}\n" for line in block("print(6 * 7)").splitlines())
        assert "42" in text(to_html(opening + inside))


def test_blocks_in_other_languages_are_left_alone(to_html: ToHtml) -> None:
    html = text(to_html("```sh\nmake {{ x }}\n```\n\n````md\n```python\nnot Python\n```\n````\n"))
    assert "make {{ x }}" in html
    assert "```python" in html


def test_capitals_do_not_hide_a_block_from_the_runner(to_html: ToHtml) -> None:
    assert "42" in text(to_html("```Python run\n6 * 7\n```\n"))


def test_a_block_that_is_not_to_be_run_is_not_run(to_html: ToHtml) -> None:
    assert "1 / 0" in text(to_html(block("1 / 0", "norun")))


@pytest.mark.parametrize("code", [DRAW, PYPLOT], ids=["figure as a value", "figure by pyplot"])
def test_a_figure_is_inline_svg_with_its_text_and_caption(code: str, to_html: ToHtml) -> None:
    html = to_html(block(code, 'run alt="A line that rises" caption="It rises."'))
    (figure,) = re.findall(r"<figure.*?</figure>", html, flags=re.DOTALL)
    svg = ElementTree.fromstring(figure)[0]
    assert svg.get("aria-label") == "A line that rises"
    assert svg.get("role") == "img"
    assert "It rises." in figure


def test_a_figure_takes_the_colours_and_the_font_of_the_page(to_html: ToHtml) -> None:
    html = to_html(block(DRAW.replace("[0, 1]", "[0, 1], color='#c2410c'"), 'run hidecode alt="A line"'))
    assert "var(--gd-by-hand)" in html
    assert "#c2410c" not in html
    assert "currentColor" in html
    assert "#000000" not in html
    assert "<style" not in html
    assert "font-family" not in html


def test_two_figures_on_one_page_share_no_id(to_html: ToHtml) -> None:
    html = to_html(block(DRAW, 'run alt="One"') + "\n" + block(DRAW, 'run alt="Two"'))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert ids
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', html)) != set()
    used = {a or b for a, b in re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', html)}
    assert used <= set(ids)


def test_the_same_page_gives_the_same_html_twice(to_html: ToHtml) -> None:
    page = block(DRAW, 'run alt="One"')
    assert to_html(page) == to_html(page)


# Everything that stops the build: the page, and a part of what is said.
WRONG = {
    "a block raises": (block("1 / 0"), "ZeroDivisionError"),
    "a block raises something else": (block("1 / 0", 'run raises="KeyError"'), "not KeyError"),
    "a declared exception does not come": (block("1", 'run raises="KeyError"'), "raises nothing"),
    "a warning": (block("import warnings\nwarnings.warn('slippery')"), "slippery"),
    "an overflow": (block("import numpy as np\nnp.float64(1e308) * 10"), "overflow"),
    "a declared warning does not come": (block("1", 'run warns="UserWarning"'), "warns with nothing"),
    "another warning comes too": (
        block("import warnings\nwarnings.warn('a')\nwarnings.warn('b', FutureWarning)", 'run warns="UserWarning"'),
        "FutureWarning",
    ),
    "sys.exit": (block("import sys\nsys.exit(0)"), "sys.exit"),
    "sys.exit that is declared": (block("raise SystemExit(0)", 'run raises="SystemExit"'), "sys.exit"),
    "a bare assert": (block("x = 1\nassert x == 2"), "AssertionError: assert x == 2"),
    "a syntax error": (block("def"), "SyntaxError"),
    "a fence that says nothing": ("```python\n1\n```\n", "either `run` or `norun`"),
    "a fence that says both": (block("1", "run norun"), "either `run` or `norun`"),
    "another name of the language": ("```py\n1\n```\n", "write ```python"),
    "a pycon block": ("```pycon\n>>> 1\n1\n```\n", "write ```python"),
    "braces": ("```{.python}\n1\n```\n", "write ```python"),
    "a misspelt option": (block("1", "run hid"), "'hid' is none of"),
    "a misspelt setting": (block("1", 'run altt="a"'), "'altt' is none of"),
    "a quote that is left open": (block("1", 'run alt="a'), "quotation"),
    "an unknown way": (block("1", 'run by="magic"'), "by is one of"),
    "an option for a block that is not run": (block("1", "norun hide"), "is not run"),
    "a figure without a text": (block(DRAW), "say in alt="),
    "a text without a figure": (block("1", 'run alt="A line"'), "draws none"),
    "two figures in a block": (block(f"{PYPLOT}\nplt.figure()", 'run alt="A line"'), "2 figures"),
    "a value that is not there": ("Here is {{ nothing }}.\n", "NameError"),
    "a brace that is missing": (block("x = 1") + "\nHere is {{ x }.\n", "braces that do not match"),
    "a space that is missing": (block("x = 1") + "\nHere is {{ x:.2f}}.\n", "braces that do not match"),
    "a block that is not closed": ("```python run\n1\n", "is not closed"),
    "a block in an admonition": ("!!! note\n\n    ```python run\n    1 / 0\n    ```\n", "ZeroDivisionError"),
}


@pytest.mark.parametrize(("wrong", "message"), WRONG.values(), ids=WRONG)
def test_the_page_is_refused(wrong: str, message: str, to_html: ToHtml) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        to_html(wrong)


def test_the_message_names_the_block_and_the_line(to_html: ToHtml) -> None:
    with pytest.raises(ValueError, match=r"block 2 \('x = 1'\), line 3: raises ZeroDivisionError: division by zero"):
        to_html(block("1") + "\n" + block("x = 1\ny = 0\nx / y"))
