"""The colours of the figures as CSS variables, for light and for dark pages.

`python -m gdlearn_site.colours > docs/assets/palette.css` writes the style sheet again after a change of the palette.
"""

from gdlearn.palette import DARK, VARIABLES


def style_sheet() -> str:
    """Every colour of `gdlearn.palette` under its name, once for light and once for dark pages."""
    light = "\n".join(f"  {name}: {colour};" for colour, name in VARIABLES.items())
    dark = "\n".join(f"  {name}: {DARK[colour]};" for colour, name in VARIABLES.items())
    return (
        "/* Made from gdlearn.palette by `python -m gdlearn_site.colours`; do not edit. */\n"
        f':root,\n[data-md-color-scheme="default"] {{\n{light}\n}}\n\n'
        "/* Paper is light, whatever the screen was. */\n"
        f'@media screen {{\n[data-md-color-scheme="slate"] {{\n{dark}\n}}\n}}\n'
    )


if __name__ == "__main__":
    print(style_sheet(), end="")
