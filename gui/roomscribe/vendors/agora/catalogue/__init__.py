"""Agora's statuses, texts, codes and reasons: what each means and what to do, by the tables of agora.md §8."""
