# Comparisons of arms without a model on made-up data, as R computes them, for test/analysis/estimators.
# Rscript test/golden/comparisons.R > test/golden/comparisons.golden.json
# (R 4.2.2, metafor 3.8-1, jsonlite 1.8.4). The data are drawn here and stored beside the answers; R gets the rows expanded by
# their frequency weight, we get the weights.
suppressPackageStartupMessages({ library(jsonlite); library(metafor) })
set.seed(20182)
options(digits = 15)

# ---- Fisher: p from fisher.test; the odds ratio and its bounds, which fisher.test stops at 1e-4, from their definition
hyper <- function(m, n, k, x, level, alternative) {
  s <- max(0, k - n):min(k, m); w <- dhyper(s, m, n, k, log = TRUE)
  d <- function(theta) { l <- w + theta * (s - x); l <- exp(l - max(l)); l / sum(l) }
  root <- function(f) suppressWarnings(uniroot(f, c(-60, 60), tol = 1e-15, maxiter = 10000))$root # log 0 far out
  a <- if (alternative == "two.sided") (1 - level) / 2 else 1 - level
  list(
    estimate = if (x == min(s)) 0 else if (x == max(s)) Inf else exp(root(function(t) sum(s * d(t)) - x)),
    low = if (x == min(s) || alternative == "less") 0 else exp(root(function(t) log(sum(d(t)[s >= x])) - log(a))),
    high = if (x == max(s) || alternative == "greater") Inf else exp(root(function(t) log(a) - log(sum(d(t)[s <= x])))))
}
midP <- function(m, n, k, x, alternative) {
  s <- max(0, k - n):min(k, m); d <- dhyper(s, m, n, k); own <- d[s == x]
  switch(alternative, less = sum(d[s < x]) + own / 2, greater = sum(d[s > x]) + own / 2,
    two.sided = sum(d[d < own * (1 - 1e-7)]) + sum(d[abs(d / own - 1) <= 1e-7]) / 2)
}
fisher <- list()
for (t in list(c(4, 5, 1, 4), c(0, 5, 3, 6), c(5, 5, 3, 6), c(3, 6, 0, 5), c(7, 12, 7, 12), c(2, 60, 9, 44), c(81, 263, 60, 301), c(30, 31, 1, 29), c(611, 2000, 480, 2100)))
  for (alternative in c("two.sided", "less", "greater")) for (level in c(0.95, 0.8)) {
    p <- fisher.test(matrix(c(t[1], t[2] - t[1], t[3], t[4] - t[3]), 2, byrow = TRUE), alternative = alternative)$p.value
    fisher[[length(fisher) + 1]] <- c(list(counts = t, alternative = sub(".", "-", alternative, fixed = TRUE), level = level, p = p,
      midP = midP(t[2], t[4], t[1] + t[3], t[1], alternative)), hyper(t[2], t[4], t[1] + t[3], t[1], level, alternative))
  }
tables <- list()
for (size in list(c(2, 3, 30), c(2, 6, 107), c(3, 3, 40), c(3, 4, 60), c(2, 4, 400), c(4, 4, 30), c(5, 2, 300))) {
  m <- unclass(table(factor(sample(size[1], size[3], TRUE, runif(size[1], 0.3, 1)), seq_len(size[1])), factor(sample(size[2], size[3], TRUE, runif(size[2], 0.2, 1)), seq_len(size[2]))))
  tables[[length(tables) + 1]] <- list(rows = unname(lapply(seq_len(nrow(m)), function(i) as.integer(m[i, ]))), p = fisher.test(m, workspace = 2e7)$p.value)
}

# ---- people: three unequal arms, cities of unequal size, weights 1 to 4; one city has two arms only, one a single outcome
people <- data.frame(arm = sample(c("standard", "letter", "visit"), 90, TRUE, c(0.5, 0.2, 0.3)), city = sample(1:6, 90, TRUE, c(0.3, 0.2, 0.2, 0.15, 0.1, 0.05)))
people <- rbind(people, data.frame(arm = rep(c("standard", "letter", "visit"), c(3, 2, 2)), city = 7), data.frame(arm = c("standard", "visit", "visit"), city = 8))
people$voted <- as.numeric(runif(nrow(people)) < plogis(-1 + people$city / 3 + 0.8 * (people$arm == "letter")))
people$voted[people$city == 7] <- 1
people$days <- round(20 + 3 * people$voted + people$city + rnorm(nrow(people), 0, 4) * ifelse(people$arm == "letter", 2, 1), 2)
people$grade <- sample(1:4, nrow(people), TRUE, c(0.4, 0.3, 0.2, 0.1)) + (people$arm == "visit") * rbinom(nrow(people), 1, 0.5)
people$weight <- sample(1:4, nrow(people), TRUE)
expand <- function(isWeighted) if (isWeighted) people[rep(seq_len(nrow(people)), people$weight), ] else people

