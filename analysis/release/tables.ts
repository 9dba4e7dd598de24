/** The tables of a release, tidy: one row an observation, one column a variable, every cell filled, one symbol for what is not shown. */
import { contrastWords, notShown, type ReleaseModel, releasedText, tenthText } from './release-model.ts';

export type ReleaseColumn = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** A number, or the symbol. */
  readonly type: 'string' | 'number';
};

export type ReleaseTable = {
  /** Its file without ".csv". */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly ReleaseColumn[];
  readonly rows: readonly (readonly string[])[];
};

const text = (name: string, title: string, description: string) => ({
  name,
  title,
  description,
  type: 'string' as const,
});
const figure = (name: string, title: string, description: string) => ({
  name,
  title,
  description,
  type: 'number' as const,
});

export function releaseTables(model: ReleaseModel): readonly ReleaseTable[] {
  const { base, threshold } = model.rule;
  const rounded = `rounded to the nearest ${base}; ${notShown} where fewer than ${threshold} or where it would tell such a count`;
  const ofRounded = `from the rounded counts; ${notShown} where they are not shown`;
  return [
    {
      name: 'arms',
      title: 'People and outcomes by arm',
      columns: [
        text('outcome', 'Outcome', 'What was looked at'),
        text('arm', 'Arm', 'Kind of ceremony that people were randomised to'),
        figure('people', 'People', `People whose outcome is known, ${rounded}`),
        figure('had_outcome', 'Had the outcome', `Those of them who had it, ${rounded}`),
        figure('percent', 'Per cent', `Share who had it, in per cent to 0.1, ${ofRounded}`),
      ],
      rows: model.outcomes.flatMap(({ label, arms }) =>
        arms.map(({ arm, n, count, percent }) => [
          label,
          arm,
          releasedText(n),
          releasedText(count),
          tenthText(percent),
        ]),
      ),
    },
    {
      name: 'effects',
      title: 'Differences between arms',
      columns: [
        text('outcome', 'Outcome', 'What was looked at'),
        text('comparison', 'Comparison', 'Which arm against which'),
        figure('points', 'Difference', `In percentage points to 0.1, ${ofRounded}`),
        figure('error', 'Standard error', `In percentage points to 0.1, ${ofRounded}`),
        figure('lower', 'Lower bound', 'Of the 95% interval, in percentage points to 0.1'),
        figure('upper', 'Upper bound', 'Of the 95% interval, in percentage points to 0.1'),
        figure('p', 'p', 'Two-sided, to two significant digits, not adjusted for the other comparisons'),
      ],
      rows: model.outcomes.flatMap(({ label, differences }) =>
        differences.map(({ contrast, points, error, interval, p }) => [
          ...[label, contrastWords(contrast), tenthText(points), tenthText(error)],
          ...(interval === 'suppressed' ? [notShown, notShown] : interval.map(tenthText)),
          releasedText(p),
        ]),
      ),
    },
    {
      name: 'boroughs',
      title: 'People randomised by borough',
      columns: [
        text('borough', 'Borough', 'London borough that held the ceremonies'),
        figure('randomised', 'People randomised', `People, ${rounded}`),
      ],
      rows: model.boroughs.map(({ borough, randomised }) => [borough, releasedText(randomised)]),
    },
  ];
}

/** RFC 4180: a header, LF-free fields quoted where they must be, CRLF line ends as the tabular data standard asks. */
export function csvOf({ columns, rows }: ReleaseTable): string {
  const line = (cells: readonly string[]) => `${cells.map(field).join(',')}\r\n`;
  return [columns.map(({ name }) => name), ...rows].map(line).join('');
}

const field = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
