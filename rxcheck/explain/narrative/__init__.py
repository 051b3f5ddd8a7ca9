"""A model's own wording, sentence by sentence: each cites its clause, and says no more than that, or the clause stands in its place."""
