"""Accounts to incidents: which accounts tell of the same event, what follows from them, what is disputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.merge.run import Merged, merge_readings

if TYPE_CHECKING:
    from sayso.case import Case

__all__ = ["Merged", "merge", "merge_readings"]


def merge(case: Case) -> Merged:
    """Rebuild the incidents of a case from the readings of its current stories, and store them."""
    merged = merge_readings(case.readings(current_only=True))
    case.replace_incidents(
        merged.incidents,
        merged.tolls,
        merged.links,
        merged.origins,
        account_incident=merged.account_incident,
        claim_origin=merged.claim_origin,
        account_origin=merged.account_origin,
        evidence=merged.evidence,
    )
    return merged
