"""What a report counts: made of each part's tables, kept beside them, added up in the order of the parts."""
