"""The pages: what is built, what is on them, and what stops the build."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest

import gdlearn

pytestmark = pytest.mark.site
ROOT = Path(__file__).parents[1]
LOADED = {  # what a browser fetches by itself when it shows a page: tag -> attributes that hold addresses
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "use": ("href", "xlink:href"),
}
FOREIGN = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def mkdocs(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs in the root of the project, as `make docs` does."""
    variables = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT / "site_tools")} | environment
    command = [sys.executable, "-m", "mkdocs", "build", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


@dataclass
class Page(HTMLParser):
    """One page: its anchors, what it loads, its classes, and the text that a reader sees outside code."""

    path: Path
    ids: set[str] = field(default_factory=set)
    loads: list[str] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.hidden: list[str] = []
        self.feed(self.path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what the attributes say, and note where code begins."""
        values = {name: value or "" for name, value in attrs}
        self.ids.add(values.get("id", ""))
        self.classes.update(values.get("class", "").split())
        self.loads += [values[name] for name in LOADED.get(tag, ()) if name in values]
        if tag in {"code", "script", "style", "annotation"}:
            self.hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note where code ends."""
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        """Keep the text outside code."""
        self.text += "" if self.hidden else data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if "SITE" in os.environ:  # `make test-site` has just built it, strict
        return ROOT / os.environ["SITE"]
    folder = tmp_path_factory.mktemp("site")
    built = mkdocs("--strict", "-d", folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {path.relative_to(site).as_posix(): Page(path) for path in sorted(site.rglob("*.html"))}


def test_the_strict_build_makes_a_page_of_every_markdown_file(pages: dict[str, Page]) -> None:
    sources = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")]
    expected = {path.with_suffix("") if path.stem == "index" else path.with_suffix("") / "index" for path in sources}
    assert {f"{path.as_posix()}.html" for path in expected} | {"404.html"} == set(pages)


@pytest.mark.parametrize("name", gdlearn.__all__)
def test_every_public_name_has_a_place_in_the_reference(name: str, pages: dict[str, Page]) -> None:
    thing = getattr(gdlearn, name)
    reference = [page for path, page in pages.items() if path.startswith("reference/")]
    assert any(f"{thing.__module__}.{thing.__qualname__}" in page.ids for page in reference)


def test_every_module_has_a_place_in_the_reference(pages: dict[str, Page]) -> None:
    source = ROOT / "src"
    modules = {path.relative_to(source).with_suffix("") for path in (source / "gdlearn").rglob("[!_]*.py")}
    shown = [path for path in modules if not {"cli", "files"} & {*path.parts}]  # commands show their help instead
    names = {".".join(path.parts) for path in shown}
    assert names <= {anchor for path, page in pages.items() if path.startswith("reference/") for anchor in page.ids}


def test_no_page_loads_anything_from_another_host(pages: dict[str, Page]) -> None:
    assert [(path, x) for path, page in pages.items() for x in page.loads if FOREIGN.match(x)] == []


def test_no_style_sheet_loads_anything_from_another_host(site: Path) -> None:
    for sheet in site.rglob("*.css"):
        addresses = re.findall(r"""(?:url\(|@import)\s*["']?([^"')]+)""", sheet.read_text(encoding="utf-8"))
        assert [address for address in addresses if FOREIGN.match(address)] == [], sheet


def test_every_font_of_the_formulas_is_there(site: Path) -> None:
    folder = site / "assets" / "katex"
    fonts = re.findall(r"url\(([^)]+)\)", (folder / "katex.min.css").read_text(encoding="utf-8"))
    assert fonts
    assert all((folder / font).is_file() for font in fonts)
    assert (folder / "LICENSE").is_file()


def test_formulas_are_rendered_in_docstrings_and_pages(pages: dict[str, Page]) -> None:
    for path in (
        "index.html",
        "about/design/index.html",
        "reference/theory/index.html",
        "reference/objectives/index.html",
    ):
        assert "katex" in pages[path].classes, path


def test_no_raw_tex_is_left_on_a_page(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert "$$" not in page.text, path
        assert re.findall(r"\$[\\\w][^$\n]*\$|\\(?:frac|sum|nabla|eta)\b", page.text) == [], path


def test_no_mark_of_an_inclusion_is_left_on_a_page(site: Path) -> None:
    """A mark that is not understood is shown as it stands, and no builder complains."""
    for path in site.rglob("*.html"):
        shown = re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8"))
        marks = r"-{1,2}\s*8\s*&lt;|^\s*--(?:source|shell|exercise|explorer)--|(?<!\$)\{\{ "
        assert re.findall(marks, shown, flags=re.MULTILINE) == [], path


def test_the_colours_of_the_style_sheet_are_those_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "site_tools")
    expected = import_module("gdlearn_site.colours").style_sheet()
    assert (ROOT / "docs" / "assets" / "palette.css").read_text(encoding="utf-8") == expected


def test_the_home_page_shows_the_gradient_as_it_stands_in_the_source(site: Path) -> None:
    shown = re.sub(r"<[^>]+>", "", (site / "index.html").read_text(encoding="utf-8"))
    for file, line in (
        ("objectives/mse.py", "self.X.T @ self.residual(w)"),
        ("backends/torch_backend.py", "loss.backward()"),
    ):
        assert line in (ROOT / "src" / "gdlearn" / file).read_text(encoding="utf-8")
        assert line in shown


def test_the_lines_of_get_started_are_those_of_the_package_and_agree(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "get-started.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```python run\n(import gdlearn.*?)```", page, flags=re.DOTALL)
    ours = re.findall(r"^    (.+)$", gdlearn.__doc__ or "", flags=re.MULTILINE)
    assert [line for line in lines.splitlines() if line] == ours
    exec(lines, {})
    verdict = capsys.readouterr().out
    assert "agree" in verdict
    assert "not agree" not in verdict


Build = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def build_one_page(tmp_path: Path) -> Build:
    """Build one page with the configuration of the project, but without `--strict`."""

    def build(text: str, docstring: str = "") -> subprocess.CompletedProcess[str]:
        docs = tmp_path / "docs"
        docs.mkdir()
        (docs / "index.md").write_text(text, encoding="utf-8")
        (tmp_path / "lesson.py").write_text(f'r"""{docstring}"""\n', encoding="utf-8")
        changes = f"docs_dir: {docs}\nnav: [index.md]\nwatch: []\nextra_css: []\ntheme: {{favicon: ''}}\n"
        config = f"INHERIT: {ROOT / 'mkdocs.yml'}\n{changes}"
        (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
        paths = os.pathsep.join((str(ROOT / "site_tools"), str(tmp_path)))
        return mkdocs("-f", tmp_path / "mkdocs.yml", "-d", tmp_path / "site", PYTHONPATH=paths)

    return build


def test_a_right_page_builds_without_strict(build_one_page: Build) -> None:
    built = build_one_page(
        "It costs $5 or $6, and $w$ is\n\n$$\\frac{1}{2}$$\n\n::: lesson", docstring="All $w_1$ is well."
    )
    assert built.returncode == 0, built.stderr


@pytest.mark.parametrize(
    ("text", "docstring", "message"),
    [
        ("A line with $\\nabbla L$.", "", "nabbla"),
        ("::: lesson", "Formula:\n    $$\\frac{1}$$\n", "frac{1}"),
        ("--source-- gdlearn.descent.ascend", "", "gdlearn.descent.ascend"),
        ("--shell-- gdlearn ascend", "", "gdlearn ascend"),
        ("```python run\n1 / 0\n```", "", "ZeroDivisionError"),
        ('```python run raises="KeyError"\n1\n```', "", "raises nothing"),
        ("```python run\nimport numpy as np\nnp.float64(1e308) * 10\n```", "", "overflow"),
        ("```python run\nimport sys\nsys.exit(0)\n```", "", "sys.exit"),
        ("```python\n1\n```", "", "either `run` or `norun`"),
        ("```python run\nfrom matplotlib.figure import Figure\nFigure()\n```", "", "say in alt="),
        ("{{ nothing }} is here", "", "NameError"),
        ('```python norun\n--8<-- "examples/gone.py"\n```', "", "examples/gone.py"),
    ],
    ids=[
        "TeX on a page",
        "TeX in a docstring",
        "source that is gone",
        "a command that fails",
        "a block that raises",
        "a declared exception that does not come",
        "a warning",
        "sys.exit",
        "a fence that neither runs nor says so",
        "a figure without a text",
        "a value that is not there",
        "a file that is gone",
    ],
)
def test_the_build_fails_without_strict_on(build_one_page: Build, text: str, docstring: str, message: str) -> None:
    built = build_one_page(text, docstring)
    assert built.returncode != 0
    assert message in built.stderr.splitlines()[-1]


@pytest.fixture
def to_html(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Markdown to HTML with the formulas of the site."""
    monkeypatch.syspath_prepend(ROOT / "site_tools")
    return partial(import_module("markdown").markdown, extensions=["gdlearn_site.maths"])


@pytest.mark.parametrize(
    "text",
    ["$$\\frac{1}$$", "$$ w", "$$\nw\n\nw\n$$", "in a line $$w$$ of text", "$\\left( w$", "- item\n\n    $$\\nope$$"],
)
def test_bad_tex_is_refused(text: str, to_html: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match=r"cannot render the formula|two dollars"):
        to_html(text)


def test_dollars_that_are_no_formulas_stay(to_html: Callable[[str], str]) -> None:
    html = to_html("From $5 to $6, \\$HOME, `$x$` and `$$`.\n\n    $$ in a code block")
    assert "katex" not in html
    for part in ("From $5 to $6, $HOME", "<code>$x$</code>", "<code>$$</code>", "$$ in a code block"):
        assert part in html
