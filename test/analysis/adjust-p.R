# Writes adjust-p.golden.json: R's p.adjust on lists with ties, with zeros and ones, and of one and two values.
# Rscript test/analysis/adjust-p.R, from the project's root.
sets <- list(
  c(0.01, 0.02, 0.03, 0.04, 0.05),
  c(0.04, 0.001, 0.3, 0.04, 0.9, 0.012),
  c(0.2, 0.2, 0.2),
  c(1, 0, 0.5, 1e-300),
  c(0.03),
  c(0.04, 0.03),
  c(0.0213, 0.0211, 0.0187, 0.6, 0.0001, 0.0213, 0.049, 0.0503, 0.31, 0.77, 0.0098, 0.012)
)
methods <- c("bonferroni", "holm", "hochberg", "hommel", "BH", "BY")
number <- function(x) formatC(x, digits = 17, format = "g", width = 1)
records <- unlist(lapply(sets, function(p) vapply(methods, function(m) sprintf(
  '  { "method": "%s", "p": [%s], "adjusted": [%s] }', tolower(m),
  paste(number(p), collapse = ", "), paste(number(p.adjust(p, m)), collapse = ", ")), "")))
writeLines(c("[", paste(records, collapse = ",\n"), "]"), "test/analysis/adjust-p.golden.json")