# ---- Mantel-Haenszel: rma.mh and mantelhaen.test, over the strata that have both arms
pooled <- list()
for (isWeighted in c(FALSE, TRUE)) for (treated in c("letter", "visit")) for (measure in c("OR", "RR", "RD")) for (level in c(0.95, 0.8)) for (continuity in c(FALSE, TRUE)) {
  d <- expand(isWeighted); d <- d[d$arm %in% c(treated, "standard"), ]
  both <- names(which(apply(table(d$city, d$arm) > 0, 1, all))); d <- d[d$city %in% both, ]
  t3 <- table(factor(d$arm, c(treated, "standard")), factor(d$voted, 1:0), d$city) * 1.0
  m <- rma.mh(measure = measure, ai = t3[1, 1, ], bi = t3[1, 2, ], ci = t3[2, 1, ], di = t3[2, 2, ], level = 100 * level)
  h <- mantelhaen.test(t3, correct = continuity)
  pooled[[length(pooled) + 1]] <- list(isWeighted = isWeighted, treated = treated, measure = c(OR = "odds-ratio", RR = "risk-ratio", RD = "risk-difference")[[measure]], level = level, continuity = continuity,
    estimate = as.numeric(m$b), standardError = m$se, p = m$pval, low = m$ci.lb, high = m$ci.ub, q = m$QE, qDf = m$k.yi - 1, qP = m$QEp,
    statistic = h$statistic[[1]], testP = h$p.value, strata = length(both), n = nrow(d))
}

# ---- t and rank-sum tests; the shifts of the normal approximation, roots to 1e-4 in wilcox.test, from all differences
students <- list()
for (isWeighted in c(FALSE, TRUE)) for (outcome in c("days", "voted")) for (treated in c("letter", "visit")) for (variances in c("welch", "equal")) for (level in c(0.95, 0.8)) {
  d <- expand(isWeighted); h <- t.test(d[d$arm == treated, outcome], d[d$arm == "standard", outcome], var.equal = variances == "equal", conf.level = level)
  students[[length(students) + 1]] <- list(isWeighted = isWeighted, outcome = outcome, treated = treated, variances = variances, level = level,
    estimate = h$estimate[[1]] - h$estimate[[2]], standardError = h$stderr, statistic = h$statistic[[1]], df = h$parameter[[1]], p = h$p.value, low = h$conf.int[1], high = h$conf.int[2])
}
pairs <- data.frame(pair = c(1:20, 1:19), arm = rep(c("standard", "letter"), c(20, 19)), days = round(rnorm(39, 20, 4), 2))
pairs <- pairs[sample(nrow(pairs)), ]
wide <- reshape(pairs, idvar = "pair", timevar = "arm", direction = "wide"); wide <- wide[complete.cases(wide), ]
paired <- local({ h <- t.test(wide$days.letter, wide$days.standard, paired = TRUE, conf.level = 0.9); list(estimate = h$estimate[[1]], standardError = h$stderr, statistic = h$statistic[[1]], df = h$parameter[[1]], p = h$p.value, low = h$conf.int[1], high = h$conf.int[2]) })

shifted <- function(x, y, level, correct) {
  d <- sort(outer(x, y, "-")); n <- length(d); ties <- function(v) sum(table(v)^3 - table(v)); m <- length(x) + length(y)
  sigma <- sqrt(n / 12 * (m + 1 - (ties(x) + ties(y)) / (m * (m - 1))))
  above <- function(v) sum(d > v) - n / 2; z <- qnorm(1 - (1 - level) / 2); step <- if (correct) 0.5 else 0
  z1 <- function(v) (above(v) - sign(above(v)) * step) / sigma # at a shift just beyond the difference v
  list(estimate = median(d), low = d[which(vapply(d, z1, 0) <= z)[1]], high = d[which(vapply(d, z1, 0) <= -z)[1]])
}
ranks <- list()
for (isWeighted in c(FALSE, TRUE)) for (outcome in c("days", "grade")) for (treated in c("letter", "visit")) for (continuity in c(FALSE, TRUE)) for (level in c(0.95, 0.8)) {
  d <- expand(isWeighted); x <- d[d$arm == treated, outcome]; y <- d[d$arm == "standard", outcome]
  h <- wilcox.test(x, y, exact = FALSE, correct = continuity)
  ranks[[length(ranks) + 1]] <- c(list(isWeighted = isWeighted, outcome = outcome, treated = treated, exact = FALSE, continuity = continuity, level = level, statistic = h$statistic[[1]], p = h$p.value), shifted(x, y, level, continuity))
}
days <- people[!duplicated(people$days), ]; days$rank <- NULL
for (treated in c("letter", "visit")) for (level in c(0.95, 0.8)) {
  h <- wilcox.test(days$days[days$arm == treated], days$days[days$arm == "standard"], exact = TRUE, conf.int = TRUE, conf.level = level)
  ranks[[length(ranks) + 1]] <- list(isWeighted = FALSE, outcome = "days", treated = treated, exact = TRUE, continuity = FALSE, level = level, statistic = h$statistic[[1]], p = h$p.value, estimate = h$estimate[[1]], low = h$conf.int[1], high = h$conf.int[2])
}
exactRanks <- lapply(list(c(3, 4), c(7, 7), c(12, 30), c(49, 49)), function(s) list(m = s[1], n = s[2], cumulative = pwilcox(0:(s[1] * s[2]), s[1], s[2])))

