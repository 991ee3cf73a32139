"""What the documentation needs beyond MkDocs: formulas, source and output that cannot be wrong or grow stale.

Six Python-Markdown extensions, named in `mkdocs.yml` and found through `PYTHONPATH=site_tools`:

    run      a `python run` block is executed, and what comes out stands under it
    maths    `$...$` and `$$...$$` become HTML when the site is built
    source   `--source-- gdlearn.descent.descend` becomes the lines of that function
    shell    `--shell-- gdlearn --help` becomes what that command prints
    explorer `--explorer-- rate=0.02` becomes a descent that the reader can change
    in_page  `--exercise-- momentum` becomes an exercise that is done in the page

Each stops the build by raising, with or without `--strict`.
"""
