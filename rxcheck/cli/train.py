"""`rxcheck train`: cases for trainees."""

import typer

from rxcheck.cli.train_cases import check_case, generate

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Cases for trainees, and what is true of them.")
app.command("check-case")(check_case)
app.command("generate")(generate)
