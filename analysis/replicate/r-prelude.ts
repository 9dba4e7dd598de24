/**
 * The fixed part of replicate.R: reading the data as text, and one check per kind of figure, each in R's own words (prop.test,
 * binom.test, chisq.test, estimatr::lm_robust). It shares no code with this engine, which is the point of it.
 */
export const rPrelude = `tolerance <- 1e-9
checked <- 0L
unchecked <- character()

close_enough <- function(ours, theirs, within) {
  (is.infinite(ours) & ours == theirs) | abs(ours - theirs) <= within * abs(theirs) + 1e-12
}
same <- function(what, ours, theirs, within = tolerance) {
  theirs <- as.numeric(theirs)
  if (anyNA(theirs)) return(no_number(what, ours))
  if (length(ours) != length(theirs)) stop(sprintf("%s: results.json has %d figures, R has %d", what, length(ours), length(theirs)), call. = FALSE)
  bad <- which(!(close_enough(ours, theirs, within) %in% TRUE))
  if (length(bad)) {
    stop(sprintf("%s: results.json has %.15g, R has %.15g", what, ours[bad[1]], theirs[bad[1]]), call. = FALSE)
  }
  checked <<- checked + length(ours)
}
# R computes NaN where a row or a cell is determined by one person alone; what lies beside it can still be known.
no_number <- function(what, ours) unchecked <<- c(unchecked, sprintf("%s: R has no number for %s", what, paste(format(ours), collapse = ", ")))
same_log_p <- function(what, ours, theirs, within = tolerance) {
  if (is.na(theirs)) return(no_number(what, ours))
  if (!isTRUE(abs(ours - theirs) <= within * max(1, abs(theirs)))) {
    stop(sprintf("%s: results.json has logP %.15g, R has %.15g", what, ours, theirs), call. = FALSE)
  }
  checked <<- checked + 1L
}

is_missing <- function(x) x %in% missing_markers
number <- function(x) suppressWarnings(as.numeric(trimws(x)))
truth <- function(x) ifelse(tolower(x) == "true", 1, ifelse(tolower(x) == "false", 0, number(x)))
yes <- function(condition) as.numeric(!is.na(condition) & condition)
key <- function(columns) {
  parts <- lapply(columns, function(name) match(data[[name]], unique(data[[name]])))
  Reduce(function(left, right) { pair <- (left - 1) * max(right) + right; match(pair, unique(pair)) }, parts)
}

# The rows an estimate uses, one per person; x has the columns that a model has beside the arm. Where it looks at what is missing
# (known is FALSE) rows without an outcome or a covariate stay.
frame <- function(outcome, value, rows, cluster, further = character(), known = TRUE) {
  use <- rows(data) & !is_missing(data[[arm_column]])
  for (name in c(cluster, if (known) c(further, outcome))) use <- use & !is_missing(data[[name]])
  use <- which(use)
  if (!is.null(weight_column)) use <- rep(use, number(data[[weight_column]][use]))
  present <- intersect(arm_names, data[[arm_column]][use])
  y <- if (is.null(outcome)) NULL else data[[outcome]][use]
  list(y = if (is.null(y)) NULL else ifelse(is_missing(y), NA, value(y)), arm = factor(data[[arm_column]][use], present),
       cluster = if (length(cluster)) key(cluster)[use] else NULL, x = data[use, further, drop = FALSE])
}
as_column <- function(x, as) {
  if (as == "number") return(truth(x))
  if (as == "category" || anyNA(number(x))) factor(x) else number(x)
}

binomial_interval <- function(x, n, method, level) {
  p <- x / n; z <- qnorm((1 + level) / 2); a <- (1 - level) / 2
  switch(method,
    "wald" = p + c(-1, 1) * z * sqrt(p * (1 - p) / n),
    "wilson" = ((p + z^2 / (2 * n)) + c(-1, 1) * z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n),
    "clopper-pearson" = as.numeric(binom.test(x, n, conf.level = level)$conf.int),
    "jeffreys" = c(if (x == 0) 0 else qbeta(a, x + .5, n - x + .5), if (x == n) 1 else qbeta(1 - a, x + .5, n - x + .5)),
    "agresti-coull" = { m <- n + z^2; q <- (x + z^2 / 2) / m; q + c(-1, 1) * z * sqrt(q * (1 - q) / m) })
}
check_proportion <- function(what, f, arm, method, level, n, count, proportion, interval) {
  y <- f$y[f$arm == arm]
  same(paste(what, "n"), n, length(y))
  same(paste(what, "count"), count, sum(y))
  same(paste(what, "proportion"), proportion, mean(y))
  same(paste(what, "interval"), interval, binomial_interval(sum(y), length(y), method, level))
}
check_difference <- function(what, f, treated, reference, n, estimate) {
  same(paste(what, "n"), n, sum(f$arm %in% c(treated, reference)))
  same(paste(what, "estimate"), estimate, mean(f$y[f$arm == treated]) - mean(f$y[f$arm == reference]))
}
check_wald <- function(what, f, treated, reference, level, standard_error, log_p, interval) {
  a <- f$y[f$arm == treated]; b <- f$y[f$arm == reference]
  d <- mean(a) - mean(b); se <- sqrt(mean(a) * (1 - mean(a)) / length(a) + mean(b) * (1 - mean(b)) / length(b))
  same(paste(what, "standard error"), standard_error, se)
  same_log_p(what, log_p, log(2) + pnorm(-abs(d / se), log.p = TRUE))
  same(paste(what, "interval"), interval, d + c(-1, 1) * qnorm((1 + level) / 2) * se)
}
check_chi_squared <- function(what, f, arms, continuity, statistic, df, log_p) {
  arms <- if (length(arms)) arms else levels(f$arm)
  kept <- f$arm %in% arms
  test <- suppressWarnings(chisq.test(table(factor(f$arm[kept], arms), f$y[kept]), correct = continuity))
  same(paste(what, "statistic"), statistic, test$statistic)
  same(paste(what, "df"), df, test$parameter)
  same_log_p(what, log_p, pchisq(unname(test$statistic), test$parameter, lower.tail = FALSE, log.p = TRUE))
}
# CR2 of a model of arms alone, in closed form: estimatr is quadratic in the number of clusters.
cr2 <- function(f, treated, reference, level) {
  n <- tabulate(f$arm); weight <- (levels(f$arm) == treated) - (levels(f$arm) == reference)
  cell <- (f$cluster - 1) * length(n) + as.integer(f$arm)
  sums <- rowsum(cbind(f$y - ave(f$y, f$arm), 1), cell); at <- as.integer(rownames(sums)) - 1
  arm <- at %% length(n) + 1; cluster <- at %/% length(n)
  free <- 1 - sums[, 2] / n[arm]; scale <- weight[arm] / n[arm]
  variance <- sum(rowsum(scale * sums[, 1] / sqrt(free), cluster)^2)
  through <- scale * sums[, 2] / sqrt(free * n[arm])
  wide <- matrix(0, max(cluster) + 1, length(n)); wide[cbind(cluster + 1, arm)] <- through
  own <- rowsum(scale^2 * sums[, 2], cluster)
  df <- sum(own)^2 / (sum(crossprod(wide)^2) - sum(rowSums(wide^2)^2) + sum(own^2))
  estimate <- mean(f$y[f$arm == treated]) - mean(f$y[f$arm == reference]); se <- sqrt(variance)
  list(estimate = estimate, se = se, df = df, interval = estimate + c(-1, 1) * qt((1 + level) / 2, df) * se)
}
# A linear model in estimatr's words, the arms numbered with the reference first; the effects are the last columns of f$x,
# covariates says how each of the others is read. NULL, and noted as unchecked, where R would not get through it.
fit_linear <- function(what, f, reference, errors, level, adjust, covariates, effects) {
  skip <- function(why) { unchecked <<- c(unchecked, paste(what, why)); NULL }
  if (!requireNamespace("estimatr", quietly = TRUE)) return(skip("estimatr is not installed"))
  if (errors == "CR2" && length(unique(f$cluster)) > 3000) return(skip("too many clusters for estimatr"))
  if (effects > 0 && adjust == "interacted") return(skip("lm_lin takes no fixed effects"))
  arms <- c(reference, setdiff(levels(f$arm), reference))
  d <- data.frame(y = f$y, arm = factor(match(f$arm, arms)))
  names <- sprintf("x%d", seq_along(f$x))
  for (i in seq_along(f$x)) d[[names[i]]] <- as_column(f$x[[i]], c(covariates, rep("category", effects))[i])
  own <- head(names, length(covariates)); absorbed <- tail(names, effects)
  if (any(vapply(d[absorbed], nlevels, 1L) > 2000)) return(skip("too many fixed effects for estimatr"))
  type <- c(CR1S = "stata")[errors]; if (is.na(type)) type <- errors
  arguments <- list(data = d, se_type = type, alpha = 1 - level)
  if (startsWith(errors, "CR")) { arguments$data$cluster <- f$cluster; arguments$clusters <- quote(cluster) }
  if (effects > 0) arguments$fixed_effects <- reformulate(absorbed)
  fit <- if (adjust == "interacted") {
    do.call(estimatr::lm_lin, c(list(y ~ arm, covariates = reformulate(own)), arguments))
  } else do.call(estimatr::lm_robust, c(list(reformulate(c("arm", own), "y")), arguments))
  list(fit = fit, arms = arms, data = d, formula = reformulate(c("arm", own, absorbed), "y"))
}
check_linear <- function(what, f, treated, reference, errors, level, estimate, standard_error, df, log_p, interval,
                         adjust = "none", covariates = character(), effects = 0) {
  if (errors == "CR2" && length(unique(f$cluster)) > 1000 && length(f$x) == 0) {
    theirs <- cr2(f, treated, reference, level)
  } else {
    model <- fit_linear(what, f, reference, errors, level, adjust, covariates, effects)
    if (is.null(model)) return(invisible())
    term <- paste0("arm", match(treated, model$arms)); fit <- model$fit
    theirs <- list(estimate = fit$coefficients[[term]], se = fit$std.error[[term]], df = fit$df[[term]],
                   interval = c(fit$conf.low[[term]], fit$conf.high[[term]]))
  }
  same(paste(what, "estimate"), estimate, theirs$estimate)
  same(paste(what, "standard error"), standard_error, theirs$se)
  same(paste(what, "df"), df, theirs$df)
  same_log_p(what, log_p, log(2) + pt(-abs(theirs$estimate / theirs$se), theirs$df, log.p = TRUE))
  same(paste(what, "interval"), interval, theirs$interval)
}
check_received <- function(what, f, treated, reference, errors, level, estimate, standard_error, df, log_p, interval, others = character()) {
  kept <- f$arm %in% c(treated, reference)
  d <- data.frame(y = f$y, d = truth(f$x[[1]]), z = as.integer(f$arm == treated))[kept, ]
  names <- sprintf("x%d", seq_along(others)); by <- paste(c("", names), collapse = " + ")
  for (i in seq_along(others)) { x <- as_column(f$x[[i + 1]], others[i])[kept]; d[[names[i]]] <- if (is.factor(x)) droplevels(x) else x }
  if (!requireNamespace("estimatr", quietly = TRUE) || (errors == "CR2" && length(unique(f$cluster[kept])) > 3000)) {
    unchecked <<- c(unchecked, paste(what, "estimatr is not installed, or has too many clusters")); return(invisible())
  }
  type <- c(CR1S = "stata")[errors]; if (is.na(type)) type <- errors
  arguments <- list(as.formula(paste("y ~ d", by, "| z", by)), data = d, se_type = type, alpha = 1 - level)
  if (startsWith(errors, "CR")) { arguments$data$cluster <- f$cluster[kept]; arguments$clusters <- quote(cluster) }
  fit <- do.call(estimatr::iv_robust, arguments)
  same(paste(what, "estimate"), estimate, fit$coefficients[["d"]])
  same(paste(what, "standard error"), standard_error, fit$std.error[["d"]])
  same(paste(what, "df"), df, fit$df[["d"]])
  same_log_p(what, log_p, log(2) + pt(-abs(fit$statistic[["d"]]), fit$df[["d"]], log.p = TRUE))
  same(paste(what, "interval"), interval, c(fit$conf.low[["d"]], fit$conf.high[["d"]]))
}
check_design <- function(what, f, treated, reference, design, level, estimate, standard_error, df, log_p, interval) {
  if (!requireNamespace("estimatr", quietly = TRUE)) {
    unchecked <<- c(unchecked, paste(what, "estimatr is not installed")); return(invisible())
  }
  d <- data.frame(y = f$y, z = as.integer(f$arm == treated))
  kept <- f$arm %in% c(treated, reference)
  arguments <- list(y ~ z, data = d, alpha = 1 - level)
  if (length(f$x)) { arguments$data$block <- as.integer(interaction(f$x, drop = TRUE)); arguments$blocks <- quote(block) }
  if (endsWith(design, "clustered")) { arguments$data$cluster <- f$cluster; arguments$clusters <- quote(cluster) }
  if (design == "clustered" && length(unique(f$cluster[kept])) > 3000) {
    unchecked <<- c(unchecked, paste(what, "too many clusters for estimatr")); return(invisible())
  }
  arguments$data <- arguments$data[kept, ]
  fit <- do.call(estimatr::difference_in_means, arguments)
  same(paste(what, "estimate"), estimate, fit$coefficients)
  same(paste(what, "standard error"), standard_error, fit$std.error)
  same(paste(what, "df"), df, fit$df)
  same_log_p(what, log_p, log(2) + pt(-abs(fit$statistic), fit$df, log.p = TRUE))
  same(paste(what, "interval"), interval, c(fit$conf.low, fit$conf.high))
}
check_joint <- function(what, f, errors, test, statistic, df1, df2, log_p, adjust = "none", covariates = character(), effects = 0) {
  model <- fit_linear(what, f, levels(f$arm)[1], errors, 0.95, adjust, covariates, effects)
  if (is.null(model)) return(invisible())
  terms <- paste0("arm", seq_along(model$arms)[-1])
  if (test == "HTZ") {
    if (adjust == "interacted" || !requireNamespace("clubSandwich", quietly = TRUE)) {
      unchecked <<- c(unchecked, paste(what, "HTZ needs clubSandwich and a model that is not interacted")); return(invisible())
    }
    fit <- lm(model$formula, model$data)
    covariance <- clubSandwich::vcovCR(fit, cluster = f$cluster, type = "CR2")
    wald <- clubSandwich::Wald_test(fit, clubSandwich::constrain_zero(match(terms, names(coef(fit)))), covariance, test = "HTZ")
    theirs <- list(statistic = wald$Fstat, df1 = length(terms), df2 = wald$df_denom)
  } else {
    b <- model$fit$coefficients[terms]
    df2 <- if (startsWith(errors, "CR")) length(unique(f$cluster)) - 1 else unname(model$fit$df[1])
    theirs <- list(statistic = drop(b %*% solve(vcov(model$fit)[terms, terms], b)) / length(b), df1 = length(b), df2 = df2)
  }
  same(paste(what, "statistic"), statistic, theirs$statistic)
  same(paste(what, "df"), c(df1, df2), c(theirs$df1, theirs$df2))
  same_log_p(what, log_p, pf(theirs$statistic, theirs$df1, theirs$df2, lower.tail = FALSE, log.p = TRUE))
}
`;
