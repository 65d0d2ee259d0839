"""Places: from names in a story to entries of the gazetteer, or to areas near them."""

from sayso.resolve.places.metonyms import is_metonym
from sayso.resolve.places.resolve import PlaceValue, resolve_places

__all__ = ["PlaceValue", "is_metonym", "resolve_places"]
