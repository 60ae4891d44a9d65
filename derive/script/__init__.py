"""What an author calls in a script. Each call makes a frozen item and records it; nothing is decided here.

An item lists its obligations: the statements that have to be judged, each with the verdict it must get.
"""

from derive.script.chains import EQUALITY, Chain, D, Instance, Step, calc
from derive.script.claims import Claim, Iff, Mistake, claim, iff, mistake
from derive.script.extrema import Cases, Extremum, Witness, cases, maximum, minimum, witness
from derive.script.figures import Figure, curve, figure
from derive.script.places import at_point
from derive.script.recording import Item, Line, Obligation, Place, Recorder, recording
from derive.script.remarks import (
    Assumption,
    Conclusion,
    Named,
    Prose,
    Source,
    Taken,
    assume,
    conclusion,
    define,
    prose,
    source,
    taken,
)

__all__ = [
    "EQUALITY",
    "Assumption",
    "Cases",
    "Chain",
    "Claim",
    "Conclusion",
    "D",
    "Extremum",
    "Figure",
    "Iff",
    "Instance",
    "Item",
    "Line",
    "Mistake",
    "Named",
    "Obligation",
    "Place",
    "Prose",
    "Recorder",
    "Source",
    "Step",
    "Taken",
    "Witness",
    "assume",
    "at_point",
    "calc",
    "cases",
    "claim",
    "conclusion",
    "curve",
    "define",
    "figure",
    "iff",
    "maximum",
    "minimum",
    "mistake",
    "prose",
    "recording",
    "source",
    "taken",
    "witness",
]
