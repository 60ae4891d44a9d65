"""A second set of labelled statements, written before any of them was tried."""

from __future__ import annotations

from sympy import *  # noqa: F403

from tests.kernel.labelled import *  # noqa: F403
from tests.kernel.labelled import collection

# ruff: noqa: F405, E731

ROWS, GROUP, T, F = collection("second-")
half = Rational(1, 2)

# ------------------------------------------------------------------------------------------ scalar
GROUP[0] = "scalar"
T(sig(x) * sig(-x), 1 / (4 * cosh(x / 2) ** 2))
T(log(exp(x) + exp(-x)), sp(2 * x) - x)
T(sig(x) * sig(w) / (sig(x) * sig(w) + sig(-x) * sig(-w)), sig(x + w))
T(sig(x) - sig(w), sinh((x - w) / 2) / (2 * cosh(x / 2) * cosh(w / 2)))
T(
    p * log(2 * p / (p + q)) + q * log(2 * q / (p + q)),
    p * log(p) + q * log(q) - (p + q) * log((p + q) / 2),
)
T(-(p * log(p) + (1 - p) * log(1 - p)) / p, (1 - 1 / p) * log(1 - p) - log(p), D01)
T(a ** log(b), b ** log(a))
F(log(exp(x) + exp(w)), x + log(1 + exp(x - w)))
F(
    p * log(p / q) + (1 - p) * log((1 - p) / (1 - q)),
    q * log(q / p) + (1 - q) * log((1 - q) / (1 - p)),
    D2,
)
F(sig(x) - sig(-x), tanh(x))

# ------------------------------------------------------------------------------------------ derivatives
GROUP[0] = "derivatives"
mgf = S(exp(t * X[i]))
T(D(log(cosh(x)), x), tanh(x))
T(D(x * tanh(sp(x)), x), tanh(sp(x)) + x * sig(x) * (1 - tanh(sp(x)) ** 2))
T(D(-((1 - p) ** b) * log(p), p), b * (1 - p) ** (b - 1) * log(p) - (1 - p) ** b / p, D01)
T(D(log(mgf), (t, 2)), S(X[i] ** 2 * exp(t * X[i])) / mgf - (S(X[i] * exp(t * X[i])) / mgf) ** 2)
T(D(sqrt(S(X[i] ** 2)), X[j]), X[j] / sqrt(S(X[i] ** 2)), {j: ("index", 1, n)})
T(
    D(S((Y[i] - S(W[i, k] * V[k], k, 1, m)) ** 2), V[j]),
    2 * S(W[i, j] * (S(W[i, k] * V[k], k, 1, m) - Y[i])),
    {j: ("index", 1, m)},
)
T(D(-(a + 1) / 2 * log(1 + x**2 / a), x), -(a + 1) * x / (a + x**2))
F(D(S(X[i] ** 2) ** 2, X[j]), 4 * X[j] ** 3, {j: ("index", 1, n)})
F(D(tanh(x) ** 2, x), 2 * tanh(x) * (1 - tanh(x)))
F(D(S(Y[i] * (w * X[i] + b0) - exp(w * X[i] + b0)), (w, 2)), -S(X[i] * exp(w * X[i] + b0)))

# ------------------------------------------------------------------------------------------ log of products
GROUP[0] = "log of products"
T(log(Pr(a * U[i] ** b, i, 1, kk)), kk * log(a) + b * S(log(U[i]), i, 1, kk))
T(log(Pr(p * (1 - p) ** N_[i])), n * log(p) + log(1 - p) * S(N_[i]), D01)
T(Pr(Pr(U[i] * R[j], j, 1, m)), Pr(U[i]) ** m * Pr(R[j], j, 1, m) ** n)
T(Pr(a**i), a ** (n * (n + 1) / 2))
T(Pr(U[i + 1] / U[i]), U[n + 1] / U[1])
T(Pr(exp(X[i]) / S(exp(X[j]), j)), exp(S(X[i])) / S(exp(X[i])) ** n)
T(
    log(Pr(b / a * (U[i] / a) ** (b - 1) * exp(-((U[i] / a) ** b)))),
    n * log(b) - n * b * log(a) + (b - 1) * S(log(U[i])) - a ** (-b) * S(U[i] ** b),
)
F(log(Pr(X[i] ** 2)), 2 * log(Pr(X[i])))
F(Pr(Pr(U[i] * R[j], j, 1, m)), Pr(U[i]) * Pr(R[j], j, 1, m))
F(log(Pr(p * (1 - p) ** N_[i])), log(p) + n * log(1 - p) * S(N_[i]), D01)

