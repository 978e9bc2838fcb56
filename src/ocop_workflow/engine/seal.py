"""The stored form of entries and cases, and the hash that seals an entry with all before it."""

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from ..case import FORMAT, Case, Due, Entry, Erased
from ..model.canonical import canonical, canonical_json, instant, instant_text, plain
from ..model.definition import Definition
from ..model.values import decode

COMMITMENT = "commitment"


def commitment_key(salt: bytes, name: str) -> bytes:
    """The key of one field's commitment, so that each can be erased by itself."""
    return hmac.new(salt, canonical(name), sha256).digest()


def commitment(salt: bytes, name: str, value: object) -> dict[str, str]:
    """What an entry holds in place of a personal value: an HMAC-SHA256 of its name and canonical form."""
    return commitment_by(commitment_key(salt, name), name, value)


def commitment_by(key: bytes, name: str, value: object) -> dict[str, str]:
    """The same, by the field's own key: what a store keeps of the salt."""
    return {COMMITMENT: hmac.new(key, canonical([name, value]), sha256).hexdigest()}


def entry_document(entry: Entry) -> dict[str, object]:
    """Everything that is hashed: the whole entry without its hash, clear personal values and salt."""
    return {
        "format": entry.format,
        "case": entry.case,
        "definition": entry.definition,
        "seq": entry.seq,
        "event": entry.event,
        "source": entry.source,
        "target": entry.target,
        "stay": entry.stay,
        "actor": entry.actor,
        "role": entry.role,
        "unit": entry.unit,
        "on_behalf": entry.on_behalf,
        "at": instant_text(entry.at),
        "recorded": instant_text(entry.recorded),
        "due": _optional_text(entry.due),
        "payload": entry.payload,
        "writes": entry.writes,
        "seen": entry.seen,
        "previous": entry.previous,
    }


def entry_from_document(document: Mapping[str, object], digest: str) -> Entry:
    """The entry that `entry_document` described, with its hash."""
    parts = dict(document)
    for name in ("at", "recorded", "due"):
        text = parts[name]
        parts[name] = instant(text) if isinstance(text, str) else None
    return Entry(**parts, hash=digest)  # type: ignore[arg-type]  # JSON by the names of the fields


def entry_bytes(entry: Entry) -> bytes:
    """The canonical form of `entry_document`: what is hashed, and what is stored."""
    return entry.sealed or canonical_json(entry_document(entry))


def seal(entry: Entry) -> Entry:
    """The same entry, that nobody else has yet, with its hash: SHA-256 of its bytes, which hold the hash before.

    The bytes stay with it for writing; a copy that differs does not have them.
    """
    raw = canonical_json(entry_document(entry))
    object.__setattr__(entry, "sealed", raw)
    object.__setattr__(entry, "hash", sha256(raw).hexdigest())
    return entry


def case_document(
    definition: Definition, case: Case, data: Mapping[str, object] | None = None
) -> dict[str, object]:
    """The stored form of a case, without its personal values; `data` is the JSON form of its data, if that is known."""
    if data is None:
        declared = definition.data
        data = {n: plain(v) for n, v in case.data.items() if not declared[n].personal}
    return {
        "format": FORMAT,
        "id": case.id,
        "definition": case.definition,
        "state": case.state,
        "seq": case.seq,
        "at": instant_text(case.at),
        "data": data,
        "personal": sorted(case.data.keys() - data.keys()) if len(case.data) > len(data) else [],
        "since": {n: instant_text(moment) for n, moment in case.since.items()},
        "due": {n: due_document(due) for n, due in case.due.items()},
        "evidence": case.evidence,
        "head": case.head,
    }


def case_bytes(definition: Definition, case: Case, data: Mapping[str, object] | None = None) -> bytes:
    """The canonical form of `case_document`; data whose JSON form is known are in NFC, as all names and ids are."""
    return canonical_json(case_document(definition, case, data), composed=data is not None)


def case_from_document(
    definition: Definition, document: Mapping[str, object], personal: Mapping[str, object]
) -> Case:
    """The case that `case_document` described.

    A personal value that is not in `personal` (data field → value) is `Erased`.
    """
    doc: dict = dict(document)  # type: ignore[type-arg]  # JSON
    data = {name: decode(definition.data[name].type, value) for name, value in doc["data"].items()}
    data |= {name: personal.get(name, Erased()) for name in doc["personal"]}
    return Case(
        id=doc["id"],
        definition=doc["definition"],
        state=doc["state"],
        seq=doc["seq"],
        at=instant(doc["at"]),
        data={name: data[name] for name in definition.data if name in data},
        since={name: instant(text) for name, text in doc["since"].items()},
        due={name: due_from_document(due) for name, due in doc["due"].items()},
        evidence={s: {e: tuple(ids) for e, ids in who.items()} for s, who in doc["evidence"].items()},
        head=doc["head"],
    )


def due_document(due: Due) -> dict[str, object]:
    """The JSON form of an armed clock."""
    return {"at": instant_text(due.at)} if due.at is not None else {"left": due.left}


def due_from_document(document: Mapping[str, object]) -> Due:
    """The armed clock that `due_document` wrote."""
    text = document.get("at")
    left = document.get("left")
    return Due(at=instant(text)) if isinstance(text, str) else Due(left=left if isinstance(left, int) else 0)


def _optional_text(moment: datetime | None) -> str | None:
    return None if moment is None else instant_text(moment)
