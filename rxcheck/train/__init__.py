"""Cases for trainees: what is asked, what is true, how an answer is scored."""
