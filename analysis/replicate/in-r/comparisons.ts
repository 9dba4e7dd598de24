/** Comparisons of two arms in R's own words: fisher.test, t.test, wilcox.test, mantelhaen.test, and the closed forms of the rest. */
export const comparisonsInR = `# Both bounds of the difference of two risks, by the method named.
difference_interval <- function(x1, n1, x0, n0, method, level) {
  p1 <- x1 / n1; p0 <- x0 / n0; d <- p1 - p0; z <- critical(level)
  wilson <- function(x, n) binomial_interval(x, n, "wilson", level)
  corrected <- function(x, n) { # Newcombe 1998, single proportions, method 4
    p <- x / n; q <- 1 - p
    c(if (x == 0) 0 else (2 * n * p + z^2 - 1 - z * sqrt(z^2 - 2 - 1 / n + 4 * p * (n * q + 1))) / (2 * (n + z^2)),
      if (x == n) 1 else (2 * n * p + z^2 + 1 + z * sqrt(z^2 + 2 - 1 / n + 4 * p * (n * q - 1))) / (2 * (n + z^2)))
  }
  hybrid <- function(a, b) d + c(-sqrt((p1 - a[1])^2 + (b[2] - p0)^2), sqrt((a[2] - p1)^2 + (p0 - b[1])^2))
  switch(method,
    "newcombe" = hybrid(wilson(x1, n1), wilson(x0, n0)),
    "newcombe-continuity" = hybrid(corrected(x1, n1), corrected(x0, n0)),
    "agresti-caffo" = {
      q1 <- (x1 + 1) / (n1 + 2); q0 <- (x0 + 1) / (n0 + 2)
      around(q1 - q0, sqrt(q1 * (1 - q1) / (n1 + 2) + q0 * (1 - q0) / (n0 + 2)), z)
    },
    "miettinen-nurminen" = {
      root <- function(low, high) uniroot(function(t) score(x1, n1, x0, n0, t) - z * sign(d - t), c(low, high), tol = 1e-13)$root
      c(if (d <= -1) -1 else root(-1 + 1e-12, d - 1e-12), if (d >= 1) 1 else root(d + 1e-12, 1 - 1e-12))
    })
}
# The score z of a risk difference of t, with the variance under it and N / (N - 1) (Miettinen & Nurminen 1985).
score <- function(x1, n1, x0, n0, t) {
  N <- n1 + n0
  a <- N; b <- (n1 + 2 * n0) * t - N - x1 - x0; c <- (n0 * t - N - 2 * x0) * t + x1 + x0; e <- x0 * t * (1 - t)
  v <- b^3 / (27 * a^3) - b * c / (6 * a^2) + e / (2 * a)
  u <- sign(v) * sqrt(b^2 / (9 * a^2) - c / (3 * a))
  p0 <- (if (u == 0) 0 else 2 * u * cos((pi + acos(max(-1, min(1, v / u^3)))) / 3)) - b / (3 * a)
  for (again in 1:3) { # acos loses half the digits where the counts are alike; Newton's steps give them back
    slope <- (3 * a * p0 + 2 * b) * p0 + c; step <- (((a * p0 + b) * p0 + c) * p0 + e) / slope
    if (isTRUE(min(p0, p0 + t, 1 - p0, 1 - p0 - t) > 1e-4 && abs(slope) > 1e-3 * N && abs(step) < 1e-6)) p0 <- p0 - step
  }
  p0 <- min(max(p0, 0, -t), 1, 1 - t); p1 <- min(max(p0 + t, 0), 1)
  (x1 / n1 - x0 / n0 - t) / sqrt((p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * N / (N - 1))
}
check_risk_difference <- function(what, f, pair, o, r) {
  a <- of_arm(f, pair[1]); b <- of_arm(f, pair[2])
  x <- list(sum(a), length(a), sum(b), length(b))
  bounds <- do.call(difference_interval, c(x, o$interval, r$level))
  compare(what, r, list(estimate = mean(a) - mean(b), n = length(a) + length(b)))
  compare(what, r, list(interval = bounds), if (o$interval == "miettinen-nurminen") 1e-6 else tolerance)
  if (o$interval == "miettinen-nurminen" && !is.null(r$statistic)) {
    z <- do.call(score, c(x, 0)); compare(what, r, list(statistic = z, logP = log_p_normal(z)))
  }
}
check_ratio <- function(what, f, pair, o, r) {
  a <- of_arm(f, pair[1]); b <- of_arm(f, pair[2])
  x1 <- sum(a); y1 <- length(a) - x1; x0 <- sum(b); y0 <- length(b) - x0
  theirs <- if (r$quantity == "risk-ratio") {
    on_log(log(mean(a) / mean(b)), sqrt(1 / x1 - 1 / length(a) + 1 / x0 - 1 / length(b)), r$level)
  } else on_log(log(x1 * y0 / (y1 * x0)), sqrt(1 / x1 + 1 / y1 + 1 / x0 + 1 / y0), r$level)
  compare(what, r, c(theirs, people(f, pair)))
}
check_fisher_exact <- function(what, f, pair, o, r) {
  kept <- if (length(pair)) f$arm %in% pair else rep(TRUE, length(f$y))
  arms <- if (length(pair)) pair else rev(levels(f$arm))
  t <- table(factor(f$arm[kept], arms), factor(f$y[kept], rev(sort(unique(f$y[kept])))))
  level <- if (is.null(r$level)) 0.95 else r$level
  test <- tryCatch(fisher.test(t, alternative = sub("-", ".", o$alternative), conf.level = level, workspace = 2e7),
                   error = function(e) if (grepl("FEXACT|workspace", conditionMessage(e))) NULL else stop(e))
  if (is.null(test)) return(not_checked(what, "the table is too large for fisher.test"))
  compare(what, r, list(n = sum(t)))
  if (test$p.value < 1e-300) not_checked(what, "p is below what fisher.test can say") else
    compare(what, r, list(logP = log(test$p.value)))
  if (!is.null(r$midP)) check_mid_p(what, t, o$alternative, r)
  if (is.null(r$estimate) || all(dim(t) != 2)) return(invisible())
  check_conditional_odds(what, t, o$alternative, r)
}
# Tables as likely as the one seen count half.
check_mid_p <- function(what, t, alternative, r) {
  if (any(dim(t) != 2)) return(not_checked(paste(what, "midP"), "fisher.test has no mid-p"))
  x <- t[1, 1]; counts <- max(0, sum(t[1, ]) - sum(t[, 2])):min(sum(t[1, ]), sum(t[, 1]))
  log_d <- dhyper(counts, sum(t[, 1]), sum(t[, 2]), sum(t[1, ]), log = TRUE); seen <- log_d[counts == x]
  tied <- if (alternative == "two-sided") abs(log_d - seen) <= 1e-7 else counts == x
  beyond <- switch(alternative, "less" = counts < x, "greater" = counts > x, log_d < seen & !tied)
  weights <- (beyond + tied / 2) * exp(log_d - max(log_d[beyond | tied]))
  same_p(paste(what, "midP"), r$midP, log(sum(weights)) + max(log_d[beyond | tied]))
}
# fisher.test solves these to four digits at most, so they are held to what they are: the odds ratio at which the mean count is the one
# seen, and those at which a count as small or as large has the probability that the level leaves.
check_conditional_odds <- function(what, t, alternative, r) {
  x <- t[1, 1]; counts <- max(0, sum(t[1, ]) - sum(t[, 2])):min(sum(t[1, ]), sum(t[, 1]))
  log_d <- dhyper(counts, sum(t[, 1]), sum(t[, 2]), sum(t[1, ]), log = TRUE)
  share <- function(odds) { d <- log_d + counts * log(odds); d <- exp(d - max(d)); d / sum(d) }
  if (r$estimate > 0 && is.finite(r$estimate)) same(paste(what, "mean at the estimate"), sum(counts * share(r$estimate)), x) else
    same(paste(what, "estimate"), r$estimate, if (x == min(counts)) 0 else Inf)
  left <- (1 - r$level) / if (alternative == "two-sided") 2 else 1
  bound <- function(b, tail, limit, at_limit) if (at_limit) same(paste(what, "interval"), b, limit) else
    same(paste(what, "tail at a bound of the interval"), sum(share(b)[tail]), left)
  bound(r$interval[1], counts >= x, 0, alternative == "less" || x == min(counts))
  bound(r$interval[2], counts <= x, Inf, alternative == "greater" || x == max(counts))
}
check_mantel_haenszel <- function(what, f, pair, o, r) {
  kept <- f$arm %in% pair; stratum <- if (length(f$x)) interaction(f$x, drop = TRUE)[kept] else factor(rep(1, sum(kept)))
  t <- table(factor(f$arm[kept], pair), factor(f$y[kept], 1:0), droplevels(stratum)) * 1
  t <- t[, , apply(t, 3, function(m) all(rowSums(m) > 0)), drop = FALSE]
  compare(what, r, list(strataUsed = dim(t)[3], n = sum(t)))
  if (dim(t)[3] > 1) {
    h <- mantelhaen.test(t, correct = o$continuity)
    compare(paste(what, "test"), r$test, on_chi_squared(unname(h$statistic), 1))
  }
  if (!has("metafor")) return(not_checked(what, "the pooled measure needs the package metafor"))
  measure <- c("odds-ratio" = "OR", "risk-ratio" = "RR", "risk-difference" = "RD")[[r$quantity]]
  m <- suppressWarnings(metafor::rma.mh(measure = measure, ai = t[1, 1, ], bi = t[1, 2, ], ci = t[2, 1, ], di = t[2, 2, ]))
  compare(what, r, (if (measure == "RD") on_z else on_log)(as.numeric(m$b), m$se, r$level))
  if (is.null(r$homogeneity$notEstimable)) compare(paste(what, "homogeneity"), r$homogeneity, on_chi_squared(m$QE, m$k.yi - 1))
}
check_t_test <- function(what, f, pair, o, r) {
  a <- of_arm(f, pair[1]); b <- of_arm(f, pair[2])
  if (o$paired) {
    one <- function(arm) { kept <- f$arm == arm; structure(f$y[kept], names = f$x[[1]][kept]) }
    a <- one(pair[1]); b <- one(pair[2]); both <- intersect(names(a), names(b)); a <- a[both]; b <- b[both]
  }
  h <- t.test(a, b, paired = o$paired, var.equal = o$variances == "equal")
  estimate <- if (o$paired) h$estimate[[1]] else h$estimate[[1]] - h$estimate[[2]]
  compare(what, r, c(on_t(estimate, h$stderr, h$parameter[[1]], r$level), n = length(a) + length(b)))
}
check_rank_sum <- function(what, f, pair, o, r) {
  a <- of_arm(f, pair[1]); b <- of_arm(f, pair[2])
  if (length(a) * as.numeric(length(b)) > 5e6) return(not_checked(what, "too many pairs of people to hold in R"))
  h <- suppressWarnings(wilcox.test(a, b, exact = o$exact, correct = o$continuity))
  compare(what, r, list(statistic = h$statistic[[1]], logP = log(h$p.value)))
  d <- sort(outer(a, b, "-")); n <- length(d); m <- length(a) + length(b)
  compare(what, r, list(estimate = median(d), n = m))
  if (o$exact) { # the k smallest and largest differences, k the quantile of W
    k <- qwilcox((1 - r$level) / 2, length(a), length(b))
    return(compare(what, r, list(interval = if (k == 0) c(-Inf, Inf) else d[c(k, n + 1 - k)])))
  }
  ties <- function(v) sum(table(v)^3 - table(v))
  sigma <- sqrt(n / 12 * (m + 1 - (ties(a) + ties(b)) / (m * (m - 1))))
  at <- c(-Inf, unique(d)) # z of every shift between two differences; -Inf where none is far enough to be rejected
  z <- vapply(at, function(v) { s <- sum(d > v) - n / 2; (s - sign(s) * o$continuity / 2) / sigma }, 0)
  first <- function(x) if (length(x)) x[1] else Inf
  compare(what, r, list(interval = c(first(at[z <= critical(r$level)]), first(at[z <= -critical(r$level)]))))
}
check_equivalence <- function(what, f, pair, o, r) {
  a <- of_arm(f, pair[1]); b <- of_arm(f, pair[2]); d <- mean(a) - mean(b)
  isRisk <- r$quantity == "risk-difference"
  v <- if (isRisk) c(mean(a) * (1 - mean(a)), mean(b) * (1 - mean(b))) / c(length(a), length(b)) else
    c(var(a), var(b)) / c(length(a), length(b))
  se <- sqrt(sum(v)); df <- if (isRisk) Inf else sum(v)^2 / sum(v^2 / (c(length(a), length(b)) - 1))
  one <- function(t, lower) c(if (is.finite(df)) list(df = df), list(statistic = t, logP = pt(t, df, lower.tail = lower, log.p = TRUE)))
  lower <- one((d + o$margin) / se, FALSE); upper <- one((d - o$margin) / se, TRUE)
  compare(paste(what, "lower"), r$lower, lower); compare(paste(what, "upper"), r$upper, upper)
  compare(what, r, list(logP = max(lower$logP, upper$logP), estimate = d, standardError = se, interval = around(d, se, qt(o$level, df)), n = length(a) + length(b)))
}
`;
