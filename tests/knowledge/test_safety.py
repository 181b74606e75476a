"""Emergencies are recognised in every kind of Dutch, and ordinary business is left alone."""

from __future__ import annotations

import re
import time

import pytest
import yaml

from knowledge.safety import RULES, Danger, assess

DANGER = """
de frituur heeft vlam gevat
onze schuur staat te branden
er is brand uitgebroken in de werkplaats van onze leerlingen
brand!!!!
mijn bakfiets accu rookt en sist
er hangt een verstikkende rook in de kapsalon
gaslek in de straat, wij staan buiten
iemand heeft benzine over de vloer gegoten en heeft een aansteker
een klant heeft een vuurwapen op de balie gelegd
er komt een man met een mes op me af
de overvaller heeft mijn kassa leeggehaald en rent weg
twee jongens hebben mij net overvallen
ze schoppen een dakloze man die op de grond ligt
mijn medewerker is door een klant geslagen en bloedt
er is een vechtpartij op de kermis
een vader bedreigt de juf met een schroevendraaier
ik word vastgehouden in een kantoor
er staat iemand op de deur te bonken, hij schreeuwt dat hij mij vermoordt
mijn man heeft net een hartaanval gekregen in de winkel
een bezoekster is gevallen en is buiten bewustzijn
een gast ligt te stuiptrekken
hij heeft geen hartslag
iemand is gestikt in een druif
een deelnemer heeft zich zwaar verbrand aan de oven
ze is met haar haren in de machine gekomen
hijskraan omgevallen op het plein
een stuk van het plafond viel op een klant
er is een kind onder een auto gekomen
er ligt een kind in de vijver
mijn collega is in de silo gevallen
we krijgen hem niet wakker
oude mevrouw gevallen, ligt op de stoep, kan niet opstaan
een hond heeft een kind gebeten, het bloedt enorm
er is geschoten in ons cafe
ontploffing gehoord achter het gemeentehuis
ongeval met heftruck in ons magazijn
er is een ongeluk gebeurd met de zaagmachine
man collapsed in my restaurant
there's been an accident, he is bleeding
someone broke into my house
hulp hulp hulp man met wapen
vuur winkel snel
rook veel rook keuken
mijn kind weg, markt, help
brandt winkel
bewustloos man op straat
hij adem niet
ik heb iemand aangereden
collega heeft stroom gekregen
mijn zaak wordt nu geplunderd
er komt vuur uit de airco
de prullenbak in de gang fikt
ons magazijn brandt helemaal af
brand op de tweede verdieping iedereen naar buiten
ik zie vlammen bij de buurman
accu ontploft en nu is er overal rook
het stinkt hier verschrikkelijk naar gas wat moeten we doen
we ruiken gas bij de cv ketel
buurman heeft zijn gasfornuis opengezet en dreigt alles op te blazen
er is een harde knal geweest, de ramen zijn eruit
twee mannen met bivakmutsen rennen de juwelier in
ze hebben mijn kassière een mes op de keel gezet
er loopt een verwarde man met een bijl over straat
een jongen steekt met een schaar om zich heen
ik hoor schoten buiten
iemand heeft op mijn raam geschoten
mijn collega wordt nu in elkaar getrapt
hij slaat mijn caissière
een klant spuugt en slaat mijn medewerker
hij komt me afmaken zegt hij
een dronken man valt klanten aan
ze proberen mijn winkel binnen te dringen
er zijn inbrekers binnen en ik zit op de wc
ik word gegijzeld
een man houdt mij vast en ik kan niet weg
een meneer is net flauwgevallen in onze winkel
iemand krijgt geen adem meer
mijn oma praat ineens raar en haar mond hangt scheef
klant heeft pijn op de borst en zweet
de postbode ligt buiten op de grond en reageert niet
er ligt een dode man in de steeg
ik denk dat mijn buurman dood is, hij ligt op de vloer
baby ademt niet
hij heeft heel veel pillen op en is niet wakker te krijgen
een kind heeft bleekmiddel gedronken
werknemer heeft zuur in zijn ogen
een leerling is van het klimrek gevallen en zijn been is gebroken
stagiair met hand in de zaagmachine, veel bloed
een boom is op een wandelaar gevallen
er is een muur omgevallen op een kind
een bus heeft een voetganger geschept
scooter aangereden, jongen gewond
een auto is te water geraakt
er ligt iemand in het kanaal
kind vast in roltrap
iemand zit vast onder een pallet
we zitten vast in de lift en het wordt benauwd
een oude man met dementie is weggelopen bij onze opvang
mijn zoontje is al een half uur weg
een vreemde man heeft mijn dochter meegenomen
er staat een agressieve man binnen die alles kapot slaat
112
hulp politie
politie nu
ambulance aub
help er is iemand gevallen en hij bloed
alsjeblieft kom snel hij gaat dood
winkel brand help snel
vrouw bloed veel
man slaan klant winkel nu politie
kind water niet ademen
in onze bakkerij heeft iemand een schok gehad van de oven en hij ligt op de grond
Beste gemeente, ik wilde vragen naar standplaatsen, maar er vecht nu een groep jongens met messen voor mijn kraam.
Ik weet niet of ik hier goed zit. Mijn collega is zojuist van een steiger gevallen.
Wie is de contactpersoon voor vergunningen? O wacht, er komt rook uit de keuken!
gisterenavond stond hij met een pistool voor de deur en nu is hij er weer
there is smoke everywhere
in een mail staat dat er een explosief in de hal ligt
someone has been stabbed
a man is attacking my employee
my shop is on fire
he has a knife
ik ben aangevallen
iemand heeft mij net verkracht
ons gebouw staat op instorten
rookmelder gaat af en het ruikt verbrand
het dak van de sporthal is naar beneden gekomen
de tent is ingestort met publiek erin
bewoner bedreigt ons met een hamer
een boze ondernemer dreigt het stadhuis op te blazen
hij gaat mij doodmaken
er hangt iemand
de loods staat in brand
er staat hier een auto in brand voor de winkel
brnad in onze keuken
brant in het magazijn kom snel
help vuur
de gordijnen hebben vlam gevat, de vlammen slaan uit het raam
er komt dikke rook onder de deur vandaan
ons hele kantoor staat vol rook
het vegaat hier van het gas
ik ruik al een kwartier gas in de hal
er hangt een sterke gaslucht in het trappenhuis
de graafmachine heeft de gasleiding geraakt
er is een gasfles ontploft bij de buren
grote explosie in onze straat
er ligt een bom onder de bank
ik zie een handgranaat aan de deurklink hangen
man met mes winkel
een jongen met een pistool loopt de school in
klant heeft een mes getrokken
iemand zwaait met een machete op de markt
hij houdt mijn collega onder schot
er wordt geschoten bij het station
mijn collega is neergestoken
ik ben net beroofd in mijn winkel
we worden overvallen bel de politie
er staan twee gewapende mannen binnen
een inbreker is nog in het pand, ik hoor hem
iemand probeert mijn deur in te trappen
hij zegt dat hij mij gaat vermoorden
een klant dreigt mij dood te schieten
ze slaan de barman in elkaar
er wordt gevochten in mijn café
twee mannen zijn aan het vechten in onze hal
een bewoner wurgt de begeleider
een bezoeker gooit met stoelen en ik durf er niet uit
ik word achtervolgd door een man
een vrouw wordt op dit moment aangerand in de steeg
mijn dochtertje is kwijt op de braderie
een kind van vier is vermist sinds vijf minuten
een man sleurt een meisje een busje in
mijn collega is bewusteloos
hij is bewusteloss
er ligt een man buiten bewustzijn
ze ademt niet meer
mijn baas reageert nergens meer op
zij niet wakker worden
mevrouw zakt in elkaar in de rij
een klant heeft een hartaanval
iemand stikt in een stuk vlees
het kind loopt blauw aan
een deelnemer heeft een epileptische aanval
haar keel zwelt op na een wespensteek
hij bloedt heel erg uit zijn been
overal bloed, een man ligt op de grond
een medewerker heeft zijn vingers afgezaagd
mijn stagiair kreeg heet frituurvet over zijn arm, de arm is verbrand
de monteur staat onder stroom
er is iemand geëlektrocuteerd
een schilder is van de ladder gevallen
de dakdekker viel van het dak en beweegt niet
het plafond van de zaal is ingestort
de steiger stort in
er ligt iemand onder het puin
een pallet viel om en mijn collega ligt onder de heftruck
hij zit met zijn arm klem in de machine
we zitten opgesloten in de vriescel
er zitten mensen vast in de lift met rook
aanrijding met een fietser voor de deur
ernstig ongeluk op de kruising
er is een auto de gevel in gereden
een kleuter is in de gracht gevallen
er drijft een man in de haven
een jongen is door het ijs gezakt
iemand verdrinkt
er zijn gewonden
bel een ambulance
stuur de politie alstublieft
we hebben nu de brandweer nodig
noodgeval
levensgevaar bij ons in de zaak
het brandt hier, stuur de pompiers
der ligt hier ne mens buiten westen
ze zijn aan 't vechten op ons terras
there is a fire in my shop
he wants to kill me
a man with a gun is in the store
my colleague is not breathing
I smell gas in the building
call an ambulance please
we are being robbed
fire fire
gun
We hebben net de brandblusser laten keuren, maar nu staat de keuken in brand.
Ik wil subsidie voor een EHBO-cursus. Er ligt nu een cursist bewusteloos op de vloer.
Wij zijn een sociale onderneming met twintig mensen en zoeken een grotere loods. Terwijl ik dit schrijf komt er zwarte rook uit de meterkast.
Geachte heer, mevrouw, hierbij meld ik dat er in ons pand brand is uitgebroken.
vijf minuten geleden is er een steekpartij geweest voor mijn deur
over de vergunning bel ik later, er wordt nu iemand mishandeld voor de winkel
hij bedreigt mijn personeel
ik word bedreigd aan de balie
een man bedrijgt mij
koolmonoxidemelder gaat af
het water stijgt en we kunnen er niet uit
er lekt ammoniak uit de koeling
""".strip().splitlines()

