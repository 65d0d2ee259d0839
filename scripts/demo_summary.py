"""What ``make demo`` says of the case it has read: the incidents most told, and who says what of the first with a toll.

python scripts/demo_summary.py CASE
"""

from __future__ import annotations

import sys
import textwrap
from typing import Any

import sayso

INCIDENTS = 8
ACCOUNTS = 8
WIDTH = 92
Row = dict[str, Any]


def range_of(low: int | None, high: int | None) -> str:
    """A range of figures in words."""
    if low == high:
        return str(low)
    if high is None:
        return f"at least {low}"
    return f"{low or 0} to {high}"


def heading(incident: Row) -> str:
    """An incident on two lines."""
    what = str(incident["event_mode"] or incident["event_type"]).replace("-", " ").lower()
    line = f"{incident['date_start'] or 'undated':<10}  {what}"
    line += f" at {incident['place']}" if incident["place"] else ""
    line += f" by {incident['actor']}" if incident["actor"] else ""
    told = [str(incident["status"])]
    if has_toll(incident):
        told.append(f"killed {range_of(incident['killed_min'], incident['killed_max'])}")
    if incident["contested"]:
        told.append("contested: " + str(incident["contested_about"]).replace(" ; ", ", ").replace("_", " "))
    told.append(f"{incident['number_of_accounts']} accounts in {incident['number_of_stories']} stories")
    return f"{line}\n            {'; '.join(told)}"


def has_toll(incident: Row) -> bool:
    """Whether somebody said how many died."""
    return incident["killed_min"] is not None or incident["killed_max"] is not None


def most_told(incident: Row) -> tuple[bool, int, int, str]:
    """Order: what is dated first, then by stories and accounts."""
    number = (-incident["number_of_stories"], -incident["number_of_accounts"])
    return (not incident["date_start"], *number, incident["incident_id"])


def tell(case: sayso.Case, incident: Row) -> None:
    """Who says what of an incident, copies of one text once."""
    claims = {row["claim_id"]: row for row in case.claims()}
    stories = {row["story_id"]: row for row in case.stories()}
    counts: dict[object, list[Row]] = {}
    for row in case.counts():
        counts.setdefault(row["account_id"], []).append(row)
    shown: set[tuple[object, ...]] = set()
    by_time = ["published", "story_id", "start"]
    accounts = case.accounts(where={"incident_id": incident["incident_id"]}, order=by_time)
    for account in sorted(accounts, key=lambda row: not stories[row["story_id"]]["published"]):
        claim, story = claims.get(account["claim_id"]), stories[account["story_id"]]
        who = f"{claim['speaker']} {claim['stance']}" if claim else "the story tells"
        figures = [
            f"{count['what']} {range_of(count['min'], count['max'])}"
            for count in counts.get(account["account_id"], ())
            if count["who"] == "total" and (count["min"], count["max"]) != (None, None)
        ]
        mark = (story["origin_group"] or story["story_id"], who, *figures)
        if mark in shown or len(shown) == ACCOUNTS or not figures:
            continue
        shown.add(mark)
        print(f"  {story['published'] or 'undated':<10}  {story['outlet']}: {who}: {', '.join(figures)}")
        said = textwrap.shorten(" ".join(str(account["text"]).split()), 170, placeholder=" ...")
        print(textwrap.fill(said, WIDTH, initial_indent=" " * 14, subsequent_indent=" " * 14))


def main(name: str) -> None:
    """Print the summary."""
    with sayso.open_case(name, create=False) as case:
        rows = sorted(case.incidents(), key=most_told)
        print(f"\nMost told of {len(rows)} incidents:\n")
        for row in sorted(rows[:INCIDENTS], key=lambda row: (str(row["date_start"]), row["incident_id"])):
            print(textwrap.indent(heading(row), "  "))
        first = next((row for row in rows if has_toll(row)), None)
        if first is not None:
            print(f"\nWho says how many were killed or hurt ({first['date_start']} {first['place']}):\n")
            tell(case, first)
        print(f"\nSee more: sayso show incidents -c {name}")


if __name__ == "__main__":
    main(sys.argv[1])
