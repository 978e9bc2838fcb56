"""The definition of a workflow as frozen classes: no YAML, nothing evaluated."""
