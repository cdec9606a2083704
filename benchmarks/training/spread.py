"""How far figures would move with other publishers: a bootstrap that draws publishers, not pages."""

from typing import Any

import numpy as np

_DRAWS = 400
_SEED = 1
Pages = dict[str, dict[str, float]]  # page -> metric -> figure


def over_publishers(variants: list[Pages], publisher: dict[str, str]) -> dict[str, Any]:
    """Return the standard deviation of each metric's mean over the variants; publishers are drawn with replacement."""
    houses = sorted(set(publisher.values()))
    chance = np.random.default_rng(_SEED)
    drawn = chance.multinomial(len(houses), np.full(len(houses), 1 / len(houses)), size=_DRAWS)
    place = {house: at for at, house in enumerate(houses)}
    names = sorted({name for pages in variants for page in pages.values() for name in page})
    sums: dict[str, list[Any]] = {name: [] for name in [*names, "body_f1"]}
    for pages in variants:
        figures = np.array([[page.get(name, np.nan) for name in names] for page in pages.values()])
        times = drawn[:, [place[publisher[page]] for page in pages]].astype(float)
        known = ~np.isnan(figures)
        with np.errstate(invalid="ignore", divide="ignore"):
            means = times @ np.where(known, figures, 0) / (times @ known)
        by_name = dict(zip(names, means.T, strict=True))
        precision, recall = by_name["body_p"], by_name["body_r"]
        by_name["body_f1"] = 2 * precision * recall / (precision + recall)
        for name, values in by_name.items():
            if known[:, names.index(name)].any() if name in names else True:
                sums[name].append(values)
    spread = {name: float(np.nanstd(np.mean(values, axis=0))) for name, values in sums.items() if values}
    return spread | {"n": len(houses)}
