"""Made-up news for measuring speed: pages about the same made-up events, varied by a seed, about 600 words a story."""

from __future__ import annotations

import datetime as dt
import html
import random
from dataclasses import dataclass

FIRST_DAY = dt.date(2031, 1, 6)
SYLLABLES = (
    "bar kel dor ven mis tal or an sha rin lo pek gar ul tem bre sol ha dun vik mar es tro fal nem ist cor wyn de rag"
).split()
GIVEN = "Anna Tomas Mirel Joren Sada Petra Olan Rufus Edda Karim Lena Viktor Nadia Bero Hanna Idris Mina Stefan".split()
OFFICES = (
    "defence minister", "interior minister", "foreign minister", "provincial governor", "police chief",
    "army spokesman", "opposition leader", "mayor", "ambassador", "health minister",
)  # fmt: skip
UNNAMED = (
    "a senior security official", "two western diplomats", "a local elder", "an intelligence official",
    "officials", "witnesses", "a hospital director", "residents", "an aid worker", "a government source",
)  # fmt: skip
OUTLETS = ("The Lakeside Courier", "Radio Ostra", "North Plain Gazette", "The Evening Ledger", "Ostra Press Agency")

STRIKE = (
    "{At_time}, a drone fired {n} missiles at a {building} in the {village} area, killing at least {killed} people.",
    "At least {killed} people were killed and {hurt} others hurt as jets bombed a {building} near {village} {on_day}.",
    "{Unnamed} put the death toll from the {village} strike at {killed}, including {few} women and {few} children.",
    "The {office} denied that civilians had died in the strike on {village}, saying all {killed} dead were militants.",
)
ATTACK = (
    "Gunmen ambushed an army convoy on the road to {village} {on_day}, killing {few} soldiers and wounding {hurt}.",
    "A bomb exploded outside the {building} in {village}, {unnamed} said, and {killed} people were taken to hospital.",
    "No group has claimed the attack in {village}, but police blamed {group}.",
)
TALKS = (
    "{Office_person} met {office_person} in {town} {on_day} to discuss a ceasefire and the reopening of the border.",
    "The two governments agreed to exchange prisoners, {unnamed} told {outlet}.",
    "{Office_person} is expected to visit {town} next week, though the trip could still be called off.",
    "{Office_person} apologised for the deaths in {village} and offered compensation to the families.",
)
PROTEST = (
    "Thousands of people marched through {town} {on_day} to protest against the {killed} deaths in {village}.",
    "Police arrested {hurt} demonstrators in {town}, according to {unnamed}.",
    "Traders in {town} went on strike for {few} days, demanding the release of those detained.",
)
QUOTED = (
    "“We have seen this before, and will not accept it,” {person} {says}. “The people of {village} deserve answers.”",
    "“There is no evidence that anyone from {group} was inside the {building},” {person}, the {office}, told {outlet}.",
    "{Unnamed}, who spoke on condition of anonymity because of the sensitivity of the matter, said that the talks “are "
    "not dead, but they are not well either”.",
    "According to a report by the {org}, {killed} people have been killed in {n} strikes since {month}.",
    "{Person} said {pronoun} was “almost certain” that the order had come from {town}, and that it might come again.",
)
BACKGROUND = (
    "The district, a mountainous stretch of farms and orchards, has been the scene of fighting for over {few} years.",
    "Prices in the market at {town} have doubled since the road was closed, and the school has not opened this term.",
    "It was the {ordinal} such incident this month, and brought the number of strikes this year to {hurt}.",
    "Relations between the two neighbours have been tense since the closure of the {village} crossing in {month}.",
    "The river, which marks the frontier for much of its length, was in flood and the bridge could not be used.",
    "{Person}, who has taught history in {town} for {few} years, compared the mood to that of the last war.",
    "A spokesman for the {org} declined to comment, and calls to the ministry in {town} were not answered.",
)
TITLES = ("what is known", "anger grows", "talks go on", "new toll", "day of mourning")
KINDS = (STRIKE, ATTACK, TALKS, PROTEST)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that several stories tell of."""

    kind: tuple[str, ...]
    day: dt.date
    village: str
    town: str
    killed: int


def _name(rng: random.Random, parts: int) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(parts)).capitalize()


class News:
    """A made-up corpus; the same seed gives the same pages."""

    def __init__(self, seed: int = 7) -> None:
        rng = self.rng = random.Random(seed)
        self.villages = [_name(rng, 2 + rng.randrange(2)) for _ in range(120)]
        self.towns = [_name(rng, 2 + rng.randrange(2)) for _ in range(25)]
        self.people = [f"{rng.choice(GIVEN)} {_name(rng, 2)}" for _ in range(150)]
        self.groups = [f"the {_name(rng, 2)} Front" for _ in range(6)]
        self.orgs = [f"{_name(rng, 2)} {w}" for w in ("Institute", "Observatory", "Relief Committee", "Council")]
        self.events = [
            Event(
                kind=rng.choice(KINDS),
                day=FIRST_DAY + dt.timedelta(days=rng.randrange(300)),
                village=rng.choice(self.villages),
                town=rng.choice(self.towns),
                killed=rng.randrange(2, 60),
            )
            for _ in range(400)
        ]
        self.events.sort(key=lambda event: event.day)

    def pages(self, number: int) -> list[tuple[str, str]]:
        """``number`` pages of HTML with their names, one story each."""
        return [(f"page-{n:05}.html", self._page(n)) for n in range(number)]

    def _page(self, n: int) -> str:
        rng = self.rng
        first = rng.randrange(len(self.events) - 5)
        told = [self.events[first], *rng.sample(self.events[max(0, first - 20) : first + 5], 2)]
        published = max(event.day for event in told) + dt.timedelta(days=rng.randrange(1, 4))
        outlet = rng.choice(OUTLETS)
        body, words = [], 0
        length = rng.randrange(400, 790)
        while words < length:
            event = told[0] if rng.random() < 0.6 else rng.choice(told)
            patterns = [rng.choice(rng.choice((event.kind, QUOTED, BACKGROUND))) for _ in range(rng.randrange(1, 4))]
            paragraph = " ".join(self._fill(pattern, event, outlet) for pattern in patterns)
            words += paragraph.count(" ") + 1
            body.append(paragraph)
        title = f"{told[0].village}: {rng.choice(TITLES)}"
        shown = "\n".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in body)
        return (
            f"<!doctype html><html><head><title>{title} | {outlet}</title>"
            f'<meta property="og:site_name" content="{outlet}">'
            f'<meta property="article:published_time" content="{published.isoformat()}T08:00:00Z"></head><body>'
            f"<nav><a href='/'>Home</a> <a href='/world'>World</a> <a href='/sport'>Sport</a></nav>"
            f"<article><h1>{title}</h1><p class='byline'>By {rng.choice(self.people)}</p>\n{shown}\n</article>"
            f"<footer>All rights reserved. <a href='/about'>About us</a> {n}</footer></body></html>"
        )

    def _fill(self, pattern: str, event: Event, outlet: str) -> str:
        rng = self.rng
        person, office, unnamed = rng.choice(self.people), rng.choice(OFFICES), rng.choice(UNNAMED)
        day = f"on {event.day:%A}"
        killed = max(2, event.killed + rng.choice((0, 0, 0, 1, -1, 4)))
        return pattern.format(
            At_time=rng.choice(("Before dawn", "Late on Friday", f"On {event.day:%B} {event.day.day}", "Yesterday")),
            n=rng.choice(("two", "three", "four", "several", "6")),
            building=rng.choice("house school market mosque compound mill seminary checkpoint".split()),
            village=event.village,
            town=event.town,
            killed=killed,
            hurt=rng.randrange(3, 80),
            few=rng.choice(("two", "three", "five", "seven")),
            on_day=day,
            unnamed=unnamed,
            Unnamed=unnamed[0].upper() + unnamed[1:],
            office=office,
            office_person=f"{office} {person}",
            Office_person=f"{office[0].upper()}{office[1:]} {person}",
            person=person,
            Person=person,
            group=rng.choice(self.groups),
            org=rng.choice(self.orgs),
            outlet=outlet,
            says=rng.choice(("said", "told reporters", "insisted", "warned")),
            pronoun=rng.choice(("he", "she")),
            month=rng.choice("January February March April May June".split()),
            ordinal=rng.choice("second third fourth fifth".split()),
        )
