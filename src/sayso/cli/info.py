"""``sayso info``: what is in the case."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.common import case_option, opened, plural

if TYPE_CHECKING:
    from sayso.case import Case

OUTLETS = 10
"""Outlets named."""
WEEKS = 60
"""Weeks charted; of a longer time, the last ones."""
GAP = 4
"""Weeks without an incident from which on they are not listed one by one."""
BAR = 40
"""Characters of the longest bar."""


@click.command()
@case_option
@click.option("--json", "as_json", is_flag=True, help="JSON.")
def info(case_name: str, as_json: bool) -> int:
    """Tell what is in a case: tables, versions, sizes, outlets, dates, incidents by week.

    \b
    sayso info -c case.db
    """
    with opened(case_name) as case:
        found = case.info()
        weeks = by_week(case)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode({**found, "incidents_by_week": weeks}).decode("utf-8"))
        return 0
    for line in lines(found, weeks):
        click.echo(line)
    return 0


def lines(found: dict[str, Any], weeks: dict[str, int]) -> list[str]:
    """The case in words, a line each."""
    tables = found["tables"]
    out = [
        f"{found['case']} ({found['database']}, version {found['case_version']}), {_size(found['bytes_on_disk'])}",
        "",
        f"  {plural(tables['pages'], 'page')} ({_size(found['bytes_of_pages'])}), "
        f"{plural(tables['stories'], 'story', 'stories')}, {found['current_stories']:,} of them current",
    ]
    if found["published_first"]:
        out.append(f"  published {found['published_first']} to {found['published_last']}")
    versions = ", ".join(f"{name} ({number:,})" for name, number in found["reader_versions"].items())
    out.append(f"  read by {versions}" if versions else "  nothing read yet")
    unread = tables["stories"] - found["stories_read"] + found["stale_readings"]
    if unread:
        out.append(f"  {plural(unread, 'story', 'stories')} to be read again: run sayso read")
    out.append("")
    shown = [(name, number) for name, number in tables.items() if name not in ("pages", "stories")]
    for name, number in shown:
        out.append(f"  {name.replace('_', ' '):<16}{number:>10,}")
    if found["outlets"]:
        out += ["", "  stories by outlet"]
        outlets = list(found["outlets"].items())
        out += [f"  {(name or '(not known)')[:40]:<42}{number:>6,}" for name, number in outlets[:OUTLETS]]
        if len(outlets) > OUTLETS:
            out.append(f"  and {plural(len(outlets) - OUTLETS, 'other')}")
    if weeks:
        out += ["", "  incidents by week (dated to the day; planned and supposed ones left out)"]
        shown_weeks = list(weeks.items())[-WEEKS:]
        most = max(number for _, number in shown_weeks)
        empty = 0
        for week, number in shown_weeks:
            empty = 0 if number else empty + 1
            if empty > GAP:
                continue
            if empty == GAP:
                out.append("  ...")
                continue
            bar = "█" * round(BAR * number / most) if most > BAR else "█" * number
            out.append(f"  {week} {number:>5,} {bar}".rstrip())
    return out


def by_week(case: Case) -> dict[str, int]:
    """Incidents that happened by the Monday of their week, weeks without one included."""
    found: Counter[dt.date] = Counter()
    for row in case.rows("incidents", where={"status": ["happened", "contested", "ongoing"]}):
        try:
            day = dt.date.fromisoformat(str(row["date_start"]))
        except ValueError:
            continue  # not known to the day
        found[day - dt.timedelta(days=day.weekday())] += 1
    if not found:
        return {}
    # A date misread as another century must not fill the terminal: weeks are charted where they are near others.
    week, last = max(min(found), max(found) - dt.timedelta(weeks=WEEKS - 1)), max(found)
    out = {}
    while week <= last:
        out[week.isoformat()] = found[week]
        week += dt.timedelta(weeks=1)
    return out


def _size(number: int) -> str:
    size, units = float(number), ["bytes", "kB", "MB", "GB", "TB"]
    while size >= 1000 and len(units) > 1:
        size /= 1000
        units.pop(0)
    return f"{size:,.0f} {units[0]}" if units[0] == "bytes" else f"{size:,.1f} {units[0]}"
