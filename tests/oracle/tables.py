"""Selectors, routes and policy numbers, as the checks ask for them."""

from __future__ import annotations

from rxcheck.kb.load import Knowledge
from rxcheck.kb.schema import LabTest, Policy, routes_of
from rxcheck.kb.selectors import Selectors, usual_routes
from rxcheck.kb.terms import PolicyKey
from rxcheck.terms import Fact, Route, RouteGroup


class Tables:
    """The knowledge, with class members at hand."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._selectors = Selectors(knowledge)
        self.usual_routes = usual_routes(knowledge, self._selectors)
        self.policy: dict[PolicyKey, int] = {row.key: row.value for row in knowledge.rows(Policy)}
        self.labs: dict[Fact, LabTest] = {row.fact: row for row in knowledge.rows(LabTest)}

    def drugs_of(self, selector: str) -> frozenset[str]:
        """The ingredients that a selector stands for."""
        return self._selectors.drugs_of(selector)

    def contains(self, selector: str, drug: str) -> bool:
        return drug in self.drugs_of(selector)


def names_ingredient(selector: str | None) -> bool:
    return selector is not None and selector.startswith("drug:")


def route_fits(cell: tuple[str, ...], route: Route | None) -> bool:
    """Whether a routes cell (blank: systemic) takes a route in; an unknown one is taken for oral."""
    routes = routes_of(cell)
    return (route or Route.ORAL) in routes


def systemic_or_unknown(route: Route | None) -> bool:
    return route is None or route in RouteGroup.SYSTEMIC.routes
