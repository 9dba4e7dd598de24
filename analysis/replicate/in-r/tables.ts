/** Checks of the design and of who is missing, the intracluster correlation, and differences by subgroup, in R. */
export const tablesInR = `check_balance <- function(what, f, pair, o, r) {
  compare(what, r, people(f))
  reference <- f$arm == o$reference
  for (line in r$rows) {
    column <- if (is.null(f$x[[line$covariate]])) sub("=.*", "", line$covariate) else line$covariate
    raw <- f$x[[column]]; known <- !is_missing(raw)
    x <- as_column(raw[known], o$as[o$columns == column])
    if (is.factor(x)) x <- as.numeric(x == substring(line$covariate, nchar(column) + 2))
    own <- x[f$arm[known] == line$arm]; other <- x[reference[known]]
    theirs <- list(n = length(own), mean = mean(own), sd = sd(own), standardisedDifference = (mean(own) - mean(other)) / sqrt((var(own) + var(other)) / 2))
    compare(paste(what, line$covariate, line$arm), line, theirs[names(theirs) %in% names(line)])
  }
}
check_sample_ratio <- function(what, f, pair, o, r) {
  arm <- if (o$by_cluster) f$arm[!duplicated(f$cluster)] else f$arm
  units <- as.numeric(table(factor(match(arm, o$arms), seq_along(o$arms)))); share <- o$shares / sum(o$shares)
  compare(what, r, people(f, r = r))
  for (line in r$rows) compare(paste(what, line$arm), line, list(n = units[o$arms == line$arm], expected = (sum(units) * share)[o$arms == line$arm]))
  if (!is.null(r$statistic)) {
    h <- suppressWarnings(chisq.test(units, p = share)); return(compare(what, r, on_chi_squared(h$statistic[[1]], h$parameter[[1]])))
  }
  if (length(units) == 2) return(compare(what, r, list(logP = log(binom.test(units, p = share[1])$p.value))))
  if (choose(sum(units) + length(units) - 1, length(units) - 1) > 2e5) return(not_checked(what, "too many possible tables"))
  all <- function(n, k) if (k == 1) matrix(n) else do.call(rbind, lapply(0:n, function(i) cbind(i, all(n - i, k - 1))))
  p <- apply(all(sum(units), length(units)), 1, dmultinom, prob = share)
  compare(what, r, list(logP = log(sum(p[p <= dmultinom(units, prob = share) * (1 + 1e-7)]))))
}
check_attrition <- function(what, f, pair, o, r) {
  lost <- is.na(f$y); arms <- levels(f$arm); n <- as.numeric(table(f$arm)); missing <- as.numeric(table(f$arm[lost]))
  compare(what, r, people(f, pair))
  for (line in r$rows) if (line$arm %in% arms)
    compare(paste(what, line$arm), line, list(n = n[arms == line$arm], missing = missing[arms == line$arm]))
  if (is.null(r$test$notEstimable)) {
    h <- suppressWarnings(chisq.test(rbind(missing, n - missing), correct = FALSE))
    compare(paste(what, "test"), r$test, on_chi_squared(h$statistic[[1]], h$parameter[[1]]))
  }
  if (!is.null(r$manski$notEstimable)) return(invisible())
  worst <- function(arm, value) mean(ifelse(is.na(f$y[f$arm == arm]), value, f$y[f$arm == arm]))
  compare(paste(what, "Manski"), r$manski, list(lower = worst(pair[1], 0) - worst(pair[2], 1), upper = worst(pair[1], 1) - worst(pair[2], 0)))
}
check_icc <- function(what, f, pair, o, r) {
  cell <- interaction(f$arm, f$cluster, drop = TRUE); m <- as.numeric(table(cell)); n <- length(f$y)
  arm <- f$arm[match(levels(cell), cell)]; a <- nlevels(droplevels(f$arm)); k <- length(m)
  between <- sum(m * (tapply(f$y, cell, mean) - tapply(f$y, f$arm, mean)[arm])^2) / (k - a)
  within <- if (n > k) sum((f$y - ave(f$y, cell))^2) / (n - k) else NaN
  pool <- (n - sum(tapply(m^2, droplevels(arm), sum) / tapply(m, droplevels(arm), sum))) / (k - a)
  rho <- function(q) (between - q * within) / (between + (pool - 1) * q * within)
  tail <- (1 - r$level) / 2; cv <- sd(m) / mean(m)
  compare(what, r, list(estimate = rho(1), n = n, clusters = k, meanSize = mean(m), cvSize = cv, designEffect = 1 + ((1 + cv^2) * mean(m) - 1) * rho(1),
    interval = rho(c(qf(tail, k - a, n - k, lower.tail = FALSE), qf(tail, k - a, n - k)))))
}
# One model of cells: each level of the column has its own effect of the arm.
check_subgroup <- function(what, f, pair, o, r) {
  compare(what, r, people(f, r = r))
  if (!has("estimatr")) return(not_checked(what, "estimatr is not installed"))
  if (o$errors == "CR2" && length(unique(f$cluster)) > 1000) return(not_checked(what, "too many clusters for estimatr"))
  arms <- c(pair[2], setdiff(levels(droplevels(f$arm)), pair[2])); by <- sort(unique(f$x[[1]]))
  d <- data.frame(y = f$y, arm = factor(match(f$arm, arms)), by = factor(match(f$x[[1]], by))) # numbered: names differ by locale
  treated <- match(pair[1], arms)
  arguments <- list(data = d, se_type = if (o$errors == "CR1S") "stata" else o$errors, alpha = 1 - o$level)
  if (startsWith(o$errors, "CR")) { arguments$data$cluster <- f$cluster; arguments$clusters <- quote(cluster) }
  if (any(table(d$arm, d$by) == 0)) return(not_checked(what, "a level lacks an arm"))
  one <- nlevels(d$by) == 1
  fit <- do.call(estimatr::lm_robust, c(list(if (one) y ~ arm else y ~ 0 + by + by:arm), arguments))
  alone <- anyNA(c(fit$std.error, fit$df)) && is_alone(model.matrix(if (one) y ~ arm else y ~ 0 + by + by:arm, d), arguments$data$cluster)
  terms <- if (one) paste0("arm", treated) else paste0("by", levels(d$by), ":arm", treated)
  for (line in r$rows) {
    if (!is.null(line$notEstimable)) next
    term <- terms[by == line$level]
    compare(paste(what, line$level), line, on_t(fit$coefficients[[term]], fit$std.error[[term]], fit$df[[term]], o$level), may_lack = alone)
  }
  if (!is.null(r$interaction$notEstimable)) return(invisible())
  b <- fit$coefficients[terms]; L <- cbind(-1, diag(length(terms) - 1)); V <- L %*% vcov(fit)[terms, terms] %*% t(L); q <- nrow(L)
  if (anyNA(V) && alone) return(not_checked(paste(what, "interaction"), "estimatr has no covariance where one person determines a cell"))
  if (o$errors != "CR2") {
    df2 <- if (startsWith(o$errors, "CR")) length(unique(f$cluster)) - 1 else unname(fit$df[1])
    w <- drop(t(L %*% b) %*% solve(V, L %*% b)) / q
    return(compare(paste(what, "interaction"), r$interaction, list(statistic = w, df1 = q, df2 = df2, logP = pf(w, q, df2, lower.tail = FALSE, log.p = TRUE))))
  }
  if (!has("clubSandwich")) return(not_checked(paste(what, "interaction"), "clubSandwich is not installed"))
  model <- lm(y ~ 0 + by + by:arm, d)
  C <- matrix(0, q, length(coef(model))); C[, match(terms, names(coef(model)))] <- L
  w <- clubSandwich::Wald_test(model, C, clubSandwich::vcovCR(model, cluster = f$cluster, type = "CR2"), test = "HTZ")
  compare(paste(what, "interaction"), r$interaction, list(statistic = w$Fstat, df1 = q, df2 = w$df_denom, logP = pf(w$Fstat, q, w$df_denom, lower.tail = FALSE, log.p = TRUE)))
}
`;
