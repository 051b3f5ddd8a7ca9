"""What made cases are put together from: drugs, patients, instructions, stories, and the rules that they turn on."""
