/** Randomisation inference: the statistic as the design has it, and p, max-T and interval from every allocation, where they are few. */
export const randomisationInR = `most_allocations <- 2e4
# Every order of these labels, a row each.
arrangements <- function(x) {
  if (length(unique(x)) == 1) return(matrix(x, 1))
  do.call(rbind, lapply(unique(x), function(v) { rest <- arrangements(x[-match(v, x)]); cbind(rep(v, nrow(rest)), rest, deparse.level = 0) }))
}
# Units of these arms: people, sum of their outcomes, arm, block.
units_of <- function(f, arms, clustered, y = f$y) {
  block <- if (length(f$x)) as.integer(interaction(f$x, drop = TRUE)) else rep(1L, length(y))
  kept <- which(f$arm %in% arms); unit <- if (clustered) f$cluster[kept] else seq_along(kept); id <- match(unit, unique(unit)); first <- kept[!duplicated(unit)]
  list(m = tabulate(id), s = as.vector(rowsum(y[kept], id)), arm = as.integer(f$arm)[first], block = block[first], scale = max(abs(y)))
}
# A row for each allocation that exchanges arms within blocks; NULL where they are too many.
allocations <- function(U) {
  each <- split(seq_along(U$arm), U$block)
  count <- exp(sum(vapply(each, function(own) lfactorial(length(own)) - sum(lfactorial(table(U$arm[own]))), 0)))
  if (count > most_allocations * (1 + 1e-6)) return(NULL)
  A <- matrix(0L, 1, length(U$arm))
  for (own in each) {
    orders <- arrangements(U$arm[own]); n <- nrow(A)
    A <- A[rep(seq_len(n), each = nrow(orders)), , drop = FALSE]; A[, own] <- orders[rep(seq_len(nrow(orders)), n), ]
  }
  A
}
# The difference of two arms' means, block by block, and its standard error: Neyman's, or CR2's of clusters. NaN where an arm is too small.
statistics <- function(U, A, one, other, studentised) {
  d <- v <- people <- numeric(nrow(A))
  for (block in unique(U$block)) {
    own <- which(U$block == block); m <- U$m[own]; s <- U$s[own]
    side <- function(arm) {
      Z <- (A[, own, drop = FALSE] == arm) * 1; n <- drop(Z %*% m); mean <- drop(Z %*% s) / n; spread <- 0 * n
      for (size in unique(m)) {
        alike <- m == size; z <- Z[, alike, drop = FALSE]; k <- rowSums(z)
        squares <- drop(z %*% s[alike]^2) - 2 * mean * size * drop(z %*% s[alike]) + k * (mean * size)^2
        spread <- spread + ifelse(k > 0, squares / (n * (n - size)), 0)
      }
      list(n = n, mean = mean, v = ifelse(rowSums(Z) < 2, NaN, spread))
    }
    a <- side(one); b <- side(other); w <- a$n + b$n
    people <- people + w; d <- d + w * (a$mean - b$mean); v <- v + w^2 * (a$v + b$v)
  }
  d <- d / people; v <- v / people^2; d[which(abs(d) < 1e-12 * U$scale)] <- 0; v[which(v < 1e-14 * U$scale^2 / people)] <- 0
  list(d = d, se = sqrt(v), t = if (studentised) ifelse(d == 0, 0, d / sqrt(v)) else d)
}
# The share of allocations as extreme as the one seen; what is not defined is.
share_of <- function(t, seen) mean(!(abs(t) < abs(seen) * (1 - 1e-9)))
check_randomisation_inference <- function(what, f, pair, o, r) {
  y <- f$y - mean(f$y); every <- levels(f$arm); arms <- if (r$null == "pairwise") pair else every; code <- match(pair, every)
  seen_in <- function(U, one = code[1], other = code[2]) statistics(U, matrix(U$arm, 1), one, other, o$studentised)
  U <- units_of(f, arms, o$clustered, y); seen <- seen_in(U); own <- U$arm %in% code
  compare(what, r, c(list(estimate = seen$d, statistic = seen$t), if (o$studentised) list(standardError = seen$se), list(n = sum(U$m[own]), logP = log(r$p))))
  if (!is.null(r$clusters)) compare(what, r, list(clusters = sum(own)))
  compare(what, r, list(monteCarloError = if (r$exact) 0 else sqrt(r$p * (1 - r$p) / r$draws)))
  noted <- function(note) note %in% r$notes
  A <- if (r$exact) allocations(U)
  if (!r$exact) {
    same(paste(what, "draws"), r$draws, o$draws); same(paste(what, "p times the draws and one"), r$p * (r$draws + 1), round(r$p * (r$draws + 1)))
    not_checked(paste(what, "p and interval"), "the allocations drawn are not R's")
  } else if (is.null(A)) not_checked(paste(what, "p and interval"), "too many allocations to hold in R") else {
    same(paste(what, "p"), r$p, share_of(statistics(U, A, code[1], code[2], o$studentised)$t, seen$t))
    if (!noted("allocations-alike-counted-together")) same(paste(what, "draws"), r$draws, nrow(A))
    if (is.numeric(r$interval)) if (noted("interval-is-drawn")) not_checked(paste(what, "interval"), "the allocations drawn are not R's") else {
      kept <- function(effect) {
        moved <- units_of(f, arms, o$clustered, y - effect * (f$arm == pair[1])); t <- seen_in(moved)$t
        share_of(statistics(moved, A, code[1], code[2], o$studentised)$t, t) > (1 - r$level) * (1 + 1e-12)
      }
      # Rejected just outside a bound and kept just inside, by one part in ten million of the outcome.
      step <- 1e-7 * max(abs(r$interval[is.finite(r$interval)]), U$scale, 1e-300); far <- 1e6 * U$scale
      at <- if (is.finite(r$interval[1])) r$interval[1] + c(-step, step) else c(NA, -far)
      to <- if (is.finite(r$interval[2])) r$interval[2] + c(-step, step) else c(far, NA)
      same(paste(what, "interval: effects just outside and inside it"), c(FALSE, TRUE, TRUE, FALSE),
        vapply(seq_along(c(at, to)), function(i) if (is.na(c(at, to)[i])) i %in% 2:3 else kept(c(at, to)[i]), TRUE))
    }
  }
  if (!o$max_t || is.null(r$pAdjusted)) return(invisible())
  V <- units_of(f, every, o$clustered, y); B <- if (noted("adjusted-p-is-drawn") || !r$exact) NULL else allocations(V)
  if (is.null(B)) return(not_checked(paste(what, "pAdjusted"), "from allocations that are not R's, or too many"))
  largest <- numeric(nrow(B))
  for (other in unique(lapply(Filter(function(x) identical(x$id, r$id) && identical(x$outcome, r$outcome), results), function(x) x$contrast))) {
    own <- match(other, every); if (anyNA(own) || !is.finite(seen_in(V, own[1], own[2])$t)) next
    t <- abs(statistics(V, B, own[1], own[2], o$studentised)$t); largest <- ifelse(is.nan(t) | is.nan(largest), NaN, pmax(largest, t))
  }
  same(paste(what, "pAdjusted"), r$pAdjusted, share_of(largest, seen$t))
}
`;
