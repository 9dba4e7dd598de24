/** What people read beside the tables: how the figures were made, what each column means, under which licence they may be used. */
import { contrastWords, correctionSentence, notShown, type ReleaseModel } from './release-model.ts';
import type { ReleaseTable } from './tables.ts';

const simulated = ({ isSimulated }: ReleaseModel): string =>
  isSimulated ? 'SIMULATED: people and figures are made up.\n\n' : '';

function corrected(model: ReleaseModel): string {
  const sentence = correctionSentence(model);
  return sentence === null ? '' : `__Correction.__ ${sentence}\n\n`;
}

export function methodsNote(model: ReleaseModel): string {
  const { rule, unitWords, outcomes } = model;
  const alike = outcomes.filter(({ icc }) => icc !== null).map(({ label, icc }) => `- ${label}: ${icc?.toFixed(2)}`);
  return `# How these figures were made

${simulated(model)}${corrected(model)}${model.question}

__Design.__ A randomised trial: ${unitWords} were put into an arm by a draw that nobody could foresee and that can be checked afterwards. The protocol was
locked before anybody was enrolled; its SHA-256 is \`${model.protocolHash}\`.

__Comparisons.__ ${model.outcomes[0]?.differences.map(({ contrast }) => contrastWords(contrast)).join('; ') ?? 'None'}. Everybody counts in the arm they were randomised to.

__Small numbers.__ Counts below ${rule.threshold}, noughts among them, are not shown (${notShown}); others are rounded to the nearest ${rule.base}. More counts are hidden so that no hidden one can be
worked out to fewer than ${rule.threshold} values by sums and differences between these tables and the flow diagram; the proof is kept with the release. There is no table of single ceremonies.

__Differences.__ Every percentage, difference, error and interval here is computed from the rounded counts, so that it tells nothing that they do not. Errors allow for how alike the people of one
ceremony or household are, by an intraclass correlation rounded to two decimals:
${alike.length === 0 ? '- not needed, or not estimable' : alike.join('\n')}

A difference is worked out before percentages are rounded to 0.1, so that it can be 0.1 away from the difference of two percentages shown. Intervals are 95% (Student's t). They are close to those of the locked analysis and not the same: the locked analysis, with exact figures, stays with the researchers. A p is not adjusted for
the other comparisons. Where no interval is shown there were too few ${unitWords} for one.
`;
}

export function codebook(model: ReleaseModel, tables: readonly ReleaseTable[]): string {
  const sections = tables.map(({ name, title, columns }) => {
    const lines = columns.map((one) => `| \`${one.name}\` | ${one.type} | ${one.description} |`);
    return `## ${name}.csv: ${title}\n\n| column | type | meaning |\n|---|---|---|\n${lines.join('\n')}\n`;
  });
  return `# Codebook\n\n${simulated(model)}UTF-8, comma-separated, one header row. \`${notShown}\` stands for a figure that is not shown.\n\n${sections.join('\n')}`;
}

export function licenceText({ title }: ReleaseModel): string {
  return `${title}

You may use and re-use this information free of charge in any format or medium, under the terms of the Open Government Licence v3.0:
https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
`;
}
