"""``python -m gdlearn``: the command line where the script is not on the path."""

import sys

from gdlearn.cli import main

sys.exit(main())