SUICIDE = """
ik zie geen reden meer om te leven
ik wil mezelf iets aandoen
ik wil niet meer verder
mijn compagnon heeft gezegd dat hij zich van kant maakt
ik heb een touw klaarliggen
ik wil gewoon weg zijn, voor altijd
een deelnemer appt dat ze er een einde aan maakt
ik hoop dat ik morgen niet meer wakker word
ik denk eraan om voor de trein te springen
door die schulden wil ik liever dood zijn
ik kan niet meer, ik wil dood
ik heb geen zin meer in het leven
soms denk ik: was ik er maar niet meer
ik wil een einde maken aan alles
ik wil van het dak springen
mijn dochter wil dood
een klant zei net dat hij zich voor de trein gaat gooien
ik sta op de brug en wil springen
ik ga mezelf ophangen
mijn broer heeft zich verhangen geprobeerd
het leven is niks meer waard voor mij
ik wil rust en nooit meer wakker worden
ik ben beter af dood
zonder mij zijn ze beter af
ik denk vaak aan doodgaan
een inwoner aan de balie zegt dat hij uit het leven wil stappen
my friend wants to kill himself
I don't want to live anymore
ik hoef niet meer te leven
kwil ni meer leven
ik zie geen uitweg meer, ik wil dood
hij schrijft dat dit zijn laatste bericht is
zelfmoord
ik wil dood
ik wil niet meer leven
ik denk aan zelfmoord
ik wil er niet meer zijn
ik wil een einde aan mijn leven maken
ik maak er een eind aan
ik ga mezelf van kant maken
was ik maar dood
ik wil nooit meer wakker worden
ik spring zo voor de trein
ik ben levensmoe
ik heb vannacht een afscheidsbrief geschreven
ik zie het leven niet meer zitten
iedereen is beter af zonder mij
ik heb alle pillen ingenomen
mijn vennoot zegt dat hij liever dood is
een cliënt dreigt met zelfdoding
onze stagiaire heeft een zelfmoordpoging gedaan
mijn collega wil zichzelf iets aandoen
hij wil van de brug springen
ik wil graag een krediet maar eigenlijk wil ik niet meer leven
Mijn zaak is failliet. Ik wil dood.
ik nie meer wille leven, ik wil dood
kzie mijn leven nie meer zitten
i want to die
I want to kill myself
ik heb suïcidale gedachten
zelfmort, ik denk eraan zelfmoord te plegen
ik overweeg uit het leven te stappen
ik ben klaar met leven
""".strip().splitlines()

