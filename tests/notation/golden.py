"""Expressions and how they are written: LaTeX, Unicode, ASCII."""

# ruff: noqa: E501 - one row is one formula

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Function,
    IndexedBase,
    Integral,
    Interval,
    KroneckerDelta,
    Limit,
    Max,
    Piecewise,
    Product,
    Rational,
    Sum,
    binomial,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    sin,
    sqrt,
    symbols,
)  # fmt: skip

a, b, k, p, x, z, mu, theta, L, theta_hat, x_bar, sigma2, p_0 = symbols(
    "a b k p x z mu theta L theta_hat x_bar sigma2 p_0"
)
i, j, n = symbols("i j n", integer=True)
y, W, sigmoid = IndexedBase("y"), IndexedBase("W"), Function("sigmoid")
SYMBOLS = {
    **{symbol.name: symbol for symbol in (a, b, k, p, x, z, mu, theta, L, theta_hat, x_bar, sigma2, p_0, i, j, n)},
    "y": y, "W": W, "sigmoid": sigmoid,
}  # fmt: skip

GOLDEN = [
    (k/theta - (n - k)/(1 - theta), r"\frac{k}{\theta} - \frac{n - k}{1 - \theta}", "k/θ − (n − k)/(1 − θ)", "k/theta - (n - k)/(1 - theta)"),
    ((k - n*theta)/(theta*(1 - theta)), r"\frac{k - n \theta}{\theta(1 - \theta)}", "(k − nθ)/(θ(1 − θ))", "(k - n*theta)/(theta*(1 - theta))"),
    (y[i]*log(p) + (1 - y[i])*log(1 - p), r"y_i \log p + (1 - y_i) \log(1 - p)", "yᵢ log p + (1 − yᵢ) log(1 − p)", "y[i]*log(p) + (1 - y[i])*log(1 - p)"),
    (Sum(y[i], (i, 1, n)), r"\sum_{i=1}^{n} y_i", "Σᵢ₌₁ⁿ yᵢ", "sum(y[i], i=1..n)"),
    (-Sum(y[i], (i, 1, n))/n, r"-\frac{1}{n} \sum_{i=1}^{n} y_i", "−(1/n) Σᵢ₌₁ⁿ yᵢ", "-(1/n)*sum(y[i], i=1..n)"),
    (Sum(y[i] + x, (i, 1, n)), r"\sum_{i=1}^{n} (x + y_i)", "Σᵢ₌₁ⁿ (x + yᵢ)", "sum(x + y[i], i=1..n)"),
    (Product(theta**y[i]*(1 - theta)**(1 - y[i]), (i, 1, n)), r"\prod_{i=1}^{n} \theta^{y_i}(1 - \theta)^{1 - y_i}", "Πᵢ₌₁ⁿ θ^yᵢ·(1 − θ)^(1 − yᵢ)", "prod(theta^y[i]*(1 - theta)^(1 - y[i]), i=1..n)"),
    (Integral(x**2, (x, 0, 1)), r"\int_{0}^{1} x^2 \, \mathrm{d}x", "∫₀¹ x² dx", "int(x^2, x=0..1)"),
    (Limit(sin(x)/x, x, 0), r"\lim_{x \to 0^{+}} \frac{\sin x}{x}", "lim[x → 0+] sin(x)/x", "lim[x -> 0+] sin(x)/x"),
    (Limit(x, x, 0, "+-"), r"\lim_{x \to 0} x", "lim[x → 0] x", "lim[x -> 0] x"),
    (Derivative(L, z), r"\frac{\partial L}{\partial z}", "∂L/∂z", "d L/dz"),
    (Derivative(log(x), (x, 2)), r"\frac{\partial^2}{\partial x^2} \log x", "∂²/∂x² log x", "d^2/dx^2 log(x)"),
    (1/(1 + exp(-z)), r"\frac{1}{1 + e^{-z}}", "1/(1 + e⁻ᶻ)", "1/(1 + exp(-z))"),
    (sigmoid(z)*(1 - sigmoid(z)), r"\sigma(z)(1 - \sigma(z))", "σ(z)(1 − σ(z))", "sigma(z)*(1 - sigma(z))"),
    (exp(-(x - mu)**2/2), r"\exp\left(-\frac{(x - \mu)^2}{2}\right)", "exp(−(x − μ)²/2)", "exp(-(x - mu)^2/2)"),
    (x/2, r"\frac{x}{2}", "x/2", "x/2"),
    (-x/2, r"-\frac{x}{2}", "−x/2", "-x/2"),
    (x**Rational(1, 3), r"x^{1/3}", "x^(1/3)", "x^(1/3)"),
    (sqrt(x + 1), r"\sqrt{x + 1}", "√(x + 1)", "sqrt(x + 1)"),
    (1 - theta, r"1 - \theta", "1 − θ", "1 - theta"),
    (-a - b, r"-a - b", "−a − b", "-a - b"),
    (exp(-x) - 1, r"e^{-x} - 1", "e⁻ˣ − 1", "exp(-x) - 1"),
    (3*2**x, r"3 \cdot 2^x", "3·2ˣ", "3*2^x"),
    (x**-k, r"x^{-k}", "x⁻ᵏ", "x^(-k)"),
    (W[i, j], r"W_{ij}", "Wᵢⱼ", "W[i, j]"),
    (W[i, j + 1], r"W_{i, j + 1}", "W_{i,j + 1}", "W[i, j + 1]"),
    (y[2*i], r"y_{2 \cdot i}", "y₂ᵢ", "y[2*i]"),
    (theta_hat, r"\hat{\theta}", "θ̂", "theta_hat"),
    (x_bar, r"\bar{x}", "x̄", "x_bar"),
    (sigma2, r"\sigma_2", "σ₂", "sigma[2]"),
    (p_0, r"p_0", "p₀", "p[0]"),
    (KroneckerDelta(i, j), r"\delta_{ij}", "δᵢⱼ", "delta[i, j]"),
    (Piecewise((x, x > 0), (0, True)), r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}", "{x if x > 0; 0 otherwise}", "{x if x > 0; 0 otherwise}"),
    (And(k > 0, k < n), r"0 < k < n", "0 < k < n", "0 < k < n"),
    (Interval(0, 1), r"[0, 1]", "[0, 1]", "[0, 1]"),
    (Max(x, 0), r"\max(0, x)", "max(0, x)", "max(0, x)"),
    (Abs(x - a), r"\lvert a - x \rvert", "|a − x|", "|a - x|"),
    (binomial(n, k)*factorial(k), r"\binom{n}{k} k!", "binom(n, k) k!", "binom(n, k)*k!"),
    (gamma(x), r"\Gamma(x)", "Γ(x)", "Gamma(x)"),
    (loggamma(x), r"\log\Gamma(x)", "loggamma(x)", "loggamma(x)"),
    (Eq(x, 1), r"x = 1", "x = 1", "x = 1"),
]  # fmt: skip
