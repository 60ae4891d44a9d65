"""derive: symbolic derivations in which every line is checked.

Names are loaded when they are first used: `import derive` alone loads no SymPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "derive.script": (
        "Chain Claim D assume at_point calc cases claim conclusion define iff maximum minimum mistake prose source taken witness"
    ),
    "derive.symbols": (
        "Domain Variable count derivative each family index integer nonnegative positive product proportion real sample total"
    ),
    "derive.functions": "binary_cross_entropy binary_entropy log2 logit sigmoid smooth softplus xlogy",
    "derive.statements": "Evidence Judgement judge",
    "derive.kernel.core": "InvalidStatement KernelError Verdict",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'derive' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*globals(), *__all__]