DOMESTIC = """
mijn man gooit met spullen naar mij en de kinderen
mijn vriend heeft mij vannacht geslagen
ze zegt dat ze thuis wordt vastgehouden
mijn werknemer wordt door zijn vrouw geslagen
bij de buren hoor ik elke avond een kind gillen en slaan
ik ben mishandeld door mijn ex
mijn vader dreigt mij uit te huwelijken
een cliënte is bang om naar huis te gaan
mijn man slaan mij en kinderen
ik slaap in de auto want mijn man is agressief
me man slaat me
mijn ex komt steeds aan de deur en bedreigt mij
haar man mishandelt haar
mijn moeder wordt door mijn broer geslagen
een kind vertelt dat papa hem slaat
wij zien blauwe plekken bij een meisje in de opvang
ik ben bang dat mijn man mij iets aandoet
mijn vriend laat mij niet naar buiten
er wordt thuis geslagen
thuis krijg ik klappen
mijn collega heeft weer een blauw oog van haar vriend
ik woon bij mijn broer en hij slaat mij
hij slaat mij thuis
mijn man heeft mij weer geslagen gisteravond
mijn ouders sluiten mij op
een medewerkster wordt gestalkt door haar ex
mijn partner vernedert en bedreigt mij
vermoeden van huiselijk geweld bij een klant
mijn dochter wordt door haar vriend mishandeld
mijn man verkracht mij
papa slaat mama
my boyfriend hits me
mijn schoonmoeder slaat mij
mijn man slaat mij
mijn vrouw mishandelt me
ik word thuis geslagen
mijn vriend wurgde me gisteren
mijn ex stalkt mij al weken
ik ben bang voor mijn man
ik durf niet naar huis
het is thuis niet veilig voor mij en de kinderen
mijn vader schopt mijn broertje
mijn medewerkster wordt door haar man geslagen
een leerling wordt thuis mishandeld
ik vermoed kindermishandeling bij een gezin
huiselijk geweld
er is huiselijk geweld bij mijn buren
een kind bij ons heeft elke week blauwe plekken
mijn partner sluit mij op
haar vriend bedreigt haar
ik ben gevlucht voor mijn partner
man slaan mij thuis
mijne vent slaagt mij
my husband beats me
domestic violence
I am afraid of my husband
haar broers dwingen haar tot een huwelijk, ze is bang voor haar broers
mijn zoon slaat mij als hij geen geld krijgt
een cursiste vertelt dat haar man haar opsluit
Ik wil een kapsalon beginnen, maar mijn man slaat me.
huislijk geweld, wat moet ik doen
onze vrijwilligster zegt dat het thuis niet veilig is
mijn stiefvader zit aan mij
""".strip().splitlines()

