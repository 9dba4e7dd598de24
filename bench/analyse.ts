/**
 * `pledge analyse` beside R on the same file in one run: 344,084 people in 180,002 households, five arms, four contrasts; a
 * linear model with CR1S by household and one with HC2, a logistic one with household errors, chi-squared tests, Holm.
 * Needs the microdata (never part of the project), R with estimatr and sandwich, and GNU time; says so where one is absent.
 * Run: node bench/analyse.ts [repeats]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  analyseWords,
  best,
  ggl2008,
  line,
  type Measured,
  measure,
  whatIsAbsent,
  works,
} from './measure/whole-process.ts';

const repeats = Number(process.argv[2] ?? 3);

const plan = {
  title: 'Social pressure and turnout',
  arm: { column: 'treatment', reference: 'Control' },
  cluster: 'hh_id',
  outcomes: [{ name: 'voted', column: 'voted', kind: 'binary', primary: true }],
  contrasts: 'each-against-reference',
  multiplicity: { method: 'holm' },
  estimators: [
    { id: 'household', method: 'linear', errors: 'CR1S' },
    { id: 'person', method: 'linear', errors: 'HC2' },
    { id: 'odds', method: 'logistic', errors: 'CR1' },
    { id: 'table', method: 'chi-squared' },
  ],
};

const rScript = (reader: string) => `
suppressMessages({ library(estimatr); library(sandwich) })
d <- ${reader}
d$arm <- relevel(factor(d$treatment), "Control")
household <- lm_robust(voted ~ arm, d, clusters = hh_id, se_type = "stata")
person <- lm_robust(voted ~ arm, d, se_type = "HC2")
fit <- glm(voted ~ arm, binomial, d); V <- vcovCL(fit, cluster = d$hh_id, type = "HC0", cadjust = TRUE)
odds <- 2 * pnorm(-abs(coef(fit) / sqrt(diag(V))))[-1]
table <- sapply(levels(d$arm)[-1], function(a) chisq.test(table(droplevels(d$arm[d$arm %in% c(a, "Control")]), d$voted[d$arm %in% c(a, "Control")]), correct = FALSE)$p.value)
holm <- lapply(list(household$p.value[-1], person$p.value[-1], odds, table), p.adjust, "holm")
write.csv(rbind(tidy(household), tidy(person)), commandArgs(TRUE)[1]); writeLines(format(unlist(holm)), commandArgs(TRUE)[2])
`;

function compare(): void {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-bench-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const planFile = file('plan.json', JSON.stringify(plan));
  const written = [join(folder, 'r.csv'), join(folder, 'holm.txt')];
  const base = file('base.R', rScript(`read.csv("${ggl2008}", stringsAsFactors = FALSE)`));
  const fast = file('fast.R', rScript(`as.data.frame(data.table::fread("${ggl2008}"))`));
  const contestants: readonly (readonly [name: string, command: string, words: readonly string[]])[] = [
    ['pledge analyse', process.execPath, analyseWords(ggl2008, planFile, join(folder, 'run'))],
    ['R: read.csv, estimatr, sandwich', 'Rscript', [base, ...written]],
    ...(works('Rscript', ['-e', 'library(data.table)'])
      ? [['R: data.table::fread, the same', 'Rscript', [fast, ...written]] as const]
      : []),
  ];
  const runs = contestants.map((): Measured[] => []);
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [index, [, command, words]] of contestants.entries()) runs[index]?.push(measure(folder, command, words));
  }
  const [ours] = runs.map(best);
  for (const [index, [name]] of contestants.entries()) {
    const quickest = best(runs[index] ?? []);
    line(name, quickest, `${(quickest.seconds / (ours?.seconds ?? Number.NaN)).toFixed(2)} times pledge`);
  }
  rmSync(folder, { recursive: true, force: true });
}

const absent = whatIsAbsent(['estimatr', 'sandwich']);
if (absent === null) compare();
else process.stdout.write(`Not measured: ${absent} is not here.\n`);
