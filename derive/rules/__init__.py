"""What may follow `by=`: the rules, in textbook order, each with the phrase that a document prints.

Rules with arguments are called: `factor_out(n)`, `collect(x)`, `rename_index(j)`, `unfold(k)`, `solve(theta)`,
`substitute({p: k / n})`.
"""

from __future__ import annotations

from derive.rules import algebra, calculus, definitions, logs, solving, sums
from derive.rules.base import Explanation, Rule, explains, first_proposal

MANY = 99

unfold = Rule("unfold", "by definition", definitions.unfold, "rational", (0, MANY))
fold = Rule("fold", "by definition", definitions.fold, "rational", (0, MANY))
rearrange = Rule("rearrange", "rearranged", algebra.rearrange)
expand = Rule("expand", "multiplied out", algebra.expand, "order")
factor_out = Rule("factor_out", "factored out", sums.factor_out, "order", (0, 1))
collect = Rule("collect", "terms collected", algebra.collect, "order", (0, MANY))
cancel = Rule("cancel", "cancelled", algebra.cancel)
common_denominator = Rule("common_denominator", "common denominator", algebra.common_denominator)
laws_of_powers = Rule("laws_of_powers", "laws of powers", logs.power_laws)
substitute = Rule("substitute", "substituted", algebra.substitute, "ring", (1, 1))
evaluate = Rule("evaluate", "by calculation", algebra.evaluate, "rational")
solve = Rule("solve", "solved", solving.solve, "rational", (1, 1), of_equations=True)
log_of_product = Rule("log_of_product", "log of a product", logs.log_of_product)
log_of_quotient = Rule("log_of_quotient", "log of a quotient", logs.log_of_quotient)
log_of_power = Rule("log_of_power", "log of a power", logs.log_of_power)
log_of_exp = Rule("log_of_exp", "log and exp cancel", logs.log_of_exp)
split_sums = Rule("split_sums", "sums split", sums.split_sums)
merge_sums = Rule("merge_sums", "sums merged", sums.merge_sums)
swap_sums = Rule("swap_sums", "order of the sums changed", sums.swap_sums)
split_products = Rule("split_products", "products split", logs.split_products)
rename_index = Rule("rename_index", "index renamed", sums.rename_index, "order", (0, 1))
unroll = Rule("unroll", "sum written out", sums.unroll)
differentiate = Rule("differentiate", "differentiated", calculus.differentiate, "rational")
product_rule = Rule("product_rule", "product rule", calculus.product_rule, "rational")
quotient_rule = Rule("quotient_rule", "quotient rule", calculus.quotient_rule, "rational")
chain_rule = Rule("chain_rule", "chain rule", calculus.chain_rule, "rational")
take_limit = Rule("take_limit", "limit", calculus.take_limit, "rational")

RULES: tuple[Rule, ...] = (
    unfold,
    fold,
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
    log_of_quotient,
    log_of_power,
    log_of_exp,
    split_sums,
    merge_sums,
    swap_sums,
    split_products,
    rename_index,
    unroll,
    differentiate,
    product_rule,
    quotient_rule,
    chain_rule,
    take_limit,
)
"""Definitions, algebra, logarithms, sums, calculus."""

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
    "fold",
    "laws_of_powers",
    "log_of_exp",
    "log_of_power",
    "log_of_product",
    "log_of_quotient",
    "merge_sums",
    "product_rule",
    "quotient_rule",
    "rearrange",
    "rename_index",
    "solve",
    "split_products",
    "split_sums",
    "substitute",
    "swap_sums",
    "take_limit",
    "unfold",
    "unroll",
]
