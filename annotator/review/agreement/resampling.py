"""The bootstrap over articles: which articles each sample holds, and how often."""

from __future__ import annotations

import numpy as np

from annotator.review.agreement.arrays import Array


def resampled(articles: int, samples: int, seed: int) -> Array:
    """(samples, articles): how often each sample holds each article, of as many drawn with replacement.

    Articles and not units are drawn, since the units of one article are not independent (Efron and Tibshirani 1993,
    chapter 8). The same seed gives the same samples.
    """
    chance = np.random.default_rng(seed)
    if articles == 0:
        return np.zeros((samples, 0))
    return chance.multinomial(articles, np.full(articles, 1 / articles), size=samples).astype(np.float64)
