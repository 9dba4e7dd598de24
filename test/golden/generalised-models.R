# Generalised linear models on made-up data, as R computes them, for test/analysis/estimators/generalised-models.test.ts.
# Rscript test/golden/generalised-models.R > test/golden/generalised-models.golden.json
# (R 4.2.2, sandwich 3.0-2, geepack 1.3.9, jsonlite 1.8.4). The data are drawn here and stored beside the answers; R gets the
# rows expanded by their frequency weight, we get the weights.
suppressPackageStartupMessages({ library(jsonlite); library(sandwich); library(geepack) })
set.seed(20183)
options(digits = 15)
arms <- c("standard", "letter", "visit")
home <- data.frame(home = 1:60, arm = sample(arms, 60, TRUE, c(0.5, 0.2, 0.3)), size = sample(1:5, 60, TRUE), level = rnorm(60, 0, 0.7))
people <- home[rep(home$home, home$size), c("home", "arm", "level")]
n <- nrow(people)
people$age <- sample(18:80, n, TRUE)
people$region <- sample(c("east", "north", "south"), n, TRUE)
people$voted <- as.numeric(runif(n) < plogis(-0.8 + people$level + people$age / 60 + 0.6 * (people$arm == "letter") - 0.4 * (people$region == "north")))
people$exposure <- round(runif(n, 0.5, 3), 2)
people$logExposure <- round(log(people$exposure), 6)
people$visits <- rpois(n, exp(0.3 + people$level / 2 + 0.5 * (people$arm == "visit")) * people$exposure)
people$days <- round(20 + 2 * people$level + 1.5 * (people$arm == "letter") + rnorm(n, 0, 3), 2)
people$weight <- sample(1:3, n, TRUE)
people$level <- NULL
people <- people[sample(n), ]
rownames(people) <- NULL
expand <- function(isWeighted) { d <- if (isWeighted) people[rep(seq_len(n), people$weight), ] else people; d$arm <- factor(d$arm, arms); d }
control <- glm.control(epsilon = 1e-14, maxit = 100)

covariance <- function(f, d, errors) switch(errors, model = vcov(f), HC0 = sandwich(f), CR1 = vcovCL(f, cluster = d$home, type = "HC0", cadjust = TRUE))
lines <- function(b, V) {
  k <- length(b); L <- rbind(diag(k), replace(numeric(k), 2:3, c(-1, 1))) # the last: visit against letter
  e <- drop(L %*% b); s <- sqrt(rowSums((L %*% V) * L))
  data.frame(estimate = e, standardError = s, p = 2 * pnorm(-abs(e / s)))
}
logistic <- list(); standardised <- list(); counts <- list()
for (isWeighted in c(FALSE, TRUE)) for (errors in c("model", "HC0", "CR1")) {
  d <- expand(isWeighted)
  for (adjust in c("none", "additive")) {
    f <- glm(if (adjust == "none") voted ~ arm else voted ~ arm + age + region, binomial, d, control = control); V <- covariance(f, d, errors)
    logistic[[length(logistic) + 1]] <- list(isWeighted = isWeighted, errors = errors, adjust = adjust, n = nrow(d), lines = lines(coef(f), V))
    mean_at <- function(arm) { e <- d; e$arm <- factor(arm, arms); X <- model.matrix(delete.response(terms(f)), e); mu <- plogis(drop(X %*% coef(f))); list(m = mean(mu), g = colMeans(X * (mu * (1 - mu)))) }
    for (pair in list(c("letter", "standard"), c("visit", "letter"))) {
      a <- mean_at(pair[1]); b <- mean_at(pair[2]); se <- function(g) sqrt(drop(t(g) %*% V %*% g)); o <- function(p) p / (1 - p)
      standardised[[length(standardised) + 1]] <- list(isWeighted = isWeighted, errors = errors, adjust = adjust, pair = pair,
        estimate = c(a$m - b$m, log(a$m / b$m), log(o(a$m) / o(b$m))), standardError = c(se(a$g - b$g), se(a$g / a$m - b$g / b$m), se(a$g / (a$m * (1 - a$m)) - b$g / (b$m * (1 - b$m)))))
    }
  }
  for (adjust in c("none", "additive")) for (outcome in c("visits", "voted")) for (offset in c(FALSE, TRUE)) {
    d$y <- d[[outcome]]; d$o <- if (offset) d$logExposure else 0
    f <- glm(if (adjust == "none") y ~ arm + offset(o) else y ~ arm + age + region + offset(o), poisson(), d, control = control)
    counts[[length(counts) + 1]] <- list(isWeighted = isWeighted, errors = errors, adjust = adjust, outcome = outcome, offset = offset, lines = lines(coef(f), covariance(f, d, errors)))
  }
}

# ---- GEE: iterated until the coefficients no longer move (geese stops at 1e-4 by default)
gee <- list()
for (isWeighted in c(FALSE, TRUE)) for (working in c("independence", "exchangeable")) for (link in c("identity", "logit", "log")) for (outcome in c("voted", "days", "visits")) {
  if ((link == "logit" && outcome != "voted") || (link == "log" && outcome == "days")) next
  d <- expand(isWeighted); d <- d[order(d$home), ]; d$y <- d[[outcome]]
  family <- switch(link, identity = gaussian("identity"), logit = binomial("logit"), log = poisson("log"))
  f <- geeglm(y ~ arm, family = family, data = d, id = home, corstr = working, control = geese.control(epsilon = 1e-14, maxit = 200))
  s <- summary(f)
  gee[[length(gee) + 1]] <- list(isWeighted = isWeighted, working = working, link = link, outcome = outcome, lines = lines(coef(f), f$geese$vbeta), alpha = if (working == "exchangeable") s$corr[1, 1] else 0)
}
cat(toJSON(list(people = people, logistic = logistic, standardised = standardised, poisson = counts, gee = gee), auto_unbox = TRUE, digits = NA, dataframe = "rows"), "\n")
