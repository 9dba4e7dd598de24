# Estimates combined over completed data sets by Rubin's rules, written out here over fits of R's own, for
# test/analysis/imputations/golden.test.ts. Rscript test/golden/imputations.R > test/golden/imputations.golden.json
# (R 4.2.2, estimatr 1.0.0, sandwich 3.0.2, survival 3.5.3, metafor 3.8.1, jsonlite 1.8.4). The data are drawn here, their missing
# values filled in four times at random from the same arm, and stored beside the answers.
suppressPackageStartupMessages({ library(estimatr); library(sandwich); library(survival); library(metafor); library(jsonlite) })
set.seed(1987)
options(digits = 15)

# ---- 36 homes in three boroughs, drawn to two arms of unlike size
home <- data.frame(home = 1:36, borough = rep(c("A", "B", "C"), each = 12))
home$arm <- unlist(lapply(1:3, function(b) sample(rep(c("standard", "letter"), c(7, 5)))))
home$size <- sample(1:5, 36, replace = TRUE); home$level <- rnorm(36)
people <- home[rep(1:36, home$size), ]; n <- nrow(people)
letter <- as.numeric(people$arm == "letter")
people$age <- round(rnorm(n, 40, 12))
people$days <- round(30 + 3 * people$level - 4 * letter + 0.1 * people$age + rnorm(n, 0, 5), 2)
people$voted <- rbinom(n, 1, plogis(-0.3 + 0.8 * letter + 0.5 * people$level))
people$received <- rbinom(n, 1, ifelse(letter == 1, 0.7, 0.15))
people$seen <- round(rexp(n, ifelse(letter == 1, 0.04, 0.025)) + 0.5, 1)
people$registered <- rbinom(n, 1, 0.8)
for (name in c("age", "days", "voted", "received", "registered")) people[[name]][sample(n, round(0.15 * n))] <- NA
people <- people[sample(n), c("arm", "home", "borough", "age", "days", "voted", "received", "seen", "registered")]
fill <- function(d) {
  for (name in names(d)) for (arm in unique(d$arm)) {
    holes <- is.na(d[[name]]) & d$arm == arm
    d[[name]][holes] <- sample(d[[name]][!is.na(d[[name]]) & d$arm == arm], sum(holes), replace = TRUE)
  }
  d
}
m <- 4
long <- do.call(rbind, lapply(1:m, function(i) cbind(.imp = i, .id = 1:n, fill(people))))
rownames(long) <- NULL

