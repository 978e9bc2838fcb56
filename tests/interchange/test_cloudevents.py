"""A delivered entry as a CloudEvent, read by the project's own library."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from store.support import CITIZEN, PERSONAL, Clock, begun

from ocop_workflow import Store
from ocop_workflow.errors import StoreError
from ocop_workflow.interchange import cloud_event
from ocop_workflow.store import Delivery

SOURCE = "https://example.org/cases"


@pytest.fixture
def deliveries() -> list[Delivery]:
    """The start of a case, with personal values one of which is erased by now, and its next event."""
    found: list[Delivery] = []
    with Store.connect("sqlite:///:memory:", clock=Clock()) as store:
        begun(store, "Hồ sơ 1")
        store.erase("Hồ sơ 1", ("phone",))
        store.fire("Hồ sơ 1", "submit", actor=CITIZEN)
        store.consumer("bus").deliver(found.append)
    return found


def read(document: dict[str, object]) -> CloudEvent:
    event = JSONFormat().read(CloudEvent, json.dumps(document))
    assert isinstance(event, CloudEvent)
    return event


def test_the_cloudevents_library_reads_it(deliveries: list[Delivery]) -> None:
    event = read(cloud_event(deliveries[0], SOURCE))
    assert (event.get_id(), event.get_source()) == ("Hồ sơ 1/1", SOURCE)
    assert (event.get_type(), event.get_subject()) == ("dossier.register", "Hồ sơ 1")
    assert event.get_time() == datetime(2020, 2, 3, 9, tzinfo=UTC)
    assert (event.get_specversion(), event.get_datacontenttype()) == ("1.0", "application/json")
    assert event.get_extension("sequence") == "0000000001"


def test_the_library_refuses_an_envelope_that_lacks_something(deliveries: list[Delivery]) -> None:
    document = cloud_event(deliveries[0], SOURCE)
    for name in ("source", "type"):  # an id it would make up
        with pytest.raises(Exception, match=name):
            read({key: value for key, value in document.items() if key != name})


def test_each_entry_has_its_own_id_which_stays(deliveries: list[Delivery]) -> None:
    ids = [cloud_event(each, SOURCE)["id"] for each in [*deliveries, *deliveries]]
    assert ids == ["Hồ sơ 1/1", "Hồ sơ 1/2"] * 2


def test_the_entry_inside_can_be_checked_against_its_hash(deliveries: list[Delivery]) -> None:
    data = read(cloud_event(deliveries[1], SOURCE)).get_data()
    assert isinstance(data, dict)
    seal = data.pop("hash")
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sha256(text.encode()).hexdigest() == seal == deliveries[1].entry.hash


def test_personal_values_are_left_out_unless_asked_for(deliveries: list[Delivery]) -> None:
    assert PERSONAL["name"] not in json.dumps(cloud_event(deliveries[0], SOURCE), ensure_ascii=False)
    data = cloud_event(deliveries[0], SOURCE, personal=True)["data"]
    assert isinstance(data, dict)
    assert data["personal"] == {"name": PERSONAL["name"], "phone": None}


@pytest.mark.parametrize("source", ["", " ", "our cases", "a\n"])
def test_a_source_that_is_no_uri_is_told(deliveries: list[Delivery], source: str) -> None:
    with pytest.raises(StoreError) as error:
        cloud_event(deliveries[0], source)
    assert error.value.code == "event_source"
