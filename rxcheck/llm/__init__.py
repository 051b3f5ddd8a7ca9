"""Runs a language model file in a process of its own. Knows nothing of prescriptions."""
