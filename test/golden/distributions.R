# Tails and quantiles of the distributions as R computes them, over a broad grid, for test/analysis/distributions.
# Rscript test/golden/distributions.R > test/golden/distributions.golden.json      (R 4.2.2, stats)
# Each entry: arguments, then R's answers, 17 significant digits; -Inf where R's log underflows.
number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), sprintf('"%s"', x))
rows <- function(name, ...) {
  columns <- list(...)
  lines <- do.call(mapply, c(list(FUN = function(...) paste0("    [", paste(number(c(...)), collapse = ", "), "]")), columns))
  paste0('  "', name, '": [\n', paste(lines, collapse = ",\n"), "\n  ]")
}
on <- function(grid, f) do.call(mapply, c(list(FUN = f), unname(as.list(grid))))

z <- c(0, 1e-10, 0.1, 0.5, 0.9999, 1, 1.0001, 1.5, 1.959963984540054, 2.5, 3, 5, 8, 13, 20, 30, 37, 37.6, 38.5, 60, 300, 1e5)
normal <- rows("normal", z, pnorm(z, lower.tail = FALSE), pnorm(z, lower.tail = FALSE, log.p = TRUE), pnorm(z), pnorm(z, log.p = TRUE))

tail <- c(1e-300, 1e-100, 1e-20, 1e-12, 1e-6, 1e-4, 0.0005, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.9, 0.975)
normalQuantile <- rows("normalQuantile", tail, qnorm(tail, lower.tail = FALSE))

g <- expand.grid(t = c(1e-8, 0.01, 0.5, 1, 1.7, 2, 3, 5, 7.5, 10, 24.13, 31, 60, 200), df = c(1, 1.5, 2, 3, 4.7, 10, 30, 100, 999.25, 5000.5, 180001, 344082))
student <- rows("student", g$t, g$df, 2 * pt(g$t, g$df, lower.tail = FALSE), log(2) + pt(g$t, g$df, lower.tail = FALSE, log.p = TRUE))

g <- expand.grid(p = c(1e-10, 0.0005, 0.005, 0.025, 0.05, 0.1, 0.25, 0.45), df = c(1, 1.5, 2, 3, 4.7, 10, 30, 100, 999.25, 5000.5, 180001, 344082))
studentQuantile <- rows("studentQuantile", g$p, g$df, qt(g$p, g$df, lower.tail = FALSE))

g <- expand.grid(x = c(1e-10, 0.01, 0.5, 1, 2, 3.84, 10, 30, 100, 300, 700, 1000, 1500, 5000), df = c(1, 2, 3, 4, 5, 10, 50, 999, 4000))
chiSquared <- rows("chiSquared", g$x, g$df,
  pchisq(g$x, g$df, lower.tail = FALSE), pchisq(g$x, g$df, lower.tail = FALSE, log.p = TRUE), pchisq(g$x, g$df), pchisq(g$x, g$df, log.p = TRUE))

g <- expand.grid(f = c(1e-4, 0.1, 0.5, 0.9, 1, 1.1, 1.5, 3, 10, 100), df1 = c(1, 2, 3, 10, 160.5, 9999), df2 = c(1, 2, 7, 50, 161, 10000, 164082))
fisherF <- rows("fisherF", g$f, g$df1, g$df2,
  pf(g$f, g$df1, g$df2, lower.tail = FALSE), pf(g$f, g$df1, g$df2, lower.tail = FALSE, log.p = TRUE), pf(g$f, g$df1, g$df2), pf(g$f, g$df1, g$df2, log.p = TRUE))

g <- expand.grid(p = c(0.005, 0.025, 0.05, 0.5), df1 = c(1, 2, 3, 10, 160.5, 9999), df2 = c(1, 2, 7, 50, 161, 10000, 164082))
fisherFQuantile <- rows("fisherFQuantile", g$p, g$df1, g$df2, qf(g$p, g$df1, g$df2), qf(g$p, g$df1, g$df2, lower.tail = FALSE))

g <- expand.grid(x = c(1e-6, 0.001, 0.02, 0.3, 0.5, 0.62, 0.9, 0.9999), a = c(0.5, 1, 1.5, 2, 10, 100.5, 12345), b = c(0.5, 1, 1.5, 2, 10, 100.5, 12345))
beta <- rows("beta", g$x, g$a, g$b,
  pbeta(g$x, g$a, g$b), pbeta(g$x, g$a, g$b, log.p = TRUE), pbeta(g$x, g$a, g$b, lower.tail = FALSE), pbeta(g$x, g$a, g$b, lower.tail = FALSE, log.p = TRUE))

g <- expand.grid(p = c(0.0005, 0.005, 0.025, 0.05, 0.4), a = c(0.5, 1, 1.5, 2, 10, 100.5, 12345), b = c(0.5, 1, 1.5, 2, 10, 100.5, 12345))
betaQuantile <- rows("betaQuantile", g$p, g$a, g$b, qbeta(g$p, g$a, g$b), qbeta(g$p, g$a, g$b, lower.tail = FALSE))

x <- c(1e-300, 1e-5, 0.1, 0.5, 0.99, 1, 1.0001, 1.4616, 1.5, 1.999, 2, 2.2, 2.5, 3, 7.7, 10, 10.5, 100.25, 12345, 1e6, 1e15)
logGamma <- rows("logGamma", x, lgamma(x))

cat("{\n", paste(c(normal, normalQuantile, student, studentQuantile, chiSquared, fisherF, fisherFQuantile, beta, betaQuantile, logGamma), collapse = ",\n"), "\n}\n", sep = "")
