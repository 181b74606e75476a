"""Municipalities are recognised by every name people use, and ordinary words are left alone."""

from __future__ import annotations

import pytest

from knowledge.places import Gazetteer
from knowledge.records import Evidence, Municipality, Reach, Verification
from knowledge.store import Store


def town(key: str, name: str) -> Municipality:
    unknown = Evidence(Verification.UNVERIFIED, None, None)
    return Municipality(key, name, False, None, Reach(), unknown)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.of(
        [
            (town("leiden", "Leiden"), ()),
            (town("leiderdorp", "Leiderdorp"), ()),
            (town("huizen", "Huizen"), ()),
            (town("best", "Best"), ()),
            (town("alphen_chaam", "Alphen-Chaam"), ("Alphen en Chaam",)),
            (town("alphen_aan_den_rijn", "Alphen aan den Rijn"), ("Alphen", "Alphen a/d Rijn")),
            (town("den_bosch", "'s-Hertogenbosch"), ("Den Bosch",)),
            (town("den_haag", "Den Haag"), ()),
            (town("sudwest", "Súdwest-Fryslân"), ("Sneek",)),
            (town("capelle", "Capelle aan den IJssel"), ("Capelle",)),
            (town("amsterdam", "Amsterdam"), ()),
            (town("zonnedam", "Zonnedam"), ("gemeente aan de dam",)),
        ]
    )


def found(gazetteer: Gazetteer, text: str) -> str | None:
    municipality = gazetteer.find(text)
    return municipality.key if municipality else None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Amsterdam", "amsterdam"),
        ("amsterdam!", "amsterdam"),
        ("AMSTERDAM", "amsterdam"),
        ("wie gaat er in Amsterdam over subsidies?", "amsterdam"),
        ("ik woon in amsterdam.", "amsterdam"),
        ("(Amsterdam)", "amsterdam"),
        ("de gemeente Zonnedam", "zonnedam"),
        ("Den Bosch", "den_bosch"),
        ("den  bosch", "den_bosch"),
        ("'s-Hertogenbosch", "den_bosch"),
        ("in ’s-Hertogenbosch graag", "den_bosch"),
        ("sudwest-fryslan", "sudwest"),
        ("SÚDWEST-FRYSLÂN", "sudwest"),
        ("een bedrijf uit Sneek", "sudwest"),
        ("in Capelle", "capelle"),
        ("bij de gemeente aan de dam", "zonnedam"),
    ],
)
def test_a_municipality_is_found_by_its_name_and_aliases(
    gazetteer: Gazetteer, text: str, key: str
) -> None:
    assert found(gazetteer, text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Alphen aan den Rijn", "alphen_aan_den_rijn"),
        ("Alphen a/d Rijn", "alphen_aan_den_rijn"),
        ("Alphen", "alphen_aan_den_rijn"),
        ("Alphen-Chaam", "alphen_chaam"),
        ("Alphen en Chaam", "alphen_chaam"),
        ("Capelle aan den IJssel", "capelle"),
    ],
)
def test_the_longest_name_decides(gazetteer: Gazetteer, text: str, key: str) -> None:
    assert found(gazetteer, f"ik zit in {text}, met een zaak") == key
    assert found(gazetteer, text) == key


@pytest.mark.parametrize(
    "text",
    [
        "amsterdamse",
        "amsterdammer",
        "nieuwamsterdam",
        "amsterdam-noord",
        "oud-amsterdam",
        "leiderdorpers",
        "sneekweek",
        "capellen",
        "zonnedammen",
        "",
        "?!",
        "🙂",
    ],
)
def test_a_name_inside_another_word_is_no_municipality(gazetteer: Gazetteer, text: str) -> None:
    assert found(gazetteer, text) is None
    assert gazetteer.find(f"over {text} gesproken") is None


@pytest.mark.parametrize(
    "text",
    [
        "dat kan leiden tot problemen",
        "wie moet dit project leiden",
        "leiden van een team",
        "wij bouwen tien huizen",
        "huizen voor ouderen",
        "wat kan ik het beste doen",
        "wie kan ons best helpen",
        "Leiderschap",
        "van Den Haag krijg je een deel terug",
    ],
)
def test_an_ordinary_word_is_no_municipality(gazetteer: Gazetteer, text: str) -> None:
    assert found(gazetteer, text) is None


@pytest.mark.parametrize("name", ["leiden", "huizen", "best", "den haag"])
@pytest.mark.parametrize(
    "context",
    ["{}", "{}!", "{}?", "{}.", "en {}?", "in {}", "en in {}?", "ik woon in {}", "gemeente {}",
     "wie regelt dat in {} voor mij", "mijn zaak komt uit {}"],
)  # fmt: skip
def test_an_ordinary_word_in_the_place_of_a_name_is_a_municipality(
    gazetteer: Gazetteer, name: str, context: str
) -> None:
    key = name.replace(" ", "_")
    assert found(gazetteer, context.format(name)) == key
    assert found(gazetteer, context.format(name.title())) == key


@pytest.mark.parametrize("text", ["in leiden van een project", "voor leiden aan een ziekte"])
def test_an_ordinary_word_that_goes_on_as_an_ordinary_word_is_no_municipality(
    gazetteer: Gazetteer, text: str
) -> None:
    assert found(gazetteer, text) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("subsidie in Amsterdam", ["subsidie", "in"]),
        ("subsidie in Leiden", ["subsidie"]),
        ("wie regelt in alphen aan den rijn afval", ["wie", "regelt", "in", "afval"]),
        ("Amsterdam", []),
        ("Amsterdam en nog eens amsterdam", ["en", "nog", "eens"]),
    ],
)
def test_the_name_is_taken_out_of_what_a_question_is_about(
    gazetteer: Gazetteer, text: str, rest: list[str]
) -> None:
    assert gazetteer.without_names(text).split() == rest


@pytest.mark.parametrize("text", ["Wie geeft subsidie?", "dat kan leiden tot schade", "", "🙂"])
def test_a_text_without_a_name_stays_as_it_was(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.without_names(text) == text


def test_all_municipalities_of_the_store_are_known(store: Store) -> None:
    gazetteer = Gazetteer.load(store)
    assert set(gazetteer.by_key) == {"zonnedam", "leiden", "alphen_aan_den_rijn"}
    assert gazetteer.by_key["zonnedam"].is_served
    assert not gazetteer.by_key["leiden"].is_served
    assert found(gazetteer, "en in Leiden?") == "leiden"
    assert found(gazetteer, "iets voor Alphen a/d Rijn") == "alphen_aan_den_rijn"


def test_without_municipalities_nothing_is_found(empty_store: Store) -> None:
    assert Gazetteer.load(empty_store).find("in Leiden") is None


@pytest.mark.parametrize(
    "text", ["Amsterdam", "amsterdam!", "en in Leiden?", "nee, Den Bosch", "de gemeente Zonnedam"]
)
def test_a_name_and_nothing_more_is_alone(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.is_alone(text)


@pytest.mark.parametrize(
    "text", ["", "?!", "in", "voorbeelden uit Amsterdam", "een zaak in Leiden", "best lastig"]
)
def test_a_text_with_more_than_a_name_or_without_one_is_not(
    gazetteer: Gazetteer, text: str
) -> None:
    assert not gazetteer.is_alone(text)
