/** Effects of sites and what pools them, written out in R: metafor's escalc and rma are what they were checked against. */
export const sitesInR = `site_effects <- function(f, pair, measure) {
  by <- factor(f$x[[1]]); out <- NULL
  for (site in levels(by)) {
    a <- f$y[by == site & f$arm == pair[1]]; b <- f$y[by == site & f$arm == pair[2]]
    if (!length(a) || !length(b)) next
    if (measure == "mean-difference") {
      if (length(a) < 2 || length(b) < 2) next
      e <- mean(a) - mean(b); v <- var(a) / length(a) + var(b) / length(b)
      if (v == 0) next
    } else {
      n <- c(sum(a), length(a) - sum(a), sum(b), length(b) - sum(b))
      if (any(n == 0)) n <- n + 0.5
      p <- n[1] / (n[1] + n[2]); q <- n[3] / (n[3] + n[4])
      e <- switch(measure, "risk-difference" = p - q, "risk-ratio" = log(p / q), "odds-ratio" = log(n[1] * n[4] / (n[2] * n[3])))
      v <- switch(measure, "risk-difference" = p * (1 - p) / (n[1] + n[2]) + q * (1 - q) / (n[3] + n[4]),
        "risk-ratio" = 1 / n[1] - 1 / (n[1] + n[2]) + 1 / n[3] - 1 / (n[3] + n[4]), "odds-ratio" = sum(1 / n))
    }
    out <- rbind(out, data.frame(site = site, e = e, v = v, n = length(a) + length(b)))
  }
  out
}
check_sites <- function(what, f, pair, o, r) {
  if (!has("metafor")) return(not_checked(what, "metafor is not installed"))
  s <- site_effects(f, pair, o$measure); isRatio <- o$measure %in% c("risk-ratio", "odds-ratio")
  for (row in r$rows) {
    own <- s[s$site == row$site, ]
    bounds <- own$e + c(-1, 1) * qnorm((1 - r$level) / 2, lower.tail = FALSE) * sqrt(own$v)
    compare(paste(what, row$site), row, structure(list(own$e, sqrt(own$v), bounds, own$n), names = c(if (isRatio) c("logEstimate", "logStandardError", "logInterval") else c("estimate", "standardError", "interval"), "n")))
  }
  pool <- function(d) metafor::rma(yi = d$e, vi = d$v, method = c(fixed = "FE", "dersimonian-laird" = "DL", reml = "REML")[[o$model]],
    test = if (o$knapp_hartung) "knha" else "z", level = 100 * r$level, control = list(threshold = 1e-12 * min(1, max(d$v, var(d$e))), maxiter = 10000)) # its threshold is absolute
  # metafor's steps end just above a variance of nought, of which no share lies between sites.
  shared <- function(what, r, m) compare(what, r, list(i2 = if (o$model == "reml" && isTRUE(r$tau2 == 0)) 0 else m$I2), within)
  m <- pool(s); own <- if (isRatio) c("logEstimate", "logStandardError") else c("estimate", "standardError")
  within <- if (o$model == "reml") iterated else tolerance; scaled <- if (isRatio) exp else identity
  t <- as.numeric(m$b) / m$se; compare(what, r, list(estimate = scaled(as.numeric(m$b))), within)
  compare(what, r, structure(list(as.numeric(m$b), m$se, t), names = c(own, "statistic")), within)
  compare(what, r, c(n = sum(s$n), if (o$knapp_hartung) list(df = nrow(s) - 1)))
  compare(what, r, list(logP = if (o$knapp_hartung) log_p_t(t, nrow(s) - 1) else log_p_normal(t)), within)
  compare(what, r, list(interval = scaled(c(m$ci.lb, m$ci.ub)), tau2 = m$tau2), within)
  shared(what, r, m)
  compare(paste(what, "heterogeneity"), r$heterogeneity, on_chi_squared(m$QE, nrow(s) - 1))
  if (!is.null(r$predictionInterval)) {
    p <- predict(m); compare(what, r, list(predictionInterval = scaled(c(p$pi.lb, p$pi.ub))), within)
  }
  for (row in r$leaveOneOut) {
    if (!is.null(row$notEstimable)) next
    m <- pool(s[s$site != row$site, ]); compare(paste(what, "without", row$site), row, structure(list(as.numeric(m$b), m$se, m$tau2), names = c(own, "tau2")), within)
    shared(paste(what, "without", row$site), row, m)
  }
}
`;
