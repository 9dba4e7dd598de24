/** Shares of arms, their difference and their table in R's own words: binom.test, chisq.test, and the closed forms of the rest. */
export const proportionsInR = `binomial_interval <- function(x, n, method, level) {
  p <- x / n; z <- qnorm((1 + level) / 2); a <- (1 - level) / 2
  switch(method,
    "wald" = p + c(-1, 1) * z * sqrt(p * (1 - p) / n),
    "wilson" = ((p + z^2 / (2 * n)) + c(-1, 1) * z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n),
    "clopper-pearson" = as.numeric(binom.test(x, n, conf.level = level)$conf.int),
    "jeffreys" = c(if (x == 0) 0 else qbeta(a, x + .5, n - x + .5), if (x == n) 1 else qbeta(1 - a, x + .5, n - x + .5)),
    "agresti-coull" = { m <- n + z^2; q <- (x + z^2 / 2) / m; q + c(-1, 1) * z * sqrt(q * (1 - q) / m) })
}
check_proportions <- function(what, f, pair, o, r) {
  same(paste(what, "n"), r$n, length(f$y))
  for (row in r$rows) {
    y <- of_arm(f, row$arm); theirs <- list(n = length(y))
    if (is.null(row$notEstimable)) {
      theirs <- c(theirs, list(count = sum(y), proportion = mean(y), interval = binomial_interval(sum(y), length(y), o$interval, r$level)))
    }
    compare(paste(what, row$arm), row, theirs)
  }
}
check_wald <- function(what, f, pair, o, r) {
  a <- of_arm(f, pair[1]); b <- of_arm(f, pair[2])
  theirs <- on_z(mean(a) - mean(b), sqrt(mean(a) * (1 - mean(a)) / length(a) + mean(b) * (1 - mean(b)) / length(b)), r$level)
  compare(what, r, c(theirs, n = length(a) + length(b)))
}
check_chi_squared <- function(what, f, pair, o, r) {
  arms <- if (length(pair)) pair else levels(f$arm)
  kept <- f$arm %in% arms
  test <- suppressWarnings(chisq.test(table(factor(f$arm[kept], arms), f$y[kept]), correct = o$continuity))
  compare(what, r, c(on_chi_squared(unname(test$statistic), unname(test$parameter)), n = sum(kept)))
}
`;
