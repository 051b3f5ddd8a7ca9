"""An entry of the log, and how entries are chained: SHA-256 over an unambiguous encoding that holds the hash of the entry before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from rxcheck.terms import Action, CheckKind, Decision, Severity

GENESIS = "0" * 64  # what the first entry holds in place of the hash of one before
_ENTRY_TAG, _FIELD_TAG = b"rxcheck review entry 1\n", b"rxcheck review field 1\n"
_DIGEST = (
    8  # hexadecimal digits of the digest of a field: they say where an entry was altered, its hash proves that it was
)


class Draft(Struct, frozen=True, kw_only=True):
    """What is to be recorded. Texts are empty where there is none; `lines` and `drugs` are JSON lists of ids.

    `once` names the decision: a second entry with the same is never made. `sqlite` is the number of the SQLite library that
    writes, as the header of its files has it (3040001).
    """

    recorded_at: str
    user: str
    user_group: str
    prescription_id: str
    report_digest: str
    knowledge: str
    knowledge_hash: str
    policy_digest: str
    program: str
    sqlite: int
    once: str
    finding_id: str
    rule_id: str
    check_kind: str
    action: str
    severity: str
    hl7_code: str
    lines: str
    drugs: str
    decision: str
    reason: str
    note: str


class Entry(Draft, frozen=True, kw_only=True):
    """A recorded decision: its place in the log, the hash of the entry before, digests of its fields, and its own hash."""

    sequence: int
    previous: str
    digests: str
    hash: str

    @property
    def decided(self) -> Decision:
        """The decision.

        Raises:
            ValueError: the log holds one that this version does not know.
        """
        return Decision(self.decision)

    @property
    def told(self) -> tuple[CheckKind, Action, Severity]:
        """Check, action and severity of the finding."""
        return CheckKind(self.check_kind), Action(self.action), Severity(self.severity)

    def ids(self, field: str) -> tuple[str, ...]:
        """The ids of `lines` or `drugs`."""
        return msgspec.json.decode(getattr(self, field), type=tuple[str, ...])


CONTENT = ("sequence", *Draft.__struct_fields__)
FIELDS = (*CONTENT, "previous", "digests", "hash")
NUMBERS = frozenset({"sequence", "sqlite"})


def listed(ids: Sequence[str]) -> str:
    """Ids as `lines` and `drugs` hold them."""
    return msgspec.json.encode(list(ids)).decode()


def sealed(draft: Draft, sequence: int, previous: str) -> Entry:
    """The draft as the entry after the one whose hash is `previous`."""
    values = {"sequence": sequence, **{name: getattr(draft, name) for name in Draft.__struct_fields__}}
    digests = digests_of(values)
    return Entry(**values, previous=previous, digests=digests, hash=hash_of(values, previous, digests))


def digests_of(values: dict[str, str | int]) -> str:
    """The digests of all content fields, one after the other."""
    return "".join(
        hashlib.sha256(_FIELD_TAG + _string(name) + _string(str(values[name]))).hexdigest()[:_DIGEST]
        for name in CONTENT
    )


def hash_of(values: dict[str, str | int], previous: str, digests: str) -> str:
    """The hash of an entry."""
    parts = [_string(name) + _string(str(values[name])) for name in CONTENT]
    parts += [_string("previous") + _string(previous), _string("digests") + _string(digests)]
    return hashlib.sha256(_ENTRY_TAG + b"".join(parts)).hexdigest()


def altered_fields(entry: Entry, previous: str) -> Iterator[str]:
    """The fields that are not what they were when the entry was sealed behind `previous`; none where all is as it was."""
    values = {name: getattr(entry, name) for name in CONTENT}
    if entry.previous != previous:
        yield "previous"
    digests = digests_of(values)
    if hash_of(values, entry.previous, entry.digests) == entry.hash and entry.digests == digests:
        return
    if hash_of(values, previous, digests) == entry.hash:
        if entry.digests != digests:
            yield "digests"
        return
    differing = [
        name
        for number, name in enumerate(CONTENT)
        if digests[number * _DIGEST : (number + 1) * _DIGEST]
        != entry.digests[number * _DIGEST : (number + 1) * _DIGEST]
    ]
    yield from differing or ["hash"]


def _string(text: str) -> bytes:
    """A netstring: the length says where it ends, whatever it holds."""
    data = text.encode("utf-8", "surrogatepass")
    return b"%d:%b," % (len(data), data)
