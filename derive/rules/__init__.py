"""What may follow `by=`: the rules, in textbook order."""

from derive.rules.algebra import (
    cancel,
    collect,
    common_denominator,
    evaluate,
    expand,
    factor_out,
    laws_of_powers,
    rearrange,
    solve,
    substitute,
    unfold,
)
from derive.rules.base import Explanation, Rule, explains, first_proposal
from derive.rules.calculus import chain_rule, differentiate, product_rule, quotient_rule, take_limit
from derive.rules.logs import log_of_power, log_of_product, log_of_quotient
from derive.rules.sums import rename_index, split_products, split_sums

RULES = (
    unfold,
    rearrange,
    expand,
    factor_out,
    collect,
    cancel,
    common_denominator,
    laws_of_powers,
    substitute,
    evaluate,
    solve,
    log_of_product,
    log_of_power,
    log_of_quotient,
    split_sums,
    split_products,
    rename_index,
    differentiate,
    product_rule,
    quotient_rule,
    chain_rule,
    take_limit,
)
"""Rules, and functions that make a rule of their arguments: definitions, algebra, logarithms, sums, calculus."""

__all__ = [
    "RULES",
    "Explanation",
    "Rule",
    "cancel",
    "chain_rule",
    "collect",
    "common_denominator",
    "differentiate",
    "evaluate",
    "expand",
    "explains",
    "factor_out",
    "first_proposal",
    "laws_of_powers",
    "log_of_power",
    "log_of_product",
    "log_of_quotient",
    "product_rule",
    "quotient_rule",
    "rearrange",
    "rename_index",
    "solve",
    "split_products",
    "split_sums",
    "substitute",
    "take_limit",
    "unfold",
]
