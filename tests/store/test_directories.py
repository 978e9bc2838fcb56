"""A store that is given a directory believes nobody about their roles; any object that answers will do."""

from collections.abc import Mapping
from datetime import date

import pytest
from attrs import frozen
from store.support import CITIZEN, REGISTRATION, Clock, Database, dossier

from ocop_workflow import Actor, Refused, Store
from ocop_workflow.reading import read_directory

ROOM = """directory: room
people: {c-1: {}, an: {}, binh: {}, chi: {}}
assignments:
  - {person: c-1, role: citizen}
  - {person: an, role: officer, to: 2020-02-29}
delegations:
  - {person: binh, for: an, role: officer, from: 2020-02-04, to: 2020-03-31, decision: 7/QĐ-UBND}
"""


@frozen
class Payroll:
    """What a host may have: roles by person, from a day on."""

    rows: Mapping[str, tuple[str, date]]

    def actor(self, actor_id: str, on: date) -> Actor:
        role, since = self.rows.get(actor_id, ("", date.max))
        return Actor(actor_id, [role] if since <= on else [])


def begun(database: Database, clock: Clock, directory: Payroll | None = None) -> Store:
    known = directory or read_directory("room.yaml", ROOM)
    store = Store.connect(database.url, clock=clock, directory=known)
    store.start(dossier(), REGISTRATION, actor=CITIZEN, id="D-1", event="register")
    store.fire("D-1", "submit", actor=Actor("c-1"))
    return store


def test_a_hosts_own_list_of_people_is_a_directory(database: Database, clock: Clock) -> None:
    since = date(2020, 2, 3)
    payroll = Payroll({"c-1": ("citizen", since), "new": ("officer", date(2020, 2, 5))})
    with begun(database, clock, payroll) as store:
        with pytest.raises(Refused):
            store.fire("D-1", "remark", actor=Actor("new", ["officer"]))  # what a caller says is ignored
        clock.forward(days=2)
        assert store.fire("D-1", "remark", actor=Actor("new")).data["remarks"] == 1


def test_a_delegate_acts_in_the_delegators_place_on_the_delegations_days(
    database: Database, clock: Clock
) -> None:
    with begun(database, clock) as store:
        with pytest.raises(Refused):
            store.fire("D-1", "remark", actor=Actor("binh"))
        clock.forward(days=1)
        store.fire("D-1", "remark", actor=Actor("binh"))
        entry = store.history("D-1")[-1]
        assert (entry.actor, entry.role, entry.unit, entry.on_behalf) == ("binh", "officer", None, "an")
        clock.forward(days=26)  # 1 March: the delegation goes on, but An is an officer no more
        with pytest.raises(Refused):
            store.fire("D-1", "remark", actor=Actor("binh"))


def test_the_day_is_when_it_happened_where_the_workflow_runs(database: Database, clock: Clock) -> None:
    with begun(database, clock) as store:
        clock.forward(hours=8, minutes=1)  # 00:01 of 4 February in Hanoi, still the 3rd in UTC
        store.fire("D-1", "remark", actor=Actor("binh"))
        clock.forward(days=60)
        store.fire("D-1", "remark", actor=Actor("an"), at=clock.now.replace(month=2, day=28))  # entered late
        with pytest.raises(Refused):
            store.fire("D-1", "remark", actor=Actor("an"))
