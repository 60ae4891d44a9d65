"""Which call, in the source, a frame is executing: right in chains over many lines, in loops and under pytest."""

from __future__ import annotations

import ast
from types import FrameType

from executing import Source


def call_node(frame: FrameType) -> ast.Call | None:
    """The syntax of the call that the frame is in the middle of; None without source, or for operators and the
    like.
    """
    node = Source.executing(frame).node
    return node if isinstance(node, ast.Call) else None


def argument_node(call: ast.Call, position: int | str) -> ast.expr | None:
    """The call's argument by index or by keyword; None if it is not written out in the call."""
    if isinstance(position, str):
        return next((keyword.value for keyword in call.keywords if keyword.arg == position), None)
    before = call.args[: position + 1]
    if position >= len(call.args) or any(isinstance(arg, ast.Starred) for arg in before):
        return None
    return call.args[position]


def call_line(frame: FrameType) -> int:
    """The line on which the called name stands: of `.equals` in a chain over many lines, not of the statement's
    start.
    """
    call = call_node(frame)
    if call is None:
        return frame.f_lineno
    return call.func.end_lineno or call.func.lineno
