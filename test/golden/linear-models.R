# Linear models with covariates, interactions and fixed effects, and joint tests, as R computes them, for
# test/analysis/estimators/linear-models.test.ts.
# Rscript test/golden/linear-models.R > test/golden/linear-models.golden.json
# (R 4.2.2, estimatr 1.0.0, clubSandwich 0.5.8, jsonlite 1.8.4). The data are drawn here and stored beside the answers; R gets
# the rows expanded by their frequency weight, we get the weights.
suppressPackageStartupMessages({ library(estimatr); library(clubSandwich); library(jsonlite) })
invisible(Sys.setlocale("LC_COLLATE", "C"))
set.seed(1913)
options(digits = 15)

# ---- rows: three unequal arms, homes within an arm, walks that cross arms, blocks and wards that cross both
arms <- c("standard", "letter", "visit")
home <- data.frame(arm = rep(arms, c(15, 8, 10)), size = sample(1:4, 33, replace = TRUE), level = rnorm(33))
home$home <- seq_len(nrow(home)); home$block <- sample(1:5, 33, replace = TRUE)
people <- home[rep(home$home, home$size), c("arm", "home", "block", "level")]; n <- nrow(people)
people$walk <- sample(1:9, n, replace = TRUE)
people$ward <- sample(c("East", "North", "West"), n, replace = TRUE, prob = c(0.5, 0.3, 0.2))
people$age <- sample(18:85, n, replace = TRUE)
people$before <- rbinom(n, 1, 0.5)
people$days <- round(40 + 3 * people$level + 2 * (people$arm == "visit") - 0.1 * people$age + 4 * people$before + rnorm(n, 0, 4), 2)
people$weight <- sample(1:3, n, replace = TRUE)
people <- people[sample(n), c("arm", "home", "walk", "block", "ward", "age", "before", "days", "weight")]
rownames(people) <- NULL

frame <- function(isWeighted, reference) {
  d <- if (isWeighted) people[rep(seq_len(n), people$weight), ] else people
  d$arm <- relevel(factor(d$arm, arms), reference); d$ward <- factor(d$ward); d$block <- factor(d$block); d$cell <- factor(d$walk)
  d
}
models <- list(
  additive = function(d, ...) lm_robust(days ~ arm + age + ward, d, ...),
  interacted = function(d, ...) lm_lin(days ~ arm, covariates = ~ age + ward, data = d, ...),
  absorbed = function(d, ...) lm_robust(days ~ arm, d, fixed_effects = ~ block, ...),
  both = function(d, ...) lm_robust(days ~ arm + age + before, d, fixed_effects = ~ block, ...),
  twoWay = function(d, ...) lm_robust(days ~ arm + age, d, fixed_effects = ~ block + ward, ...)
)
name <- function(term) {
  part <- function(x) sub("^(arm|ward)(?=.)", "\\1=", sub("_c$", "", x), perl = TRUE)
  if (term == "(Intercept)") "(intercept)" else paste(vapply(strsplit(term, ":")[[1]], part, ""), collapse = ":")
}
row <- function(f, term) list(term = name(term), estimate = f$coefficients[[term]], standardError = f$std.error[[term]], statistic = f$statistic[[term]],
  df = f$df[[term]], p = f$p.value[[term]], low = f$conf.low[[term]], high = f$conf.high[[term]])
linear <- list()
for (model in names(models)) for (isWeighted in c(FALSE, TRUE)) for (cluster in c("none", "home", "walk")) {
  kinds <- if (cluster == "none") c("classical", "HC0", "HC1", "HC2", "HC3") else c("CR0", "CR1S", "CR2")
  for (errors in if (isWeighted) intersect(kinds, c("HC3", "CR1S", "CR2")) else kinds) {
    fit <- function(reference) {
      d <- frame(isWeighted, reference)
      if (cluster == "none") return(models[[model]](d, se_type = errors))
      d$g <- d[[cluster]]
      models[[model]](d, clusters = g, se_type = if (errors == "CR1S") "stata" else errors)
    }
    a <- fit("standard"); b <- fit("letter")
    linear[[length(linear) + 1]] <- list(model = model, isWeighted = isWeighted, cluster = cluster, errors = errors, n = nobs(a),
      terms = lapply(names(a$coefficients), function(term) row(a, term)), between = row(b, "armvisit"))
  }
}

# ---- all arms equal; the difference of letter from standard within each ward, and whether it is the same in all
dummies <- list(bare = days ~ arm, additive = days ~ arm + age + ward, absorbed = days ~ arm + block)
naive <- function(f, L, df2) { b <- L %*% f$coefficients; list(statistic = drop(t(b) %*% solve(L %*% vcov(f) %*% t(L), b)) / nrow(L), df1 = nrow(L), df2 = df2) }
picked <- function(f, terms) diag(length(f$coefficients))[match(terms, names(f$coefficients)), , drop = FALSE]
htz <- function(formula, d, terms) {
  m <- lm(formula, d)
  w <- Wald_test(m, constrain_zero(match(terms, names(coef(m)))), vcovCR(m, cluster = d$g, type = "CR2"), test = "HTZ")
  list(statistic = w$Fstat, df1 = length(terms), df2 = w$df_denom)
}
tail <- function(w) c(w, list(p = pf(w$statistic, w$df1, w$df2, lower.tail = FALSE)))
robust <- function(formula, d, errors, isClustered) {
  if (!isClustered) return(lm_robust(formula, d, se_type = errors))
  lm_robust(formula, d, clusters = g, se_type = if (errors == "CR1S") "stata" else errors)
}
joint <- list(); subgroup <- list()
for (isWeighted in c(FALSE, TRUE)) for (cluster in c("none", "home", "walk")) for (errors in if (cluster == "none") c("classical", "HC2") else c("CR0", "CR1S", "CR2")) {
  d <- frame(isWeighted, "standard"); isClustered <- cluster != "none"; if (isClustered) d$g <- d[[cluster]]
  df2 <- function(f) if (isClustered) length(unique(d$g)) - 1 else f$df[[1]]
  for (model in names(dummies)) for (test in if (errors == "CR2") c("F", "HTZ") else "F") {
    terms <- c("armletter", "armvisit"); f <- robust(dummies[[model]], d, errors, isClustered)
    joint[[length(joint) + 1]] <- c(list(model = model, isWeighted = isWeighted, cluster = cluster, errors = errors, test = test),
      tail(if (test == "HTZ") htz(dummies[[model]], d, terms) else naive(f, picked(f, terms), df2(f))))
  }
  rows <- lapply(levels(d$ward), function(level) {
    d$ward <- relevel(d$ward, level); f <- robust(days ~ arm * ward, d, errors, isClustered)
    c(list(level = level), row(f, "armletter")[-1])
  })
  terms <- c("armletter:wardNorth", "armletter:wardWest"); f <- robust(days ~ arm * ward, d, errors, isClustered)
  subgroup[[length(subgroup) + 1]] <- list(isWeighted = isWeighted, cluster = cluster, errors = errors, rows = rows,
    interaction = tail(if (errors == "CR2") htz(days ~ arm * ward, d, terms) else naive(f, picked(f, terms), df2(f))))
}

cat(toJSON(list(arms = arms, people = people, linear = linear, joint = joint, subgroup = subgroup), auto_unbox = TRUE, digits = NA, dataframe = "rows"), "\n")
