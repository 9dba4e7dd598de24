/**
 * The fixed part of replicate.R: results.json and the data, read; how a figure is held beside R's; and the rows that a result is of.
 * It shares no code with this engine, which is the point of it.
 */
export const rPrelude = `tolerance <- 1e-9
checked <- 0L
rounding <- 1e-12 # times the largest outcome where that is below 1
seen <- refused <- logical()
method <- ""
worked_out <- list()

# Figures as they stand in results.json: lists of plain values as vectors, the texts of infinities as numbers.
plain <- function(x) {
  if (is.character(x)) return(switch(x, "Infinity" = Inf, "-Infinity" = -Inf, x))
  if (!is.list(x)) return(x)
  x <- lapply(x, plain)
  if (is.null(names(x)) && length(x) && all(lengths(x) == 1) && !any(vapply(x, is.list, TRUE))) unlist(x) else x
}
document <- lapply(jsonlite::read_json("results.json"), plain)
results <- if (is.list(document$results)) document$results else list()
# Where x is not as it was written, NA standing for a number that is computed below; NULL where it is.
misfit <- function(x, known, at) {
  if (is.list(known)) {
    if (!is.list(x) || length(x) != length(known)) return(at)
    if (!identical(names(x), names(known))) return(paste(at, paste(setdiff(c(names(x), names(known)), intersect(names(x), names(known))), collapse = ", ")))
    for (i in seq_along(known)) {
      bad <- misfit(x[[i]], known[[i]], paste(at, if (is.null(names(known))) i else names(known)[i]))
      if (!is.null(bad)) return(bad)
    }
    return(NULL)
  }
  if (is.list(x) || length(x) != length(known)) return(at)
  if (is.character(known) || (is.logical(known) && !anyNA(known))) return(if (!identical(x, known)) at)
  if (!is.numeric(x)) return(if (length(known)) at)
  open <- is.na(known)
  right <- ifelse(open, is.finite(x), x == known | (is.finite(known) & abs(x - known) <= 1e-14 * abs(known)))
  if (!all(right %in% TRUE)) at
}
head_is <- function(known) {
  bad <- misfit(document[names(document) != "results"], known, "the head:")
  if (!is.null(bad)) stop(sprintf("results.json: not as it was written: %s", bad), call. = FALSE)
}
count_results <- function(expected) {
  if (length(results) != expected) stop(sprintf("results.json has %d results, the plan gave %d", length(results), expected), call. = FALSE)
}
# The i-th result, which must be of this estimator, outcome and contrast.
entry <- function(i, id, outcome, contrast, known) {
  r <- results[[i]]
  if (!identical(r$id, id) || !identical(r$outcome, outcome) || !identical(r$contrast, contrast)) {
    stop(sprintf("results.json: result %d is not that of %s", i, paste(c(id, outcome, contrast), collapse = ", ")), call. = FALSE)
  }
  if (!is.null(r$notEstimable) && is.null(known$notEstimable)) stop(sprintf("results.json: result %d (%s) is no longer given", i, id), call. = FALSE)
  bad <- misfit(r[!names(r) %in% c("id", "outcome", "contrast")], known, "")
  if (!is.null(bad)) stop(sprintf("results.json: result %d (%s) is not as it was written:%s", i, id, bad), call. = FALSE)
  seen[i] <<- TRUE; method <<- r$method
  invisible(r)
}
given <- entry
not_given <- function(i, ...) { entry(i, ...); refused[i] <<- TRUE }

# Relative; slack is what sums leave of a nought, and only figures that can cancel have it.
close_enough <- function(ours, theirs, within, slack) {
  (is.infinite(ours) & ours == theirs) | abs(ours - theirs) <= within * abs(theirs) + slack
}
never_cancels <- c("n", "df", "df1", "df2", "clusters", "standardError", "logStandardError", "sd", "count", "atRisk", "events", "missing", "time",
  "sets", "within", "between", "missingInformation", "alphaSpent")
same <- function(what, ours, theirs, within = tolerance, slack = rounding, may_lack = FALSE) {
  theirs <- as.numeric(theirs)
  if (length(ours) != length(theirs)) stop(sprintf("%s: results.json has %d figures, R has %d", what, length(ours), length(theirs)), call. = FALSE)
  if (anyNA(theirs)) return(no_number(what, ours, may_lack))
  bad <- which(!(close_enough(ours, theirs, within, slack) %in% TRUE))
  if (length(bad)) {
    stop(sprintf("%s: results.json has %.15g, R has %.15g", what, ours[bad[1]], theirs[bad[1]]), call. = FALSE)
  }
  checked <<- checked + length(ours)
}
# R computes NaN where a row or a cell is determined by one person alone (may_lack); what lies beside it can still be known.
no_number <- function(what, ours, may_lack) {
  figures <- paste(format(ours, digits = 15), collapse = ", ")
  if (!may_lack) stop(sprintf("%s: results.json has %s, R has no number", what, figures), call. = FALSE)
  not_checked(paste(what, figures), "R has no number where one person or cluster determines a cell")
}
unchecked <- data.frame(method = character(), why = character(), what = character())
not_checked <- function(what, why) { unchecked[nrow(unchecked) + 1, ] <<- list(method, why, what); invisible() }
summarise_unchecked <- function() {
  if (nrow(unchecked) == 0) return(invisible())
  cat("Not checked, by method and reason:\n")
  for (one in unique(paste0(unchecked$method, ": ", unchecked$why))) {
    cat("  ", one, "\n", sep = ""); cat(sprintf("    %s\n", unchecked$what[paste0(unchecked$method, ": ", unchecked$why) == one]), sep = "")
  }
}
# p by its logarithm, from the tail: relative where it is above 1e-12, below that relative to the logarithm.
same_log_p <- function(what, ours, theirs, within = tolerance, may_lack = FALSE) {
  if (is.na(theirs)) return(no_number(what, ours, may_lack))
  if (!isTRUE(abs(ours - theirs) <= within * if (theirs > log(1e-12)) 1 else abs(theirs))) {
    stop(sprintf("%s: results.json has logP %.15g, R has %.15g", what, ours, theirs), call. = FALSE)
  }
  checked <<- checked + 1L
}
# p itself, of which theirs is the logarithm; the smallest doubles have few digits of their own.
same_p <- function(what, ours, theirs, within = tolerance, may_lack = FALSE) {
  if (length(ours) != length(theirs)) stop(sprintf("%s: results.json has %d figures, R has %d", what, length(ours), length(theirs)), call. = FALSE)
  if (anyNA(theirs)) return(no_number(what, ours, may_lack))
  bad <- which(!(abs(ours - exp(theirs)) <= within * ifelse(theirs > log(1e-12), 1, pmin(abs(theirs), 1e3)) * exp(theirs) + 1e-322) %in% TRUE)
  if (length(bad)) stop(sprintf("%s: results.json has %.15g, R has %.15g", what, ours[bad[1]], exp(theirs[bad[1]])), call. = FALSE)
  checked <<- checked + length(ours)
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
  y <- if (is.null(y)) NULL else ifelse(is_missing(y), NA, value(y))
  rounding <<- 1e-12 * min(1, if (any(y != 0, na.rm = TRUE)) max(abs(y), na.rm = TRUE) else 1)
  worked_out <<- list()
  list(y = y, arm = factor(data[[arm_column]][use], present),
       cluster = if (length(cluster)) key(cluster)[use] else NULL, x = data[use, further, drop = FALSE])
}
# Levels sorted alike in every locale.
in_order <- function(x) { each <- unique(enc2utf8(x)); each[order(each, method = "radix")] }
as_column <- function(x, as) {
  if (as == "number") return(truth(x))
  if (as == "category" || anyNA(number(x))) factor(x, in_order(x)) else number(x)
}
`;
