"""What tests are asked about has to be a loaded workflow: whoever hands in its name is told how to load it."""

from ..workflow import Workflow


def loaded(workflow: object) -> Workflow:
    """The workflow itself. TypeError for anything else."""
    if isinstance(workflow, Workflow):
        return workflow
    msg = f'a workflow is wanted, not {workflow!r}: load it first, as in load("leave.yaml")'
    raise TypeError(msg)
