"""From words to values: times, places, actors and roles, voices and chains."""

from sayso.resolve.story import resolve

__all__ = ["resolve"]
