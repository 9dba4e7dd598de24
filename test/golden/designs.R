# Differences of means by design, as R computes them, for test/analysis/estimators/difference-in-means.test.ts.
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
people <- people[sample(n), c("arm", "home", "pair", "block", "first", "days", "weight")]
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
cat(toJSON(list(people = people, records = records), auto_unbox = TRUE, digits = NA, dataframe = "rows"), "\n")
