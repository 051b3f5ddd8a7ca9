"""Every message that a source or the command can raise has its Chinese: a new one fails here, by name."""

import ast
import re
import string
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import rxcheck
from rxcheck.errors import InputError, KnowledgeError, Location
from rxcheck.report.error_words import TEMPLATES, translate
from rxcheck.report.errors_text import error_text
from rxcheck.sources import fields
from rxcheck.sources.written import status_is_current
from rxcheck.terms import Lang, Sex

PACKAGE = Path(rxcheck.__file__).parent
EXPECTED = Path(__file__).parents[2] / "malformed" / "expected.yaml"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What makes an error from a message: classes of errors, and helpers of the sources.
MAKERS = {
    "InputError",
    "ModelError",
    "UsageError",
    "AuditError",
    "ReviewError",
    "TrainingError",
    "Rejected",
    "KnowledgeError",
    "_RefusedError",
    "MarkedYAMLError",
    "fail",
    "error",
}
# Messages that are made elsewhere: by those classes (walked too) and by msgspec.
ELSEWHERE = {"error.message", "why_unreadable(record, plan)", "str(error)", "message[:1].lower() + message[1:]"}


def modules() -> list[Path]:
    packs = [
        PACKAGE / "kb" / f"{name}.py"
        for name in ("packs", "pack_store", "corroborate", "site_policy", "importers/ansm")
    ]
    rooms = (
        *(PACKAGE / "sources").glob("*.py"),
        *(PACKAGE / "cli").glob("*.py"),
        *(PACKAGE / "explain").glob("*.py"),
        *(PACKAGE / "audit").glob("*.py"),
        *(PACKAGE / "models").glob("*.py"),
        *(PACKAGE / "rules").glob("*.py"),
        *(PACKAGE / "review").glob("*.py"),
        *(PACKAGE / "train").rglob("*.py"),
        PACKAGE / "kb" / "store.py",
        PACKAGE / "kb" / "importers" / "table.py",
        *packs,
    )
    return sorted(rooms)


def raised(path: Path) -> Iterator[tuple[str, str]]:
    """Place and message of every error that a module makes; slots are filled with Q0, Q1, …"""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and name_of(call.func) in MAKERS:
                    for node in messages(first_argument(call), function):
                        yield f"{path.parent.name}/{path.name}:{call.lineno}", filled(node)


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def first_argument(call: ast.Call) -> ast.expr:
    if name_of(call.func) == "Rejected":  # row, column, reason
        return call.args[2]
    return call.args[0] if call.args else next(item.value for item in call.keywords if item.arg == "problem")


def messages(node: ast.expr, function: ast.FunctionDef) -> Iterator[ast.expr]:
    """The constants and f-strings that an expression can be, names followed to where they are set."""
    if isinstance(node, ast.IfExp):
        yield from messages(node.body, function)
        yield from messages(node.orelse, function)
    elif isinstance(node, ast.Name):
        if node.id not in {argument.arg for argument in function.args.args}:
            found = list(assigned(node.id, function))
            assert found, f"{function.name}: where does {node.id} come from?"
            for value in found:
                yield from messages(value, function)
    elif ast.unparse(node) not in ELSEWHERE:
        assert isinstance(node, ast.Constant | ast.JoinedStr), f"{function.name}: {ast.unparse(node)}"
        yield node


def assigned(name: str, function: ast.FunctionDef) -> Iterator[ast.expr]:
    for item in ast.walk(function):
        if isinstance(item, ast.Assign) and [name] == [name_of(target) for target in item.targets]:
            yield item.value


def filled(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"Q{number}" for number, part in enumerate(node.values)
    )


