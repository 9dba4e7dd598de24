/** Linear models by estimatr, tests of several coefficients by clubSandwich, and CR2 of arms alone written out. */
export const linearInR = `# CR2 of a model of arms alone, in closed form: estimatr is quadratic in the number of clusters.
cr2 <- function(f, treated, reference, level) { # without a reference: of the arm's mean
  n <- tabulate(f$arm); weight <- (levels(f$arm) == treated) - levels(f$arm) %in% reference
  cell <- (f$cluster - 1) * length(n) + as.integer(f$arm)
  sums <- rowsum(cbind(f$y - ave(f$y, f$arm), 1), cell); at <- as.integer(rownames(sums)) - 1
  arm <- at %% length(n) + 1; cluster <- at %/% length(n)
  free <- 1 - sums[, 2] / n[arm]; scale <- weight[arm] / n[arm]
  variance <- sum(rowsum(scale * sums[, 1] / sqrt(free), cluster)^2)
  through <- scale * sums[, 2] / sqrt(free * n[arm])
  wide <- matrix(0, max(cluster) + 1, length(n)); wide[cbind(cluster + 1, arm)] <- through
  own <- rowsum(scale^2 * sums[, 2], cluster)
  df <- sum(own)^2 / (sum(crossprod(wide)^2) - sum(rowSums(wide^2)^2) + sum(own^2))
  estimate <- mean(f$y[f$arm == treated]) - if (length(reference)) mean(f$y[f$arm == reference]) else 0
  on_t(estimate, sqrt(variance), df, level)
}
# A linear model in estimatr's words, the arms numbered with the reference first; the effects are the last columns of f$x,
# covariates says how each of the others is read. NULL, and noted as unchecked, where R would not get through it.
fit_linear <- function(what, f, reference, errors, level, adjust, covariates, effects) {
  skip <- function(why) { not_checked(what, why); NULL }
  if (!has("estimatr")) return(skip("estimatr is not installed"))
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
  formula <- reformulate(c("arm", own, absorbed), "y"); kept <- !is.na(fit$coefficients); lacks <- anyNA(c(fit$std.error[kept], fit$df[kept]))
  list(fit = fit, arms = arms, data = d, formula = formula, may_lack = lacks && is_alone(model.matrix(formula, d), d$cluster),
       names = c(if (effects == 0) "(intercept)", term_names(arms, names(f$x)[seq_along(own)], d[own], adjust == "interacted")))
}
check_linear <- function(what, f, pair, o, r) {
  compare(what, r, people(f, r = r))
  first <- levels(f$arm)[1]
  if (o$errors == "CR2" && length(unique(f$cluster)) > 1000 && length(f$x) == 0) {
    compare(what, r, cr2(f, pair[1], pair[2], r$level)); arms <- levels(f$arm)
    figures <- function(i) once(paste("cr2", i), function() cr2(f, arms[i], if (i > 1) first, r$level))
    return(check_terms(what, r, c("(intercept)", term_names(arms, character(), list())), figures))
  }
  model_from <- function(reference) once(paste("model", reference), function() {
    fit_linear(what, f, reference, o$errors, r$level, o$adjust, o$covariates, o$effects)
  })
  model <- model_from(pair[2]); if (is.null(model)) return(invisible())
  compare(what, r, of_term(model$fit, paste0("arm", match(pair[1], model$arms)), r$level), may_lack = model$may_lack)
  model <- model_from(first)
  if (length(model$names) != length(model$fit$coefficients)) return(not_checked(paste(what, "terms"), "R's model has other coefficients"))
  check_terms(what, r, model$names, function(i) of_term(model$fit, i, r$level), may_lack = model$may_lack)
}
of_term <- function(fit, term, level) on_t(fit$coefficients[[term]], fit$std.error[[term]], fit$df[[term]], level)
check_two_stage_least_squares <- function(what, f, pair, o, r) {
  kept <- f$arm %in% pair
  d <- data.frame(y = f$y, d = truth(f$x[[1]]), z = as.integer(f$arm == pair[1]))[kept, ]
  names <- sprintf("x%d", seq_along(o$others)); by <- paste(c("", names), collapse = " + ")
  for (i in seq_along(o$others)) { x <- as_column(f$x[[i + 1]], o$others[i])[kept]; d[[names[i]]] <- if (is.factor(x)) droplevels(x) else x }
  if (!has("estimatr")) return(not_checked(what, "estimatr is not installed"))
  if (o$errors == "CR2" && length(unique(f$cluster[kept])) > 3000) return(not_checked(what, "too many clusters for estimatr"))
  type <- c(CR1S = "stata")[o$errors]; if (is.na(type)) type <- o$errors
  arguments <- list(as.formula(paste("y ~ d", by, "| z", by)), data = d, se_type = type, alpha = 1 - r$level)
  if (startsWith(o$errors, "CR")) { arguments$data$cluster <- f$cluster[kept]; arguments$clusters <- quote(cluster) }
  delayedAssign("alone", is_alone(model.matrix(as.formula(paste("~ z", by)), d), arguments$data$cluster)) # asked only where R has no number
  compare(what, r, c(of_term(do.call(estimatr::iv_robust, arguments), "d", r$level), people(f, pair, r)), may_lack = alone)
  first <- c(list(as.formula(paste("d ~ z", by))), arguments[-1])
  if (is.null(r$firstStage$notEstimable)) {
    fit <- do.call(estimatr::lm_robust, first); t <- fit$statistic[["z"]]
    compare(paste(what, "first stage"), r$firstStage, on_f(t^2, 1, fit$df[["z"]]), may_lack = alone)
  }
  # A bound of Anderson and Rubin's interval is a value b at which y - b d just differs between the arms: at the lower bound by
  # as much as the arms differ in d, at the upper by as little.
  bounds <- if (is.null(r$andersonRubin$notEstimable)) r$andersonRubin$interval
  apart <- if (length(bounds)) sign(lm(first[[1]], d)$coefficients[["z"]])
  for (i in which(is.finite(bounds))) {
    arguments$data$rest <- d$y - bounds[i] * d$d
    fit <- do.call(estimatr::lm_robust, c(list(as.formula(paste("rest ~ z", by))), arguments[-1]))
    same(paste(what, "Anderson-Rubin"), apart * fit$statistic[["z"]], c(1, -1)[i] * qt((1 + r$level) / 2, fit$df[["z"]]), may_lack = alone)
  }
}
check_difference_in_means <- function(what, f, pair, o, r) {
  if (!has("estimatr")) return(not_checked(what, "estimatr is not installed"))
  d <- data.frame(y = f$y, z = as.integer(f$arm == pair[1]))
  kept <- f$arm %in% pair
  arguments <- list(y ~ z, data = d, alpha = 1 - r$level)
  if (length(f$x)) { arguments$data$block <- as.integer(interaction(f$x, drop = TRUE)); arguments$blocks <- quote(block) }
  if (endsWith(o$design, "clustered")) { arguments$data$cluster <- f$cluster; arguments$clusters <- quote(cluster) }
  if (o$design == "clustered" && length(unique(f$cluster[kept])) > 3000) return(not_checked(what, "too many clusters for estimatr"))
  arguments$data <- arguments$data[kept, ]
  compare(what, r, c(of_term(do.call(estimatr::difference_in_means, arguments), "z", r$level), people(f, pair, r)))
}
check_wald_joint <- function(what, f, pair, o, r) {
  model <- fit_linear(what, f, levels(f$arm)[1], o$errors, 0.95, o$adjust, o$covariates, o$effects)
  if (is.null(model)) return(invisible())
  terms <- paste0("arm", seq_along(model$arms)[-1])
  compare(what, r, people(f, r = r))
  if (o$test == "HTZ") {
    if (o$adjust == "interacted" || !has("clubSandwich")) return(not_checked(what, "HTZ needs clubSandwich and a model that is not interacted"))
    fit <- lm(model$formula, model$data)
    covariance <- clubSandwich::vcovCR(fit, cluster = f$cluster, type = "CR2")
    wald <- clubSandwich::Wald_test(fit, clubSandwich::constrain_zero(match(terms, names(coef(fit)))), covariance, test = "HTZ")
    return(compare(what, r, on_f(wald$Fstat, length(terms), wald$df_denom)))
  }
  b <- model$fit$coefficients[terms]
  df2 <- if (startsWith(o$errors, "CR")) length(unique(f$cluster)) - 1 else unname(model$fit$df[1])
  compare(what, r, on_f(drop(b %*% solve(vcov(model$fit)[terms, terms], b)) / length(b), length(b), df2), may_lack = model$may_lack)
}
`;
