/** Times to an event by the package survival, which R recommends and Debian ships beside it. */
export const survivalInR = `times_of <- function(f) data.frame(time = number(f$x[[1]]), event = f$y, arm = f$arm)
strata_of <- function(f) if (length(f$x) > 1) interaction(f$x[-1], drop = TRUE) else NULL
needs_survival <- function(what) { if (has("survival")) return(TRUE); not_checked(what, "the package survival is not installed"); FALSE }

check_kaplan_meier <- function(what, f, pair, o, r) {
  if (!needs_survival(what)) return(invisible())
  d <- times_of(f); each <- split(d, droplevels(d$arm))
  fits <- lapply(each, function(d) survival::survfit(survival::Surv(time, event) ~ 1, d, conf.type = o$interval, conf.int = r$level))
  seen <- vapply(fits, function(fit) sum(fit$n.event > 0), 0)
  same(paste(what, "rows"), length(r$rows), sum(seen))
  compare(what, r, people(f))
  times <- unlist(lapply(fits, function(fit) fit$time[fit$n.event > 0]))
  same(paste(what, "times"), vapply(r$rows, function(row) row$time, 0), times, slack = 0)
  for (row in r$rows) {
    fit <- fits[[row$arm]]; i <- which(abs(fit$time - row$time) <= 1e-9 * max(1, abs(row$time)))
    theirs <- list(atRisk = fit$n.risk[i], events = fit$n.event[i], survival = fit$surv[i])
    if (is.null(row$notEstimable)) theirs <- c(theirs, list(standardError = fit$surv[i] * fit$std.err[i], interval = c(fit$lower[i], fit$upper[i])))
    compare(paste(what, row$arm, row$time), row, theirs)
  }
  for (row in r$medians) {
    q <- summary(fits[[row$arm]])$table; bounds <- unname(tail(q, 2)); bounds[is.na(bounds)] <- Inf
    if (is.null(row$notEstimable)) compare(paste(what, row$arm), row, list(median = q[["median"]]))
    compare(paste(what, row$arm, "median"), row, list(interval = bounds))
  }
  for (row in r$numbersAtRisk) {
    last <- max(d$time); times <- if (last == 0) 0 else (0:4) * last / 4; if (last >= 4) times <- floor(times)
    theirs <- summary(fits[[row$arm]], times = times, extend = TRUE)$n.risk
    compare(paste(what, row$arm, "at risk"), row, list(lastSeen = max(each[[row$arm]]$time), times = times, atRisk = theirs))
  }
}
check_log_rank <- function(what, f, pair, o, r) {
  if (!needs_survival(what)) return(invisible())
  d <- times_of(f); d$stratum <- strata_of(f); kept <- if (length(pair)) d$arm %in% pair else rep(TRUE, nrow(d))
  d <- droplevels(d[kept, ]); s <- survival::Surv(d$time, d$event); strata <- survival::strata
  h <- if (is.null(d$stratum)) survival::survdiff(s ~ arm, d) else survival::survdiff(s ~ arm + strata(stratum), d)
  total <- function(x) unname(if (is.matrix(x)) rowSums(x) else x)
  compare(what, r, c(on_chi_squared(h$chisq, nlevels(d$arm) - 1), n = nrow(d)))
  for (row in r$rows) {
    i <- match(row$arm, levels(d$arm))
    compare(paste(what, row$arm), row, list(n = sum(d$arm == row$arm), observed = total(h$obs)[i], expected = total(h$exp)[i]))
  }
}
check_cox <- function(what, f, pair, o, r) {
  if (!needs_survival(what)) return(invisible())
  d <- times_of(f); d$arm <- droplevels(d$arm); d$stratum <- strata_of(f); s <- survival::Surv(d$time, d$event); strata <- survival::strata
  control <- survival::coxph.control(eps = 1e-14, iter.max = 200, toler.chol = 1e-15)
  d$cluster <- if (is.null(f$cluster)) seq_len(nrow(d)) else f$cluster
  formula <- if (is.null(d$stratum)) s ~ arm else s ~ arm + strata(stratum)
  fit_from <- function(start) suppressWarnings(if (o$errors == "CR0") {
    survival::coxph(formula, d, ties = o$ties, control = control, init = start, cluster = cluster)
  } else survival::coxph(formula, d, ties = o$ties, control = control, init = start))
  fit <- fit_from(numeric(nlevels(d$arm) - 1)); for (again in 1:2) fit <- fit_from(coef(fit)) # it stops by the likelihood, early
  L <- numeric(nlevels(d$arm) - 1); at <- match(pair, levels(d$arm)) - 1
  if (at[1] > 0) L[at[1]] <- 1
  if (at[2] > 0) L[at[2]] <- -1
  compare(what, r, people(f, r = r))
  compare(what, r, on_log(sum(L * coef(fit)), sqrt(drop(L %*% vcov(fit) %*% L)), r$level), iterated)
  check_terms(what, r, term_names(levels(d$arm), character(), list()), function(i) on_z(coef(fit)[[i]], sqrt(vcov(fit)[i, i]), r$level), iterated)
}
check_restricted_mean <- function(what, f, pair, o, r) {
  if (!needs_survival(what)) return(invisible())
  d <- times_of(f)
  area <- function(arm) {
    fit <- survival::survfit(survival::Surv(time, event) ~ 1, d[d$arm == arm, ]); i <- fit$n.event > 0 & fit$time <= o$horizon
    t <- fit$time[i]; s <- fit$surv[i]; width <- diff(c(t, o$horizon)); beyond <- rev(cumsum(rev(width * s)))
    n <- fit$n.risk[i]; e <- fit$n.event[i]; v <- ifelse(n > e, e / n / (n - e), 0)
    c(if (length(t)) t[1] + sum(width * s) else o$horizon, sum(beyond^2 * v))
  }
  a <- area(pair[1]); b <- area(pair[2])
  compare(what, r, c(on_z(a[1] - b[1], sqrt(a[2] + b[2]), r$level), people(f, pair)))
}
`;
