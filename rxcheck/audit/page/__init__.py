"""The report of an audit on one page: HTML that loads nothing, for a screen and for paper."""