# ------------------------------------------------------------------------------------------ deltas
GROUP[0] = "deltas"
d = KroneckerDelta
SK = lambda f, v=k: Sum(f, (v, 1, K))
lse = log(SK(exp(Z[k])))
sm = lambda v: exp(Z[v]) / SK(exp(Z[k]))
T(SK((1 - d(k, j)) * Y[k]), SK(Y[k]) - Y[j], DJ)
T(SK(SK(d(k, j) * W[k, l] * X[l], l)), SK(W[j, k] * X[k]), DJ)
T(SK(SK((1 - d(k, l)) * A[k] * A[l], l)), SK(A[k]) ** 2 - SK(A[k] ** 2))
T(SK(SK(P[k] * (d(k, l) - P[l]) * X[k] * X[l], l)), SK(P[k] * X[k] ** 2) - SK(P[k] * X[k]) ** 2)
T(D(lse, Z[j], Z[l]), sm(j) * (d(j, l) - sm(l)), DJL)
T(SK((d(k, j) - 1 / K) ** 2), 1 - 1 / K, DJ)
T(S(d(i, n) * exp(X[i])) + S(d(i, n + 1) * Y[i]), exp(X[n]))
F(S(d(i, j) * i**2), j**2)
F(S(d(i, 1) * (i + 1), i, 0, kk), 2)
F(SK(SK(d(k, l) * W[k, l], l)), SK(SK(W[k, l], l)))

# ------------------------------------------------------------------------------------------ sums
GROUP[0] = "sums"
wm = S(U[j] * X[j], j) / S(U[j], j)
T(S(i**3), (n * (n + 1) / 2) ** 2)
T(S(S(X[j], j, 1, i)), S((n + 1 - i) * X[i]))
T(S(S(X[i] * X[j], j, 1, i)), (S(X[i]) ** 2 + S(X[i] ** 2)) / 2)
T(S(S((X[i] - X[j]) ** 2, j)), 2 * n * S(X[i] ** 2) - 2 * S(X[i]) ** 2)
T(S(i * a**i), a * (1 - (n + 1) * a**n + n * a ** (n + 1)) / (1 - a) ** 2)
T(S(U[i] * (X[i] - wm) ** 2), S(U[i] * X[i] ** 2) - S(U[i] * X[i]) ** 2 / S(U[i]))
T(S(A[i] * (B[i + 1] - B[i])), A[n + 1] * B[n + 1] - A[1] * B[1] - S(B[i + 1] * (A[i + 1] - A[i])))
F(S(S(X[j], j, 1, i)), S(i * X[i]))
F(S(S(W[i, j], j, 1, i)), S(S(W[i, j], i, 1, j), j))
F(S(i * (i + 1)), n * (n + 1) * (n + 2) / 2)

# ------------------------------------------------------------------------------------------ densities
GROUP[0] = "densities"
bpdf = lambda v, a_, b_: gamma(a_ + b_) / (gamma(a_) * gamma(b_)) * v ** (a_ - 1) * (1 - v) ** (b_ - 1)
gpdf = lambda v, a_, l_: l_**a_ / gamma(a_) * v ** (a_ - 1) * exp(-l_ * v)
ss = s**2 + s2**2
T(beta(a + 1, b) + beta(a, b + 1), beta(a, b))
T(p * bpdf(p, a, b), a / (a + b) * bpdf(p, a + 1, b), D01)
T(binomial(n + kk, kk + 1), binomial(n + kk, kk) * n / (kk + 1))
T(gamma(a) * gamma(a + half), 2 ** (1 - 2 * a) * sqrt(pi) * gamma(2 * a))
T(digamma(a + 2) - digamma(a), 1 / a + 1 / (a + 1))
T(D(log(gpdf(p, a, lam)), a), log(lam) + log(p) - digamma(a))
T(
    npdf(x) * npdf(x, nu, s2),
    npdf(mu, nu, sqrt(ss)) * npdf(x, (mu * s2**2 + nu * s**2) / ss, s * s2 / sqrt(ss)),
)
F(p * gpdf(p, a, lam), lam / a * gpdf(p, a + 1, lam))
F(digamma(2 * a), digamma(a) + log(2))
F(binomial(n + 1, m + 1), binomial(n, m) * (n + 1) / m)

