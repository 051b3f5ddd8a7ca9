"""Options that several commands on decisions share."""

# No postponed annotations here: typer would have to evaluate the text of each, one by one, at every start.
from pathlib import Path
from typing import Annotated

import typer

from rxcheck.terms import Lang

LogFile = Annotated[
    Path | None,
    typer.Option(
        "--log",
        help="The log; else $RXCHECK_REVIEW_LOG, else review.sqlite in the data folder of the user.",
        metavar="FILE",
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write the answer to a file.")]
Lang_ = Annotated[Lang, typer.Option("--lang", help="Language of the answer.")]
Knowledge = Annotated[Path | None, typer.Option("--knowledge", "-k", help="Folder with knowledge/ and rules/.")]
