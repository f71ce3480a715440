"""Plain vocabulary of the product: tasks, states, fields, languages, errors. No input or output here."""
