"""The worked cases of the rules go into the wheel as data: `rxcheck rules show` names them. The tests beside them do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Cases(BuildHookInterface[Any]):
    """Adds every file of cases below tests/cases/ as rxcheck/_data/cases/."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before a wheel is built; an editable one reads the checkout."""
        if version == "editable":
            return
        folder = Path(self.root) / "tests" / "cases"
        for path in sorted(folder.rglob("*.yaml")):
            build_data["force_include"][str(path)] = f"rxcheck/_data/cases/{path.relative_to(folder).as_posix()}"
