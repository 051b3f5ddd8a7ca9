"""Lessons: a finding reasoned step by step out of the tables, with questions to test oneself. Nothing here can change a finding."""