ORDINARY = """
wie gaat over vuurwerkvrije zones
brandverzekering voor mijn loods
ik brand mijn eigen koffie
welke afstand tot de brandkraan
rookafvoer van mijn pizzeria
de brandweer komt volgende week voor een controle
mijn buurman heeft een slijterij
mijn man zoekt werk
mijn vrouw en ik slaan een nieuwe weg in
mijn zoon van 12 slaat een balletje op de tennisbaan
mijn moeder gaat naar dagbesteding
wie helpt mensen met een hersenbloeding aan werk
ons team bestaat uit mensen die een burn-out hadden
wij bieden dagbesteding na een ongeluk
we werken met vrouwen die slachtoffer zijn geweest van geweld
ik ben bang voor de concurrentie
het water staat me aan de lippen
het water stijgt me naar de lippen
we zitten vast in een huurcontract
mijn pand zit klem tussen twee bestemmingen
mijn winkel gaat dood aan die wegwerkzaamheden
de wijk is dood in de avond
wij organiseren een levend museum over de oorlog
zwaardvechten als sport aanbieden
wij slijpen messen en scharen in de buurt
keukenmessen op de markt verkopen
wapenvergunning aanvragen
honkbalvereniging zoekt een veld
een cursus zelfverdediging voor meisjes
aangifte van overlijden
mijn man is vorig jaar overleden en ik zet de zaak voort
uitvaartonderneming starten
rouwcafé beginnen
begraafplaats onderhoud door sociale werkplaats
de politiek bloedt de middenstand leeg
ik wil een bloedprikpost openen
een bommetje in het zwembad, wie gaat over het zwembad
zwemles voor kinderen in de plas
de ladder van de psO
op welke trede van de participatieladder valt hij
mijn medewerker valt onder de banenafspraak
een klant valt buiten de regeling
mijn collega is gevallen voor dit idee
de keuze is op ons gevallen
val ik onder de omgevingswet
hij zit met zijn handen in het haar
ik zit met mijn handen in het haar
mijn hand uitsteken naar ondernemers
kind en gezin, wie is de contactpersoon
kinderen op straat spelen, wie regelt een speelstraat
jongeren die vastlopen in het systeem
we willen niet meer bestaan van subsidie
hoe maak ik een einde aan overlast
ik wil stoppen met mijn zaak
ik ben er klaar mee
ik ben het zat, niemand belt terug
ik kan niet meer wachten
het leven in de wijk verbeteren
leven lang ontwikkelen
ik wil leven in de brouwerij
levensbeschouwing in het onderwijs
ik ga liever vandaag dan morgen open
het is nu of nooit voor mijn bedrijf
nu snel een vergunning graag
help mij snel met mijn bezwaar
noodfonds energie
noodopvang voor daklozen
nooddeur moet vrij blijven
noodverlichting leveren
explosievenonderzoek voor bouwgrond, wie regelt dat
bommen uit de oorlog in de grond, wie betaalt onderzoek
gevaarlijke stoffen opslaan
chloor opslag zwembad vergunning
ammoniakkoeling vergunning
asbest in het dak
de gevel wordt schoongemaakt, steiger op de stoep
steiger plaatsen
kraan op straat zetten
lift kapot in het stadhuis
auto's rijden te hard door de straat
aanrijdingen voorkomen op het kruispunt
verkeersongelukken bij school, kan er een drempel
inbraakpreventie voor winkels
camera's tegen inbraak
winkeldiefstal aanpak
wie zit in het veiligheidsoverleg
agressie in het openbaar vervoer, cijfers
jongerenwerk tegen messenbezit
een verward persoon in de buurt, waar meld ik dat
straatintimidatie campagne
ik word geleefd door mijn agenda
wij zijn geslagen door de coronacrisis
een klap in het gezicht voor ondernemers
de gemeente wurgt ons met regels
ik trek het niet meer met die formulieren
mijn hart staat stil als ik de rekening zie
fire department contact
we are on fire with our startup
killing it in business
shooting a video in the park
wie gaat over brandveiligheid in mijn pand
hoe vaak moet een brandblusser gekeurd worden
ik wil een koffiebranderij openen
ik heb een brandende vraag over subsidie
de brandmelder moet gekeurd worden, wie doet dat
brandweereisen voor een evenement
wie keurt de brandtrap
met spoed een vergunning nodig
spoed
de leges zijn 112 euro
wij zitten op Dorpsstraat 112
huisnummer 112
er komen 112 bezoekers
wie heeft het geweldsprotocol
cursus reanimatie voor vrijwilligers
een EHBO-cursus geven
training omgaan met agressie
verzekering tegen brand en inbraak
subsidie voor suïcidepreventie
een project tegen huiselijk geweld
beleid huiselijk geweld
ik wil een opvang voor slachtoffers van huiselijk geweld beginnen
vorig jaar is ons pand afgebrand, wie helpt met herbouw
vorige maand is er bij ons ingebroken, waar doe ik aangifte
schiet mij maar lek
ik schrik me dood van de kosten
moordende deadline
dood kapitaal
de nieuwe weg is een bedreiging voor mijn omzet
explosieve groei
de markt is ingestort
het dak lekt
we zijn overvallen door de drukte
ik word gek van de regels
ik hang mezelf op aan een regel
ik verdrink in het papierwerk
we stikken van de warmte
ik voel me gegijzeld door het systeem
mijn mailbox ontploft
de kosten exploderen
het slaat nergens op
we willen de handen ineen slaan
mijn man en ik willen een winkel beginnen
mijn vrouw heeft een kapsalon
mijn partner neemt de zaak over
ik zoek een partner voor mijn onderneming
ik ben bang dat mijn aanvraag te laat is
ik durf niet te investeren
mijn zoon zoekt een stage
wij vangen vrouwen op die gevlucht zijn
kinderopvang starten
speeltoestel keuren
ik verkoop messen op de markt
messenslijper zoekt standplaats
schietvereniging zoekt ruimte
slachterij uitbreiden
vuurwerk verkopen
een vuurkorf op het terras
mag ik een kampvuur maken op mijn terrein
rookvrij terras
rook van de houtkachel van de buren
ik rook buiten bij de deur, mag dat
gasaansluiting verwijderen
van het gas af
wij willen gas besparen
gasfles op de kraam
de straatlamp brandt niet
het licht brandt de hele nacht
feest in het water gevallen
mijn plan is in het water gevallen
wat is de planning voor het water in de wijk
ik zit vast in de procedure
het zit vast bij vergunningen
ik loop vast met het formulier
ik heb geen lucht meer in mijn agenda
de gemeente reageert niet op mijn mail
niemand reageert
doodlopende straat
dode hoek spiegels
een dood punt in de onderhandeling
de winkelstraat bloedt dood
bloedbank in het buurthuis
vechtsportschool starten
wij vechten tegen eenzaamheid
we vechten voor behoud van het buurthuis
escaperoom met nepwapens
boogschieten aanbieden
foto's schieten in het stadhuis
film met een schietpartij opnemen, welke vergunning
murder mystery in ons restaurant
wij maken een toneelstuk over zelfmoord
lezing over zelfdoding organiseren
meldcode kindermishandeling voor kinderopvang
wie coördineert de meldcode
weerbaarheidstraining voor winkeliers
AED ophangen aan de gevel
noodpakketten leveren aan de gemeente
veiligheidsplan voor een festival
ontruimingsplan
ontruimingsoefening
bhv-training
wij willen niet meer huren
ik wil niet meer betalen voor de parkeerplaats
ik wil niet meer wachten
het hoeft niet meer, ik heb het al gevonden
laat maar
ik stop met mijn bedrijf
ik wil een punt achter mijn bedrijf zetten
einde aan het contract
ik wil eruit stappen uit de maatschap en een andere vof
help
help, ik snap het niet
ik heb hulp nodig
kan iemand mij helpen
kom snel langs
ik heb snel een antwoord nodig
ik ben kwijt waar ik moet zijn
mijn wachtwoord kwijt
ik ben de weg kwijt
mijn kind zoekt een school
welke vergunning voor een springkussen
de prijzen vallen mee
dat valt tegen
onder welke regeling vallen wij
vallen wij onder de aanbestedingswet
aanslag onroerendezaakbelasting
is de aanslag al betaald
wij hebben een brouwerij
brandhout verkopen
fire safety course
do I need a permit for a fire extinguisher
how do I start a business
bedrijf failliet, wie helpt met schulden
ik zie het niet meer zitten met deze huurbaas
mijn bedrijf gaat kapot aan de regels
een killer app voor de zorg
olie op het vuur
de gemeente dreigt met een boete
mijn verhuurder dreigt met uitzetting
ons voortbestaan wordt bedreigd
bedreigde diersoorten
misbruik van subsidie
kan de politie meedenken over ons evenement
wie is de wijkagent
contact met de brandweer over ons pand
ambulancedienst als klant
schadevergoeding na explosie
steekproef inkoop
de stekker eruit
stekken van planten
steekwagen lenen
wij hebben een bom aan ideeën
ik ben doodmoe van al dat regelwerk
gebouw met instortingsgevaar vorig jaar, wie betaalt
de krant vraagt naar de ingestorte muur
elke week breken jongens een ruit open
een overeenkomst tot de laatste dag van het jaar
mijn dochter wil niet meer komen logeren
de verhuurder intimideert ons met brieven
met deze eisen komt de bank ons het mes op de keel zetten
na mn beroerte zoek ik werk
Is er een vergoeding voor winkeliers die een alarm tegen inbrekers laten plaatsen?
hier wordt mijn kat doodgereden door hardrijders
na de steekpartij wil de buurt nu een gesprek
onze huurder gaat bijna over de kop, wie helpt die winkel
het huis waar hij tassen stikt
meeuwen die afvalbakken plunderen
mijn moeder eet slecht sinds mijn vader er niet meer is
mijn pan is aangebrand
de fanfare sterft uit
onze vereniging reanimeren
het atelier sluit op woensdag voor mijn dochter
""".strip().splitlines()


