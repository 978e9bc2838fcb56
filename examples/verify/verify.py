"""Checks the histories that somebody hands you, by docs/format.md alone: it needs Python and nothing else.

python verify.py EXPORT.jsonl|STORE.db [CHECKPOINT…] prints what does not fit; it ends with 0 if all does, else with 1.
"""

import hmac
import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

ENTRIES = "SELECT case_id, seq, document, hash FROM workflow_entry ORDER BY case_id, seq"
PERSONAL = "SELECT case_id, seq, field, value, commitment_key FROM workflow_personal"


def canonical(value: Any) -> str:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def lines(path: str, kind: str) -> list[dict[str, Any]]:
    first, *records, end = map(json.loads, raw := Path(path).read_bytes().splitlines(keepends=True))
    seal, counts = sha256(b"".join(raw[:-1])).hexdigest(), Counter(record["kind"] for record in records)
    if (first["kind"], first["format"], end["sha256"], +Counter(end["records"])) != (kind, 1, seal, counts):
        raise ValueError(f"{path} is not as it was sealed")
    print(f"{path}: SHA-256 {seal}")
    return records


def read(path: str) -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    if Path(path).read_bytes()[:6] == b"SQLite":
        ask = sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute
        definitions = ask("SELECT digest, document, document_sha256 FROM workflow_definition").fetchall()
        cases = ask("SELECT id, document, seq, head FROM workflow_case").fetchall()
        return definitions, cases, ask(ENTRIES).fetchall(), ask(PERSONAL).fetchall()
    records, entries, personal = lines(path, "export"), [], []
    for line in (each for each in records if each["kind"] == "entry"):
        case, seq = (json.loads(line["document"])[part] for part in ("case", "seq"))
        entries.append((case, seq, line["document"], line["hash"]))
        personal += [(case, seq, each["field"], each["value"], each["key"]) for each in line["personal"]]
    definitions = [(r["digest"], r["document"], r["sha256"]) for r in records if r["kind"] == "definition"]
    return definitions, [(r["id"], r["document"]) for r in records if r["kind"] == "case"], entries, personal


def committed(field: str, value: str | None, key: str | None, sealed: str) -> bool:
    if value is None or key is None:
        return value is key
    said = canonical([field, json.loads(value)]).encode()
    return hmac.new(bytes.fromhex(key), said, "sha256").hexdigest() == sealed


def verify(path: str, *checkpoints: str) -> Iterator[str]:
    definitions, cases, entries, personal = read(path)
    yield from (f"definition {name} was changed" for name, text, seal in definitions if hashed(text) != seal)
    values: dict[Any, Any] = {row[:3]: row[3:] for row in personal}
    seals: dict[Any, str] = {}
    last: dict[str, dict[str, Any]] = {}
    for case, seq, text, seal in entries:
        said, before = json.loads(text), last.get(case, {"seq": 0, "hash": None})
        if canonical(said) != text or hashed(text) != seal or (said["case"], said["seq"]) != (case, seq):
            yield f"{case}, entry {seq}: it is not what its hash sealed"
        if (seq, said["previous"]) != (before["seq"] + 1, before["hash"]):
            yield f"{case}, entry {seq}: it does not continue the one before"
        for field, value in said["payload"].items():
            if isinstance(value, dict) and list(value) == ["commitment"]:
                clear, key = values.pop((case, seq, field), ("", None))
                if not committed(field, clear, key, value["commitment"]):
                    yield f"{case}, entry {seq}: {field} is not the value that was committed to"
        seals[case, seq], last[case] = seal, {**said, "hash": seal}
    yield from (f"{case}, entry {seq}: nobody handed in {field}" for case, seq, field in values)
    for case, text, *columns in cases:
        said, end = json.loads(text), last.pop(case, {"seq": 0, "hash": None, "target": None})
        if canonical(said) != text or (said["id"], said["state"]) != (case, end["target"]):
            yield f"{case}: the case is not what its history makes it"
        if (
            not [said["seq"], said["head"]]
            == [end["seq"], end["hash"]]
            == (columns or [end["seq"], end["hash"]])
        ):
            yield f"{case}: its history does not end where the case says"
    yield from (f"{case}: there are entries, but no case" for case in last)
    known = {name for name, *_ in definitions}
    for file in checkpoints:
        for line in lines(file, "checkpoint"):
            if line["kind"] == "definition" and line["digest"] not in known:
                yield f"definition {line['digest']} vanished"
            if line["kind"] == "case" and seals.get((line["id"], line["seq"])) != line["head"]:
                yield f"{line['id']}: it vanished, was cut off, or was written anew before entry {line['seq']}"


if __name__ == "__main__":
    try:
        found = list(verify(*sys.argv[1:]))
    except Exception as error:  # noqa: BLE001 - damaged files break in every way
        found = [f"it cannot be read: {error}"]
    print("\n".join(found) or "everything fits")
    sys.exit(bool(found))
