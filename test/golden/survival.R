# Time to an event on made-up data, as R computes it, for test/analysis/estimators/survival.test.ts.
# Rscript test/golden/survival.R > test/golden/survival.golden.json
# (R 4.2.2, survival 3.5-3, jsonlite 1.8.4). The data are drawn here and stored beside the answers, with many ties; R gets the
# rows expanded by their frequency weight, we get the weights.
suppressPackageStartupMessages({ library(jsonlite); library(survival) })
set.seed(20184)
options(digits = 15)
arms <- c("standard", "letter", "visit")
n <- 140
people <- data.frame(arm = sample(arms, n, TRUE, c(0.5, 0.2, 0.3)), city = sample(1:4, n, TRUE))
people$days <- ceiling(rexp(n, 0.03 * exp(0.5 * (people$arm == "letter") + 0.2 * people$city)))
people$registered <- as.numeric(people$days <= 45 & runif(n) < 0.85)
people$days <- pmin(people$days, 45)
people$weight <- sample(1:3, n, TRUE)
people$home <- sample(1:40, n, TRUE)
expand <- function(isWeighted) { d <- if (isWeighted) people[rep(seq_len(n), people$weight), ] else people; d$arm <- factor(d$arm, arms); d }
curves <- list(); atRisk <- list(); tests <- list(); hazards <- list(); means <- list()
for (isWeighted in c(FALSE, TRUE)) {
  d <- expand(isWeighted)
  for (interval in c("log", "log-log")) for (level in c(0.95, 0.8)) {
    f <- survfit(Surv(days, registered) ~ arm, d, conf.type = interval, conf.int = level); s <- summary(f); t <- s$table
    keep <- s$surv > 0
    curves[[length(curves) + 1]] <- list(isWeighted = isWeighted, interval = interval, level = level, arm = sub("arm=", "", as.character(s$strata))[keep], time = s$time[keep], atRisk = s$n.risk[keep], events = s$n.event[keep],
      survival = s$surv[keep], standardError = s$std.err[keep], low = s$lower[keep], high = s$upper[keep], medians = unname(t[, "median"]), mediansLow = unname(t[, ncol(t) - 1]), mediansHigh = unname(t[, ncol(t)]))
  }
  # Numbers at risk at 0 and the quarters of the last time seen: whole where the last is 4 or more. In units of a day, and of 16.
  for (unit in c(1, 16)) {
    u <- d; u$days <- u$days / unit; last <- max(u$days); times <- (0:4) * last / 4; if (last >= 4) times <- floor(times)
    s <- summary(survfit(Surv(days, registered) ~ arm, u), times = times, extend = TRUE)
    atRisk[[length(atRisk) + 1]] <- list(isWeighted = isWeighted, unit = unit, times = times, arm = arms, lastSeen = unname(c(tapply(u$days, u$arm, max))),
      count = unname(lapply(arms, function(a) s$n.risk[s$strata == paste0("arm=", a)])))
  }
  for (strata in c(FALSE, TRUE)) for (who in list(arms, c("standard", "letter"), c("standard", "visit"))) {
    k <- droplevels(d[d$arm %in% who, ]); h <- if (strata) survdiff(Surv(days, registered) ~ arm + strata(city), k) else survdiff(Surv(days, registered) ~ arm, k)
    total <- function(x) unname(if (is.matrix(x)) rowSums(x) else x)
    tests[[length(tests) + 1]] <- list(isWeighted = isWeighted, strata = strata, arms = who, statistic = h$chisq, p = pchisq(h$chisq, length(who) - 1, lower.tail = FALSE), observed = total(h$obs), expected = total(h$exp))
  }
  for (ties in c("efron", "breslow")) for (strata in c(FALSE, TRUE)) {
    control <- coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15)
    f <- if (strata) coxph(Surv(days, registered) ~ arm + strata(city), d, ties = ties, control = control) else coxph(Surv(days, registered) ~ arm, d, ties = ties, control = control)
    g <- if (strata) coxph(Surv(days, registered) ~ arm + strata(city), d, ties = ties, control = control, cluster = home) else coxph(Surv(days, registered) ~ arm, d, ties = ties, control = control, cluster = home)
    a <- if (strata) coxph(Surv(days, registered) ~ arm + strata(city), d, ties = ties, control = control, robust = TRUE) else coxph(Surv(days, registered) ~ arm, d, ties = ties, control = control, robust = TRUE)
    A <- vcov(a); R <- vcov(g); V <- vcov(f); hazards[[length(hazards) + 1]] <- list(isWeighted = isWeighted, ties = ties, strata = strata, estimate = c(unname(coef(f)), unname(coef(f)[2] - coef(f)[1])), standardError = sqrt(c(V[1, 1], V[2, 2], V[1, 1] + V[2, 2] - 2 * V[1, 2])), robust = sqrt(c(R[1, 1], R[2, 2], R[1, 1] + R[2, 2] - 2 * R[1, 2])), robustAlone = sqrt(c(A[1, 1], A[2, 2], A[1, 1] + A[2, 2] - 2 * A[1, 2])))
  }
  for (horizon in c(20, 33.5, 45)) {
    t <- survival:::survmean(survfit(Surv(days, registered) ~ arm, d), rmean = horizon)$matrix
    means[[length(means) + 1]] <- list(isWeighted = isWeighted, horizon = horizon, mean = unname(t[, "rmean"]), error = unname(t[, "se(rmean)"]))
  }
}
cat(toJSON(list(people = people, curves = curves, atRisk = atRisk, tests = tests, hazards = hazards, means = means), auto_unbox = TRUE, digits = NA, dataframe = "rows", na = "string"), "\n")
