/**
 * The fixed part of replicate.R: results.json and the data, read; how a figure is held beside R's; and the rows that a result is of.
 * It shares no code with this engine, which is the point of it.
 */
export const rPrelude = `tolerance <- 1e-9
checked <- 0L
seen <- refused <- logical()
unchecked <- character()

# Figures as they stand in results.json: lists of plain values as vectors, the texts of infinities as numbers.
plain <- function(x) {
  if (is.character(x)) return(switch(x, "Infinity" = Inf, "-Infinity" = -Inf, x))
  if (!is.list(x)) return(x)
  x <- lapply(x, plain)
  if (is.null(names(x)) && length(x) && all(lengths(x) == 1) && !any(vapply(x, is.list, TRUE))) unlist(x) else x
}
results <- lapply(jsonlite::read_json("results.json")$results, plain)
count_results <- function(expected) {
  if (length(results) != expected) stop(sprintf("results.json has %d results, the plan gave %d", length(results), expected), call. = FALSE)
}
# The i-th result, which must be of this estimator, outcome and contrast.
entry <- function(i, id, outcome, contrast) {
  r <- results[[i]]
  if (!identical(r$id, id) || !identical(r$outcome, outcome) || !identical(r$contrast, contrast)) {
    stop(sprintf("results.json: result %d is not that of %s", i, paste(c(id, outcome, contrast), collapse = ", ")), call. = FALSE)
  }
  seen[i] <<- TRUE
  r
}
given <- function(i, ...) {
  r <- entry(i, ...)
  if (!is.null(r$notEstimable)) stop(sprintf("results.json: result %d (%s) is no longer given", i, r$id), call. = FALSE)
  r
}
not_given <- function(i, code, ...) {
  if (!identical(entry(i, ...)$notEstimable$code, code)) stop(sprintf("results.json: result %d was not estimable (%s)", i, code), call. = FALSE)
  refused[i] <<- TRUE
}

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
no_number <- function(what, ours) not_checked(what, sprintf("R has no number for %s", paste(format(ours), collapse = ", ")))
not_checked <- function(what, why) { unchecked <<- c(unchecked, paste(what, why)); invisible() }
# Relative where p is above 1e-12; below that by its logarithm.
same_log_p <- function(what, ours, theirs, within = tolerance) {
  if (is.na(theirs)) return(no_number(what, ours))
  if (!isTRUE(abs(ours - theirs) <= within * if (theirs > log(1e-12)) 1 else abs(theirs))) {
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
`;
