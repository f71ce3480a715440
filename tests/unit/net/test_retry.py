from hypothesis import given
from hypothesis import strategies as st

from roomscribe.net.retry import LONGEST_WAIT, back_off, jitter


def test_waits_double_up_to_the_ceiling() -> None:
    assert [back_off(failures) for failures in range(5)] == [0, 1, 2, 4, 8]
    assert back_off(1000) == LONGEST_WAIT


@given(st.floats(0.1, 60))
def test_jitter_stays_within_its_share(seconds: float) -> None:
    assert 0.9 * seconds - 1e-9 <= jitter(seconds) <= 1.1 * seconds + 1e-9
