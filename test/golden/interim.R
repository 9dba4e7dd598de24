# Boundaries and spent error of rpact's error-spending designs, for test/analysis/interim/golden.test.ts.
# Run in this directory: Rscript interim.R > interim.golden.json
# `tolerance` is the least that rpact takes; the error spent at a look is then right to about that much.
suppressMessages({
  library(rpact)
  library(jsonlite)
})

grids <- list(
  1, c(0.5, 1), c(0.2, 1), c(0.9, 1), c(0.3, 0.6, 1), c(0.1, 0.15, 1), c(1, 2, 3) / 3, c(0.25, 0.5, 0.75, 1),
  c(0.2, 0.45, 0.8, 1), (1:5) / 5, c(0.31, 0.44, 0.58, 0.83, 1), (1:7) / 7, c(0.12, 0.3, 0.33, 0.5, 0.71, 0.9, 0.95, 1),
  (1:10) / 10, c(0.4, 0.6), c(0.25, 0.5, 0.8)
)
cases <- list()
for (looks in grids) for (sided in 1:2) for (alpha in c(0.001, 0.01, 0.025, 0.05, 0.2)) for (type in c("asOF", "asP")) {
  design <- tryCatch(
    suppressWarnings(getDesignGroupSequential(
      informationRates = looks, alpha = alpha, sided = sided, typeOfDesign = type, tolerance = 1e-10
    )),
    error = function(e) NULL
  )
  if (is.null(design)) next
  cases[[length(cases) + 1]] <- list(
    looks = I(looks), sided = sided, alpha = alpha, spending = if (type == "asOF") "obrien-fleming" else "pocock",
    boundaries = I(as.numeric(design$criticalValues)), alphaSpent = I(as.numeric(design$alphaSpent))
  )
}
cat(toJSON(
  list(rpact = as.character(packageVersion("rpact")), cases = cases),
  auto_unbox = TRUE, digits = 17, na = "string", pretty = FALSE
))
