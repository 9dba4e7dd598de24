# Power, sample size and detectable differences of R and rpact, for test/analysis/power/golden.test.ts.
# Run in this directory: Rscript power.R > power.golden.json
suppressMessages({
  library(rpact)
  library(jsonlite)
})
cases <- list()
add <- function(...) cases[[length(cases) + 1]] <<- list(...)

for (p in list(c(0.3, 0.35), c(0.4, 0.45), c(0.05, 0.03), c(0.5, 0.9), c(0.01, 0.02))) for (sided in 1:2) for (alpha in c(0.01, 0.05)) {
  alternative <- if (sided == 1) "one.sided" else "two.sided"
  for (n in c(10, 57.5, 400, 20000)) for (strict in unique(c(FALSE, sided == 2))) {
    power <- power.prop.test(n = n, p1 = p[1], p2 = p[2], sig.level = alpha, alternative = alternative, strict = strict)$power
    add(kind = "proportions", p = p, sided = sided, alpha = alpha, n = n, strict = strict, power = power)
  }
  for (power in c(0.5, 0.8, 0.95)) {
    n <- power.prop.test(power = power, p1 = p[1], p2 = p[2], sig.level = alpha, alternative = alternative, tol = 1e-13)$n
    add(kind = "proportions-size", p = p, sided = sided, alpha = alpha, power = power, n = n)
  }
}
for (p in c(0.05, 0.3, 0.4)) for (n in c(150, 500, 5000)) for (power in c(0.8, 0.9)) {
  p2 <- power.prop.test(n = n, p1 = p, power = power, tol = 1e-13)$p2
  add(kind = "proportions-difference", p = p, n = n, power = power, difference = p2 - p)
}
for (d in c(0.1, 0.25, 0.8)) for (sided in 1:2) for (alpha in c(0.01, 0.05)) {
  alternative <- if (sided == 1) "one.sided" else "two.sided"
  for (n in c(3, 12.5, 90, 5000)) {
    power <- power.t.test(n = n, delta = d, sd = 1.7, sig.level = alpha, alternative = alternative)$power
    add(kind = "means", d = d, sd = 1.7, sided = sided, alpha = alpha, n = n, power = power)
  }
  n <- power.t.test(power = 0.8, delta = d, sd = 1.7, sig.level = alpha, alternative = alternative, tol = 1e-13)$n
  add(kind = "means-size", d = d, sd = 1.7, sided = sided, alpha = alpha, power = 0.8, n = n)
  delta <- power.t.test(n = 40, power = 0.9, sd = 1.7, sig.level = alpha, alternative = alternative, tol = 1e-13)$delta
  add(kind = "means-difference", sd = 1.7, sided = sided, alpha = alpha, power = 0.9, n = 40, d = delta)
}
# Arms of unequal size: as many treated as `ratio` times the others.
for (ratio in c(0.5, 2, 3)) for (p in list(c(0.35, 0.3), c(0.2, 0.3))) {
  s <- getSampleSizeRates(pi1 = p[1], pi2 = p[2], alpha = 0.05, sided = 2, beta = 0.2, allocationRatioPlanned = ratio)
  add(kind = "unequal", treated = p[1], reference = p[2], ratio = ratio, n1 = as.numeric(s$nFixed1), n2 = as.numeric(s$nFixed2))
}
# Clusters, by R's own noncentral t.
deff <- function(m, icc, cv) 1 + ((1 + cv^2) * m - 1) * icc
for (k in list(c(6, 6), c(24, 24), c(20, 10))) for (icc in c(0, 0.02, 0.1)) for (cv in c(0, 0.6)) {
  m <- 25
  error <- sqrt((0.48 * 0.52 / (k[1] * m) + 0.4 * 0.6 / (k[2] * m)) * deff(m, icc, cv))
  df <- sum(k) - 2
  power <- pt(qt(0.975, df), df, ncp = 0.08 / error, lower.tail = FALSE)
  add(kind = "clusters", k = k, size = m, icc = icc, cv = cv, power = power)
}
# R's pt stops its series at 1e-12, which small tails feel; the integral over the root of chi-squared/df does not.
root_density <- function(s, df) exp(log(2) + log(s) + log(df) + dchisq(df * s^2, df, log = TRUE))
for (df in c(1, 1.5, 2.2, 7, 150.5, 1e5)) for (ncp in c(-1, 0, 0.4, 2.5, 8)) for (t in c(0, 0.7, 2.1)) {
  around <- 9 / sqrt(2 * df)
  whole <- integrate(function(s) pnorm(t * s - ncp, lower.tail = FALSE) * root_density(s, df),
    max(0, 1 - around), 1 + around, rel.tol = 1e-12, subdivisions = 1000)$value
  add(kind = "noncentral", df = df, ncp = ncp, t = t, upper = pt(t, df, ncp, lower.tail = FALSE), integral = whole)
}
cat(toJSON(list(r = R.version.string, cases = cases), auto_unbox = TRUE, digits = 17))