# ---- equivalence: two one-sided tests, Welch for means, Wald for risks
equivalence <- list()
for (isWeighted in c(FALSE, TRUE)) for (treated in c("letter", "visit")) for (margin in c(0.5, 4)) for (level in c(0.95, 0.9)) {
  d <- expand(isWeighted); x <- d$days[d$arm == treated]; y <- d$days[d$arm == "standard"]
  lower <- t.test(x, y, mu = -margin, alternative = "greater"); upper <- t.test(x, y, mu = margin, alternative = "less"); both <- t.test(x, y, conf.level = 2 * level - 1)
  equivalence[[length(equivalence) + 1]] <- list(isWeighted = isWeighted, outcome = "days", treated = treated, margin = margin, level = level, lower = lower$p.value, upper = upper$p.value, lowerT = lower$statistic[[1]], upperT = upper$statistic[[1]], df = lower$parameter[[1]], low = both$conf.int[1], high = both$conf.int[2])
  x <- d$voted[d$arm == treated]; y <- d$voted[d$arm == "standard"]; m <- margin / 20
  se <- sqrt(mean(x) * (1 - mean(x)) / length(x) + mean(y) * (1 - mean(y)) / length(y)); e <- mean(x) - mean(y); z <- qnorm(level)
  equivalence[[length(equivalence) + 1]] <- list(isWeighted = isWeighted, outcome = "voted", treated = treated, margin = m, level = level, lower = pnorm((e + m) / se, lower.tail = FALSE), upper = pnorm((e - m) / se), lowerT = (e + m) / se, upperT = (e - m) / se, low = e - z * se, high = e + z * se)
}

# ---- sample ratio: chisq.test, and where an expected count is under 5 all outcomes counted with dmultinom
compositions <- function(n, k) if (k == 1) matrix(n) else do.call(rbind, lapply(0:n, function(i) cbind(i, compositions(n - i, k - 1))))
ratios <- lapply(list(list(c(54, 9, 11), c(5, 1, 1)), list(c(30, 30), c(1, 1)), list(c(191, 40, 37, 39, 36), c(5, 1, 1, 1, 1)), list(c(4, 0), c(1, 1)), list(c(7, 2), c(1, 1)), list(c(3, 5, 1), c(2, 1, 1)), list(c(6, 1, 3, 0), c(1, 1, 1, 2)), list(c(41, 2), c(20, 1))), function(r) {
  x <- r[[1]]; p <- r[[2]] / sum(r[[2]])
  if (all(sum(x) * p >= 5)) { h <- chisq.test(x, p = p); return(list(units = x, ratio = r[[2]], statistic = h$statistic[[1]], p = h$p.value)) }
  all <- compositions(sum(x), length(x)); d <- apply(all, 1, dmultinom, prob = p); own <- dmultinom(x, prob = p)
  list(units = x, ratio = r[[2]], p = sum(d[d <= own * (1 + 1e-7)]))
})

# ---- missing outcomes
attrition <- lapply(list(list(c(60, 40, 31), c(6, 9, 2)), list(c(23, 29), c(5, 0))), function(a) { h <- suppressWarnings(chisq.test(rbind(a[[2]], a[[1]] - a[[2]]), correct = FALSE)); list(n = a[[1]], missing = a[[2]], statistic = h$statistic[[1]], df = h$parameter[[1]], p = h$p.value) })

# ---- balance
people$age <- sample(18:80, nrow(people), TRUE); people$age[sample(nrow(people), 9)] <- NA
people$region <- sample(c("north", "south", "east"), nrow(people), TRUE)
balance <- do.call(c, lapply(c(FALSE, TRUE), function(isWeighted) {
  d <- expand(isWeighted)
  covariates <- list(age = d$age, "region=east" = d$region == "east", "region=north" = d$region == "north", "region=south" = d$region == "south")
  do.call(c, lapply(names(covariates), function(name) lapply(c("standard", "letter", "visit"), function(arm) {
    x <- as.numeric(covariates[[name]][d$arm == arm]); y <- as.numeric(covariates[[name]][d$arm == "standard"]); x <- x[!is.na(x)]; y <- y[!is.na(y)]
    list(isWeighted = isWeighted, covariate = name, arm = arm, n = length(x), mean = mean(x), sd = sd(x), difference = (mean(x) - mean(y)) / sqrt((var(x) + var(y)) / 2))
  })))
}))

cat(toJSON(list(fisher = fisher, tables = tables, people = people, pooled = pooled, students = students, pairs = pairs, paired = paired, ranks = ranks, exactRanks = exactRanks,
  equivalence = equivalence, ratios = ratios, attrition = attrition, balance = balance), auto_unbox = TRUE, digits = NA, dataframe = "rows"), "\n")
