"""The organisations of the simulated country. Their names are invented and each says that it is simulated."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Organisation:
    code: str
    kind: str
    name: str
    host: str = ""
    industry: str = ""
    licence: str = ""
    # For networks: national seven-digit blocks of ten thousand numbers, users in millions as declared to the
    # regulator, and the share of the simulated subscribers.
    blocks: tuple[str, ...] = ()
    users_millions: float = 0.0
    share: float = 0.0
    # Who answers by name: (name, position, answerable for). Empty: nobody was named.
    person: tuple[str, str, str] | None = None


def _named(name: str, position: str, duty: str = "nuisance calls and spam SMS") -> tuple[str, str, str]:
    return name, position, duty


ORGANISATIONS: tuple[Organisation, ...] = (
    Organisation(
        "regulator",
        "regulator",
        "Autoridad Nacional de Comunicaciones (simulated)",
        person=_named("Inés Valcárcel", "Director of supervision"),
    ),
    Organisation("authority-finance", "authority", "Comisión de Finanzas (simulated)", industry="finance"),
    Organisation(
        "authority-housing", "authority", "Ministerio de Vivienda (simulated)", industry="real-estate"
    ),
    Organisation("authority-market", "authority", "Agencia de Mercados (simulated)", industry="retail"),
    Organisation("authority-police", "authority", "Policía Nacional, sección de fraude (simulated)"),
    Organisation(
        "aurora",
        "operator",
        "Aurora Móvil (simulated)",
        licence="SIM-OP-001",
        blocks=("1380910", "1390911"),
        users_millions=21.2,
        share=0.38,
        person=_named("Bruno Escalante", "Head of network security"),
    ),
    Organisation(
        "brisa",
        "operator",
        "Brisa Telecom (simulated)",
        licence="SIM-OP-002",
        blocks=("1300920", "1860921"),
        users_millions=11.8,
        share=0.22,
        person=_named("Carla Montero", "Head of network security"),
    ),
    Organisation(
        "cumbre",
        "operator",
        "Cumbre Comunicaciones (simulated)",
        licence="SIM-OP-003",
        blocks=("1330930", "1890931"),
        users_millions=10.4,
        share=0.20,
        person=_named("Damián Ortúzar", "Head of customer protection"),
    ),
    Organisation(
        "delta",
        "operator",
        "Delta Radio (simulated)",
        licence="SIM-OP-004",
        blocks=("1920940",),
        users_millions=1.4,
        share=0.05,
        person=_named("Elsa Quiroga", "Chief technical officer"),
    ),
    # Well run: answers at once and rarely errs.
    Organisation(
        "lucero",
        "reseller",
        "Lucero Mobile (simulated)",
        host="aurora",
        licence="SIM-RS-001",
        blocks=("1650950",),
        users_millions=2.4,
        share=0.05,
        person=_named("Fermín Alcocer", "Compliance officer"),
    ),
    # Sloppy: answers late, sometimes wrongly.
    Organisation(
        "marea",
        "reseller",
        "Marea Mobile (simulated)",
        host="brisa",
        licence="SIM-RS-002",
        blocks=("1670960",),
        users_millions=2.0,
        share=0.05,
        person=_named("Gloria Peralta", "Operations manager"),
    ),
    # Bad: ignores orders, and named nobody.
    Organisation(
        "niebla",
        "reseller",
        "Niebla Talk (simulated)",
        host="cumbre",
        licence="SIM-RS-003",
        blocks=("1620970",),
        users_millions=1.6,
        share=0.03,
    ),
    # Small: one serious caller already moves its rate.
    Organisation(
        "pico",
        "reseller",
        "Pico Phone (simulated)",
        host="brisa",
        licence="SIM-RS-004",
        blocks=("1709980",),
        users_millions=0.3,
        share=0.02,
        person=_named("Hugo Laredo", "Managing director"),
    ),
    Organisation(
        "alba",
        "call-centre",
        "Alba Contact (simulated)",
        licence="SIM-CC-001",
        person=_named("Irene Salvatierra", "Quality manager"),
    ),
    Organisation(
        "boreal",
        "call-centre",
        "Boreal Services (simulated)",
        licence="SIM-CC-002",
        person=_named("Julián Cornejo", "Managing director"),
    ),
    # Bad: sells by telephone to people who refused, and at night.
    Organisation("cierzo", "call-centre", "Cierzo Dialling (simulated)", industry="finance"),
    Organisation(
        "duna",
        "call-centre",
        "Duna Help Desk (simulated)",
        licence="SIM-CC-004",
        person=_named("Karina Belmonte", "Quality manager"),
    ),
    Organisation("banco-faro", "business", "Banco Faro (simulated)", industry="finance", licence="SIM-B-001"),
    Organisation("tiendas-girasol", "business", "Tiendas Girasol (simulated)", industry="retail"),
    Organisation("correo-halcon", "business", "Mensajería Halcón (simulated)", industry="logistics"),
    Organisation("hospital-isla", "business", "Hospital de la Isla (simulated)", industry="health"),
    Organisation("colegio-jardin", "business", "Colegio Jardín (simulated)", industry="education"),
    Organisation("casas-kilo", "business", "Casas Kilómetro Cero (simulated)", industry="real-estate"),
    Organisation("prestamos-limbo", "business", "Préstamos Limbo (simulated)", industry="finance"),
)

BY_CODE = {organisation.code: organisation for organisation in ORGANISATIONS}
NETWORKS = tuple(organisation for organisation in ORGANISATIONS if organisation.blocks)


def network_operator(code: str) -> str:
    """The operator in whose network the users of `code` call: itself, or its host."""
    return BY_CODE[code].host or code


@dataclass(frozen=True)
class Contract:
    provider: str
    customer: str
    subject: str
    has_nuisance_clause: bool


CONTRACTS: tuple[Contract, ...] = (
    Contract("aurora", "lucero", "resale", True),
    Contract("brisa", "marea", "resale", True),
    Contract("cumbre", "niebla", "resale", False),
    Contract("brisa", "pico", "resale", True),
    Contract("aurora", "alba", "voice-lines", True),
    Contract("brisa", "boreal", "voice-lines", True),
    Contract("cumbre", "cierzo", "voice-lines", False),
    Contract("delta", "duna", "voice-lines", True),
    Contract("aurora", "banco-faro", "sms-ports", True),
    Contract("brisa", "tiendas-girasol", "sms-ports", True),
    Contract("aurora", "hospital-isla", "voice-lines", True),
    Contract("cumbre", "prestamos-limbo", "sms-ports", False),
    Contract("cumbre", "casas-kilo", "sms-ports", False),
    Contract("aurora", "colegio-jardin", "voice-lines", True),
)


@dataclass(frozen=True)
class Line:
    code: str
    kind: str
    operator: str
    holder: str


LINES: tuple[Line, ...] = (
    Line("line-alba-1", "voice", "aurora", "alba"),
    Line("line-boreal-1", "voice", "brisa", "boreal"),
    Line("line-cierzo-1", "voice", "cumbre", "cierzo"),
    Line("line-cierzo-2", "voice", "cumbre", "cierzo"),
    Line("line-duna-1", "voice", "delta", "duna"),
    Line("line-hospital-1", "voice", "aurora", "hospital-isla"),
    Line("line-colegio-1", "voice", "aurora", "colegio-jardin"),
    Line("port-faro", "sms", "aurora", "banco-faro"),
    Line("port-girasol", "sms", "brisa", "tiendas-girasol"),
    Line("port-limbo", "sms", "cumbre", "prestamos-limbo"),
    Line("port-kilo", "sms", "cumbre", "casas-kilo"),
    Line("port-alba", "sms", "aurora", "alba"),
)

# Ports are given under these prefixes by the operators that connect them.
SMS_PREFIXES = {"aurora": "short:86:106910", "brisa": "short:86:106920", "cumbre": "short:86:106930"}
SENDER_NAMES = (("FARO", "banco-faro"), ("GIRASOL", "tiendas-girasol"), ("HALCON", "correo-halcon"))
