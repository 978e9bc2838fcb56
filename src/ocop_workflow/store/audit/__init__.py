"""Evidence that leaves the database: verifying a whole store, checkpoints of it, exports and imports."""
