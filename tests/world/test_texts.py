from __future__ import annotations

import numpy as np

from sosiego.world import texts


def test_every_template_can_be_filled_and_leads_nowhere_real() -> None:
    rng = np.random.default_rng(1)
    for theme in texts.TEMPLATES:
        for variant in range(texts.variants(theme)):
            message = texts.written(theme, variant, rng)
            assert "{" not in message
            assert "http" not in message
            if "{link}" in texts.TEMPLATES[theme][variant]:
                assert ".invalid/" in message


def test_a_fingerprint_fits_64_signed_bits_and_is_of_one_template() -> None:
    assert len(texts.BY_FINGERPRINT) == sum(len(templates) for templates in texts.TEMPLATES.values())
    assert all(0 < fingerprint < 2**62 for fingerprint in texts.BY_FINGERPRINT)
