# Differences of means by design, and two-stage least squares, as R computes them, for
# test/analysis/estimators/difference-in-means.test.ts and two-stage.test.ts.
# Rscript test/golden/designs.R > test/golden/designs.golden.json
# (R 4.2.2, estimatr 1.0.0, jsonlite 1.8.4). The data are drawn here and stored beside the answers; R gets the rows expanded by
# their frequency weight, we get the weights.
suppressPackageStartupMessages({ library(estimatr); library(jsonlite) })
set.seed(2009)
options(digits = 15)

# ---- 20 pairs of homes in 4 blocks, one home of each pair treated; one person of each home stands for it in pairs of people
home <- data.frame(home = 1:40, pair = rep(1:20, each = 2), block = rep(c("north", "north", "south", "east", "west"), each = 8))
home$arm <- as.vector(replicate(20, sample(c("standard", "letter"))))
home$size <- sample(1:4, 40, replace = TRUE); home$level <- rnorm(40)
people <- home[rep(1:40, home$size), ]; n <- nrow(people)
people$first <- as.numeric(!duplicated(people$home))
people$days <- round(30 + 3 * people$level + 2 * (people$arm == "letter") + rnorm(n, 0, 4), 2)
people$weight <- sample(1:3, n, replace = TRUE)
people$received <- rbinom(n, 1, ifelse(people$arm == "letter", 0.7, 0.1))
people <- people[sample(n), c("arm", "home", "pair", "block", "first", "days", "weight", "received")]
rownames(people) <- NULL

designs <- list(
  simple = function(d) difference_in_means(days ~ z, d),
  blocked = function(d) difference_in_means(days ~ z, d, blocks = block),
  clustered = function(d) difference_in_means(days ~ z, d, clusters = home),
  "blocked-clustered" = function(d) difference_in_means(days ~ z, d, blocks = block, clusters = home),
  "matched-pair" = function(d) difference_in_means(days ~ z, d[d$first == 1, ], blocks = pair),
  "matched-pair-clustered" = function(d) difference_in_means(days ~ z, d, blocks = pair, clusters = home)
)
records <- list()
for (isWeighted in c(FALSE, TRUE)) for (design in names(designs)) {
  if (isWeighted && design == "matched-pair") next # a person who stands for two is no half of a pair
  d <- if (isWeighted) people[rep(seq_len(n), people$weight), ] else people
  d$z <- as.numeric(d$arm == "letter"); f <- designs[[design]](d)
  records[[length(records) + 1]] <- c(list(design = design, isWeighted = isWeighted, estimate = f$coefficients[[1]], standardError = f$std.error[[1]],
    df = f$df[[1]], p = f$p.value[[1]], low = f$conf.low[[1]], high = f$conf.high[[1]], n = f$nobs), if (grepl("clustered", design)) list(clusters = f$nclusters))
}
# ---- what was received, the arm as instrument; the Anderson-Rubin bounds by root search
twoStage <- list()
for (isAdjusted in c(FALSE, TRUE)) for (isWeighted in c(FALSE, TRUE)) for (errors in c("classical", "HC0", "HC1", "HC2", "HC3", "CR0", "CR1S", "CR2")) {
  by <- if (isAdjusted) "+ first + block" else ""
  d <- if (isWeighted) people[rep(seq_len(n), people$weight), ] else people
  d$z <- as.numeric(d$arm == "letter")
  with_errors <- function(fit, formula, d) {
    arguments <- list(formula, data = d, se_type = if (errors == "CR1S") "stata" else errors)
    if (startsWith(errors, "CR")) arguments$clusters <- quote(home)
    do.call(fit, arguments)
  }
  f <- with_errors(iv_robust, as.formula(paste("days ~ received", by, "| z", by)), d); first <- with_errors(lm_robust, as.formula(paste("received ~ z", by)), d)
  beyond <- function(b) {
    d$rest <- d$days - b * d$received; g <- with_errors(lm_robust, as.formula(paste("rest ~ z", by)), d)
    abs(g$coefficients[["z"]] / g$std.error[["z"]]) - qt(0.975, g$df[["z"]])
  }
  b <- f$coefficients[["received"]]
  root <- function(step) { reach <- step; while (beyond(b + reach) < 0) reach <- 2 * reach; uniroot(beyond, sort(c(b, b + reach)), tol = 1e-13)$root }
  twoStage[[length(twoStage) + 1]] <- list(isAdjusted = isAdjusted, isWeighted = isWeighted, errors = errors, estimate = b, standardError = f$std.error[["received"]],
    df = f$df[["received"]], p = f$p.value[["received"]], low = f$conf.low[["received"]], high = f$conf.high[["received"]], n = f$nobs,
    firstStatistic = first$statistic[["z"]]^2, firstDf = first$df[["z"]], firstP = first$p.value[["z"]], andersonRubin = c(root(-1), root(1)))
}
cat(toJSON(list(people = people, records = records, twoStage = twoStage), auto_unbox = TRUE, digits = NA, dataframe = "rows"), "\n")
