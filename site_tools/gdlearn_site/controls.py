"""What the controls of an explorer are set to: read from a line of a page, and written into links that set them."""

from collections.abc import Iterable
from typing import Any

from gdlearn_site.scripts import descent


class ControlError(ValueError):
    """A setting that there is not. Nobody catches it, so that it ends the build."""


def read(words: Iterable[str]) -> dict[str, Any]:
    """Settings by the names of their controls, from words such as `rate=0.02`, as the page's own scripts read them.

    Raises:
        ControlError: if there is no such control, it is set twice, or it cannot be set to that.

    Examples:
        >>> read(["rate=0.02", "start=2,9"])
        {'rate': 0.02, 'start': [2, 9]}
    """
    settings: dict[str, Any] = {}
    for word in words:
        name, _, text = word.partition("=")
        if name not in descent()("KEYS"):
            raise ControlError(f"{word!r} sets none of {', '.join(descent()('KEYS'))}.")
        if name in settings:
            raise ControlError(f"{word!r} sets {name} once more.")
        settings[name] = descent()("read", name, text)
        if settings[name] is None:
            raise ControlError(f"{word!r}: the control {name} cannot be set to {text!r}.")
    return settings


def to_set(says: str = "", **settings: Any) -> str:
    """A link, in Markdown, that sets controls of the explorer on its page; all others go back to the page's own values.

    Args:
        says: its text; "try" and the numbers, if left out.
        settings: controls and what they are set to; numbers are rounded to three digits.

    Raises:
        ControlError: if a control cannot be set to that.

    Examples:
        >>> to_set(rate=0.0282431)
        '[try 0.0282](?rate=0.0282#explorer){ .gd-set }'
        >>> to_set("the same for Adam", optimizer="adam", rate=0.3)
        '[the same for Adam](?optimizer=adam&rate=0.3#explorer){ .gd-set }'
    """
    texts = {name: _text(value) for name, value in settings.items()}
    words = [f"{name}={text}" for name, text in texts.items()]
    read(words)
    return f"[{says or 'try ' + ', '.join(texts.values())}](?{'&'.join(words)}#explorer){{ .gd-set }}"


def _text(value: Any) -> str:
    if isinstance(value, str | int):
        return str(int(value) if isinstance(value, bool) else value)
    return f"{rounded(value):.15g}" if isinstance(value, float) else ",".join(map(_text, value))


def rounded(value: float) -> float:
    """To three digits, as a reader would set it.

    Examples:
        >>> rounded(0.0282431)
        0.0282
    """
    return float(f"{value:.3g}")
