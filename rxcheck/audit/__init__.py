"""Millions of prescriptions: every line accounted for, in parts that can be resumed."""
