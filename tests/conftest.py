"""Shared by all tests: an empty store, and the small municipality of Zonnedam to ask about.

Zonnedam does not exist. Its dates are far away on purpose: what holds, holds
for years, and what ran out did so long ago, whichever day the tests run.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.seeding import seed
from knowledge.store import Store

SOURCES = """
- {key: gids, title: Gids van Zonnedam, address: https://zonnedam.example/gids, consulted: mei 2026}
- {key: redactie, title: Redactie van de wegwijzer}
"""

ORGANISATIONS = """
- key: uwv
  name: UWV
  website: https://uwv.example
  advice: Een WW-uitkering vraagt u aan bij UWV.
"""

ECONOMY = """
- key: sociaal_ondernemen
  name: Sociaal ondernemen
  kind: municipal
  description: Ondernemen met een maatschappelijk doel.
  ask_back: Wat wilt u bereiken met uw onderneming?
  usual_unit: Economie
  usual_function: accountmanager sociaal ondernemen
  confused_with: [subsidies]
  synonyms: [sociale onderneming, maatschappelijk ondernemen]
  colloquial: [bedrijf met een missie]
- key: evenementen
  name: Evenementenvergunning
  kind: municipal
  description: Toestemming voor een feest, markt of optocht op straat.
  synonyms: [evenement, buurtfeest, braderie]
- key: inkoop
  name: Inkoop en aanbesteden
  kind: municipal
  description: Leveren aan de gemeente en meedoen aan een aanbesteding.
  synonyms: [aanbesteding, offerte, tender]
"""

MONEY = """
- key: subsidies
  name: Subsidies
  kind: municipal
  description: Geld van de gemeente voor een activiteit.
  verification: verified
  source: gids
  checked_on: 2026-05-01
  confused_with: [sociaal_ondernemen]
  synonyms: [subsidie, subsidieregeling]
- key: voedselverspilling
  name: Voedsel en verspilling
  kind: mixed
  description: Eten redden dat anders wordt weggegooid.
  synonyms: [voedselverspilling, voedselbank]
- key: ww_uitkering
  name: WW-uitkering
  kind: external
  responsible: uwv
  description: Een uitkering na ontslag.
  synonyms: [werkloosheidswet, ontslagen]
"""

PHRASES = """
sociaal_ondernemen:
  situational: [kwetsbare mensen begeleiden, winst is niet het doel]
  questions:
    - Wie helpt mij met mijn sociale onderneming?
    - Ik begin een zaak met een maatschappelijke missie
    - Is er een accountmanager voor sociaal ondernemers?
    - Met wie praat ik over impact ondernemen?
evenementen:
  situational: [podium op het plein, straat afzetten]
  questions:
    - Wij organiseren een buurtfeest op het plein
    - Mag ik een braderie houden in onze straat?
    - Hoe vraag ik een evenementenvergunning aan?
    - Er komt een podium met muziek in het park
inkoop:
  situational: [bestek lezen, inschrijven op TenderNed]
  questions:
    - Hoe doe ik mee aan een aanbesteding?
    - Ik wil leveren aan de gemeente
    - Wie beoordeelt onze offerte?
    - Waar staan de tenders van de inkopers?
subsidies:
  situational: [begroting bij de aanvraag, eindafrekening]
  questions:
    - Kan ik subsidie krijgen voor mijn project?
    - Welke subsidieregeling past bij onze stichting?
    - Wanneer sluit de aanvraag voor subsidie?
    - Onze subsidie is lager vastgesteld
voedselverspilling:
  situational: [overgebleven brood, moestuin]
  questions:
    - Wij koken met eten dat over is
    - Wie denkt mee over minder voedselverspilling?
    - Ik red groente van de supermarkt
    - Kunnen wij brood geven aan de voedselbank?
ww_uitkering:
  situational: [contract niet verlengd, baan kwijt]
  questions:
    - Ik ben ontslagen, wat nu?
    - Waar vraag ik een WW-uitkering aan?
    - Hoelang krijg ik een werkloosheidsuitkering?
    - Mijn baan is weg en ik wil een uitkering
"""

ZONNEDAM = """
municipality:
  key: zonnedam
  name: Zonnedam
  is_served: true
  counter_name: Gemeentebalie Zonnedam
  phone: 0999 - 10 00 00
  website: https://zonnedam.example
  aliases: [gemeente aan de dam]
  verification: verified
  source: gids
  checked_on: 2026-05-01
units:
  - {key: economie, name: Economie}
  - {key: inkoop, name: Inkoop en Contracten}
contact_points:
  - {key: accountmanager, unit: economie, function: accountmanager sociaal ondernemen,
     phone: 0999 - 10 00 01, email: sociaal@zonnedam.example}
  - {key: vervanger, unit: economie, function: bedrijvencontactfunctionaris}
  - {key: wethouder, unit: economie, function: wethouder Economie}
  - {key: vergunningverlener, unit: economie, function: vergunningverlener}
  - {key: subsidieadviseur, unit: economie, function: subsidieadviseur}
  - {key: inkoper, unit: inkoop, function: senior inkoper, person: J. Voorbeeld, audience: internal}
  - {key: inkoopchef, unit: inkoop, function: hoofd Inkoop}
ownerships:
  - {topic: sociaal_ondernemen, contact: accountmanager, role: owner,
     mandate: Adviseert en verbindt.,
     limits: Beslist niet over geld., verified_on: 2026-05-01, valid_until: 2099-12-31,
     verification: verified, source: gids, checked_on: 2026-05-01}
  - {topic: sociaal_ondernemen, contact: vervanger, role: deputy}
  - {topic: sociaal_ondernemen, contact: wethouder, role: decision_maker}
  - {topic: evenementen, contact: vergunningverlener, role: owner, verified_on: 2020-01-01,
     valid_until: 2020-12-31}
  - {topic: subsidies, contact: subsidieadviseur, role: owner}
  - {topic: inkoop, contact: inkoper, role: owner, verified_on: 2026-05-01, valid_until: 2099-12-31}
  - {topic: inkoop, contact: inkoopchef, role: escalation, audience: internal}
"""

UNSERVED = """
- {key: leiden, name: Leiden}
- {key: alphen_aan_den_rijn, name: Alphen aan den Rijn, aliases: [Alphen, Alphen a/d Rijn]}
"""

SMALL_CONTENT = {
    "sources.yml": SOURCES,
    "organisations.yml": ORGANISATIONS,
    "topics/economie.yml": ECONOMY,
    "topics/geld.yml": MONEY,
    "phrases/alles.yml": PHRASES,
    "municipalities/zonnedam.yml": ZONNEDAM,
    "municipalities/namen.yml": UNSERVED,
}

OpenCopy = Callable[[Path], Store]


def write_small_content(folder: Path) -> Path:
    for name, text in SMALL_CONTENT.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def content_folder(tmp_path: Path) -> Path:
    """A valid content folder, for a test to change."""
    return write_small_content(tmp_path / "content")


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and nothing in them; copy it, do not open it."""
    path = tmp_path_factory.mktemp("migrated") / "store.db"
    store = Store(f"sqlite:///{path}")
    store.migrate()
    store.close()
    return path


@pytest.fixture(scope="session")
def zonnedam_database(migrated_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the small content; copy it, do not open it."""
    folder = tmp_path_factory.mktemp("zonnedam")
    path = Path(shutil.copy(migrated_database, folder / "store.db"))
    store = Store(f"sqlite:///{path}")
    seed(store, write_small_content(folder / "content"))
    store.close()
    return path


@pytest.fixture
def open_copy(tmp_path: Path) -> Iterator[OpenCopy]:
    """Open a copy of a database as a store of this test alone."""
    opened: list[Store] = []

    def open_one(database: Path) -> Store:
        path = shutil.copy(database, tmp_path / f"store-{len(opened)}.db")
        opened.append(Store(f"sqlite:///{path}"))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def empty_store(open_copy: OpenCopy, migrated_database: Path) -> Store:
    """A migrated store without content."""
    return open_copy(migrated_database)


@pytest.fixture
def store(open_copy: OpenCopy, zonnedam_database: Path) -> Store:
    """A store with six topics, Zonnedam, UWV, and two municipalities without local data."""
    return open_copy(zonnedam_database)
