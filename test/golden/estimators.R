# Every estimator on made-up data, as R computes it, for test/analysis/estimators.
# Rscript test/golden/estimators.R > test/golden/estimators.golden.json
# (R 4.2.2, estimatr 1.0.0, jsonlite 1.8.4). The data are drawn here and stored beside the answers; R gets the rows expanded
# by their frequency weight, we get the weights.
suppressPackageStartupMessages({ library(estimatr); library(jsonlite) })
set.seed(20181)
options(digits = 15)

# ---- rows: three unequal arms, households of unequal size within an arm, walks that cross arms, weights 1 to 4
arms <- c("standard", "letter", "visit")
household <- data.frame(arm = rep(arms, c(14, 5, 9)), size = sample(1:4, 28, replace = TRUE))
household$home <- seq_len(nrow(household))
household$level <- rnorm(nrow(household))
people <- household[rep(household$home, household$size), c("arm", "home", "level")]
people$walk <- sample(1:11, nrow(people), replace = TRUE)
people$days <- round(1e4 + 20 + 3 * people$level + 2 * (people$arm == "visit") + rnorm(nrow(people), 0, 4), 2)
people$voted <- as.numeric(runif(nrow(people)) < plogis(-0.6 + people$level + 0.7 * (people$arm == "letter")))
people$interest <- sample(1:4, nrow(people), replace = TRUE, prob = c(0.4, 0.3, 0.2, 0.1))
people$weight <- sample(1:4, nrow(people), replace = TRUE)
people <- people[sample(nrow(people)), c("arm", "home", "walk", "days", "voted", "interest", "weight")]
rownames(people) <- NULL

expand <- function(d, isWeighted) { d <- if (isWeighted) d[rep(seq_len(nrow(d)), d$weight), ] else d; d$arm <- factor(d$arm, arms); d }

# ---- linear
linear <- list()
for (isWeighted in c(FALSE, TRUE)) for (outcome in c("days", "voted")) for (cluster in c("none", "home", "walk")) for (errors in if (cluster == "none") c("classical", "HC0", "HC1", "HC2", "HC3") else c("CR0", "CR1S")) for (level in c(0.95, 0.8)) {
  d <- expand(people, isWeighted); d$y <- d[[outcome]]
  fit <- function(reference) {
    d$arm <- relevel(d$arm, reference)
    if (cluster == "none") lm_robust(y ~ arm, d, se_type = errors, alpha = 1 - level)
    else { d$g <- d[[cluster]]; lm_robust(y ~ arm, d, clusters = g, se_type = c(CR0 = "CR0", CR1S = "stata")[[errors]], alpha = 1 - level) }
  }
  row <- function(f, term) list(estimate = f$coefficients[[term]], standardError = f$std.error[[term]], statistic = f$statistic[[term]], df = f$df[[term]], p = f$p.value[[term]], low = f$conf.low[[term]], high = f$conf.high[[term]])
  a <- fit("standard"); b <- fit("letter")
  linear[[length(linear) + 1]] <- c(if (cluster != "none") list(clusters = a$nclusters), list(isWeighted = isWeighted, outcome = outcome, cluster = cluster, errors = errors, level = level,
    n = nobs(a),
    terms = list(row(a, "(Intercept)"), row(a, "armletter"), row(a, "armvisit")),
    contrasts = list(row(a, "armletter"), row(a, "armvisit"), row(b, "armvisit"))))
}

