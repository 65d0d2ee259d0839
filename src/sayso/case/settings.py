"""What a case remembers of how it is read: settings by name, and the signatures of its stories' texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select, update

from sayso.case import codec
from sayso.case.schema import PAGE_STORIES, PAGES, READINGS, SETTINGS, SIGNATURES, STORIES, TEXTS
from sayso.case.store import Store
from sayso.case.writing import chunks


class Settings(Store):
    """The part of a case that the engine keeps its own notes in."""

    def setting(self, name: str) -> str:
        """A setting's value; empty if it was never set."""
        with self._reading() as connection:
            return str(connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.name == name)).scalar() or "")

    def set_setting(self, name: str, value: str) -> None:
        """Remember a value, in place of the one before; an empty value forgets it."""
        with self._writing() as connection:
            connection.execute(delete(SETTINGS).where(SETTINGS.c.name == name))
            if value:
                connection.execute(insert(SETTINGS).values(name=name, value=codec.clean(value)))

    def mark_readings_stale(self) -> None:
        """Have every story read again (``stories_to_read``), for instance because the gazetteer changed."""
        with self._writing() as connection:
            connection.execute(update(READINGS).values(stale=1))

    def store_signatures(self, signatures: Mapping[str, bytes]) -> None:
        """Keep the signatures of stories, by story_id; a text never changes, so one that is there stays."""
        with self._writing() as connection:
            for some in chunks(sorted(signatures)):
                query = select(STORIES.c.story_id, STORIES.c.key).where(STORIES.c.story_id.in_(some))
                keys = {row[0]: row[1] for row in connection.execute(query)}
                known = set(
                    connection.scalars(
                        select(SIGNATURES.c.story_key).where(SIGNATURES.c.story_key.in_(list(keys.values())))
                    )
                )
                rows = [
                    {"story_key": key, "signature": signatures[story_id]}
                    for story_id, key in keys.items()
                    if key not in known
                ]
                if rows:
                    connection.execute(insert(SIGNATURES), rows)

    def signatures(self) -> dict[str, bytes]:
        """The signatures that are kept, by story_id."""
        query = select(STORIES.c.story_id, SIGNATURES.c.signature).join(
            SIGNATURES, SIGNATURES.c.story_key == STORIES.c.key
        )
        with self._reading() as connection:
            return {story_id: bytes(signature) for story_id, signature in connection.execute(query)}

    def texts_without_signature(self) -> dict[str, str]:
        """Texts of the stories that no signature is kept of, by story_id."""
        query = (
            select(STORIES.c.story_id, TEXTS.c.text)
            .join(TEXTS, TEXTS.c.story_key == STORIES.c.key)
            .where(STORIES.c.key.not_in(select(SIGNATURES.c.story_key)))
        )
        with self._reading() as connection:
            return {story_id: codec.unpack_text(packed) for story_id, packed in connection.execute(query)}

    def keep_page_stories(self, page_id: str, story_ids: Sequence[str]) -> None:
        """Take stories off a page that was taken apart anew: those not named are no longer its own.

        Their text, readings and ids stay; a story that no page's latest version holds is no longer current.
        """
        with self._writing() as connection:
            page_key = connection.execute(select(PAGES.c.key).where(PAGES.c.page_id == page_id)).scalar_one()
            held = select(PAGE_STORIES.c.story_key, STORIES.c.story_id).join(
                STORIES, STORIES.c.key == PAGE_STORIES.c.story_key
            )
            rows = connection.execute(held.where(PAGE_STORIES.c.page_key == page_key)).all()
            gone = [key for key, story_id in rows if story_id not in set(story_ids)]
            for some in chunks(gone):
                connection.execute(
                    delete(PAGE_STORIES).where(PAGE_STORIES.c.page_key == page_key, PAGE_STORIES.c.story_key.in_(some))
                )
                still = select(PAGE_STORIES.c.story_key).join(PAGES, PAGES.c.key == PAGE_STORIES.c.page_key)
                latest = still.where(PAGES.c.latest == 1)
                connection.execute(
                    update(STORIES).where(STORIES.c.key.in_(some), STORIES.c.key.not_in(latest)).values(current=0)
                )
