"""FHIR R4: a bundle, a resource or a list of resources → one prescription for each patient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any, TypeVar

from msgspec import Struct, field

from rxcheck import fhir_terms as ft
from rxcheck.errors import InputError, Location
from rxcheck.model import Age, Allergy, Condition, Lab, MedicationLine, Patient, Prescription
from rxcheck.sources import fields
from rxcheck.sources.fhir_dosage import dosage_of, refills_of, supply_of, texts_of
from rxcheck.sources.fhir_exact import Exact, exact_line
from rxcheck.sources.fhir_patient import (
    Measured,
    age_of,
    allergy_of,
    birth_weeks_of,
    breastfeeding_of,
    condition_of,
    measured_of,
    patient_of,
    pregnancy_of,
)
from rxcheck.sources.fhir_read import Node, codes_of, first_day, text_of
from rxcheck.sources.fhir_whole import Whole, line_id_of, patient_id_of, smiles_of, whole_of
from rxcheck.sources.interface import MAX_LINES, SourceResult
from rxcheck.sources.labs import LabTable
from rxcheck.terms import Fact, LineStatus, Setting

_REQUEST_ACTIVE = frozenset({"active", "on-hold", "draft", "unknown", ""})
_STATEMENT_ACTIVE = frozenset({"active", "intended", "on-hold", "unknown", ""})
_T = TypeVar("_T")


class _Chart(Struct):
    """What has been read of one patient. Lists are None until a record of their kind was seen."""

    patient: Patient = field(default_factory=Patient)
    lines: list[tuple[MedicationLine, date | None]] = field(default_factory=list)
    allergies: list[Allergy] | None = None
    conditions: list[Condition] | None = None
    measured: list[Measured] = field(default_factory=list)
    settings: set[Setting] = field(default_factory=set)
    pregnancy: list[tuple[date | None, bool | None, int | None]] = field(default_factory=list)
    lactating: list[tuple[date | None, bool | None]] = field(default_factory=list)
    birth_weeks: int | None = None
    age: Age | None = None
    whole: Whole | None = None
    location: Location | None = None


def read_fhir(value: Any, name: str, labs: LabTable, *, include_inactive: bool = False) -> SourceResult:
    """Prescriptions of FHIR data. A resource that cannot be read gives one error with its path; the rest is kept."""
    return _Reader(name, labs, include_inactive).read(value)


class _Reader:
    def __init__(self, name: str, labs: LabTable, include_inactive: bool) -> None:
        self.name = name
        self.labs = labs
        self.include_inactive = include_inactive
        self.errors: list[InputError] = []
        self.charts: dict[str, _Chart] = {}
        self.by_reference: dict[str, Node] = {}
        self.wholes: dict[str, Whole] = {}

    def read(self, value: Any) -> SourceResult:
        nodes = list(self._nodes(value))
        for full_url, node in nodes:
            kind, ident = node.text("resourceType"), node.text("id")
            for key in (full_url, f"{kind}/{ident}" if ident else "", f"urn:uuid:{ident}" if ident else ""):
                if key:
                    self.by_reference.setdefault(key, node)
        for _, node in nodes:
            if node.text("resourceType") == "List":
                self._guarded(partial(self._whole, node))
        for full_url, node in nodes:
            if node.text("resourceType") == "Patient":
                self._guarded(partial(self._patient, node, full_url))
        for _, node in nodes:
            reader = self._readers().get(node.text("resourceType"))
            if reader:
                self._guarded(partial(reader, node))
        if not nodes and not self.errors:
            self.errors.append(InputError("holds no FHIR resource", Location(self.name)))
        found = []
        for key, chart in self.charts.items():
            prescription = self._guarded(partial(self._prescription, key, chart))
            if prescription:
                found.append(prescription)
        if not found and not self.errors:
            self.errors.append(InputError("holds no medication to check", Location(self.name)))
        return SourceResult(tuple(found), tuple(self.errors))

    def _readers(self) -> dict[str, Callable[[Node], None]]:
        return {
            "MedicationRequest": self._medication,
            "MedicationStatement": self._medication,
            "AllergyIntolerance": self._allergy,
            "Condition": self._condition,
            "Observation": self._observation,
            "OperationOutcome": self._outcome,
        }

    def _guarded(self, call: Callable[[], _T]) -> _T | None:
        try:
            return call()
        except InputError as error:
            self.errors.append(error)
            return None

    def _nodes(self, value: Any) -> Iterator[tuple[str, Node]]:
        """Resources with their full URLs; bundles (also inside lists) are opened."""
        many = isinstance(value, list)
        for number, item in enumerate(value if many else [value]):
            path = f"[{number}]" if many else ""
            node = Node(item, Location(self.name, None, path or None), path)
            if not isinstance(item, dict) or not isinstance(item.get("resourceType"), str):
                self.errors.append(node.error("is not a FHIR resource"))
            elif item["resourceType"] != "Bundle":
                yield "", node
            else:
                yield from self._entries(node)

    def _entries(self, bundle: Node) -> Iterator[tuple[str, Node]]:
        try:
            entries = bundle.nodes("entry")
        except InputError as error:
            self.errors.append(error)
            return
        for entry in entries:
            try:
                resource = entry.node("resource")
                if resource is not None:
                    resource.required_text("resourceType")
                    yield entry.text("fullUrl"), resource
            except InputError as error:
                self.errors.append(error)

    def _chart(self, node: Node, key: str) -> _Chart:
        """The chart of the patient that `node` refers to; a single patient takes what refers to nobody."""
        reference = node.node(key)
        target = reference.text("reference") if reference else ""
        known = self.by_reference.get(target)
        ident = known.text("id") or target if known else target
        if not ident and len(self.charts) == 1:
            return next(iter(self.charts.values()))
        return self.charts.setdefault(ident or "1", _Chart(Patient(id=ident or None), location=Location(self.name)))

    def _whole(self, node: Node) -> None:
        """A list that the program has written: what a prescription says as a whole."""
        whole = whole_of(node)
        if whole is not None:
            self.wholes[whole.patient] = whole

    def _patient(self, node: Node, full_url: str) -> None:
        ident = node.text("id") or "1"
        if ident in self.charts:
            raise node.error("the patient id stands twice", "id")
        # The chart is there even when a field of the patient is not readable: the medications must not vanish with it.
        whole = self.wholes.get(full_url) or self.wholes.get(f"Patient/{ident}")
        known = patient_id_of(node) if whole else ident
        chart = self.charts[ident] = _Chart(Patient(id=known), location=node.where, whole=whole)
        chart.patient = patient_of(node, known)

    def _allergy(self, node: Node) -> None:
        chart = self._chart(node, "patient")
        allergy = allergy_of(node)
        chart.allergies = [] if chart.allergies is None else chart.allergies
        if allergy:
            chart.allergies.append(allergy)

    def _condition(self, node: Node) -> None:
        chart = self._chart(node, "subject")
        condition = condition_of(node)
        chart.conditions = [] if chart.conditions is None else chart.conditions
        if condition and condition not in chart.conditions:
            chart.conditions.append(condition)

    def _observation(self, node: Node) -> None:
        if node.text("status") in ("entered-in-error", "cancelled"):
            return
        chart = self._chart(node, "subject")
        if (pregnancy := pregnancy_of(node)) is not None:
            chart.pregnancy.append(pregnancy)
        elif (lactating := breastfeeding_of(node)) is not None:
            chart.lactating.append(lactating)
        elif (weeks := birth_weeks_of(node)) is not None:
            chart.birth_weeks = weeks
        elif (age := age_of(node)) is not None:
            chart.age = age
        else:
            chart.measured.extend(measured_of(node, self.labs))

    def _outcome(self, node: Node) -> None:
        """Who wrote the bundle could not put everything into it: that must not be lost on the way."""
        if any(issue.text("severity") in ("error", "fatal") for issue in node.nodes("issue")):
            raise node.error("says that something could not be read or is missing from the bundle")

    def _medication(self, node: Node) -> None:
        chart = self._chart(node, "subject")
        request = node.text("resourceType") == "MedicationRequest"
        status = node.text("status")
        active = status in (_REQUEST_ACTIVE if request else _STATEMENT_ACTIVE)
        do_not = node.value.get("doNotPerform") is True
        if status == "entered-in-error" or do_not or (not active and not self.include_inactive):
            return
        name, codes = self._drug(node)
        key = "dosageInstruction" if request else "dosage"
        on = first_day(node, "authoredOn" if request else "dateAsserted")
        read = exact_line(node, key) or _read_anew(node, key, on)
        line = MedicationLine(
            id=line_id_of(node) or node.text("id") or f"{len(chart.lines) + 1}",
            as_written=name,
            codes=codes,
            smiles=smiles_of(node),
            dosage=read.dosage,
            start=read.start,
            days=read.days,
            quantity=read.quantity,
            status=LineStatus.NEW if request else LineStatus.CURRENT,
            problems=read.problems,
            written=read.written,
            refills=read.refills,
        )
        if any(line.id == other.id for other, _ in chart.lines):
            raise node.error("the resource id stands twice", "id")
        chart.lines.append((line, on))
        chart.settings |= _settings_of(node) if request else set()

    def _drug(self, node: Node) -> tuple[str, tuple[Any, ...]]:
        concept = node.node("medicationCodeableConcept")
        if concept is None:
            reference = node.node("medicationReference")
            if reference is None:
                raise node.error("names no medication")
            target = reference.text("reference")
            medication = self._contained(node, target) if target.startswith("#") else self.by_reference.get(target)
            concept = medication.node("code") if medication else None
            if concept is None:
                shown = reference.text("display")
                if not shown:
                    raise reference.error("refers to a medication that is not in the bundle")
                return shown, ()
        name = text_of(concept)
        if not name:
            raise concept.error("has neither text nor code")
        return name, codes_of(concept)

    def _contained(self, node: Node, target: str) -> Node | None:
        return next((inner for inner in node.nodes("contained") if inner.text("id") == target[1:]), None)

    def _prescription(self, key: str, chart: _Chart) -> Prescription | None:
        if not chart.lines:
            return None
        where = chart.location or Location(self.name)
        if len(chart.lines) > MAX_LINES:
            raise InputError(f"has {len(chart.lines)} lines; a prescription has at most {MAX_LINES}", where)
        whole = chart.whole
        authored = whole.authored_on if whole else max((on for _, on in chart.lines if on), default=None)
        patient = chart.patient
        age = chart.age
        if age is None and patient.birth_date and authored:
            age = self._guarded(lambda: fields.age_at(patient.birth_date or authored, authored, where))
        newest = _newest(chart.measured)
        complete = Patient(
            id=patient.id,
            birth_date=patient.birth_date,
            age=age,
            sex=patient.sex,
            weight_g=newest.weight_g,
            height_mm=newest.height_mm,
            pregnancy=_pregnancy(chart.pregnancy, where),
            lactating=_lactating(chart.lactating),
            allergies=None if chart.allergies is None else _known(chart.allergies),
            conditions=None if chart.conditions is None else tuple(chart.conditions),
            # Of a long record only the newest counts; a prescription that we wrote holds what was given with it.
            labs=newest.labs if whole is None else tuple(item.lab for item in chart.measured if item.lab),
            gestation_weeks=chart.birth_weeks,
        )
        # Requests of several settings are no prescription of any one of them.
        setting = next(iter(chart.settings)) if len(chart.settings) == 1 else None
        lines = tuple(line for line, _ in chart.lines)
        if whole is None:
            return Prescription(key, lines, complete, authored, location=where, setting=setting)
        return Prescription(
            whole.id,
            lines,
            complete,
            authored,
            whole.problems,
            where,
            whole.setting,
            whole.prescriber,
            whole.long_term,
            whole.justified,
        )


def _read_anew(node: Node, key: str, on: date | None) -> Exact:
    """A line as its elements and texts say."""
    dosage, problems = dosage_of(node, key)
    days, quantity = supply_of(node)
    return Exact(dosage, problems, texts_of(node, key), on, dosage.days or days, quantity, refills_of(node))


def _settings_of(node: Node) -> set[Setting]:
    value = node.value.get("category")
    concepts = node.nodes("category") if isinstance(value, list) else []
    codes = {coding.text("code") for concept in concepts for coding in concept.nodes("coding")}
    return {ft.SETTINGS[code] for code in codes & set(ft.SETTINGS)}


def _known(allergies: list[Allergy]) -> tuple[Allergy, ...]:
    return tuple(allergy for allergy in dict.fromkeys(allergies) if not fields.is_none_word(allergy.substance))


class _Newest(Struct, frozen=True):
    weight_g: int | None
    height_mm: int | None
    labs: tuple[Lab, ...]


def _newest(found: list[Measured]) -> _Newest:
    """The latest value of each test, also when it was taken after the last order; undated ones count as oldest."""
    latest: dict[str, Measured] = {}
    for item in found:
        before = latest.get(item.key)
        if before is None or (item.on or date.min) >= (before.on or date.min):
            latest[item.key] = item
    weight = next((item.value for item in latest.values() if item.fact is Fact.WEIGHT), None)
    height = next((item.value for item in latest.values() if item.fact is Fact.HEIGHT), None)
    labs = tuple(item.lab for item in latest.values() if item.lab)
    where = Location("")
    return _Newest(
        fields.weight_g(weight, where) if weight is not None else None,
        fields.height_mm(height, where) if height is not None else None,
        labs,
    )


def _lactating(found: list[tuple[date | None, bool | None]]) -> bool | None:
    """The latest status that says something."""
    ordered = sorted(found, key=lambda item: item[0] or date.min)
    return next((status for _, status in reversed(ordered) if status is not None), None)


def _pregnancy(found: list[tuple[date | None, bool | None, int | None]], where: Location) -> Any:
    """The latest status and the latest weeks; weeks from before a later "not pregnant" do not count."""
    ordered = sorted(found, key=lambda item: item[0] or date.min)
    pregnant = weeks = None
    for _, status, value in ordered:
        if status is not None:
            pregnant, weeks = status, weeks if status else None
        if value is not None:
            pregnant, weeks = True, value
    return fields.pregnancy_of(pregnant, weeks, where)
