/**
 * What every check beyond the first ones shares: figures are compared name by name, each family of figures worked out in R from
 * what its method gives. The looser tolerances are where R itself stops iterating earlier, and only there.
 */
export const figuresInR = `iterated <- 1e-7 # fits that are iterated until they stand still

# While it is a list, compare() puts there what R has, and holds no figure beside it.
collected <- NULL
gather <- function(run) { collected <<- list(); on.exit(collected <<- NULL); force(run); collected }
compare <- function(what, ours, theirs, within = tolerance, may_lack = FALSE) {
  if (is.list(collected)) {
    collected[[length(collected) + 1]] <<- list(what = what, theirs = theirs, within = within)
    return(invisible())
  }
  for (name in names(theirs)) {
    value <- ours[[name]]
    if (is.null(value)) stop(sprintf("%s %s: results.json has none, R has %s", what, name, format(theirs[[name]])), call. = FALSE)
    here <- paste(what, name)
    if (name == "logP") {
      same_log_p(here, value, theirs[[name]], within, may_lack); same_p(paste(what, "p"), ours$p, theirs[[name]], within, may_lack)
    } else same(here, value, theirs[[name]], within, if (name %in% never_cancels) 0 else rounding, may_lack)
  }
}
log_p_normal <- function(z) log(2) + pnorm(-abs(z), log.p = TRUE)
log_p_t <- function(t, df) log(2) + pt(-abs(t), df, log.p = TRUE)
around <- function(estimate, se, critical) estimate + c(-1, 1) * critical * se
critical <- function(level, df = Inf) qt((1 + level) / 2, df)
on_z <- function(estimate, se, level) list(estimate = estimate, standardError = se, statistic = estimate / se,
  logP = log_p_normal(estimate / se), interval = around(estimate, se, critical(level)))
on_t <- function(estimate, se, df, level) list(estimate = estimate, standardError = se, statistic = estimate / se, df = df,
  logP = log_p_t(estimate / se, df), interval = around(estimate, se, critical(level, df)))
on_log <- function(estimate, se, level) list(estimate = exp(estimate), logEstimate = estimate, logStandardError = se,
  statistic = estimate / se, logP = log_p_normal(estimate / se), interval = exp(around(estimate, se, critical(level))))
on_chi_squared <- function(statistic, df) list(statistic = statistic, df = df,
  logP = pchisq(statistic, df, lower.tail = FALSE, log.p = TRUE))
# People of the arms compared, and their clusters where the result counts them.
people <- function(f, pair = character(), r = list()) {
  kept <- if (length(pair)) f$arm %in% pair else rep(TRUE, length(f$arm))
  c(list(n = sum(kept)), if (!is.null(r$clusters)) list(clusters = length(unique(f$cluster[kept]))))
}
of_arm <- function(f, arm) f$y[f$arm == arm]
on_f <- function(statistic, df1, df2) list(statistic = statistic, df1 = df1, df2 = df2,
  logP = pf(statistic, df1, df2, lower.tail = FALSE, log.p = TRUE))
check_adjusted <- function(what, rows, method) {
  of_each <- function(name) vapply(results[rows], function(r) if (is.numeric(r[[name]])) r[[name]] else stop("results.json has no ", name, call. = FALSE), 0)
  same_p(paste(what, "pAdjusted"), of_each("pAdjusted"), log(p.adjust(of_each("p"), method)))
}
# The coefficients as results.json names them: the arms after the first, then each covariate or its levels after the first.
term_names <- function(arms, columns, x, interacted = FALSE) {
  after <- paste0("arm=", arms[-1])
  of_column <- function(i) if (is.factor(x[[i]])) paste0(columns[i], "=", levels(x[[i]])[-1]) else columns[i]
  own <- unlist(lapply(seq_along(columns), of_column))
  c(after, own, if (interacted) outer(after, own, paste, sep = ":"))
}
# figures(i) are those of the i-th coefficient of the names.
check_terms <- function(what, r, names, figures, within = tolerance, may_lack = FALSE) {
  for (line in r$terms) if (is.null(line$notEstimable)) {
    i <- which(names == line$term)
    if (length(i) != 1) not_checked(paste(what, line$term), "R's model has no one coefficient of this name") else
      compare(paste(what, line$term), line, figures(i), within, may_lack)
  }
}
# Figures that results of the same rows share are worked out once.
once <- function(key, make) { if (is.null(worked_out[[key]])) worked_out[[key]] <<- make(); worked_out[[key]] }
# One person, or one cluster, alone determines a combination of coefficients, which has a leverage of 1: R may have no number.
is_alone <- function(X, cluster) {
  whole <- qr(X); Q <- qr.Q(whole)[, seq_len(whole$rank), drop = FALSE]
  if (is.null(cluster)) return(any(rowSums(Q^2) > 1 - 1e-8))
  any(vapply(split(seq_len(nrow(Q)), cluster), function(own) svd(Q[own, , drop = FALSE], 0, 0)$d[1] > 1 - 1e-8, TRUE))
}
has <- function(package) requireNamespace(package, quietly = TRUE)
`;