# ---- one proportion: R's own functions where they have it, the published closed form otherwise
wilson <- function(x, n, level) as.numeric(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE)$conf.int))
one <- function(x, n, level) {
  z <- qnorm(1 - (1 - level) / 2); p <- x / n; m <- n + z^2; q <- (x + z^2 / 2) / m; a <- (1 - level) / 2
  list(x = x, n = n, level = level, wald = p + c(-1, 1) * z * sqrt(p * (1 - p) / n), wilson = wilson(x, n, level),
    "clopper-pearson" = as.numeric(binom.test(x, n, conf.level = level)$conf.int),
    jeffreys = c(if (x == 0) 0 else qbeta(a, x + 0.5, n - x + 0.5), if (x == n) 1 else qbeta(a, x + 0.5, n - x + 0.5, lower.tail = FALSE)),
    "agresti-coull" = q + c(-1, 1) * z * sqrt(q * (1 - q) / m))
}
cells <- list(c(0, 1), c(1, 1), c(0, 10), c(10, 10), c(1, 10), c(5, 10), c(9, 10), c(3, 47), c(81, 263), c(17, 19000), c(56730, 191243), c(12021, 38218))
proportions <- do.call(c, lapply(c(0.95, 0.9, 0.999), function(level) lapply(cells, function(c) one(c[1], c[2], level))))

