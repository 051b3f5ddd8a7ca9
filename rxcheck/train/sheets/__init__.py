"""What a trainer and a trainee take away: result sheets, progress, the overview of a class."""
