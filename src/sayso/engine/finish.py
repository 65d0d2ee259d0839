"""The end of a run: stories of the same text grouped, accounts merged to incidents."""

from __future__ import annotations

from sayso.case import Case
from sayso.intake import group, signature
from sayso.merge import merge

TO_MERGE = "to_merge"
"""Setting that is there while the case holds readings that have not been merged."""


def needs_merge(case: Case) -> bool:
    """Whether an earlier run wrote to the case and ended before merging."""
    return bool(case.setting(TO_MERGE))


def group_copies(case: Case) -> None:
    """Give stories of (nearly) the same text one ``origin_group``, over the whole case."""
    with case.batch():
        missing = case.texts_without_signature()
        if missing:
            case.store_signatures({story_id: signature(text) for story_id, text in missing.items()})
    signatures = case.signatures()
    stories = {row["story_id"]: row for row in case.rows("stories")}
    words = {str(story_id): int(row["words"] or 0) for story_id, row in stories.items()}
    groups = group({s: signatures[s] for s in words if s in signatures}, words)
    with case.batch():
        for story_id, row in stories.items():
            found = groups.get(str(story_id), "")
            if row["origin_group"] != found:
                case.update_story_metadata(str(story_id), origin_group=found)


def merge_accounts(case: Case) -> None:
    """Make incidents of the accounts, over the whole case."""
    merge(case)
