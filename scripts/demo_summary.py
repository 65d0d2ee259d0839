"""What ``make demo`` says of the case it has read: the incidents with most accounts, and who says what of the first.

python scripts/demo_summary.py CASE
"""

from __future__ import annotations

import sys
import textwrap
from typing import Any

import sayso

INCIDENTS = 8
ACCOUNTS = 6
WIDTH = 96


def range_of(low: object, high: object) -> str:
    """A range of figures in words."""
    if low is None and high is None:
        return "not stated"
    if low == high:
        return str(low)
    if high is None:
        return f"{low} or more"
    return f"{low or 0} to {high}"


def heading(incident: dict[str, Any]) -> str:
    """An incident on a line."""
    what = str(incident["event_mode"] or incident["event_type"]).replace("-", " ").lower()
    parts = [f"{incident['date_start'] or 'undated':<10}", f"{what} at {incident['place'] or 'a place not stated'}"]
    if incident["actor"]:
        parts.append(f"by {incident['actor']}")
    line = "  ".join(parts)
    tolls = [f"killed {range_of(incident['killed_min'], incident['killed_max'])}"] if _told(incident) else []
    status = str(incident["status"])
    about = ""
    if incident["contested"]:
        about = " about " + str(incident["contested_about"]).replace(" ; ", ", ").replace("_", " ")
    tolls.append(f"{status}{', contested' if about and status != 'contested' else ''}{about}")
    tolls.append(f"{incident['number_of_accounts']} accounts in {incident['number_of_stories']} stories")
    return f"{line}\n            {'; '.join(tolls)}"


def _most_told(incident: dict[str, Any]) -> tuple[int, int, str]:
    return (-incident["number_of_stories"], -incident["number_of_accounts"], incident["incident_id"])


def _told(incident: dict[str, Any]) -> bool:
    return incident["killed_min"] is not None or incident["killed_max"] is not None


def main(name: str) -> None:
    """Print the summary."""
    with sayso.open_case(name, create=False) as case:
        rows = sorted(case.incidents(), key=_most_told)
        print(f"\nThe {INCIDENTS} of {len(rows)} incidents that most stories tell of:\n")
        for row in sorted(rows[:INCIDENTS], key=lambda row: (row["date_start"] or "9", row["incident_id"])):
            print(textwrap.indent(heading(row), "  "))
        if not rows:
            return
        first = next((row for row in rows if _told(row)), rows[0])
        print(f"\nWho says what of the first with a toll ({first['date_start']} {first['place']}):\n")
        speakers = {row["claim_id"]: row for row in case.claims()}
        stories = {row["story_id"]: row for row in case.stories()}
        shown: set[str] = set()
        by_time = ["published", "story_id", "start"]
        for account in case.accounts(where={"incident_id": first["incident_id"]}, order=by_time):
            claim, story = speakers.get(account["claim_id"]), stories[account["story_id"]]
            who = f"{claim['speaker']}, {claim['stance']}" if claim else "in the story's own words"
            said = " ".join(str(account["text"]).split())
            if said in shown:
                continue
            shown.add(said)
            print(f"  {story['published'] or 'undated'}  {story['outlet']}: {who}")
            print(textwrap.fill(textwrap.shorten(said, 180, placeholder=" ..."), WIDTH, initial_indent=" " * 6,
                                subsequent_indent=" " * 6))  # fmt: skip
            if len(shown) == ACCOUNTS:
                break
        print(f"\nSee more: sayso show incidents -c {name}")


if __name__ == "__main__":
    main(sys.argv[1])
