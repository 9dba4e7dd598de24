/** Does replicate.R stop where results.json says something else? */

/**
 * An R script that runs each check of a replicate.R again with one figure of its result changed by three times the accuracy it is held to, and prints the checks that
 * let it pass. \`level\` is the plan's; sizes of clusters and the covariates' terms are not computed again.
 */
export const tampering = `
lines <- parse("replicate.R", encoding = "UTF-8"); here <- new.env(); passed <- character(); tried <- 0
untouched <- c("level", "terms", "warning", "clusters", "horizon", "pAdjusted")
iterated <- c("check_logistic", "check_poisson", "check_gee", "check_cox", "check_sites")
changed <- function(r, path, by) { if (length(path) == 1) r[[path]] <- if (identical(names(r)[path], "logP")) r[[path]] + by * max(1, abs(r[[path]])) else r[[path]] * (1 + by) + by / 100 else r[[path[1]]] <- changed(r[[path[1]]], path[-1], by); r }
paths <- function(r, at = list()) {
  out <- list()
  for (i in seq_along(r)) {
    own <- c(at, list(i))
    if (isTRUE(names(r)[i] %in% untouched)) next
    if (is.list(r[[i]])) out <- c(out, paths(r[[i]], own))
    else if (is.numeric(r[[i]]) && all(is.finite(r[[i]]))) out <- c(out, list(unlist(own)))
  }
  out
}
label <- function(r, path) { out <- names(r)[path[1]]; if (length(path) > 1) paste(out, label(r[[path[1]]], path[-1])) else out }
for (line in lines) {
  call <- paste(deparse(line), collapse = " ")
  if (!grepl("^check_[a-z_]+[(]", call) || grepl("^check_adjusted", call)) { capture.output(eval(line, here)); next }
  i <- eval(line[[6]][[2]], here); r <- here$results[[i]]
  method <- as.character(line[[1]])
  all <- paths(r); each <- unique(vapply(all, function(path) label(r, path), "")); first <- match(each, vapply(all, function(path) label(r, path), ""))
  for (path in all[first]) {
    name <- label(r, path)
    by <- if (method %in% iterated) 3e-7 else if (method == "check_risk_difference" && name == "interval" && r$n > 0 && grepl("miettinen", call)) 3e-6 else
      if (method == "check_fisher_exact" && name %in% c("estimate", "interval")) 1e-7 else 3e-9
    here$results[[i]] <- changed(r, path, by); tried <- tried + 1
    stopped <- tryCatch({ capture.output(suppressWarnings(eval(line, here))); FALSE }, error = function(e) grepl("results.json has", conditionMessage(e)))
    if (!stopped) passed <- c(passed, paste(method, name))
    here$results[[i]] <- r
  }
}
cat(tried, "changed\\n"); cat(unique(passed), sep = "\\n")
`;