# ------------------------------------------------------------------------------------------ integrals
GROUP[0] = "integrals"
IR = lambda f: Integral(f, (x, -oo, oo))
IP = lambda f: Integral(f, (x, 0, oo))
T(IR((x - mu) ** 4 * npdf(x)), 3 * s**4)
T(IR(Abs(x - mu) * npdf(x)), s * sqrt(2 / pi))
T(IP(x * lam**a / gamma(a) * x ** (a - 1) * exp(-lam * x)), a / lam)
T(IR(exp(w * x - a * x**2)), sqrt(pi / a) * exp(w**2 / (4 * a)))
T(IP(a * exp(-a * x) * (log(a * exp(-a * x)) - log(b * exp(-b * x)))), log(a / b) + b / a - 1)
T(Integral(tanh(x), (x, 0, t)), log(cosh(t)))
T(Integral(x * (1 - x) ** n, (x, 0, 1)), 1 / ((n + 1) * (n + 2)))
F(IP(x**2 * lam * exp(-lam * x)), 1 / lam**2)
F(IR((x - mu) ** 3 * npdf(x)), s**3)
F(IR(exp(-Abs(x - mu) / b)), b)

# ------------------------------------------------------------------------------------------ limits
GROUP[0] = "limits"
T(Limit(log(1 + x) / x, x, 0), 1)
T(Limit((1 - t / x) ** x, x, oo), exp(-t))
T(Limit(x * exp(-x), x, oo), 0)
T(Limit(tanh(a * x) / x, x, 0), a)
T(Limit(log(p * a**x + (1 - p) * b**x) / x, x, 0), p * log(a) + (1 - p) * log(b), D01)
T(Limit(x * (log(x + a) - log(x)), x, oo), a)
T(Limit(sp(a * x) / a, a, oo), Max(x, 0))
F(Limit(log(1 + x) / x, x, oo), 1)
F(Limit(Abs(x) / x, x, 0, "-"), 1)
F(Limit((sp(x) - log(2)) / x, x, 0), 1)

# ------------------------------------------------------------------------------------------ piecewise
GROUP[0] = "piecewise"
clip = Min(Max(x, -1), 1)
huber = Piecewise((x**2 / 2, Abs(x) <= 1), (Abs(x) - half, True))
T(Max(x, w) * Min(x, w), x * w)
T(Max(x + t, w + t), t + Max(x, w))
T(clip, (Abs(x + 1) - Abs(x - 1)) / 2)
T(huber, x * clip - clip**2 / 2)
T(D(huber, x), clip)
T(Max(p * x, (p - 1) * x), x * (p - Piecewise((1, x < 0), (0, True))), D01)
T(Max(0, x) + Min(0, exp(x) - 1), Piecewise((x, x > 0), (exp(x) - 1, True)))
F(Max(t * x, t * w), t * Max(x, w))
F(Max(x, w) ** 2, Max(x**2, w**2))
F(sign(x + w), sign(sign(x) + sign(w)))

# ------------------------------------------------------------------------------------------ branch cuts
GROUP[0] = "branch cuts"
T(exp(a * log(z)), z**a)
T((-a) ** x, a**x * exp(I * pi * x))
T(log(1 + I * x), log(1 + x**2) / 2 + I * atan(x))
T(log(1 - x) + log(1 + x), log(1 - x**2))
T(log((1 + x**2) ** t), t * log(1 + x**2))
T(Abs(z) * exp(I * arg(z)), z)
T(sqrt(x**2 + 2 * x + 1), Abs(x + 1))
F(sqrt(exp(2 * z)), exp(z))
F(log(conjugate(z)), conjugate(log(z)))
F(log(x - 1) + log(x + 1), log(x**2 - 1))
