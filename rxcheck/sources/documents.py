"""YAML and JSON text to plain values: exact numbers, no duplicate keys, no aliases, no depth without end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rxcheck.errors import InputError, Location
from rxcheck.sources.interface import MAX_DEPTH

if TYPE_CHECKING:
    from yaml import SafeLoader

_MAX_EXPONENT = 20


class _RefusedError(Exception):
    """A reason not to read a document, found inside a parser's callback."""


def load_json(text: str, name: str) -> Any:
    """A JSON document; numbers with a fraction are Decimal.

    Raises:
        InputError: not JSON, a key twice in one object, nested too deeply, or a number beyond reason.
    """
    return _loads(text, name, None)


def load_json_lines(text: str, name: str) -> Iterator[tuple[int, Any]]:
    """The row and value of every line that is not blank; a line that is no JSON gives its InputError as value."""
    for row, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield row, _loads(line, name, row)
            except InputError as error:
                yield row, error


def _loads(text: str, name: str, row: int | None) -> Any:
    try:
        value = json.loads(
            text,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=_no_duplicates,
        )
    except _RefusedError as error:
        raise InputError(str(error), Location(name, row)) from None
    except RecursionError:
        raise InputError(f"is nested more than {MAX_DEPTH} deep", Location(name, row)) from None
    except json.JSONDecodeError as error:
        message = f"is not JSON: {error.msg} (column {error.colno})"
        raise InputError(message, Location(name, row or error.lineno)) from None
    except ValueError:
        raise InputError("holds a number beyond what can be meant", Location(name, row)) from None
    if _too_deep(value):
        raise InputError(f"is nested more than {MAX_DEPTH} deep", Location(name, row))
    return _mended(value) if "\\ud" in text.casefold() else value


def _mended(value: Any) -> Any:
    """Halves of a surrogate pair, which an escape can write and no text can hold, as the replacement character."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    return value


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if len(text) > 40 or (number and abs(number.adjusted()) > _MAX_EXPONENT):
        raise _RefusedError("holds a number beyond what can be meant")
    return number


def _integer(text: str) -> int:
    if len(text) > 40:
        raise _RefusedError("holds a number beyond what can be meant")
    return int(text)


def _constant(text: str) -> Any:
    raise _RefusedError(f"holds {text}, which is not a number")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _RefusedError(f"has the key {key[:60]!r} twice in one object")
            seen.add(key)
    return found


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        children: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                children.extend(item.values())
            elif isinstance(item, list):
                children.extend(item)
        level = [child for child in children if isinstance(child, (dict, list))]
        if not level:
            return False
    return True


def load_yaml(text: str, name: str) -> Any:
    """A YAML document by JSON's types plus yes/no: no tags, no aliases, no dates, no octal numbers.

    Raises:
        InputError: not YAML, an alias, a tag, a key twice, nested too deeply, more than one document.
    """
    import yaml

    try:
        loader = _loader_class()(text)
        try:
            value = loader.get_single_data()
            return _mended(value) if "\\u" in text.casefold() else value
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        raise InputError(f"is not YAML: {error.problem or 'unreadable'}", Location(name, row)) from None
    except yaml.YAMLError:
        raise InputError("is not YAML: holds characters that YAML does not allow", Location(name)) from None
    except (RecursionError, _RefusedError) as error:
        reason = str(error) if isinstance(error, _RefusedError) else f"is nested more than {MAX_DEPTH} deep"
        raise InputError(reason, Location(name)) from None
    except (ValueError, OverflowError):
        raise InputError("holds a number beyond what can be meant", Location(name)) from None


_PATTERNS = {
    "tag:yaml.org,2002:bool": (r"yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE", "yYnNtTfF"),
    "tag:yaml.org,2002:int": (r"-?(?:0|[1-9][0-9]{0,30})", "-0123456789"),
    "tag:yaml.org,2002:float": (r"-?(?:0|[1-9][0-9]{0,30})?\.[0-9]{1,30}|-?[0-9]{1,20}\.", "-.0123456789"),
    "tag:yaml.org,2002:null": (r"~|null|Null|NULL|", "~nN\0"),
}


def _loader_class() -> type[SafeLoader]:
    import yaml

    class Loader(yaml.SafeLoader):
        """A safe loader with fewer types and no way to blow up."""

        yaml_implicit_resolvers = {}  # noqa: RUF012 - the parent's table, emptied
        depth = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                event = self.peek_event()  # type: ignore[no-untyped-call]
                raise yaml.MarkedYAMLError(problem="aliases are not allowed", problem_mark=event.start_mark)
            self.depth += 1
            if self.depth > MAX_DEPTH + 1:
                event = self.peek_event()  # type: ignore[no-untyped-call]
                raise _RefusedError(f"is nested more than {MAX_DEPTH} deep")
            try:
                return super().compose_node(parent, index)
            finally:
                self.depth -= 1

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            seen: set[str] = set()
            for key, _ in node.value:
                text = key.value if isinstance(key.value, str) else ""
                if not isinstance(key.value, str):
                    raise yaml.MarkedYAMLError(problem="a key must be a word", problem_mark=key.start_mark)
                if text in seen:
                    raise yaml.MarkedYAMLError(
                        problem=f"the key {text[:60]!r} stands twice", problem_mark=key.start_mark
                    )
                seen.add(text)
            return super().construct_mapping(node, deep)

    for tag, (pattern, first) in _PATTERNS.items():
        Loader.add_implicit_resolver(
            tag, re.compile(f"^(?:{pattern})$"), [char if char != "\0" else "" for char in first]
        )
    Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: _decimal(node.value.rstrip(".")))
    Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
    return Loader
