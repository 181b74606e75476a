"""Things to read in Zonnedam: three articles, an example and a procedure with two paths."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.seeding import seed
from knowledge.store import Store

ARTICLES = """
- key: subsidie_aanvragen
  title: Hoe vraag ik subsidie aan?
  body: U vult het formulier in en stuurt uw begroting mee.
  more: Het formulier staat op de website.
  topics: [subsidies, sociaal_ondernemen]
  verification: verified
  source: gids
  checked_on: 2026-05-01
  phrasings: [Waar is het formulier voor subsidie?, subsidie aanvragen]
- key: buurtfeest_melden
  title: Moet ik een buurtfeest melden?
  body: Een klein feest meldt u drie weken van tevoren.
  topics: [evenementen]
  phrasings: [Is een vergunning nodig voor een straatfeest?]
"""

INTERNAL = """
- key: offerte_beoordelen
  title: Hoe beoordeel ik een offerte?
  body: Beoordeel elke offerte op dezelfde criteria.
  topics: [inkoop]
  audience: internal
  phrasings: [Waar let ik op bij een offerte?]
"""

EXAMPLES = """
- key: soep_van_de_dam
  title: Soep van de Dam
  theme: voedsel
  place: Zonnedam
  parties: [de voedselbank, een supermarkt]
  story: Buurtbewoners koken soep van groente die over is.
  worked: Er gaat minder eten weg.
  topics: [voedselverspilling]
  verification: verified
  source: gids
  checked_on: 2026-05-01
  phrasings: [voorbeeld van koken met resten]
"""

PROCEDURE = """
key: plan_maken
title: Maak een plan
intro: In een paar stappen naar een plan.
version: '1'
topics: [sociaal_ondernemen]
source: redactie
checked_on: 2026-05-01
verification: editorial
phrasings: [help mij een plan maken]
steps:
- key: wie
  title: Wie bent u?
  ask:
    text: Voor wie maakt u het plan?
    options:
    - {key: starter, label: Ik begin, hint: minder dan een jaar, phrases: [ik start net]}
    - {key: ervaren, label: Ik heb al een bedrijf, right: true, feedback: Mooi.}
- key: idee
  title: Schrijf uw idee op
  only: {wie: [starter]}
  purpose: U weet wat u wilt.
  do: Schrijf uw idee op in twee zinnen.
  who: [sociaal_ondernemen, subsidies]
  checklist: [Het past in twee zinnen, Iemand anders snapt het]
  phrases: [idee opschrijven]
- key: cijfers
  title: Zet uw cijfers op een rij
  only: [{wie: [ervaren]}]
  number: 2a
  do: Pak uw jaarrekening erbij.
- key: gesprek
  title: Vraag een gesprek aan
  do: Bel de accountmanager.
  sources: [gids, redactie]
  source: gids
  verification: verified
"""

PAGES = {
    "articles/geld.yml": ARTICLES,
    "articles/intern.yml": INTERNAL,
    "examples.yml": EXAMPLES,
    "procedures/plan_maken.yml": PROCEDURE,
}


@pytest.fixture
def pages_folder(content_folder: Path) -> Path:
    """The small content with things to read in it, for a test to change."""
    for name, text in PAGES.items():
        path = content_folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return content_folder


@pytest.fixture
def pages_store(store: Store, pages_folder: Path) -> Store:
    """A store that was seeded from what `pages_folder` holds at first."""
    seed(store, pages_folder)
    return store
