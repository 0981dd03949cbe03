"""What a run has found, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import attrs

from benchmarks.against_libres import LEAST_TIMES, Contest
from benchmarks.book_cost import MOST_RATIO, MOST_STATEMENTS, MOST_TRIPS, BookCost
from benchmarks.figures import Figure
from benchmarks.machine import Machine
from benchmarks.measure import Ratio


@attrs.frozen(kw_only=True)
class Report:
    """All that was measured in one run."""

    machine: Machine
    costs: tuple[BookCost, ...]
    contests: tuple[Contest, ...]
    seconds: float
    figures: tuple[Figure, ...] = ()

    @property
    def broken(self) -> tuple[str, ...]:
        """Every bound that does not hold."""
        costs = [what for cost in self.costs for what in cost.broken]
        contests = [what for contest in self.contests for what in contest.broken]
        return (*costs, *contests, *(what for figure in self.figures for what in figure.broken))


def as_text(report: Report) -> str:
    """Write a report for people."""
    parts = [str(report.machine)]
    if report.costs:
        parts.append("\n".join(_costs(report.costs)))
    if report.contests:
        parts.append("\n".join(_contests(report.contests)))
    if report.figures:
        parts.append("\n".join(_figures(report.figures)))
    verdict = "every bound holds" if not report.broken else "\n".join(("BROKEN:", *report.broken))
    parts.append(f"{verdict} ({report.seconds:.0f} s)")
    return "\n\n".join(parts)


def _costs(costs: Sequence[BookCost]) -> Iterator[str]:
    yield "One booking against its bare statements, COMMIT included (median milliseconds)"
    yield (
        f"bounds: ratio {MOST_RATIO}, {MOST_STATEMENTS} statements, "
        f"{MOST_TRIPS} round trips on PostgreSQL"
    )
    yield f"{'':32}{'statements':>10}{'trips':>7}{'book':>8}{'bare':>8}{'ratio':>7}   rounds"
    for cost in costs:
        found = cost.ratio
        trips = "-" if cost.trips is None else str(cost.trips)
        yield (
            f"{cost.database + ', ' + cost.kind.name:32}{cost.statements:>10}{trips:>7}"
            f"{found.ours * 1000:>8.2f}{found.limit * 1000:>8.2f}{found.value:>7.2f}"
            f"   {_spread(found, 2)}"
        )


def _contests(contests: Sequence[Contest]) -> Iterator[str]:
    yield "Accepted bookings per second on one PostgreSQL server (median of the rounds)"
    yield f"bound: {LEAST_TIMES:.0f} times libres with several processes at one resource"
    for contest in contests:
        found = contest.ratio
        many = "process" if contest.members == 1 else "processes"
        yield (
            f"{contest.members} {many}: {found.ours:.0f} against {found.limit:.0f}, "
            f"{found.value:.1f} times (rounds {_spread(found, 1)})"
        )
        for name, scores in contest.scores:
            rates = " ".join(f"{score.per_second:.0f}" for score in scores)
            again = sum(score.again for score in scores)
            given_up = sum(score.given_up for score in scores)
            yield f"    {name:20}{rates:30} began again {again}, gave up {given_up}"


def _figures(figures: Sequence[Figure]) -> Iterator[str]:
    yield f"{'':62}{'found':>10} {'':6}{'bound':14}rounds"
    for figure in figures:
        name = f"{figure.measurement}: {figure.of}"
        spread = f"{min(figure.rounds):.2f} to {max(figure.rounds):.2f}" if figure.rounds else ""
        yield (f"{name:62}{figure.value:>10.2f} {figure.unit:6}{figure.bound:14}{spread}").rstrip()
        if figure.note:
            yield f"    {figure.note}"


def _spread(ratio: Ratio, digits: int) -> str:
    return f"{ratio.least:.{digits}f} to {ratio.most:.{digits}f}"


def as_json(report: Report) -> str:
    """Write a report for programs."""
    whole = {
        "machine": attrs.asdict(report.machine),
        "costs": [
            {
                "database": cost.database,
                "kind": cost.kind.name,
                "statements": cost.statements,
                "trips": cost.trips,
                "book_seconds": cost.ratio.ours,
                "bare_seconds": cost.ratio.limit,
                **_ratio(cost.ratio),
            }
            for cost in report.costs
        ],
        "contests": [
            {
                "processes": contest.members,
                "ours_per_second": contest.ratio.ours,
                "libres_per_second": contest.ratio.limit,
                **_ratio(contest.ratio),
                "scores": {
                    name: [attrs.asdict(score) for score in scores]
                    for name, scores in contest.scores
                },
            }
            for contest in report.contests
        ],
        "figures": [{**attrs.asdict(figure), "broken": figure.broken} for figure in report.figures],
        "broken": report.broken,
        "seconds": report.seconds,
    }
    return json.dumps(whole, indent=2)


def _ratio(ratio: Ratio) -> dict[str, object]:
    return {"ratio": ratio.value, "rounds": ratio.rounds}
