"""A scenario that was run, told to a person: its steps, and at the one that went wrong, how and why."""

from ..messages import say
from ..model.position import Position
from .running import Happening, Outcome
from .spoken import Spoken


def story(outcome: Outcome, language: str = "en") -> str:
    """The whole story, in lines; the last ones say where it stands in the file, what is wrong, and every reason."""
    scenario = outcome.scenario
    spoken = Spoken(language, scenario.workflow.definition, scenario.names)
    lines = [scenario.title.say(language) or scenario.file.name]
    number = len(outcome.happenings)
    for index, happening in enumerate(outcome.happenings, 1):
        failed = outcome.wrong is not None and index == number and outcome.place == happening.step.place
        lines += _step(happening, outcome, spoken, failed=failed)
    if number < sum(max(1, len(step.actors)) for step in scenario.steps):
        lines.append("  " + say("testing.not_reached").say(language))
    if outcome.stopped is not None:
        lines.append(say("testing.prevented", step=outcome.stopped.step.number).say(language))
    if outcome.wrong is not None:
        lines += ["", f"{place(outcome.place)}: {outcome.wrong.say(language)}"]
        lines += _reasons(outcome.happenings[-1], language)
    return "\n".join(lines)


def place(position: Position | None) -> str:
    """File and line, as editors jump to them."""
    return "?" if position is None else f"{position.file}:{position.line}"


def _step(happening: Happening, outcome: Outcome, spoken: Spoken, *, failed: bool) -> list[str]:
    """A line for each clock event that time fired, and one for what was done."""
    step, language = happening.step, spoken.language
    head = f"{'✗' if failed else ' '} {step.number:>2}. "
    own = [entry for entry in happening.entries if entry.actor is not None]
    lines = [
        f"{head}{spoken.moment(entry.at)}  {say('testing.by_itself').say(language)}: "
        f"{spoken.event(entry.event)} → {spoken.state(entry.target)}"
        for entry in happening.entries
        if entry.actor is None
    ]
    if happening.actor is None:
        if not lines:
            lines.append(f"{head}{spoken.moment(happening.at)}  {say('testing.waiting').say(language)}")
        return lines
    actor = outcome.scenario.actors[happening.actor]
    line = f"{head}{spoken.moment(happening.at)}  {spoken.actor(actor)} – {spoken.event(step.do)}"
    if own:
        line += f" → {spoken.state(own[-1].target)}"
    elif codes := ", ".join(dict.fromkeys(reason.code for reason in happening.reasons)):
        line += ": " + say("testing.refused_as_told", codes=codes).say(language)
    return [*lines, line]


def _reasons(happening: Happening, language: str) -> list[str]:
    lines = []
    for reason in happening.reasons:
        lines.append(f"  {reason.code}: {reason.text.say(language)}")
        if reason.values:
            lines.append("    " + "; ".join(f"{name} = {value}" for name, value in reason.values.items()))
    return lines
