# noqa: INP001 - scripts, no package
"""Write Hải Phòng's units since 2019 as YAML, from four releases of the PyPI package `vietnam-provinces`.

    for v in 0.2.2 0.5.0 0.5.8 2026.9.0; do
      pip install --no-deps --ignore-requires-python --target maps/$v vietnam-provinces==$v
    done
    python tools/make_units.py maps > workflows/units/hai-phong.yaml

What holds on a day is then data, dated and reviewable. A commune that keeps its name in its district, or its code and
name in another, stays the same unit; any other one ends and becomes what MERGERS, its code or the package say.
"""

import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from unit_maps import Map, Name, conversions, read_map

HEAD = (Path(__file__).parent / "hai-phong.head.yaml").read_text("utf-8")
DAYS = {  # the first day of each map; the first one is older than the list
    "0.2.2": None,
    "0.5.0": date(2020, 2, 1),
    "0.5.8": date(2025, 1, 1),
    "2026.9.0": date(2025, 7, 1),
}
MERGERS = {  # district: {what came of them: what ended}; sources council2019, plan2024, commune2025 of the head
    "hong-bang": {"hoang-van-thu": ["quang-trung"], "phan-boi-chau": ["pham-hong-thai"]},
    "ngo-quyen": {
        "cau-dat": ["luong-khanh-thien"],
        "lach-tray": ["dong-quoc-binh", "le-loi"],
        "gia-vien": ["lac-vien", "may-to"],
    },
    "le-chan": {
        "an-bien": ["lam-son", "cat-dai"],
        "tran-nguyen-han": ["ho-nam", "du-hang"],
        "hang-kenh": ["trai-cau", "dong-hai"],
        "an-duong": ["niem-nghia", "nghia-xa"],
    },
    "kien-an": {"dong-hoa": ["quan-tru", "lam-ha"], "bac-ha": ["phu-lien", "trang-minh"]},
    "do-son": {"hai-son": ["ngoc-hai", "van-son"]},
    "tien-lang": {
        "quyet-tien": ["tien-tien"],
        "vinh-quang": ["tien-hung"],
        "tan-minh": ["toan-thang", "bach-dang", "quang-phuc"],
    },
    "kien-thuy": {"kien-hung": ["thuy-huong", "dai-ha", "ngu-doan"]},
}
BECAME = {
    f"hp/{district}/{old}": f"hp/{district}/{new}"
    for district, mergers in MERGERS.items()
    for new, ended in mergers.items()
    for old in ended
}
ISLAND = "hp/bach-long-vi"  # the one district without communes, which became a special zone as a whole


@dataclass
class Unit:
    """One line of the list, as it is on the last map that was read."""

    level: str
    code: int
    name: Name
    above: str
    start: date | None = None
    end: date | None = None
    since: dict[date, list[str]] = field(default_factory=dict)
    became: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.first = [f'code: "{self.code:0{_digits(self.level)}}"', _title(self.name)]

    def changed(self, code: int, name: Name, above: str, day: date) -> None:
        """What another map says of the same unit."""
        said = [f"in: {above}"] if above != self.above else []
        said += [f'code: "{code:0{_digits(self.level)}}"'] if code != self.code else []
        said += [_title(name)] if name != self.name else []
        if said:
            self.since[day] = said
        self.code, self.name, self.above = code, name, above

    def line(self, unit: str, above: str | None) -> str:
        said = [f"level: {self.level}", *([f"in: {above}"] if above else []), *self.first]
        said += [f"from: {self.start}"] if self.start else []
        said += [f"to: {self.end}"] if self.end else []
        changes = ", ".join(f"{day}: {{{', '.join(what)}}}" for day, what in self.since.items())
        said += [f"since: {{{changes}}}"] if changes else []
        said += [f"became: [{', '.join(self.became)}]"] if self.became else []
        return f"  {unit}: {{{', '.join(said)}}}\n"


def _title(name: Name) -> str:
    return f"title: {{vi: {name.vi}, en: {name.en}}}"


def _digits(level: str) -> int:
    return 3 if level == "district" else 5


def add_map(units: dict[str, Unit], found: Map, day: date | None) -> None:
    """Go on to the next map that has districts."""
    districts = {code: f"hp/{name.slug}" for code, name in found.districts.items()}
    for code, name in found.districts.items():
        _keep_or_add(units, districts[code], Unit("district", code, name, "hp", day), day)
    living = {unit: each for unit, each in units.items() if each.level == "commune" and not each.end}
    by_code = {(each.code, each.name.bare): unit for unit, each in living.items()}
    here: dict[int, str] = {}
    for code, (name, district) in found.communes.items():
        above = districts[district or 0]
        here[code] = by_code.get((code, name.bare), f"{above}/{name.slug}")
        _keep_or_add(units, here[code], Unit("commune", code, name, above, day), day)
    for unit in living.keys() - set(here.values()):
        assert day
        known = BECAME.get(unit) or here.get(units[unit].code)
        assert BECAME.get(unit) in {None, *here.values()}, unit
        units[unit].end, units[unit].became = day - timedelta(1), [known] if known else []


def _keep_or_add(units: dict[str, Unit], unit: str, told: Unit, day: date | None) -> None:
    if unit not in units:
        units[unit] = told
        return
    before = units[unit]
    assert day
    assert not before.end, unit
    assert before.name.bare == told.name.bare, unit
    before.changed(told.code, told.name, told.above, day)


def add_last(units: dict[str, Unit], found: Map, became: dict[int, list[int]], day: date) -> None:
    """Go on to the map without districts: every unit below the city is new."""
    ids: dict[int, str] = {}
    for code, (name, _) in found.communes.items():
        unit = f"hp/{Name('', name.kind).slug}-{name.slug}"
        twin = (
            sum((other.kind, other.slug) == (name.kind, name.slug) for other, _ in found.communes.values())
            > 1
        )
        ids[code] = f"{unit}-{code}" if twin else unit
    for each in units.values():
        if not each.end:
            each.end = day - timedelta(1)
            each.became = [ids[code] for code in became[each.code]] if each.level == "commune" else []
    units[ISLAND].became = ["hp/dac-khu-bach-long-vi"]
    units |= {ids[code]: Unit("commune", code, name, "hp", day) for code, (name, _) in found.communes.items()}


def main(maps: Path) -> None:
    """Print the list; what could not be followed is told on the standard error."""
    units: dict[str, Unit] = {}
    read = {version: read_map(maps / version) for version in DAYS}
    first, second, *_ = DAYS  # the first release leaves out the district without communes
    read[first] = Map(read[second].districts, read[first].communes)
    for version, day in DAYS.items():
        found = read[version]
        if found.districts:
            add_map(units, found, day)
        elif day:
            add_last(units, found, conversions(maps / version), day)
    lost = [unit for unit, each in units.items() if each.level == "commune" and each.end and not each.became]
    sys.stdout.write(HEAD.replace("LOST", str(len(lost))))
    districts = [unit for unit, each in units.items() if each.level == "district"]
    for unit in sorted(units, key=lambda unit: (_district(unit, districts), units[unit].first)):
        sys.stdout.write(units[unit].line(unit, None))
    sys.stderr.write(f"{len(units)} units; without a known successor: {', '.join(lost)}\n")


def _district(unit: str, districts: list[str]) -> tuple[int, int]:
    """Districts as the first map has them, each with its communes below it; then what has no district."""
    above = "/".join(unit.split("/")[:2])
    return (districts.index(above), unit.count("/")) if above in districts else (len(districts), 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
