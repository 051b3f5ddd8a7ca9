"""The rules as things to look at: listed, shown in words, and asked why they did or did not speak of a prescription."""
