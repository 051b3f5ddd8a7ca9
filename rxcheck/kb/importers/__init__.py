"""Lists of interactions from other sources → statements, one module per format."""
