# R's p.adjust on small, tied, tiny and single families, for test/analysis/estimators/adjust-p.test.ts.
# Rscript test/golden/adjust-p.R > test/golden/adjust-p.golden.json      (R 4.2.2, stats; jsonlite 1.8.4)
set.seed(4)
families <- list(0.03, c(0.2, 0.01), c(0.01, 0.02, 0.03, 0.04), c(0.04, 0.01, 0.01, 0.5, 1), c(1e-300, 1e-12, 0.2, 0.9, 3e-5, 0.049, 0.2), c(0.5, 0.5, 0.5), signif(runif(12)^3, 6), signif(runif(25)^6, 6))
methods <- c("bonferroni", "holm", "hochberg", "hommel", "BH", "BY")
out <- lapply(families, function(p) c(list(p = I(p)), lapply(setNames(methods, tolower(methods)), function(m) I(p.adjust(p, m)))))
cat(jsonlite::toJSON(out, auto_unbox = TRUE, digits = NA), "\n")