# ---- difference of two proportions
wilsonContinuity <- function(x, n, level) { # Newcombe 1998, single proportions, method 4
  z <- qnorm(1 - (1 - level) / 2); p <- x / n; q <- 1 - p
  c(if (x == 0) 0 else (2 * n * p + z^2 - 1 - z * sqrt(z^2 - 2 - 1 / n + 4 * p * (n * q + 1))) / (2 * (n + z^2)),
    if (x == n) 1 else (2 * n * p + z^2 + 1 + z * sqrt(z^2 + 2 - 1 / n + 4 * p * (n * q - 1))) / (2 * (n + z^2)))
}
hybrid <- function(x1, n1, x0, n0, f, level) {
  a <- f(x1, n1, level); b <- f(x0, n0, level); p1 <- x1 / n1; p0 <- x0 / n0
  p1 - p0 + c(-1, 1) * c(sqrt((p1 - a[1])^2 + (b[2] - p0)^2), sqrt((a[2] - p1)^2 + (p0 - b[1])^2))
}
score <- function(x1, n1, x0, n0, d) { # Miettinen & Nurminen 1985, the paper's closed form of the restricted estimates
  n <- n1 + n0; l3 <- n; l2 <- (n1 + 2 * n0) * d - n - (x1 + x0); l1 <- (n0 * d - n - 2 * x0) * d + x1 + x0; l0 <- x0 * d * (1 - d)
  q <- l2^3 / (3 * l3)^3 - l1 * l2 / (6 * l3^2) + l0 / (2 * l3)
  p <- ifelse(q < 0, -1, 1) * sqrt(max(0, l2^2 / (3 * l3)^2 - l1 / (3 * l3)))
  a <- if (p == 0) 0 else (pi + acos(max(-1, min(1, q / p^3)))) / 3
  p0 <- max(0, min(1, 2 * p * cos(a) - l2 / (3 * l3))); p1 <- max(0, min(1, p0 + d))
  v <- (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * n / (n - 1); u <- x1 / n1 - x0 / n0 - d
  if (v <= 0) (if (abs(u) < 1e-15) 0 else sign(u) * 1e10) else u / sqrt(v)
}
difference <- function(x1, n1, x0, n0, level) {
  z <- qnorm(1 - (1 - level) / 2); d <- x1 / n1 - x0 / n0; p1 <- x1 / n1; p0 <- x0 / n0
  se <- sqrt(p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0); a1 <- (x1 + 1) / (n1 + 2); a0 <- (x0 + 1) / (n0 + 2)
  low <- if (d <= -1) -1 else uniroot(function(t) score(x1, n1, x0, n0, t) - z, c(-1 + 1e-12, d), tol = 1e-14)$root
  high <- if (d >= 1) 1 else uniroot(function(t) score(x1, n1, x0, n0, t) + z, c(d, 1 - 1e-12), tol = 1e-14)$root
  out <- list(x1 = x1, n1 = n1, x0 = x0, n0 = n0, level = level, estimate = d, newcombe = hybrid(x1, n1, x0, n0, wilson, level),
    "newcombe-continuity" = hybrid(x1, n1, x0, n0, wilsonContinuity, level),
    "agresti-caffo" = a1 - a0 + c(-1, 1) * z * sqrt(a1 * (1 - a1) / (n1 + 2) + a0 * (1 - a0) / (n0 + 2)), "miettinen-nurminen" = c(low, high))
  if (se > 0) out <- c(out, list(standardError = se, z = d / se, p = 2 * pnorm(-abs(d / se)), wald = d + c(-1, 1) * z * se))
  if (x1 + x0 > 0 && x1 + x0 < n1 + n0) { s <- score(x1, n1, x0, n0, 0); out <- c(out, list(scoreZ = s, scoreP = 2 * pnorm(-abs(s)))) }
  out
}
tables <- list(c(56, 70, 48, 80), c(9, 10, 3, 10), c(5, 56, 0, 29), c(0, 10, 0, 20), c(10, 10, 0, 20), c(10, 10, 20, 20), c(0, 9, 5, 5), c(1, 2, 0, 10), c(3, 263, 7, 81), c(12021, 38218, 56730, 191243), c(1, 1, 0, 1), c(0, 1, 0, 1))
differences <- do.call(c, lapply(c(0.95, 0.9), function(level) lapply(tables, function(t) difference(t[1], t[2], t[3], t[4], level))))

# ---- chi-squared
chi <- function(m, correct) { h <- suppressWarnings(chisq.test(m, correct = correct)); list(statistic = h$statistic[[1]], df = h$parameter[[1]], p = h$p.value) }
d <- expand(people, TRUE)
two <- function(outcome, pair) { k <- d[d$arm %in% pair, ]; table(factor(k$arm, pair), k[[outcome]]) }
chiSquared <- do.call(c, lapply(c(TRUE, FALSE), function(continuity) do.call(c, lapply(c("voted", "interest"), function(outcome) list(
  c(list(outcome = outcome, over = "all-arms", continuity = continuity), chi(table(d$arm, d[[outcome]]), continuity)),
  c(list(outcome = outcome, over = "contrast", continuity = continuity), chi(two(outcome, c("letter", "standard")), continuity)))))))

# ---- intraclass correlation, pooled within arms
intraclass <- function(d, level) {
  a <- anova(lm(days ~ arm + factor(home), d)); between <- a["factor(home)", "Mean Sq"]; within <- a["Residuals", "Mean Sq"]
  size <- as.numeric(table(d$home)); inArm <- as.character(d$arm[match(names(table(d$home)), d$home)])
  k <- length(size); n <- nrow(d); df1 <- a["factor(home)", "Df"]; df2 <- a["Residuals", "Df"]
  m0 <- (n - sum(tapply(size, inArm, function(s) sum(s^2) / sum(s)))) / df1; f <- between / within; tail <- (1 - level) / 2
  bound <- function(q) (f / q - 1) / (f / q + m0 - 1); rho <- (f - 1) / (f + m0 - 1); cv <- sd(size) / mean(size)
  list(level = level, estimate = rho, low = bound(qf(tail, df1, df2, lower.tail = FALSE)), high = bound(qf(tail, df1, df2)), clusters = k, n = n, meanSize = n / k, cvSize = cv, designEffect = 1 + ((1 + cv^2) * n / k - 1) * rho)
}
icc <- list(plain = intraclass(expand(people, FALSE), 0.95), weighted = intraclass(expand(people, TRUE), 0.9),
  oneArm = local({ k <- people[people$arm == "standard", ]; a <- anova(lm(days ~ factor(home), k)); f <- a[1, 3] / a[2, 3]; size <- as.numeric(table(k$home)); m0 <- (sum(size) - sum(size^2) / sum(size)) / (length(size) - 1); list(estimate = (f - 1) / (f + m0 - 1)) }))

cat(toJSON(list(arms = arms, people = people, linear = linear, proportions = proportions, differences = differences, chiSquared = chiSquared, icc = icc), auto_unbox = TRUE, digits = NA, dataframe = "rows"), "\n")
