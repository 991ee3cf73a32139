"""The scripts of the pages, run by Python: what a page computes and says in motion is also there when it stands still.

A small JavaScript engine reads the modules of `web/` as they are. It knows neither `import` nor `export`, so these
words are replaced, and nothing else.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import quickjs

WEB = Path(__file__).parents[2] / "web"
IMPORT = re.compile(r'^import \{([\w\s,]+)\} from "([^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|let|function\*?) (\w+))", re.MULTILINE)
PASSED_ON = re.compile(r'^export \{([\w\s,]+)\} from "([^"]+)";$', re.MULTILINE)

# How it is asked. JSON has no word for what is not finite, and a descent that diverges needs one.
ASK = """
const take = (count, stream) => Array.from({ length: count }, () => stream.next().value);
const plain = (key, value) => {
  if (ArrayBuffer.isView(value)) return Array.from(value);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
};
function ask(name, given, count) {
  const known = index[name];
  const answer = typeof known === "function" ? known(...JSON.parse(given)) : known;
  return JSON.stringify(count ? take(count, answer) : answer ?? null, plain);
}
"""
NOT_FINITE = {"Infinity": float("inf"), "-Infinity": float("-inf"), "NaN": float("nan")}

Edits = Mapping[str, tuple[str, str]]


def bundle(entry: Path, edits: Edits | None = None) -> str:
    """A module and all that it imports as one script, in which `index` holds what the module exports.

    Args:
        entry: the file of the module.
        edits: for the name of a file, what stands in it and what shall stand there instead.

    Raises:
        ValueError: if what is to be replaced is not in its file, or a way to import is not understood.
    """
    parts: dict[Path, str] = {}

    def name(file: Path) -> str:
        return f"modules[{json.dumps(file.name)}]"

    def add(file: Path) -> None:
        if file in parts:
            return
        text = _edited(file, (edits or {}).get(file.name))
        for _, other in (*IMPORT.findall(text), *PASSED_ON.findall(text)):
            add((file.parent / other).resolve())
        given = EXPORT.findall(text)
        for names, other in PASSED_ON.findall(text):
            given += [f"{each}: {name(Path(other))}.{each}" for each in re.findall(r"\w+", names)]
        text = IMPORT.sub(lambda match: f"const {{{match[1]}}} = {name(Path(match[2]))};", text)
        text = EXPORT.sub("", PASSED_ON.sub("", text))
        if left := re.search(r"^(?:import|export)\b.*", text, flags=re.MULTILINE):
            raise ValueError(f"{file.name}: {left[0]!r} is not understood here; write it as the other modules do.")
        parts[file] = f"{name(file)} = (() => {{\n{text}\nreturn {{ {', '.join(given)} }};\n}})();\n"

    add(entry.resolve())
    return '"use strict";\nconst modules = {};\n' + "".join(parts.values()) + f"const index = {name(entry)};\n"


def _edited(file: Path, edit: tuple[str, str] | None) -> str:
    text = file.read_text(encoding="utf-8")
    if edit is None:
        return text
    if text.count(edit[0]) != 1:
        raise ValueError(f"{edit[0]!r} stands {text.count(edit[0])} times in {file.name}; it must stand there once.")
    return text.replace(*edit)


def exports(entry: Path, edits: Edits | None = None) -> Callable[..., Any]:
    """What a module exports: asked with a name, and with arguments if it is a function, all of them plain values.

    With `count=`, the first so many values of a stream. The engine lives in a thread of its own, so that any thread
    may ask it.
    """
    engine = quickjs.Function("ask", bundle(entry, edits) + ASK)

    def ask(name: str, *given: Any, count: int = 0) -> Any:
        asked = json.dumps(given).replace("Infinity", "1e999")  # which is read as infinite
        return _plain(json.loads(engine(name, asked, count)))

    return ask


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return NOT_FINITE.get(value, value) if isinstance(value, str) else value


@cache
def descent() -> Callable[..., Any]:
    """The arithmetic of the explorer and its words, `web/descent/index.js`, loaded once."""
    return exports(WEB / "descent" / "index.js")
