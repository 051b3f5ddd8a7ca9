"""Language models as files on this machine: which there are, how to get one, which is used. Knows nothing of prescriptions."""
