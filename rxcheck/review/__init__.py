"""What pharmacists decided about findings: an append-only log, and what it says about rules."""
