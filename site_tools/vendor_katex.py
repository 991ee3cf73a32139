"""Bring a release of KaTeX into the repository: `python site_tools/vendor_katex.py 0.19.1` (needs npm).

The JavaScript stays here, for the build alone. The style sheet and the fonts go to the pages; of the three formats that
KaTeX ships, only woff2 is kept, which every browser of today reads.
"""

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

TOOLS = Path(__file__).parent
FOR_BUILD = TOOLS / "gdlearn_site" / "katex"
FOR_PAGES = TOOLS.parent / "docs" / "assets" / "katex"


def woff2_only(css: str) -> str:
    """The style sheet with the woff and ttf addresses taken out of every `src`.

    Raises:
        SystemExit: if another format is left, because the style sheet is written in a way that is not known here.
    """
    css = re.sub(r",url\([^)]+\.(?:woff|ttf)\) format\([^)]+\)", "", css)
    if re.search(r"\.(?:woff|ttf)\b", css):
        raise SystemExit("the style sheet of this KaTeX lists its fonts in another way; look at woff2_only.")
    return css


def vendor(version: str) -> None:
    """Fetch that version from npm and replace what is here by it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", f"katex@{version}"], cwd=folder, check=True, capture_output=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
        package = Path(folder, "package")
        for place in (FOR_BUILD, FOR_PAGES):
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            shutil.copy(package / "LICENSE", place)
        shutil.copy(package / "dist" / "katex.min.js", FOR_BUILD)
        css = (package / "dist" / "katex.min.css").read_text()
        (FOR_PAGES / "katex.min.css").write_text(woff2_only(css))
        (FOR_PAGES / "fonts").mkdir()
        for font in (package / "dist" / "fonts").glob("*.woff2"):
            shutil.copy(font, FOR_PAGES / "fonts")


if __name__ == "__main__":
    vendor(sys.argv[1])
