"""Reports as FHIR R4 (4.0.1) bundles: the prescription as it was read, and everything that was found and not assessed."""
