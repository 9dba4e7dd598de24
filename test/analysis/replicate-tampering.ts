/** Does replicate.R stop where results.json says something else? */

/**
 * An R script that runs each check of a replicate.R again with one thing of its result edited, and prints the edits that the check let
 * pass: each figure by three times the accuracy it is held to; each text; bounds turned round, made equal or infinite; each row and
 * field taken out, rows turned round; what is given inside a result taken back; and each further field of the file.
 */
export const tampering = `
lines <- parse("replicate.R", encoding = "UTF-8"); here <- new.env(); passed <- character(); tried <- 0; done <- character()
iterated <- c("check_logistic", "check_poisson", "check_gee", "check_cox", "check_sites")
is_check <- function(line) grepl("^check_[a-z_]+[(]", paste(deparse(line), collapse = " "))
is_adjusted <- function(line) is_check(line) && identical(as.character(line[[1]]), "check_adjusted")
put <- function(r, path, value) { if (length(path) == 1) r[[path]] <- value else r[[path[1]]] <- put(r[[path[1]]], path[-1], value); r }
at <- function(r, path) { for (i in path) r <- r[[i]]; r }
paths <- function(r, start = integer()) { out <- list()
  for (i in seq_along(r)) { own <- c(start, i); out <- c(out, list(own), if (is.list(r[[i]])) paths(r[[i]], own)) }
  out
}
label <- function(r, path) { out <- character(); for (i in path) { out <- c(out, if (!is.null(names(r))) names(r)[i]); r <- r[[i]] }; out }
nudged <- function(x, name, by) {
  if (name == "logP") return(x + by * max(1, abs(x)))
  if (name %in% c("p", "pAdjusted") && all(x < 1e-12)) return(x * (1 + by * abs(log(x))))
  ifelse(abs(x) < 1e-10 & !name %in% c("p", "pAdjusted"), x + by / 100, x * (1 + by))
}
refusal <- list(notEstimable = list(code = "no-variation", reason = "None."))
edits <- function(x, name, by) { # a list of list(what, value)
  out <- list(); add <- function(what, value) out <<- c(out, list(list(what, value)))
  if (is.numeric(x) && all(is.finite(x))) add("nudged", nudged(x, name, by))
  if (is.numeric(x) && grepl("nterval$", name)) {
    add("turned round", rev(x)); add("lower as upper", rep(x[1], 2)); add("upper as lower", rep(x[2], 2))
    add("infinite below", c(-Inf, x[2])); add("infinite above", c(x[1], Inf))
  }
  if (is.character(x)) add("another text", paste0(x, "x"))
  if (is.list(x) && is.null(names(x)) && length(x)) {
    add("last taken out", x[-length(x)]); add("first again", c(x, x[1]))
    if (length(x) > 1) add("turned round", rev(x))
    for (part in list(x[[1]])) if (is.list(part)) add("row taken back", c(list(c(part[1], refusal)), x[-1]))
  }
  if (is.list(x) && !is.null(names(x)) && name != "notEstimable") add("taken back", refusal)
  if (is.list(x) && name == "notEstimable") add("another code", put(x, 1, "no-rows"))
  if (!is.null(names(x)) || !is.list(x)) add("taken out", NULL)
  out
}
same_edit <- function(a, b) isTRUE(all.equal(a, b, tolerance = 0))
for (line in lines) {
  if (!is_check(line) || is_adjusted(line)) { capture.output(eval(line, here)); next }
  is_given <- vapply(as.list(line), function(part) is.call(part) && identical(part[[1]], quote(given)), TRUE)
  i <- eval(line[[which(is_given)]][[2]], here); r <- here$results[[i]]; method <- as.character(line[[1]])
  if (method %in% c("check_pooled", "check_each")) method <- as.character(line[[2]])
  capture.output(eval(line, here))
  for (path in paths(r)) {
    own <- label(r, path); name <- own[length(own)]; where <- paste(own, collapse = " ")
    by <- if (method %in% iterated) 3e-7 else if (where == "boundaries" || (method == "check_randomisation_inference" && where == "interval")) 3e-6 else if (where == "interval" && grepl("miettinen", paste(deparse(line), collapse = ""))) 3e-6 else
      if (method == "check_fisher_exact" && where %in% c("estimate", "interval")) 1e-7 else 3e-9
    for (edit in edits(at(r, path), name, by)) {
      if (same_edit(edit[[2]], at(r, path)) || (is.null(edit[[2]]) && is.null(names(at(r, path[-length(path)]))))) next
      key <- paste(i, where, edit[[1]]); if (key %in% done) next
      done <- c(done, key); tried <- tried + 1
      here$results[[i]] <- put(r, path, edit[[2]])
      asked <- if (where == "pAdjusted") c(as.list(lines)[vapply(lines, is_adjusted, TRUE)], line) else list(line)
      error <- tryCatch({ capture.output(suppressWarnings(for (one in asked) eval(one, here))); "" }, error = conditionMessage)
      if (!grepl("results.json", error)) passed <- c(passed, paste0(method, " ", where, ": ", edit[[1]], if (nzchar(error)) paste0(" (", error, ")")))
      here$results[[i]] <- r
    }
  }
}
cat(tried, "edits\\n"); cat(unique(passed), sep = "\\n")
`;
