"""Alderbrook Mutual, an invented regional insurer: its units, its people, and who may sign in."""

from __future__ import annotations

from accounts.choices import UnitKind
from config.demonstration.rows import PersonRow, SignInRow, UnitRow

NAME = "Alderbrook Mutual"
TIME_ZONE = "Europe/Dublin"
CURRENCY = "EUR"
ROOT = "alderbrook"

UNITS = (
    UnitRow("personal", "Personal lines", ROOT),
    UnitRow("farm", "Farm and rural", ROOT),
    UnitRow("commercial", "Commercial lines", ROOT),
    UnitRow("claims", "Claims", ROOT),
    UnitRow("distribution", "Distribution", ROOT),
    UnitRow("it", "Information technology", ROOT, UnitKind.IT),
    UnitRow("data", "Data and platforms", "it", UnitKind.IT),
)
"""In the order of the tree, below the root."""

ADMINISTRATOR = PersonRow("corrigan", "Niamh Corrigan", "IT operations lead", ROOT)
ADMINISTRATOR_EMAIL = "admin@demo.example"

PEOPLE = (
    PersonRow("moss", "Declan Moss", "Chief executive", ROOT),
    PersonRow("brennan", "Aoife Brennan", "Chief financial officer", ROOT),
    PersonRow("adeyemi", "Ruth Adeyemi", "Head of internal audit", ROOT),
    PersonRow("tanaka", "Yuki Tanaka", "Customer research lead", ROOT),
    PersonRow("keane", "Rory Keane", "Head of Personal lines", "personal"),
    PersonRow("kowal", "Marta Kowal", "Relationship manager, Personal lines", "personal"),
    PersonRow("walsh", "Sinéad Walsh", "Head of Farm and rural", "farm"),
    PersonRow("reilly", "Tomás Reilly", "Relationship manager, Farm and rural", "farm"),
    PersonRow("deboer", "Pieter de Boer", "Head of Commercial lines", "commercial"),
    PersonRow("nair", "Priya Nair", "Relationship manager, Commercial lines", "commercial"),
    PersonRow("fischer", "Lena Fischer", "Head of Claims", "claims"),
    PersonRow("weber", "Jonas Weber", "Relationship manager, Claims", "claims"),
    PersonRow("daly", "Colm Daly", "Head of Distribution", "distribution"),
    PersonRow("okafor", "Grace Okafor", "Relationship manager, Distribution", "distribution"),
    PersonRow("halloran", "Ingrid Halloran", "Chief information officer", "it"),
    PersonRow("haddad", "Samir Haddad", "Delivery office lead", "it"),
    PersonRow("costa", "Beatriz Costa", "Security lead", "it"),
    PersonRow("murphy", "Eoin Murphy", "Data and integration lead", "data"),
    PersonRow("lindqvist", "Hanna Lindqvist", "Chief architect", "data"),
)

SIGN_INS = (
    SignInRow("halloran", "cio@demo.example", (("cio", ROOT),)),
    SignInRow("kowal", "rm@demo.example", (("relationship_manager", "personal"), ("reader", ROOT))),
    SignInRow("moss", "executive@demo.example", (("executive", ROOT),)),
    SignInRow("haddad", "analyst@demo.example", (("analyst", ROOT),)),
    SignInRow("adeyemi", "auditor@demo.example", (("auditor", ROOT),)),
    SignInRow("murphy", "contributor@demo.example", (("contributor", "data"), ("reader", ROOT))),
    SignInRow("fischer", "reader@demo.example", (("reader", "claims"),)),
)
"""Beside the administrator, whom the enterprise is opened with. The others sign in too, to answer what they are asked."""
