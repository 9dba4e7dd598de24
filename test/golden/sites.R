# Each site's own effect with its interval, as R computes them, for test/analysis/estimators/sites.test.ts.
# Rscript test/golden/sites.R > test/golden/sites.golden.json
# (R 4.2.2, metafor 3.8-1, jsonlite 1.8.4). Sites of unlike size, one with an empty cell; people of means are drawn here and
# stored beside the answers.
suppressPackageStartupMessages({ library(jsonlite); library(metafor) })
set.seed(20189)
options(digits = 15)
counts <- data.frame(site = c("Barnet", "Camden", "Ealing", "Sutton"), x1 = c(31, 12, 7, 0), n1 = c(80, 41, 9, 12), x0 = c(20, 15, 3, 4), n0 = c(85, 39, 11, 30))
people <- data.frame(site = sample(counts$site, 120, TRUE, c(0.4, 0.3, 0.2, 0.1)), arm = sample(0:1, 120, TRUE))
people$outcome <- round(rnorm(120, 3 + people$arm, 2), 2)
means <- do.call(rbind, lapply(counts$site, function(site) {
  a <- people$outcome[people$site == site & people$arm == 1]; b <- people$outcome[people$site == site & people$arm == 0]
  data.frame(m1i = mean(a), sd1i = sd(a), n1i = length(a), m2i = mean(b), sd2i = sd(b), n2i = length(b))
}))
effects <- list()
for (level in c(0.95, 0.8)) for (measure in c("RD", "RR", "OR", "MD")) {
  e <- if (measure == "MD") escalc("MD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i, data = means) else
    escalc(measure, ai = x1, n1i = n1, ci = x0, n2i = n0, data = counts)
  s <- summary(e, level = 100 * level)
  effects[[length(effects) + 1]] <- list(measure = measure, level = level, value = as.numeric(s$yi), error = s$sei, low = s$ci.lb, high = s$ci.ub)
}
cat(toJSON(list(counts = counts, people = people, effects = effects), auto_unbox = TRUE, digits = NA, dataframe = "rows"), "\n")
