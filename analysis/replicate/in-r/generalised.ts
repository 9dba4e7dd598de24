/** Generalised linear models by glm, their robust errors by the sandwich written out, and estimating equations by geepack. */
export const generalisedInR = `# The model, iterated until it stands still, and its covariance.
fit_glm <- function(f, family, covariates, errors, offset = 0) {
  d <- data.frame(y = f$y, arm = numbered(f$arm), offset = offset)
  names <- sprintf("x%d", seq_along(covariates))
  for (i in seq_along(covariates)) d[[names[i]]] <- as_column(f$x[[i]], covariates[i])
  fit <- suppressWarnings(glm(reformulate(c("arm", names, "offset(offset)"), "y"), family, d, control = glm.control(1e-14, 200)))
  # vcov(fit) has the weights of the round before the last
  X <- model.matrix(fit); p <- fitted(fit); bread <- solve(crossprod(X, X * family$variance(p)))
  scores <- X * (fit$y - p); if (errors == "CR1") scores <- rowsum(scores, f$cluster)
  V <- if (errors == "model") bread else bread %*% crossprod(scores) %*% bread
  list(names = c("(intercept)", term_names(levels(droplevels(f$arm)), names(f$x)[seq_along(covariates)], d[names])), fit = fit, V = if (errors == "CR1") V * nrow(scores) / (nrow(scores) - 1) else V, data = d)
}
check_normal_terms <- function(what, r, names, b, V) {
  check_terms(what, r, names, function(i) on_z(b[[i]], sqrt(V[i, i]), r$level), iterated)
}
# Arms as numbers, the first of them the model's reference: their names would differ by locale.
numbered <- function(arm) factor(match(arm, levels(droplevels(arm))))
place <- function(f, pair) match(pair, levels(droplevels(f$arm)))
arm_difference <- function(f, terms, pair) (terms == paste0("arm", place(f, pair)[1])) - (terms == paste0("arm", place(f, pair)[2]))
check_logistic <- function(what, f, pair, o, r) {
  compare(what, r, people(f, r = r))
  m <- fit_glm(f, binomial(), o$covariates, o$errors); b <- coef(m$fit)
  check_normal_terms(what, r, m$names, b, m$V)
  if (o$report == "odds-ratio") {
    L <- arm_difference(f, names(b), pair)
    return(compare(what, r, on_log(sum(L * b), sqrt(drop(L %*% m$V %*% L)), r$level), iterated))
  }
  at <- function(arm) {
    d <- m$data; d$arm <- factor(arm, levels(d$arm)); X <- model.matrix(delete.response(terms(m$fit)), d); p <- plogis(drop(X %*% b))
    list(m = mean(p), g = colMeans(X * (p * (1 - p))))
  }
  a <- at(place(f, pair)[1]); z <- at(place(f, pair)[2]); se <- function(g) sqrt(drop(g %*% m$V %*% g)); odds <- function(p) p / (1 - p)
  compare(what, r, switch(r$quantity,
    "risk-difference" = on_z(a$m - z$m, se(a$g - z$g), r$level),
    "risk-ratio" = on_log(log(a$m / z$m), se(a$g / a$m - z$g / z$m), r$level),
    "odds-ratio" = on_log(log(odds(a$m) / odds(z$m)), se(a$g / (a$m * (1 - a$m)) - z$g / (z$m * (1 - z$m))), r$level)), iterated)
}
check_poisson <- function(what, f, pair, o, r) {
  compare(what, r, people(f, r = r))
  offset <- if (o$has_offset) number(f$x[[length(f$x)]]) else 0
  m <- fit_glm(f, poisson(), o$covariates, o$errors, offset); L <- arm_difference(f, names(coef(m$fit)), pair)
  check_normal_terms(what, r, m$names, coef(m$fit), m$V)
  compare(what, r, on_log(sum(L * coef(m$fit)), sqrt(drop(L %*% m$V %*% L)), r$level), iterated)
}
check_gee <- function(what, f, pair, o, r) {
  compare(what, r, people(f, r = r))
  if (!has("geepack")) return(not_checked(what, "geepack is not installed"))
  d <- data.frame(y = f$y, arm = numbered(f$arm), cluster = f$cluster); d <- d[order(d$cluster), ]
  family <- switch(o$link, identity = gaussian("identity"), logit = binomial("logit"), log = poisson("log"))
  fit <- geepack::geeglm(y ~ arm, family = family, data = d, id = cluster, corstr = o$working, control = geepack::geese.control(epsilon = 1e-14, maxit = 500))
  L <- arm_difference(f, names(coef(fit)), pair)
  compare(what, r, on_z(sum(L * coef(fit)), sqrt(drop(L %*% fit$geese$vbeta %*% L)), r$level), iterated)
  check_normal_terms(what, r, c("(intercept)", term_names(levels(droplevels(f$arm)), character(), list())), coef(fit), fit$geese$vbeta)
  compare(what, r, list(workingCorrelation = if (o$working == "exchangeable") unname(fit$geese$alpha) else 0), iterated)
}
`;
