"""Labelled statements: what is true, what is false, under which domain.

Each row is lhs == rhs for every value of its symbols that SymPy's assumptions and the domain allow, wherever both sides are
defined. A domain maps a symbol or a family to an open interval, or an index to ("index", lower, upper).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sympy import *  # noqa: F403

# ruff: noqa: F405, E741, E731


@dataclass(frozen=True)
class Labelled:
    name: str
    group: str
    lhs: Any
    rhs: Any
    true: bool
    domain: dict[Any, Any]


Adder = Callable[..., None]


def collection(prefix: str = "") -> tuple[list[Labelled], list[str], Adder, Adder]:
    """(rows, current group, T, F): T and F add a true or false statement to the rows, named after prefix and group."""
    rows: list[Labelled] = []
    group = [""]

    def adder(true: bool) -> Adder:
        def add(lhs: Any, rhs: Any, domain: dict[Any, Any] | None = None) -> None:
            number = sum(row.group == group[0] for row in rows) + 1
            name = f"{prefix}{group[0].replace(' ', '-')}-{number}{'' if true else '-false'}"
            rows.append(Labelled(name, group[0], sympify(lhs), sympify(rhs), true, domain or {}))

        return add

    return rows, group, adder(True), adder(False)


ROWS, GROUP, T, F = collection()

x, w, t, u, mu, nu, b0 = symbols("x w t u mu nu b0", real=True)
a, b, c, s, s2, lam, tau = symbols("a b c s s2 lambda tau", positive=True)
p, q = symbols("p q", positive=True)
z, z1, z2 = symbols("z z1 z2")
n, m, K = symbols("n m K", integer=True, positive=True)
i, j, k, l = symbols("i j k l", integer=True)
kk = symbols("kk", integer=True, nonnegative=True)
X, Y, Z, P, A, B, W, V = [IndexedBase(v, real=True) for v in ("X", "Y", "Z", "P", "A", "B", "W", "V")]
U, R = (IndexedBase("U", positive=True), IndexedBase("R", positive=True))
N_ = IndexedBase("N", integer=True, nonnegative=True)
D01 = {p: (0, 1)}
D2 = {p: (0, 1), q: (0, 1)}
DJ = {j: ("index", 1, K)}
DJL = {j: ("index", 1, K), l: ("index", 1, K)}
sig = lambda v: 1 / (1 + exp(-v))
sp = lambda v: log(1 + exp(v))
D = lambda f, *v: Derivative(f, *v)
S = lambda f, v=i, lo=1, hi=n: Sum(f, (v, lo, hi))
Pr = lambda f, v=i, lo=1, hi=n: Product(f, (v, lo, hi))
npdf = lambda v, m_=mu, s_=s: exp(-((v - m_) ** 2) / (2 * s_**2)) / (sqrt(2 * pi) * s_)

# ------------------------------------------------------------------------------------------ scalar
GROUP[0] = "scalar"
T(sig(x) + sig(-x), 1)
T(1 - sig(x), sig(-x))
T(sig(x), exp(x) / (1 + exp(x)))
T(tanh(x), 2 * sig(2 * x) - 1)
T(sp(x) - sp(-x), x)
T(log(sig(x)), -sp(-x))
T(log(1 - sig(x)), -sp(x))
T(log(p / (1 - p)), log(p) - log(1 - p), D01)
T(sig(log(p / (1 - p))), p, D01)
T(log(sig(x) / (1 - sig(x))), x)
T(1 - tanh(x) ** 2, 4 * sig(2 * x) * (1 - sig(2 * x)))
T(exp(log(a) + 2 * log(b)), a * b**2)
T(log(sqrt(2 * pi) * s), log(2 * pi) / 2 + log(s))
T(log(exp(x) + exp(w)), x + log(1 + exp(w - x)))
T(log(exp(x) + exp(w) + exp(t)), u + log(exp(x - u) + exp(w - u) + exp(t - u)))
T(log(cosh(x)), x + log(1 + exp(-2 * x)) - log(2))
T(a**x * b**x, (a * b) ** x)
T(log(p**t * (1 - p) ** (1 - t)), t * log(p) + (1 - t) * log(1 - p), D01)
T(-(t * log(sig(x)) + (1 - t) * log(1 - sig(x))), sp(x) - t * x)
T(
    p * log(p / q) + (1 - p) * log((1 - p) / (1 - q)),
    p * log(p) + (1 - p) * log(1 - p) - (p * log(q) + (1 - p) * log(1 - q)),
    D2,
)
T(exp(x / tau) / (exp(x / tau) + exp(w / tau)), sig((x - w) / tau))
T(-(sig(x) * log(sig(x)) + sig(-x) * log(sig(-x))), sp(x) - x * sig(x))
T(log(a) / log(4), log(a) / (2 * log(2)))
T(log(6 * a**2 / b), log(2) + log(3) + 2 * log(a) - log(b))
F(sig(x) - sig(-x), 1)
F(tanh(x), 2 * sig(x) - 1)
F(sp(x) + sp(-x), x)
F(log(sig(x)), sp(-x))
F(log(a + b), log(a) + log(b))
F(-(t * log(sig(x)) + (1 - t) * log(1 - sig(x))), sp(x) + t * x)
F(log(p / (1 - p)), log(p) + log(1 - p), D01)
F(log(a) / log(4), log(a) / log(2))

# ------------------------------------------------------------------------------------------ derivatives
GROUP[0] = "derivatives"
bce = -(t * log(p) + (1 - t) * log(1 - p))
lg = -(t * log(sig(x)) + (1 - t) * log(1 - sig(x)))
lw = lg.subs(x, w * x + b0)
gl = -log(2 * pi * s**2) / 2 - (x - mu) ** 2 / (2 * s**2)
bl = Symbol("yb") * log(p) + (1 - Symbol("yb")) * log(1 - p)
T(D(sig(x), x), sig(x) * (1 - sig(x)))
T(D(tanh(x), x), 1 - tanh(x) ** 2)
T(D(sp(x), x), sig(x))
T(D(bce, p), (p - t) / (p * (1 - p)), D01)
T(D(lg, x), sig(x) - t)
T(D(lw, w), (sig(w * x + b0) - t) * x)
T(D(lw, (w, 2)), x**2 * sig(w * x + b0) * (1 - sig(w * x + b0)))
T(D(lw, b0), sig(w * x + b0) - t)
T(D((t - w * x - b0) ** 2 / 2, w), -(t - w * x - b0) * x)
T(D(x * (1 + erf(x / sqrt(2))) / 2, x), (1 + erf(x / sqrt(2))) / 2 + x * exp(-(x**2) / 2) / sqrt(2 * pi))
T(D(x * sig(x), x), sig(x) * (1 + x * (1 - sig(x))))
T(D(gl, mu), (x - mu) / s**2)
T(D(gl, s), ((x - mu) ** 2 - s**2) / s**3)
T(x - (x**2 - a) / D(x**2 - a, x), (x + a / x) / 2)
yb = symbols("y_b", integer=True)
T(Sum(D(yb * log(p) + (1 - yb) * log(1 - p), p) ** 2 * p**yb * (1 - p) ** (1 - yb), (yb, 0, 1)), 1 / (p * (1 - p)), D01)
T(
    Sum(-D(yb * log(p) + (1 - yb) * log(1 - p), (p, 2)) * p**yb * (1 - p) ** (1 - yb), (yb, 0, 1)),
    1 / (p * (1 - p)),
    D01,
)
T(D(S((Y[i] - w * X[i]) ** 2), w), -2 * S(X[i] * Y[i]) + 2 * w * S(X[i] ** 2))
T(D(S(Y[i] * log(p) + (1 - Y[i]) * log(1 - p)), p), S(Y[i]) / p - (n - S(Y[i])) / (1 - p), D01)
T((S(Y[i]) / p - (n - S(Y[i])) / (1 - p)).subs(p, S(Y[i]) / n), 0)
T(D(log(S(exp(Z[k]), k, 1, K)), Z[j]), exp(Z[j]) / S(exp(Z[k]), k, 1, K), DJ)
T(D(-Z[l] + log(S(exp(Z[k]), k, 1, K)), Z[j]), exp(Z[j]) / S(exp(Z[k]), k, 1, K) - KroneckerDelta(l, j), DJL)
T(
    D(S(-Y[k] * (Z[k] - log(S(exp(Z[l]), l, 1, K))), k, 1, K), Z[j]),
    exp(Z[j]) / S(exp(Z[l]), l, 1, K) * S(Y[k], k, 1, K) - Y[j],
    DJ,
)
T(D(S(log(1 + exp(w * X[i])) - Y[i] * w * X[i]), w), S((sig(w * X[i]) - Y[i]) * X[i]))
T(D(a**x, x), a**x * log(a))
T(D(x**2 * log(a * x**2 + b), x), 2 * x * log(a * x**2 + b) + 2 * a * x**3 / (a * x**2 + b))
T(D(S(-log(s) - (X[i] - mu) ** 2 / (2 * s**2)), s), -n / s + S((X[i] - mu) ** 2) / s**3)
F(D(sig(x), x), sig(x) * (1 + sig(x)))
F(D(bce, p), (t - p) / (p * (1 - p)), D01)
F(D(lg, x), t - sig(x))
F(D(lw, w), sig(w * x + b0) - t)
F(D(gl, s), (x - mu) ** 2 / s**3)
F(D((t - w * x) ** 2, w), -2 * (t - w * x))
F(D(S((Y[i] - w * X[i]) ** 2), w), -2 * S(X[i] * Y[i]) + w * S(X[i] ** 2))
F(D(log(S(exp(Z[k]), k, 1, K)), Z[j]), exp(Z[j]), DJ)
F(D(x * sig(x), x), sig(x) * (1 + x * sig(x)))

# ------------------------------------------------------------------------------------------ log of products
GROUP[0] = "log of products"
bern = Pr(p ** Y[i] * (1 - p) ** (1 - Y[i]))
LR = Pr(sig(w * X[i]) ** Y[i] * (1 - sig(w * X[i])) ** (1 - Y[i]))
gau = Pr(exp(-((X[i] - mu) ** 2) / (2 * s**2)) / sqrt(2 * pi * s**2))
T(log(bern), S(Y[i] * log(p) + (1 - Y[i]) * log(1 - p)), D01)
T(log(bern), log(p) * S(Y[i]) + (n - S(Y[i])) * log(1 - p), D01)
T(bern, p ** S(Y[i]) * (1 - p) ** (n - S(Y[i])), D01)
T(log(gau), -n * log(2 * pi * s**2) / 2 - S((X[i] - mu) ** 2) / (2 * s**2))
T(gau, (2 * pi) ** (-n / 2) * s ** (-n) * exp(-S((X[i] - mu) ** 2) / (2 * s**2)))
T(log(Pr(exp(-lam) * lam ** N_[i] / factorial(N_[i]))), -n * lam + log(lam) * S(N_[i]) - S(loggamma(N_[i] + 1)))
T(Pr(lam * exp(-lam * X[i])), lam**n * exp(-lam * S(X[i])))
T(Pr(a * U[i]), a**n * Pr(U[i]))
T(log(Pr(U[i] * R[i])), S(log(U[i])) + S(log(R[i])))
T(Pr(exp(X[i])), exp(S(X[i])))
T(log(Pr(exp(-Abs(X[i] - mu) / b) / (2 * b))), -n * log(2 * b) - S(Abs(X[i] - mu)) / b)
T(-log(bern) / n, -S(Y[i] * log(p) + (1 - Y[i]) * log(1 - p)) / n, D01)
T(log(LR), S(Y[i] * w * X[i] - sp(w * X[i])))
T(log(Pr(P[i] ** Y[i] * (1 - P[i]) ** (1 - Y[i]))), S(Y[i] * log(P[i]) + (1 - Y[i]) * log(1 - P[i])), {P: (0, 1)})
T(D(log(bern), p), (S(Y[i]) - n * p) / (p * (1 - p)), D01)
F(log(bern), log(p) * S(Y[i]) + (1 - S(Y[i])) * log(1 - p), D01)
F(log(gau), -log(2 * pi * s**2) / 2 - S((X[i] - mu) ** 2) / (2 * s**2))
F(Pr(a * U[i]), a * Pr(U[i]))
F(log(Pr(U[i] + R[i])), S(log(U[i])) + S(log(R[i])))
F(log(LR), S(Y[i] * w * X[i] + sp(w * X[i])))
F(log(bern), S(Y[i] * log(p) + (1 - Y[i]) * log(1 - p), i, 1, n - 1), D01)

# ------------------------------------------------------------------------------------------ deltas
GROUP[0] = "deltas"
d = KroneckerDelta
SK = lambda f, v=k: Sum(f, (v, 1, K))
Sz = SK(exp(Z[l]), l)
sm = lambda v: exp(Z[v]) / Sz
T(SK(Y[k] * (d(k, j) - P[j])), Y[j] - P[j] * SK(Y[k]), DJ)
T(SK(d(k, j) * Y[k]), Y[j], DJ)
T(SK(SK(d(k, l) * A[k] * B[l], l), k), SK(A[k] * B[k]))
T(SK(d(k, j) * d(k, l) * Y[k]), d(j, l) * Y[j], DJL)
T(SK(-Y[k] / sm(k) * sm(k) * (d(k, j) - sm(j))), sm(j) * SK(Y[k]) - Y[j], DJ)
T(SK(sm(k) * (d(k, j) - sm(j))), 0, DJ)
T(SK(d(k, k)), K)
T(SK(SK(W[k, l] * d(k, l), l), k), SK(W[k, k]))
T(D(SK(SK(W[k, l] * X[k] * X[l], l), k), X[j]), SK((W[j, k] + W[k, j]) * X[k]), DJ)
T(SK(sm(k)), 1)
T(SK((d(k, j) - P[j]) ** 2), 1 - 2 * P[j] + K * P[j] ** 2, DJ)
T(D(sm(j), Z[i]), sm(j) * (d(i, j) - sm(i)), {i: ("index", 1, K), **DJ})
F(SK(Y[k] * (d(k, j) - P[j])), Y[j] - P[j], DJ)
F(SK(d(k, j) * Y[k]), SK(Y[k]), DJ)
F(SK((d(k, j) - P[j]) ** 2), 1 - 2 * P[j] + P[j] ** 2, DJ)
F(D(sm(j), Z[i]), sm(j) * (1 - sm(i)), {i: ("index", 1, K), **DJ})
F(SK(SK(d(k, l) * A[k] * B[l], l), k), SK(A[k]) * SK(B[k]))

# ------------------------------------------------------------------------------------------ sums
GROUP[0] = "sums"
xb = S(X[j], j) / n
yb_ = S(Y[j], j) / n
T(S(X[i]), S(X[j], j))
T(S(a * X[i] + b * Y[i]), a * S(X[i]) + b * S(Y[j], j))
T(S(S(W[i, j], j, 1, m)), S(S(W[i, j]), j, 1, m))
T(S(S(A[i] * B[j], j, 1, m)), S(A[i]) * S(B[i], i, 1, m))
T(S(X[i + 1], i, 0, n - 1), S(X[i]))
T(S(X[i], i, 1, n + 1), S(X[i]) + X[n + 1])
T(S(X[i], i, 1, m) + S(X[j], j, m + 1, m + n), S(X[k], k, 1, m + n))
T(S(c), n * c)
T(S((X[i] - mu) ** 2), S(X[i] ** 2) - 2 * mu * S(X[i]) + n * mu**2)
T(S((X[i] - xb) ** 2), S(X[i] ** 2) - S(X[i]) ** 2 / n)
T(S(X[i] - xb), 0)
T(S((X[i] - xb) * (Y[i] - yb_)), S(X[i] * Y[i]) - n * xb * yb_)
T(S(i), n * (n + 1) / 2)
T(S(i**2), n * (n + 1) * (2 * n + 1) / 6)
T(S(A[i + 1] - A[i]), A[n + 1] - A[1])
T(S(S(W[i, j] * X[i], j)), S(X[i] * S(W[i, j], j)))
T(S(S(W[i, j], j, 1, i)), S(S(W[i, j], i, j, n), j))
T(S(a**i, i, 0, n), (1 - a ** (n + 1)) / (1 - a))
T(S(X[i]) ** 2, S(S(X[i] * X[j], j)))
T(S((A[i] + B[i]) * (A[i] - B[i])), S(A[j] ** 2, j) - S(B[k] ** 2, k))
T(S(A[i] * S(W[i, j] * B[j], j)), S(B[i] * S(W[j, i] * A[j], j)))
T(Sum(X[i], (i, 1, 3)), X[1] + X[2] + X[3])
F(S(X[i + 1], i, 0, n), S(X[i]))
F(S(X[i], i, 1, n + 1), S(X[i]) + X[n])
F(S(c), c)
F(S(X[i] * Y[i]), S(X[i]) * S(Y[i]))
F(S(X[i]) ** 2, S(X[i] ** 2))
F(S((X[i] - xb) ** 2), S(X[i] ** 2) - S(X[i]) ** 2)
F(S(i), n * (n - 1) / 2)
F(S(X[i], i, 1, m) + S(X[j], j, m, m + n), S(X[k], k, 1, m + n))
F(S(S(W[i, j] * X[i], j)), S(S(W[i, j] * X[j], j)))
F(S(a**i, i, 0, n), (1 - a**n) / (1 - a))

# ------------------------------------------------------------------------------------------ densities
GROUP[0] = "densities"
bpdf = lambda v, a_, b_: gamma(a_ + b_) / (gamma(a_) * gamma(b_)) * v ** (a_ - 1) * (1 - v) ** (b_ - 1)
po = lambda v: exp(-lam) * lam**v / factorial(v)
T(gamma(a + 1), a * gamma(a))
T(loggamma(a + 1), loggamma(a) + log(a))
T(digamma(a + 1), digamma(a) + 1 / a)
T(D(loggamma(a), a), digamma(a))
T(beta(a + 1, b), a / (a + b) * beta(a, b))
T(gamma(a + 2) / gamma(a), a**2 + a)
T(polygamma(1, a + 1), polygamma(1, a) - 1 / a**2)
T(po(kk + 1) / po(kk), lam / (kk + 1))
T(log(gamma(a + 3)), loggamma(a) + log(a) + log(a + 1) + log(a + 2))
T(
    bpdf(p, a, b) * p**t * (1 - p) ** (1 - t) / bpdf(p, a + t, b + 1 - t),
    gamma(a + b) * gamma(a + t) * gamma(b + 1 - t) / (gamma(a) * gamma(b) * gamma(a + b + 1)),
    D01,
)
T(
    exp(-((x - mu) ** 2) / (2 * s**2)) * exp(-((x - nu) ** 2) / (2 * s**2)),
    exp(-((x - (mu + nu) / 2) ** 2) / s**2) * exp(-((mu - nu) ** 2) / (4 * s**2)),
)
T(log(npdf(x)), -log(2 * pi) / 2 - log(s) - (x - mu) ** 2 / (2 * s**2))
T(binomial(n + 1, m), binomial(n, m) * (n + 1) / (n + 1 - m))
T(gamma(n + 1), factorial(n))
T(log(lam**a / gamma(a) * p ** (a - 1) * exp(-lam * p)), a * log(lam) - loggamma(a) + (a - 1) * log(p) - lam * p)
T(
    log(s2 / s) + (s**2 + (mu - nu) ** 2) / (2 * s2**2) - Rational(1, 2),
    (s**2 / s2**2 - 1 - log(s**2 / s2**2) + (mu - nu) ** 2 / s2**2) / 2,
)
T(D(log(bpdf(p, a, b)), a), digamma(a + b) - digamma(a) + log(p), D01)
T(npdf(mu + s * x) * s, npdf(x, 0, 1))
F(gamma(a + 1), (a + 1) * gamma(a))
F(loggamma(a + 1), loggamma(a) * log(a))
F(digamma(a + 1), digamma(a) + 1 / (a + 1))
F(po(kk + 1) / po(kk), lam / kk)
F(beta(a + 1, b), a / b * beta(a, b))
F(log(npdf(x)), -log(2 * pi) / 2 - log(s) - (x - mu) ** 2 / s**2)
F(npdf(mu + s * x), npdf(x, 0, 1))

# ------------------------------------------------------------------------------------------ integrals
GROUP[0] = "integrals"
IR = lambda f: Integral(f, (x, -oo, oo))
IP = lambda f: Integral(f, (x, 0, oo))
T(IR(npdf(x)), 1)
T(IR(x * npdf(x)), mu)
T(IR(x**2 * npdf(x)), mu**2 + s**2)
T(IR((x - mu) ** 2 * npdf(x)), s**2)
T(
    IR(npdf(x) * (log(npdf(x)) - log(npdf(x, nu, s2)))),
    log(s2 / s) + (s**2 + (mu - nu) ** 2) / (2 * s2**2) - Rational(1, 2),
)
T(-IR(npdf(x) * log(npdf(x))), log(2 * pi * E * s**2) / 2)
T(IP(lam * exp(-lam * x)), 1)
T(IP(x * lam * exp(-lam * x)), 1 / lam)
T(IP(lam**a / gamma(a) * x ** (a - 1) * exp(-lam * x)), 1)
T(Integral(x ** (a - 1) * (1 - x) ** (b - 1), (x, 0, 1)), beta(a, b))
T(IR(((x - mu) / s**2) ** 2 * npdf(x)), 1 / s**2)
T(Integral(x**2, (x, 0, t)), t**3 / 3)
T(Integral(sig(x), (x, 0, t)), sp(t) - log(2))
T(IR(exp(t * x) * npdf(x)), exp(mu * t + s**2 * t**2 / 2))
T(Sum(kk * po(kk), (kk, 0, oo)), lam)
F(IR(x**2 * npdf(x)), mu**2 - s**2)
F(IR(npdf(x)), s)
F(-IR(npdf(x) * log(npdf(x))), log(2 * pi * s**2) / 2)
F(IP(x * lam * exp(-lam * x)), lam)
F(Integral(sig(x), (x, 0, t)), sp(t))

# ------------------------------------------------------------------------------------------ limits
GROUP[0] = "limits"
T(Limit(sig(x), x, oo), 1)
T(Limit(x * log(x), x, 0), 0)
T(Limit((1 + t / x) ** x, x, oo), exp(t))
T(Limit((exp(x) - 1) / x, x, 0), 1)
T(Limit(sp(x) - x, x, oo), 0)
T(Limit((a**x - 1) / x, x, 0), log(a))
T(Limit(tau * log(exp(a / tau) + 1), tau, 0), a)
F(Limit(sig(x), x, -oo), 1)
F(Limit((exp(x) - 1) / x, x, 0), 0)

# ------------------------------------------------------------------------------------------ piecewise
GROUP[0] = "piecewise"
T(Abs(x) ** 2, x**2)
T(Max(x, 0), (x + Abs(x)) / 2)
T(Max(x, w), (x + w + Abs(x - w)) / 2)
T(Abs(a * x), a * Abs(x))
T(sqrt(x**2), Abs(x))
T(Max(x, 0) - Max(-x, 0), x)
T(lg, Max(x, 0) - x * t + log(1 + exp(-Abs(x))))
T(Max(x, w) + Min(x, w), x + w)
T(sign(x) * Abs(x), x)
T(Min(Max(x, 0), 1), Max(Min(x, 1), 0))
T(Max(x, 0), Piecewise((x, x > 0), (0, True)))
T(D(Piecewise((x, x > 0), (c * x, True)), x), Piecewise((1, x > 0), (c, True)))
T(D(log(Abs(x)), x), 1 / x)
T(Max(0, 1 - t * x), Piecewise((1 - t * x, t * x < 1), (0, True)))
T(sp(x), Max(x, 0) + sp(-Abs(x)))
T(exp(Max(x, w)), Max(exp(x), exp(w)))
F(Max(x, 0), Abs(x))
F(Abs(x + w), Abs(x) + Abs(w))
F(D(Abs(x) ** 3, x), 3 * x**2)
F(Max(x, w) * 2, x + w - Abs(x - w))
F(lg, Max(x, 0) + x * t + log(1 + exp(-Abs(x))))

# ------------------------------------------------------------------------------------------ branch cuts
GROUP[0] = "branch cuts"
T(exp(log(z)), z)
T(log(x**2), 2 * log(Abs(x)))
T(log(a**2), 2 * log(a))
T(sqrt(a**2 * b), a * sqrt(b))
T((a**x) ** w, a ** (x * w))
T(log(-a), log(a) + I * pi)
T(log(exp(x)), x)
T(exp(2 * log(z)), z**2)
T(log(a * z), log(a) + log(z))
T(log(1 / a), -log(a))
T(log(x**2 + 1) - log(1 + x**2), 0)
F(log(z**2), 2 * log(z))
F(log(x**2), 2 * log(x))
F(sqrt(x**2), x)
F(log(z1 * z2), log(z1) + log(z2))
F(log(exp(z)), z)
F((z**a) ** b, z ** (a * b))
F(sqrt(z1 * z2), sqrt(z1) * sqrt(z2))
F(log(1 / z), -log(z))
F(sqrt(1 / z), 1 / sqrt(z))
F(log(x * w), log(x) + log(w))
F((x**2) ** (t / 2), x**t)
m0 = Symbol("m0", integer=True, nonnegative=True)
a0 = Symbol("a0", nonnegative=True)

# ------------------------------------------------------------------------------------------ traps
GROUP[0] = "traps"
F(log(exp(Z[1]) * S(exp(Z[k]), k, 1, m0)) - Z[1] - log(S(exp(Z[k]), k, 1, m0)), 1)
F(log(x / w), log(x) - log(w))
F((a**z) ** w, a ** (z * w))
F(log(gamma(x + 1)), log(x) + log(gamma(x)))
F(sign(x) ** 2, 1)
F(Heaviside(x) + Heaviside(-x), 2)
F(S(S(W[i, j], j, 1, m) ** 2), S(S(W[i, j] ** 2, j, 1, m)))
T(D(S((X[i + 1] - X[i]) ** 2), X[j]), 2 * (X[j] - X[j - 1]) - 2 * (X[j + 1] - X[j]), {j: ("index", 2, n)})
T(S(S(W[i, j], j, 1, m) ** 3), S(S(S(S(W[i, j] * W[i, k] * W[i, l], j, 1, m), k, 1, m), l, 1, m)))
T(S(S(W[i, j] * W[j, i], j)), S(S(W[j, i] * W[i, j], i), j))
F(S(S(S(W[i, j] * W[j, k] * W[k, i], k), j)), S(S(S(W[i, j] * W[j, k] * W[i, k], k), j)))
T(S(exp(S(W[i, j], j))), S(exp(S(W[k, i], i)), k))
F((x**2) ** Rational(3, 2), x**3)
T(sqrt((x - w) ** 2), Abs(w - x))
F(log(x**4), 4 * log(x))
F((a * z) ** w, a**w * z ** (w + 1))
F((w * x) ** t, w**t * x**t)
T(binomial(n, m), binomial(n, n - m))
F(log(a0), log(2 * a0))
F(S(i * KroneckerDelta(i, j), i, 2, n), j, {j: ("index", 1, n)})
F(exp(Abs(x)), exp(x))
F(Max(x, w) * Max(x, t), Max(x**2, w * t))
F(exp(I * pi * x), cos(pi * x))
F((-1) ** x, exp(-I * pi * x))
T(sqrt(-a), I * sqrt(a))
F(sqrt(x - 1) * sqrt(x + 1), sqrt(x**2 - 1))
F(erf(-x), erf(x))
F(sqrt(z**2 + 2 * z + 1), z + 1)
F(Pr(c), c * n)
F(Pr(X[i] * a), a ** (n + 1) * Pr(X[i]))
F(asin(sin(x)), x)
T(Sum(X[i], (i, 1, 2), (i, 1, 5)), 5 * Sum(X[i], (i, 1, 2)))
T(D(log(S(exp(Z[k]), k, 1, K)), Z[k]), exp(Z[k]) / S(exp(Z[l]), l, 1, K), {k: ("index", 1, K)})
F(S(X[i] * S(X[i], i, 1, m)), S(X[i] ** 2) * m)
T(D(S(X[i] ** 2 * V[i]), X[i]), 2 * X[i] * V[i], {i: ("index", 1, n)})

# ------------------------------------------------------------------------------------------ unrolled
GROUP[0] = "unrolled"
xs = symbols("x1:9", real=True)
ws = symbols("w1:7", real=True)
vs = symbols("v1:7", real=True)
bs = symbols("b1:7", real=True)
T(sum(sig(v) + sig(-v) for v in xs[:6]), 6)
for H in (2, 3, 5):
    o = sum(vs[h] * tanh(ws[h] * x + bs[h]) for h in range(H))
    T(D(sp(o) - t * o, ws[0]), (sig(o) - t) * vs[0] * (1 - tanh(ws[0] * x + bs[0]) ** 2) * x)
h1 = sig(u * x)
h2 = sig(w * h1)
h3 = sig(r_ := (Symbol("r", real=True) * h2))
T(D(h2, u), h2 * (1 - h2) * w * h1 * (1 - h1) * x)
T(D(h3, u), h3 * (1 - h3) * Symbol("r", real=True) * h2 * (1 - h2) * w * h1 * (1 - h1) * x)
T(D(sig(x), (x, 2)), sig(x) * (1 - sig(x)) * (1 - 2 * sig(x)))
T(D(sig(x), (x, 3)), sig(x) * (1 - sig(x)) * (1 - 6 * sig(x) + 6 * sig(x) ** 2))
T(D(sig(x), (x, 4)), sig(x) * (1 - sig(x)) * (1 - 2 * sig(x)) * (1 - 12 * sig(x) + 12 * sig(x) ** 2))
for C in (3, 4, 6):
    E = [exp(v) for v in xs[:C]]
    Sm = sum(E)
    pr = [e / Sm for e in E]
    T(D(log(Sm), xs[0], xs[1]), -pr[0] * pr[1])
    T(sum(pr), 1)
    T(
        sum(pr[i] * (xs[i] - sum(pr[q] * xs[q] for q in range(C))) ** 2 for i in range(C)),
        sum(pr[i] * xs[i] ** 2 for i in range(C)) - sum(pr[i] * xs[i] for i in range(C)) ** 2,
    )
    T(-sum(q * log(q) for q in pr), log(Sm) - sum(pr[i] * xs[i] for i in range(C)))
T(log(prod(p**v * (1 - p) ** (1 - v) for v in xs[:5])), sum(xs[:5]) * log(p) + (5 - sum(xs[:5])) * log(1 - p), D01)
bn = sum(xs[:4]) / 4
va = sum((v - bn) ** 2 for v in xs[:4]) / 4
T(va, sum(v**2 for v in xs[:4]) / 4 - bn**2)
T(D((xs[0] - bn) / sqrt(va + a), xs[0]), (Rational(3, 4) - (xs[0] - bn) ** 2 / (va + a) / 4) / sqrt(va + a))
T(D((xs[0] - bn) / sqrt(va + a), xs[1]), (-Rational(1, 4) - (xs[0] - bn) * (xs[1] - bn) / (va + a) / 4) / sqrt(va + a))
F(D(sig(x), (x, 4)), sig(x) * (1 - sig(x)) * (1 - 2 * sig(x)) * (1 - 12 * sig(x) + 11 * sig(x) ** 2))
F(D(h3, u), h3 * (1 - h3) * Symbol("r", real=True) * h2 * (1 + h2) * w * h1 * (1 - h1) * x)
