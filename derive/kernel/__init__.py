"""The trusted kernel. It imports SymPy, python-flint and the standard library, and nothing else of derive.

Loading order, each module resting on those before it:

    terms      the language: operators, binders, substitution
    core       Statement, Verdict, Evidence, Fact and the rules that combine facts
    codec      statements as text and back, executing nothing
    reading    SymPy expressions into terms, and terms back into SymPy
    domain     what declarations and hypotheses say about signs, intervals and index ranges
    calculus   derivatives of terms
    normal     the normal form: a rational function over kernels such as exp, log, sums
    sums       sums and products of symbolic size
    order      signs and inequalities
    balls      evaluation of terms at a point, in ball arithmetic
    refute     points of a domain, counterexamples, witnesses
    judge      refute, prove, cross-check
"""