# ---- Rubin 1987 and Barnard & Rubin 1999; q, se and df are those of the m completed sets
rubin <- function(q, se, df) {
  within <- mean(se^2); between <- var(q); total <- within + (1 + 1 / m) * between
  lambda <- (1 + 1 / m) * between / total; complete <- mean(df); old <- (m - 1) / lambda^2
  seen <- (complete + 1) / (complete + 3) * complete * (1 - lambda)
  nu <- if (is.infinite(complete)) old else old * seen / (old + seen)
  r <- (1 + 1 / m) * between / within; half <- qt(0.975, nu) * sqrt(total)
  list(estimate = mean(q), standardError = sqrt(total), df = nu, statistic = mean(q) / sqrt(total), p = 2 * pt(-abs(mean(q)) / sqrt(total), nu),
    low = mean(q) - half, high = mean(q) + half, within = within, between = between, missingInformation = (r + 2 / (nu + 3)) / (r + 1))
}
of_robust <- function(f, term = "z") list(q = f$coefficients[[term]], se = f$std.error[[term]], df = f$df[[term]])
of_glm <- function(f, v, term = "z") list(q = coef(f)[[term]], se = sqrt(v[term, term]), df = Inf)
counts <- function(d) { a <- sum(d$voted[d$z == 1]); c <- sum(d$voted[d$z == 0]); list(a = a, n1 = sum(d$z == 1), c = c, n0 = sum(d$z == 0)) }
exact <- glm.control(epsilon = 1e-15, maxit = 100)
tables <- function(d) { t <- table(d$borough, d$z, d$voted); list(ai = t[, 2, 2], bi = t[, 2, 1], ci = t[, 1, 2], di = t[, 1, 1]) }
fits <- list(
  list(outcome = "days", estimator = list(method = "linear", errors = "HC2", adjust = "additive", cluster = NULL), fit = function(d) of_robust(lm_robust(days ~ z + age, d, se_type = "HC2"))),
  list(outcome = "days", estimator = list(method = "linear", errors = "HC2", adjust = "additive", cluster = NULL), term = "age", fit = function(d) of_robust(lm_robust(days ~ z + age, d, se_type = "HC2"), "age")),
  list(outcome = "voted", estimator = list(method = "linear", errors = "CR2"), fit = function(d) of_robust(lm_robust(voted ~ z, d, clusters = home, se_type = "CR2"))),
  list(outcome = "voted", estimator = list(method = "linear", errors = "CR1S"), fit = function(d) of_robust(lm_robust(voted ~ z, d, clusters = home, se_type = "stata"))),
  list(outcome = "days", estimator = list(method = "difference-in-means", design = "blocked-clustered"), fit = function(d) of_robust(difference_in_means(days ~ z, d, blocks = borough, clusters = home))),
  list(outcome = "days", estimator = list(method = "t-test", variances = "welch"), fit = function(d) { t <- t.test(d$days[d$z == 1], d$days[d$z == 0]); list(q = -diff(t$estimate)[[1]], se = t$stderr, df = t$parameter[[1]]) }),
  list(outcome = "days", estimator = list(method = "two-stage-least-squares", received = "received", errors = "HC2"), fit = function(d) of_robust(iv_robust(days ~ received | z, d, se_type = "HC2"), "received")),
  list(outcome = "voted", estimator = list(method = "risk-difference", interval = "wald"), fit = function(d) with(counts(d), { p1 <- a / n1; p0 <- c / n0; list(q = p1 - p0, se = sqrt(p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0), df = Inf) })),
  list(outcome = "voted", estimator = list(method = "risk-ratio"), isLog = TRUE, fit = function(d) with(counts(d), list(q = log(a / n1) - log(c / n0), se = sqrt(1 / a - 1 / n1 + 1 / c - 1 / n0), df = Inf))),
  list(outcome = "voted", estimator = list(method = "logistic", errors = "model", adjust = "additive"), isLog = TRUE, isFit = TRUE, fit = function(d) { f <- glm(voted ~ z + age, binomial, d, control = exact); of_glm(f, vcov(f)) }),
  list(outcome = "voted", estimator = list(method = "logistic", errors = "CR1"), isLog = TRUE, isFit = TRUE, fit = function(d) { f <- glm(voted ~ z, binomial, d, control = exact); of_glm(f, vcovCL(f, cluster = d$home, type = "HC0", cadjust = TRUE)) }),
  list(outcome = "voted", estimator = list(method = "poisson", errors = "HC0"), isLog = TRUE, isFit = TRUE, fit = function(d) { f <- glm(voted ~ z, poisson, d, control = exact); of_glm(f, sandwich(f)) }),
  list(outcome = "registered", estimator = list(method = "cox", ties = "efron", strata = I(character())), isLog = TRUE, isFit = TRUE, fit = function(d) { f <- coxph(Surv(seen, registered) ~ z, d, ties = "efron", eps = 1e-14, toler.chol = 1e-15); list(q = coef(f)[[1]], se = sqrt(vcov(f)[1, 1]), df = Inf) }),
  list(outcome = "voted", estimator = list(method = "mantel-haenszel", measure = "odds-ratio"), isLog = TRUE, fit = function(d) { f <- with(tables(d), rma.mh(measure = "OR", ai = ai, bi = bi, ci = ci, di = di)); list(q = f$beta[[1]], se = f$se, df = Inf) }),
  list(outcome = "voted", estimator = list(method = "sites", by = "borough", measure = "risk-difference", model = "dersimonian-laird", knappHartung = TRUE), fit = function(d) { f <- with(tables(d), rma(measure = "RD", ai = ai, bi = bi, ci = ci, di = di, method = "DL", test = "knha")); list(q = f$beta[[1]], se = f$se, df = f$ddf) })
)
records <- lapply(fits, function(one) {
  each <- lapply(split(long, long$.imp), function(d) { d$z <- as.numeric(d$arm == "letter"); one$fit(d) })
  pick <- function(name) sapply(each, function(e) e[[name]])
  c(list(outcome = one$outcome, estimator = one$estimator, isLog = isTRUE(one$isLog), isFit = isTRUE(one$isFit)), if (!is.null(one$term)) list(term = one$term), rubin(pick("q"), pick("se"), pick("df")))
})
cat(toJSON(list(rows = long, records = records), auto_unbox = TRUE, digits = NA, null = "null", dataframe = "values"), "\n")
