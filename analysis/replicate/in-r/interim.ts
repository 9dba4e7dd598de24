/** An interim look: the spent error by its formula, boundaries by Simpson's rule on a grid, and the z of the test looked at. */
export const interimInR = `spent_by <- function(spending, alpha, t) {
  if (spending == "pocock") alpha * log1p((exp(1) - 1) * t) else 2 * pnorm(qnorm(alpha / 2, lower.tail = FALSE) / sqrt(t), lower.tail = FALSE)
}
# The z at each look beyond which lies, on one side, what is spent there, of trials that went on until then (Armitage, McPherson &
# Rowe 1969). NULL where looks are too close together for a grid.
boundaries_of <- function(looks, spent, sided) {
  shares <- diff(c(0, spent)); reach <- if (min(shares) < 1e-16) 39 else 10; out <- numeric(); z <- mass <- NULL
  for (k in seq_along(looks)) {
    t <- sqrt(looks[k]); before <- if (k > 1) sqrt(looks[k - 1]); gained <- if (k > 1) sqrt(looks[k] - looks[k - 1])
    above <- function(b) if (k == 1) pnorm(b, lower.tail = FALSE) else sum(mass * pnorm((b * t - z * before) / gained, lower.tail = FALSE))
    distance <- function(b) log(max(above(b), 1e-320)) - log(shares[k])
    out[k] <- if (shares[k] <= 1e-300) Inf else uniroot(distance, c(-10, 39), tol = 1e-12)$root
    if (k == length(looks)) break
    high <- min(out[k], reach); low <- if (sided == 2) -high else -10
    step <- min(1, sqrt(looks[k + 1] - looks[k]) / sqrt(looks[k + 1]), if (k > 1) gained / t) / 24
    n <- 2 * ceiling((high - low) / step / 2); if (n > 6000) return(NULL)
    x <- seq(low, high, length.out = n + 1)
    density <- if (k == 1) dnorm(x) else vapply(x, function(at) sum(mass * dnorm((at * t - z * before) / gained)), 0) * t / gained
    mass <- density * c(1, rep(c(4, 2), length.out = n - 1), 1) * (high - low) / n / 3; z <- x
  }
  out
}
# A t is read as the z with its two-sided p.
as_z <- function(test) if (is.null(test$df)) test$statistic else sign(test$statistic) * qnorm(test$logP - log(2), lower.tail = FALSE, log.p = TRUE)
check_interim <- function(what, f, pair, o, r) {
  spent <- spent_by(o$spending, o$alpha / o$sided, o$looks)
  same(paste(what, "looks"), c(r$looks, r$look, r$alpha, r$sided), c(o$looks, o$look, o$alpha, o$sided))
  compare(what, r, list(alphaSpent = spent * o$sided))
  b <- boundaries_of(o$looks, spent, o$sided)
  if (is.null(b)) return(not_checked(what, "looks too close together for a grid in R")) else compare(what, r, list(boundaries = b), 1e-6)
  if (is.null(r$statistic)) return(invisible())
  asked <- list(level = 0.95, quantity = o$quantity, clusters = r$clusters)
  each <- lapply(if (is.null(f$arm)) f else list(f), function(one) { worked_out <<- list(); gather(o$check(what, one, pair, o$settings, asked)) })
  within <- max(tolerance, unlist(lapply(each, function(one) lapply(one, function(x) x$within))))
  own <- lapply(each, function(one) do.call(c, lapply(Filter(function(x) identical(x$what, what), one), function(x) x$theirs)))
  test <- if (is.null(f$arm)) combined(own, 0.95, !is.null(own[[1]]$logEstimate))$figures else own[[1]]
  if (is.null(test$statistic)) return(not_checked(what, "the test looked at was not computed"))
  z <- as_z(test); compare(what, r, c(list(statistic = z), own[[1]][intersect(c("n", "clusters"), names(own[[1]]))]), within)
  beyond <- (if (o$sided == 2) abs(z) else if (o$direction == "greater") z else -z) >= b[o$look]
  decision <- if (beyond) "reject" else if (o$looks[o$look] == 1) "do-not-reject" else "continue"
  if (!identical(r$decision, decision)) stop(sprintf("%s: results.json has the decision %s, R has %s", what, r$decision, decision), call. = FALSE)
}
`;