def slots(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


RAISED = {message: place for path in modules() for place, message in raised(path)}


@pytest.mark.parametrize("message", sorted(RAISED))
def test_every_message_has_chinese(message: str) -> None:
    chinese = translate(message, Lang.ZH)
    hint = f"{RAISED[message]}: {message!r} has no Chinese in report/error_words.py"
    assert CHINESE.search(chinese), hint
    assert sorted(re.findall(r"Q\d+", chinese)) == sorted(re.findall(r"Q\d+", message)), hint
    assert translate(message, Lang.EN) == message


def test_the_walk_finds_the_messages() -> None:
    assert {"dose is zero", "Q0 is negative", "aliases are not allowed", "holds Q1, which is not a number"} <= set(
        RAISED
    )
    assert len(RAISED) > 80


@pytest.mark.parametrize(
    "line", [line for case in yaml.safe_load(EXPECTED.read_text(encoding="utf-8")).values() for line in case["errors"]]
)
def test_the_broken_files_are_told_in_chinese(line: str) -> None:
    chinese = translate(line.split(": ", 1)[1], Lang.ZH)
    assert CHINESE.search(chinese)
    # What is left in Latin letters is a name, a format or a key of the input, never English words in a row.
    bare = re.sub(r"（允许：.*）|'[^']*'", "", chinese, flags=re.DOTALL)
    assert not re.search(r"[a-z]{2,} [a-z]{2,}", bare), chinese


@pytest.mark.parametrize("template", TEMPLATES)
def test_slots_are_the_same_in_both_languages(template: str) -> None:
    assert slots(template) == sorted(set(slots(template))) == slots(TEMPLATES[template])
    assert CHINESE.search(TEMPLATES[template])


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_message_meets_its_own_template(template: str) -> None:
    values = {name: f"Q{number}" for number, name in enumerate(slots(template))}
    wanted = re.sub(r"\s", "", TEMPLATES[template].format(**values))
    assert re.sub(r"\s", "", translate(template.format(**values), Lang.ZH)) == wanted


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("dose is negative", "剂量为负数"),
        ("egfr is not a number", "eGFR 不是数字"),
        ("zip_code is not a number", "zip_code 不是数字"),
        ("potassium is not between 0.5 and 15", "血钾不在 0.5 至 15 之间"),
        ("weight is not between 0 and 700 kg", "体重不在 0 至 700 kg 之间"),
        ("is not a number", "不是数字"),
        ("expected `int | null`, got `str`", "应为整数或空值，却是文本"),
        ("is not YAML: the key 'dose' stands twice", "不是有效的 YAML：键 'dose' 出现两次"),
        ("is not YAML: nobody expects this", "不是有效的 YAML：nobody expects this"),
        ("unknown key '{what}' (allowed: a, b)", "未知的键 '{what}'（允许：a, b）"),
        ("unknown key 'a\nb' (allowed: a)", "未知的键 'a\nb'（允许：a）"),
        ("nobody wrote this", "nobody wrote this"),
    ],
)
def test_translate(english: str, chinese: str) -> None:
    assert translate(english, Lang.ZH) == chinese
    assert translate(english, Lang.EN) == english


def test_what_the_chinese_advises_is_understood() -> None:
    where = Location("x")
    assert [fields.parse_age(text, where).days for text in ("6个月", "10天")] == [183, 10]
    assert [fields.parse_sex(text, where) for text in ("女", "男")] == [Sex.FEMALE, Sex.MALE]
    assert [fields.parse_bool(text, "x", where) for text in ("是", "否")] == [True, False]
    assert [status_is_current(text, where) for text in ("新开", "在用")] == [False, True]
    assert fields.parse_decimal("5.9", "x", where) == Decimal("5.9")


def test_error_text() -> None:
    error = InputError("dose is zero", Location("a.csv", 3, "dose"))
    assert error_text(error, Lang.EN) == "a.csv, row 3, column dose: dose is zero" == str(error)
    assert error_text(error, Lang.ZH) == "a.csv，第 3 行，列 dose：剂量为零"
    assert error_text(KnowledgeError("table is missing"), Lang.ZH) == "缺少此知识表"
    option = InputError("sex is not understood: write female or male", Location("command line", None, "--sex"))
    assert error_text(option, Lang.EN) == "command line, option --sex: sex is not understood: write female or male"
    assert error_text(option, Lang.ZH) == "命令行，选项 --sex：性别无法理解：请写“女”或“男”"


@pytest.mark.parametrize("lang", Lang)
def test_error_text_is_one_harmless_line(lang: Lang) -> None:
    error = InputError("unknown key \x1b[2J\n (allowed: a)", Location("a\nb\x1b.yaml", None, "x\u202ey"))
    assert error_text(error, lang).isprintable()
