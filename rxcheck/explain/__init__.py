"""Explanations of findings: which reviewed sentences, in which order. Nothing here can change a finding."""
