"""Everything that is wrong with a form's values: what its fields say themselves, then the rules between them."""

from __future__ import annotations

from roomscribe.domain.fields import Values
from roomscribe.domain.profiles import Profile
from roomscribe.domain.validation import Problem, check_fields
from roomscribe.services.orders import shown_values
from roomscribe.vendors.protocol import Generation


def form_problems(generation: Generation, values: Values, profile: Profile) -> list[Problem]:
    """Every problem of the fields that are shown, in the order of the form; empty means that it can be sent."""
    found = check_fields(generation.fields, values, profile.site)
    known = {problem.key for problem in found}
    shown = shown_values(generation, values, profile.site)
    found += [problem for problem in generation.check(shown, profile) if problem.key not in known]
    order = {each.key: position for position, each in enumerate(generation.fields)}
    return sorted(found, key=lambda problem: order.get(problem.key, len(order)))
