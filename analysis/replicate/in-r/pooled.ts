/** Rubin's rules over completed data sets: each set's figures by the method's own check, gathered instead of compared, and combined. */
export const pooledInR = `sets_of <- function(column, make) {
  whole <- data; number_of <- number(whole[[column]])
  on.exit(data <<- whole)
  lapply(sort(unique(number_of[number_of > 0])), function(k) { data <<- whole[number_of == k, , drop = FALSE]; make() })
}
# Rubin 1987, chapter 3; degrees of freedom of Barnard & Rubin 1999.
rubin <- function(q, se, df) {
  m <- length(q); within <- mean(se^2); between <- var(q); added <- (1 + 1 / m) * between; total <- within + added
  sets <- (m - 1) / (added / total)^2; complete <- mean(df)
  observed <- (complete + 1) / (complete + 3) * complete * (1 - added / total)
  df <- if (is.finite(complete)) 1 / (1 / sets + 1 / observed) else sets
  list(estimate = mean(q), standardError = sqrt(total), df = df, within = within, between = between,
       missingInformation = (added / within + 2 / (df + 3)) / (added / within + 1), sets = m)
}
# The figures under one name, of each set, from what its check gathered.
under <- function(each, name) lapply(each, function(one) do.call(c, lapply(Filter(function(x) identical(x$what, name), one), function(x) x$theirs)))
gathered <- function(check, what, sets, pair, o, r) lapply(sets, function(f) { worked_out <<- list(); gather(check(what, f, pair, o, r)) })
# NULL where R has not the estimate of every set.
combined <- function(sets, level, is_log) {
  names <- if (is_log) c("logEstimate", "logStandardError") else c("estimate", "standardError")
  q <- unlist(lapply(sets, function(one) one[[names[1]]])); se <- unlist(lapply(sets, function(one) one[[names[2]]]))
  if (length(q) != length(sets) || length(se) != length(sets) || anyNA(c(q, se))) return(NULL)
  pooled <- rubin(q, se, vapply(sets, function(one) if (is.null(one$df)) Inf else one$df, 0))
  is_z <- pooled$df >= 1e15
  figures <- if (is_z) on_z(pooled$estimate, pooled$standardError, level) else on_t(pooled$estimate, pooled$standardError, pooled$df, level)
  if (is_log) {
    figures[names] <- figures[c("estimate", "standardError")]; figures$standardError <- NULL
    figures$estimate <- exp(figures$estimate); figures$interval <- exp(figures$interval)
  }
  shares <- pooled[c("sets", "within", if (pooled$between > 1e-18 * pooled$within) "between", "missingInformation")]
  list(figures = figures, shares = shares)
}
hold_combined <- function(what, line, sets, level, within) {
  if (!is.null(line$notEstimable)) return(invisible())
  theirs <- combined(sets, level, !is.null(line$logEstimate))
  if (is.null(theirs)) return(not_checked(what, "R has not the estimate of every completed data set"))
  compare(what, line, theirs$figures, within); compare(paste(what, "imputations"), line$imputations, theirs$shares, within)
}
check_pooled <- function(check, what, sets, pair, o, r) {
  force(r); each <- gathered(check, what, sets, pair, o, r)
  within <- max(tolerance, unlist(lapply(each, function(one) lapply(one, function(x) x$within))))
  own <- under(each, what); counts <- own[[1]][intersect(c("n", "clusters"), names(own[[1]]))]
  if (!is.null(r$estimate)) hold_combined(what, r, own, r$level, within)
  compare(what, r, counts)
  for (line in c(r$terms, r$rows)) {
    name <- paste(what, if (is.null(line$term)) line$level else line$term)
    hold_combined(name, line, under(each, name), r$level, within)
  }
}
# What is the same in every set.
check_each <- function(check, what, sets, pair, o, r) { force(r); for (f in sets) { worked_out <<- list(); check(what, f, pair, o, r) } }
`;
