"""The trusted kernel. It imports SymPy, python-flint and the standard library, and nothing else of derive.

Loading order, each module resting on those before it:

    terms           the language: operators, binders, substitution
    core            Statement, Verdict, Evidence, Fact and the rules that combine facts
    codec           statements as text and back, executing nothing
    reading         SymPy expressions into terms, and terms back into SymPy
    text            canonical text and order of terms
    domain          what declarations and hypotheses say about signs and intervals
    calculus        derivatives of terms
    factoring       irreducible factors of polynomials
    normal          the normal form: a quotient of polynomials in kernels such as exp, log, sums
    polynomials     signs of quadratics and of polynomials in one kernel
    signs           the sign of a normal form
    canonical       one form for sums that differ in the names and order of their variables
    opaque          infinite sums, integrals and limits without a known value
    exponentials    exp, log, powers, roots and absolute values in normal form
    complexes       conjugates, real and imaginary parts, moduli, Euler's formulas
    functions       the gamma family, trigonometric functions, deltas, max, sign, ...
    hypotheses      what `given` says, as rewritings and sign facts
    prepared        normalizers with the hypotheses read
    vanishing       sums of terms that are at least 0
    shapes          how a product of kernels moves with one variable
    series          closed forms of sums, finite and infinite
    sums            sums and products of symbolic size
    regular         continuity and differentiability, read off the structure
    integrals       definite integrals in closed form
    smooth          smooth opaque functions where they have a value
    limits          limits by leading terms
    derivatives     derivatives carried out, integrals and limits under them done first
    conditions      where a term is defined
    slopes          inequalities in one variable, by the mean value theorem
    tangents        log and exp against their tangents, Cauchy and Schwarz, also under sums
    order           inequalities, by each route in turn
    ball_functions  functions at a point, in ball arithmetic
    balls           terms at a point
    boxes           strict inequalities on a bounded box, by cutting it up
    defined         equations that say what a symbol or a family is
    sampling        points of a domain
    refute          counterexamples, witnesses, the cross-check
    decision        one relation: normal forms, arguments for inequalities
    induction       what an induction on a whole number has to show
    traits          what a statement looks like
    zero_sums       from sums that are 0 to their terms, and back
    cases           alternatives, symbols with few values
    termwise        what is to be shown of the terms of sums
    prover          relations, parts, contradiction, terms, cases, induction
    unending        what is given for each whole number, without end
    judge           refute, prove, cross-check
"""
