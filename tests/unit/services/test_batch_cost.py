"""What a batch costs before it begins: exact sums, and no number where nobody can tell."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from roomscribe.domain.batch import PlannedRow
from roomscribe.domain.profiles import Profile
from roomscribe.services.batch_cost import PlannedCost, Total
from tests.support.costs import NOON, REGISTRY, CostScene, make_profile, make_task


def total(profile: Profile, *minutes: int) -> Total:
    cost = PlannedCost(profile, REGISTRY.generation(profile.generation), CostScene.of(profile).costs)
    for at, each in enumerate(minutes, start=1):
        cost.add(PlannedRow(number=at, line=at, values=make_task().values, minutes=each))
    return cost.total()


@given(st.lists(st.integers(1, 10_000), min_size=1))
def test_rows_cost_together_what_their_tasks_cost_each(minutes: list[int]) -> None:
    profile = make_profile()
    scene, found = CostScene.of(profile), total(profile, *minutes)
    assert found.estimate is not None
    single = [scene.estimate(make_task(created_at=NOON, ends_at=NOON + each * 60)).until_end for each in minutes]
    assert found.estimate.so_far == sum(each for each in single if each is not None)
    assert (found.rows, found.endless, found.unknown) == (len(minutes), 0, 0)


def test_what_has_no_end_has_no_bound() -> None:
    found = total(make_profile(), 10, 0)
    assert found.endless == 1
    assert found.estimate is not None
    assert found.estimate.so_far == total(make_profile(), 10).estimate.so_far  # type: ignore[union-attr]
    assert total(make_profile(), 0).estimate is None


def test_prices_that_nobody_knows_make_no_sum() -> None:
    found = total(make_profile(site="cn"), 10, 20)
    assert (found.estimate, found.unknown) == (None, 2)
    assert found.why is not None
    assert "No price is known for: Speech" in str(found.why.reason)
    known = make_profile(site="cn", currency="CNY", prices={"speech": Decimal(1), "translation": Decimal(1)})
    assert total(known, 10).estimate is not None
