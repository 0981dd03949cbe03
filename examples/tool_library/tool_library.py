"""Tools lent by the day: a room type of one's own, made of public names alone.

A tool is no room, and yet nothing had to be changed for it: drills that are alike are a pool, a
day is a grid of 24 hours, and what a household may have in a week is a limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

import neighborbook as nb

name = "tool-library"
api = 1

HOUR = 3600
TEXTS = {
    "dangerous_tool": nb.Text.of(
        {"en": "The keeper decides who may have this tool.", "zh": "此工具须经管理员同意。"}
    ),
    "briefing": nb.Text.of(
        {"en": "Let us show you first how it is used safely.", "zh": "请先接受安全使用说明。"}
    ),
    "deposit": nb.Text.of(
        {"en": "Bring a deposit of {asked} for each.", "zh": "每件须交押金{asked}元。"}
    ),
    "tools_a_week": nb.Text.of(
        {"en": "A household may have {most} tools a week.", "zh": "每户每周最多借{most}件。"}
    ),
}


@nb.details
class Loan:
    """What is asked besides the tool and the days."""

    number: int = nb.asks(
        label="How many", label_zh="数量", privacy=nb.Privacy.MEMBER, default=1, most=20
    )
    briefed: bool = nb.asks(
        label="I was shown how to use it safely",
        label_zh="已接受安全使用说明",
        privacy=nb.Privacy.MEMBER,
        default=False,
    )


@attrs.frozen(kw_only=True)
class Tool:
    """What the center file says of a tool; the deposit is in the center's currency."""

    deposit: int = 0
    dangerous: bool = False
    a_week: int = 3


class ToolLoan(nb.RoomType):
    """So many of a pool of like tools, for whole civil days, a week at most."""

    name = "tool-loan"
    details = Loan
    settings = Tool
    texts = TEXTS
    # Lengths are elapsed time, and where clocks are turned a civil day has 23 or 25 hours.
    policy = nb.Policy(
        granularity=24 * 60, shortest=23 * HOUR, longest=(7 * 24 + 1) * HOUR, horizon=60
    )

    def faults(
        self, request: nb.Request, offering: nb.Offering, catalog: nb.Catalog
    ) -> Iterable[nb.Fault]:
        """Nobody borrows less than one tool."""
        if loan_of(request).number < 1:
            yield nb.Fault(path="details.number", code="INPUT_INVALID", expected="1 or more")

    def demand(self, ask: nb.Ask) -> nb.Demand:
        """Take so many of the pool, and of what the household may have in seven days."""
        number = loan_of(ask.request).number
        pools = [place.resource for place in ask.offering.places]
        options = [nb.Option(resource=p, takes=(nb.Take(leaf=p, amount=number),)) for p in pools]
        week = nb.Limit(
            key=f"tool-loan/{ask.request.organizer}",
            rule="tools_a_week",
            amount=number,
            capacity=tool_of(ask).a_week,
            per=nb.Per.ROLLING,
            days=7,
        )
        return nb.Demand(legs=(nb.Leg(role="tool", options=tuple(options)),), limits=(week,))

    def check(
        self, ask: nb.Ask, candidates: tuple[nb.Candidate, ...], seen: nb.Seen
    ) -> Iterator[tuple[nb.Candidate, nb.Refusal]]:
        """Say the same of every day."""
        return ((one, reason) for one in candidates for reason in reasons(one.ask))


def reasons(ask: nb.Ask) -> Iterator[nb.Refusal]:
    """A deposit is only said; a dangerous tool wants a briefing, and the keeper decides."""
    tool = tool_of(ask)
    if tool.deposit:
        warning = nb.Severity.WARNING
        yield nb.Refusal(code="X_DEPOSIT", rule="deposit", severity=warning, asked=tool.deposit)
    if tool.dangerous:
        approval = nb.Severity.APPROVAL
        yield nb.Refusal(code=nb.Code.NEEDS_APPROVAL, rule="dangerous_tool", severity=approval)
    if tool.dangerous and not loan_of(ask.request).briefed:
        hard = nb.Severity.HARD
        yield nb.Refusal(code=nb.Code.CONSENT_MISSING, rule="briefing", severity=hard)


def loan_of(request: nb.Request) -> Loan:
    """Return what was asked; nothing asked is one tool."""
    return request.details if isinstance(request.details, Loan) else Loan()


def tool_of(ask: nb.Ask) -> Tool:
    """Return what the center file says of the tool."""
    return ask.offering.settings if isinstance(ask.offering.settings, Tool) else Tool()


@nb.hookimpl
def register_room_types() -> list[nb.RoomType]:
    """Bring the room type to the centers that enable this plugin."""
    return [ToolLoan()]
