/**
 * What every check beyond the first ones shares: figures are compared name by name, each family of figures worked out in R from
 * what its method gives. The looser tolerances are where R itself stops iterating earlier, and only there.
 */
export const figuresInR = `iterated <- 1e-7 # fits that are iterated until they stand still

compare <- function(what, ours, theirs, within = tolerance) {
  for (name in names(theirs)) {
    value <- ours[[name]]
    if (is.null(value)) stop(sprintf("%s %s: results.json has none, R has %s", what, name, format(theirs[[name]])), call. = FALSE)
    here <- paste(what, name)
    if (name != "logP") same(here, value, theirs[[name]], within) else {
      same_log_p(here, value, theirs[[name]], within); same(paste(what, "p"), ours$p, exp(theirs[[name]]), within)
    }
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
people <- function(f, pair = character()) list(n = if (length(pair)) sum(f$arm %in% pair) else length(f$arm))
of_arm <- function(f, arm) f$y[f$arm == arm]
on_f <- function(statistic, df1, df2) list(statistic = statistic, df1 = df1, df2 = df2,
  logP = pf(statistic, df1, df2, lower.tail = FALSE, log.p = TRUE))
check_adjusted <- function(what, rows, method) {
  same(paste(what, "pAdjusted"), vapply(results[rows], function(r) r$pAdjusted, 0), p.adjust(vapply(results[rows], function(r) r$p, 0), method))
}
has <- function(package) requireNamespace(package, quietly = TRUE)
`;