@pytest.mark.parametrize("text", DANGER)
def test_danger_gets_112(text: str) -> None:
    assert _danger(text) is Danger.DANGER


@pytest.mark.parametrize("text", SUICIDE)
def test_thoughts_of_suicide_get_113(text: str) -> None:
    assert _danger(text) is Danger.SUICIDE


@pytest.mark.parametrize("text", DOMESTIC)
def test_violence_at_home_gets_veilig_thuis(text: str) -> None:
    assert _danger(text) is Danger.DOMESTIC_VIOLENCE


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_business_raises_no_alarm(text: str) -> None:
    assert assess(text) is None


def test_an_alarm_quotes_the_words_that_gave_it_away() -> None:
    alarm = assess("De loods staat in BRAND!")
    assert alarm is not None
    assert alarm.because == "staat in brand"


@pytest.mark.parametrize("text", ["", "   ", "?!", "...", "1234", "🙂"])
def test_a_message_without_words_is_no_danger(text: str) -> None:
    assert assess(text) is None


@pytest.mark.parametrize("word", ["niet ", "ik ", "in brand ", "slaat mij ", "a", "er is "])
def test_the_longest_text_is_read_at_once(word: str) -> None:
    text = (word * 1_000)[:1_000]
    assess(text)
    started = time.perf_counter()
    assess(text)
    assert time.perf_counter() - started < 0.1  # seconds; generous, for slow machines


def test_every_word_class_is_used_by_a_rule_or_another_class() -> None:
    content = RULES.read_text(encoding="utf-8")
    classes = set(yaml.safe_load(content)["words"])
    rules = content[content.index("\nrules:") :]
    used = set(re.findall(r"\w+", rules)) | set(re.findall(r"@(\w+)", content))
    assert classes - used <= {"urgent", "calm", "long_ago", "cry"}  # weighed by the strengths


def _danger(text: str) -> Danger | None:
    alarm = assess(text)
    return alarm and alarm.danger
