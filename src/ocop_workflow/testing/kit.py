"""What all examples of one state machine share."""

from collections.abc import Mapping

from attrs import field, frozen

from ..access import Units
from ..access.any_units import AnyUnits
from ..calendar import Calendar
from ..model.canonical import canonical
from ..reading import bind
from ..workflow import Workflow
from .stores import StoreFactory
from .world import Patience, World

MOST_BOUND = 50  # sets of parameter values: enough for one shrinking


@frozen(eq=False)
class Kit:
    """The workflow as it was given, its store, and dated data. It is compiled once for each set of parameter values."""

    workflow: Workflow
    store: StoreFactory
    units: Units | None
    calendar: Calendar
    edges: Mapping[str, frozenset[object]]
    claims: bool
    patience: Patience = field(factory=Patience)
    _bound: dict[bytes, Workflow] = field(factory=dict)

    def world(self, parameters: Mapping[str, object]) -> World:
        """The world of one example, with these values for what is open."""
        workflow = self._with(parameters) if parameters else self.workflow
        wanted = self.units if self.units is not None else AnyUnits()
        units = wanted if workflow.definition.unit is not None or self.units is not None else None
        return World(workflow, self.store, units, self.calendar, patience=self.patience)

    def _with(self, parameters: Mapping[str, object]) -> Workflow:
        key = canonical(parameters)
        if key not in self._bound:
            if len(self._bound) > MOST_BOUND:
                self._bound.clear()
            self._bound[key] = Workflow(bind(self.workflow.definition, parameters))
        return self._bound[key]
