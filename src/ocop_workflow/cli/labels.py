"""What a difference is of: the part as people call it, what is in it, the attribute."""

from ..comparing import Change
from ..messages import sentences
from ..model.text import Text
from .phrases import Fields, Phrases

PASSED_OVER = {"type", "record", "items", "fields", "branches"}  # they only lead further in
SILENT = {"optional", "test", "expression", "claim", "branches"}  # what is said of them says what they are
LEVELLED = {"states", "roles"}  # whose `at` is a level, not a day
LEADS_ON = {"takes", "moves", "when", "sets", "fields", "values", "titles"}  # the next is a name or a number


def label(change: Change, side: Phrases) -> str:
    """The part, what is in it, and the attribute: “Submit – Form – optional”."""
    section, *rest = change.path
    told = side.told
    if not rest:
        return told(f"facet_{section}") if section != "title" else _capital(told("facet_title"))
    pieces = _pieces(change, side)
    if rest[1:] == ["title"] or (section in {"levels", "sources"} and change.kind == "changed"):
        return told(f"title_{section}", name=rest[0])
    if rest[-1] == "title":  # of a field: its title is what is told, not what it is of
        return " – ".join([*pieces[:-2], told(f"title_{'takes' if 'takes' in rest else 'types'}")])
    return " – ".join(pieces)


def _pieces(change: Change, side: Phrases) -> list[str]:
    section, name, *inner = change.path
    pieces = [] if section == "types" and inner else [subject(section, name, side)]
    while inner:
        attribute, *inner = inner
        if attribute in LEADS_ON and inner:
            key, *inner = inner
            pieces.append(_inside(attribute, key, change, side))
            if attribute == "moves" and inner[:1] == ["branches"] and len(inner) > 1:
                _, number, *inner = inner
                pieces += _branch(key, int(number), change, side)
        elif attribute not in (PASSED_OVER if inner else SILENT):
            key = "level" if attribute == "at" and section in LEVELLED else attribute
            key = f"link_{attribute}" if section == "links" and attribute != "basis" else key
            known = f"facet_{key}" in sentences("comparing")
            pieces.append(side.told(f"facet_{key}") if known else key)
    return pieces


def _inside(attribute: str, key: str, change: Change, side: Phrases) -> str:
    if key == "order":
        return side.told("facet_order")
    match attribute:
        case "moves":
            return side.told("from", state=side.place(key.partition("#")[0]))
        case "when" | "values":
            return side.told(f"facet_{attribute}")
        case "titles":
            return side.told("facet_titles", word=key)
        case "sets":
            return f"{side.told('facet_sets')} {side.field(key)}"
        case "takes":
            declared = taken_of(change, side).get(key)
            return side.title(declared.title, key) if declared else key
    record = side.definition.types.get(change.path[1]) if change.path[0] == "types" else None
    declared = record.fields.get(key) if record else None
    said = side.title(declared.title, key) if declared else key
    return said if said == key else f"{said} ({key})"


def _branch(source: str, number: int, change: Change, side: Phrases) -> list[str]:
    """The condition of a branch; where there is only one, nothing has to be said."""
    event = side.definition.events[change.path[1]]
    move = next(each for each in event.moves if each.source == source.partition("#")[0])
    alone = len(move.branches) == 1 and move.branches[0].when is None
    return [] if alone else [side.condition(move.branches[number - 1], taken_of(change, side))]


def subject(section: str, name: str, side: Phrases) -> str:
    """What a named part is called."""
    definition = side.definition
    match section:
        case "states":
            return side.place(name) if name else side.told("group_states")
        case "events" | "start":
            return side.words.event(name)
        case "roles":
            return side.role(name)
        case "levels":
            return side.told("a_level", level=side.level(name))
        case "sources":
            return side.words.source(name)
        case "data":
            return side.field(name)
        case "parameters" | "values":
            return side.title(
                definition.parameters[name].title if name in definition.parameters else Text(), name
            )
        case "links":
            return side.title(definition.links[name].title, name)
        case "let":
            let = definition.let[name]
            if let.otherwise and not let.title:
                return side.told("condition_of", said=let.otherwise)
            return side.title(let.title, "") or side.told("untitled", name=name)
        case "properties":
            if not name.isdigit() or int(name) > len(definition.properties):
                return side.told("group_properties")
            claim = definition.properties[int(name) - 1]
            return side.title(claim.title, "") or side.claim(claim)
    return name


def taken_of(change: Change, side: Phrases) -> Fields:
    """The payload of the event or the start that the change is in."""
    section, *rest = change.path
    if section not in {"events", "start"} or not rest:
        return {}
    act = side.definition.events.get(rest[0]) or side.definition.start.get(rest[0])
    return {name: taken.field for name, taken in act.takes.items()} if act else {}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
