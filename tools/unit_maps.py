# noqa: INP001 - scripts, no package
"""Maps of Hải Phòng as releases of the PyPI package `vietnam-provinces` have them, counted before they are used."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from unicodedata import normalize

CITY = 31
KINDS = {
    "xã": "Commune",
    "phường": "Ward",
    "thị trấn": "Township",
    "quận": "District",
    "huyện": "District",
    "thành phố": "City",
    "đặc khu": "Special Zone",
}
KIND = re.compile(f"({'|'.join(KINDS)}) ", re.IGNORECASE)
TONES = "\u0300\u0301\u0303\u0309\u0323"
# As the sources in hai-phong.head.yaml have it; 217 in 8 and 7 districts is in the city's programme of 2021
PUBLISHED = {
    "0.2.2": Counter(total=223, quận=7, huyện=7),  # this release leaves out the district without communes
    "0.5.0": Counter(total=217, quận=7, huyện=8),
    "0.5.8": Counter(
        {"total": 167, "quận": 8, "huyện": 6, "thành phố": 1, "phường": 79, "thị trấn": 7, "xã": 81}
    ),
    "2026.9.0": Counter({"total": 114, "xã": 67, "phường": 45, "đặc khu": 2}),
}


@dataclass(frozen=True)
class Name:
    """A kind and what follows it: "Xã Thuỵ Hương" is ("xã", "Thụy Hương"), its tone marks as in resolutions."""

    kind: str
    bare: str

    @classmethod
    def of(cls, written: str) -> "Name":
        kind, bare = KIND.match(written), KIND.sub("", normalize("NFC", written), count=1)
        assert kind, written
        return cls(kind[1].lower(), " ".join(map(_tone_first, bare.split())))

    @property
    def vi(self) -> str:
        return f"{self.kind.capitalize()} {self.bare}"

    @property
    def en(self) -> str:
        return f"{_plain(self.bare)} {KINDS[self.kind]}"

    @property
    def slug(self) -> str:
        return _plain(self.bare).lower().replace(" ", "-")


@dataclass(frozen=True)
class Map:
    """Districts by code, and communes by code with the code of their district (None since there are none)."""

    districts: dict[int, Name]
    communes: dict[int, tuple[Name, int | None]]


def read_map(folder: Path) -> Map:
    """The map in a folder `…/VERSION` that the package was installed into; refused if it is not what was published."""
    data = json.loads((folder / "vietnam_provinces/data/nested-divisions.json").read_text("utf-8"))
    city = next(province for province in data if province["code"] == CITY)
    districts = {each["code"]: Name.of(each["name"]) for each in city.get("districts", [])}
    communes: dict[int, tuple[Name, int | None]] = {
        ward["code"]: (Name.of(ward["name"]), above.get("code") if districts else None)
        for above in city.get("districts", [city])
        for ward in above["wards"]
    }
    found = Counter(name.kind for name in [*districts.values(), *(name for name, _ in communes.values())])
    found["total"] = len(communes)
    wanted = PUBLISHED[folder.name]
    if wrong := {key: (found[key], count) for key, count in wanted.items() if found[key] != count}:
        raise SystemExit(f"{folder}: found and published differ: {wrong}")
    return Map(districts, communes)


def conversions(folder: Path) -> dict[int, list[int]]:
    """Codes of 30 June 2025 to the codes of the communes that got the whole or a part of each on the next day."""
    spec = spec_from_file_location("conversion", folder / "vietnam_provinces/_ward_conversion_2025.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return {code: [new.code for new in entry.new_wards] for code, entry in module.OLD_TO_NEW.items()}


def _tone_first(syllable: str) -> str:
    """Hoà, Thuỷ, Thuỵ as resolutions write them: Hòa, Thủy, Thụy."""
    signs = normalize("NFD", syllable)
    letters = "".join(sign for sign in signs if sign not in TONES)
    if letters[-2:] not in {"oa", "oe", "uy"} or letters[:1] in "qQ":
        return syllable
    tone = "".join(sign for sign in signs if sign in TONES)
    return normalize("NFC", letters[:-1] + tone + letters[-1])


def _plain(name: str) -> str:
    """Without any marks."""
    signs = normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in signs if sign.isascii())
