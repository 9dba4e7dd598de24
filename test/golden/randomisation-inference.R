# Randomisation inference on made-up data by full enumeration in base R (combn), for test/analysis/randomisation-inference.
# Rscript test/golden/randomisation-inference.R > test/golden/randomisation-inference.golden.json
# (R 4.2.2, jsonlite 1.8.4.) The data are drawn here and stored beside the answers. The difference weights each block by its people;
# studentised, it is divided by the root of the sum over blocks and arms of weight^2 sum_g E_g^2 / (n (n - m_g)).
# 1 - 0.8 is less than 0.2 in double precision: an effect is not rejected where p is above (1 - level)(1 + 1e-12).
suppressPackageStartupMessages(library(jsonlite))
set.seed(1935)

statistic <- function(y, z, unit, block, studentised) {
  parts <- sapply(split(seq_along(y), block), function(i) {
    arm <- function(a) {
      j <- i[z[i] == a]; n <- length(j); e <- tapply(y[j] - mean(y[j]), unit[j], sum, default = 0); m <- tapply(y[j], unit[j], length, default = 0)
      keep <- m > 0; c(mean(y[j]), sum(e[keep]^2 / (n * (n - m[keep]))))
    }
    one <- arm(1); other <- arm(0); w <- length(i) / length(y)
    c(w * (one[1] - other[1]), w^2 * (one[2] + other[2]))
  })
  if (studentised) sum(parts[1, ]) / sqrt(sum(parts[2, ])) else sum(parts[1, ])
}
# every choice of treated units, block by block: one row per allocation, one column per unit
choices <- function(z, block) {
  blocks <- split(seq_along(z), block)
  sets <- lapply(blocks, function(i) { k <- sum(z[i]); if (length(i) == 1) list(if (k) i else integer()) else combn(i, k, simplify = FALSE) })
  grid <- expand.grid(lapply(sets, seq_along))
  t(apply(grid, 1, function(row) { own <- integer(length(z)); own[unlist(Map(function(s, k) s[[k]], sets, row))] <- 1L; own }))
}
people <- function(sizes, treated, blocks, y) data.frame(unit = rep(seq_along(sizes), sizes), arm = rep(treated, sizes), block = rep(blocks, sizes), outcome = y(sum(sizes)))
measured <- function(n) round(rnorm(n, 3, 2), 2); counted <- function(n) rbinom(n, 1, 0.4); exact <- function(n) rnorm(n, 100, 1)

designs <- list(
  list(kind = "complete", d = people(rep(1, 11), sample(rep(1:0, c(4, 7))), rep(1, 11), measured)),
  list(kind = "complete", d = people(rep(1, 14), sample(rep(1:0, c(6, 8))), rep(1, 14), counted)),
  list(kind = "complete", d = people(rep(1, 12), sample(rep(1:0, c(6, 6))), rep(1, 12), exact)),
  list(kind = "blocked", d = people(rep(1, 14), c(sample(rep(1:0, c(2, 4))), sample(rep(1:0, c(4, 4)))), rep(1:2, c(6, 8)), measured)),
  list(kind = "blocked", d = people(rep(1, 15), c(sample(rep(1:0, c(2, 3))), sample(rep(1:0, c(3, 2))), sample(rep(1:0, c(2, 3)))), rep(1:3, 5), counted)),
  list(kind = "clustered", d = people(sample(1:4, 10, TRUE), sample(rep(1:0, c(4, 6))), rep(1, 10), measured)),
  list(kind = "clustered", d = people(sample(1:3, 12, TRUE), sample(rep(1:0, c(5, 7))), rep(1, 12), exact)),
  list(kind = "blocked-clustered", d = people(sample(1:3, 12, TRUE), c(sample(rep(1:0, c(2, 3))), sample(rep(1:0, c(3, 4)))), rep(1:2, c(5, 7)), measured)),
  list(kind = "blocked-clustered", d = people(sample(1:4, 13, TRUE), c(sample(rep(1:0, c(3, 3))), sample(rep(1:0, c(2, 5)))), rep(1:2, c(6, 7)), counted))
)
records <- list()
for (design in designs) for (studentised in c(FALSE, TRUE)) {
  d <- design$d; own <- d[!duplicated(d$unit), ]
  all <- choices(own$arm, own$block)
  of <- function(y, z) statistic(y, z[d$unit], d$unit, d$block, studentised)
  p <- function(effect) { y <- d$outcome - effect * d$arm; t <- abs(of(y, own$arm)); mean(apply(all, 1, function(z) { v <- of(y, z); is.nan(v) || abs(v) >= t * (1 - 1e-12) })) }
  observed <- of(d$outcome, own$arm); level <- 0.8
  difference <- statistic(d$outcome, d$arm, d$unit, d$block, FALSE)
  # from far out inwards to the first effect that is not rejected, then halved
  bound <- function(sign) {
    steps <- seq(5, 0, by = -0.1) * sd(d$outcome); far <- steps[1]
    for (s in steps) { if (p(difference + sign * s) > (1 - level) * (1 + 1e-12)) break; far <- s }
    near <- s; for (i in 1:45) { m <- (near + far) / 2; if (p(difference + sign * m) > (1 - level) * (1 + 1e-12)) near <- m else far <- m }
    difference + sign * near
  }
  small <- nrow(all) <= 500
  records[[length(records) + 1]] <- list(kind = design$kind, statistic = if (studentised) "studentised" else "difference", people = d, allocations = nrow(all), estimate = difference,
    observed = observed, p = p(0), level = level, low = if (small) bound(-1) else NULL, high = if (small) bound(1) else NULL)
}
cat(toJSON(records, auto_unbox = TRUE, digits = NA, null = "null"), "\n")
