"""The requests a second that a profile may state: asked for where the vendor names no number, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from roomscribe.domain.profiles import Profile
from roomscribe.ui.dialogs.profile_form import ProfileForm
from roomscribe.ui.theme import Theme
from roomscribe.vendors.registry import load_registry


@pytest.fixture
def form(qapp) -> Iterator[ProfileForm]:
    theme = Theme("light")
    form = ProfileForm(load_registry(), theme)
    form.set_profile(profile("agora-7"), (), same_vendor=False)
    yield form
    form.deleteLater()
    theme.deleteLater()


def profile(generation: str) -> Profile:
    registry = load_registry()
    site = registry.generation(generation).sites[0].id
    return Profile(id="p", name="P", vendor=registry.vendor_of(generation).id, generation=generation, site=site)


def asked(form: ProfileForm) -> bool:
    return not form._rows["calls_per_second"].cell.isHidden()


def test_it_is_asked_for_where_the_vendor_names_no_number(form: ProfileForm):
    assert asked(form)
    assert form._rate.placeholderText() == "10"
    form.set_profile(profile("trtc-1"), (), same_vendor=False)
    assert not asked(form)


def test_it_is_kept(form: ProfileForm):
    assert form.profile().calls_per_second is None
    form._rate.setText(" 25 ")
    assert form.profile().calls_per_second == 25
    form.set_profile(replace(profile("agora-5"), calls_per_second=7), (), same_vendor=False)
    assert form._rate.text() == "7"
    assert form.profile().calls_per_second == 7


def test_what_is_wrong_is_said_at_its_place(form: ProfileForm):
    form._rate.setText("many")
    assert "calls_per_second" in form.problems()
    form._look()
    assert form._rows["calls_per_second"].message.startswith("Enter a whole number")
    form.set_profile(replace(profile("trtc-1"), calls_per_second=5), (), same_vendor=False)
    form._rate.setText("many")
    assert "calls_per_second" not in form.problems(), "it is not asked for"
    assert form.profile().calls_per_second is None
