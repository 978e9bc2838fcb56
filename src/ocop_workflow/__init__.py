"""Approval procedures as YAML: checked before they run, run in your own transaction, able to say why not."""
