/**
 * The report as one HTML file: no scripts, nothing fetched, readable on a phone, printable, WCAG 2.2 AA (headings in order,
 * captions and header cells on every table, a table wider than the screen scrolls by keyboard too).
 */

import { exploratoryWord } from '../plan/exploratory.ts';
import { drawChart } from './charts/draw.ts';
import { type Fragment, Html, html } from './html.ts';
import type { ReportModel } from './model.ts';
import { style } from './style.ts';
import type { Fact, FigureTable } from './table-parts.ts';

export function reportPage(model: ReportModel): string {
  const page = html`<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${model.isExploratory ? 'Exploratory: ' : ''}${model.title}: analysis report</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
${model.isExploratory ? html`<p class="stamp"><strong>${exploratoryWord}</strong></p>\n` : ''}<h1>${model.title}</h1>
<p>Analysis report, computed from ${model.isExploratory ? 'a plan that was not locked' : 'a declared plan'}.</p>
${warningBox(model.warnings)}
${headline(model)}
<h2>The plan</h2>
${facts(model.plan)}
<h2>The data</h2>
${facts(model.rows)}
${table('arms', marked('People in each arm', model.isExploratory), ['Arm', 'People', ...(model.arms.hasClusters ? ['Clusters'] : [])], model.arms.rows)}
${
  model.design.length === 0
    ? ''
    : html`<h2>The design</h2>
`
}${model.design.map((figures, index) => figureSection(`design-${index}`, figures, model.isExploratory))}
${model.outcomes.map(({ heading, tables }, outcome) => [
  html`<h2>Outcome: ${heading}</h2>
`,
  tables.map((figures, index) => figureSection(`outcome-${outcome}-${index}`, figures, model.isExploratory)),
])}
${model.refusals.length === 0 ? '' : [html`<h2>What could not be computed</h2>\n`, facts(model.refusals)]}
<h2>Where this comes from</h2>
${facts(model.provenance)}
<details>
<summary>The whole plan</summary>
<pre tabindex="0">${model.planText}</pre>
</details>
<p>Every figure at full precision is in results.json beside this file. To compute all of it again from the plan and the data:
<code>pledge verify run</code> and the name of this directory; or <code>Rscript replicate.R</code> for the same in R.</p>
</main>
</body>
</html>
`;
  return page.text;
}

function headline({ headline: found, isExploratory }: ReportModel): Fragment {
  if (found === null) return '';
  return html`<h2>${isExploratory ? 'What was looked at, and what was found' : 'The question and the answer'}</h2>
${facts(found.estimand)}
${found.table === null ? '' : figureSection('headline', found.table, isExploratory)}`;
}

function warningBox(warnings: readonly string[]): Fragment {
  if (warnings.length === 0) return '';
  return html`<section class="warning" aria-labelledby="warnings">
<h2 id="warnings">Read this first</h2>
${warnings.map((warning) => html`<p>${warning}</p>\n`)}</section>`;
}

function facts(entries: readonly Fact[]): Html {
  return html`<dl>
${entries.map(({ term, description }) => html`<div><dt>${term}</dt><dd>${description}</dd></div>\n`)}</dl>`;
}

function figureSection(
  id: string,
  { caption, columns, rows, sentences, chart }: FigureTable,
  isExploratory: boolean,
): Fragment {
  const words =
    sentences.length === 0 ? '' : html`<ul>\n${sentences.map((sentence) => html`<li>${sentence}</li>\n`)}</ul>\n`;
  const stamp = isExploratory ? exploratoryWord : null;
  return [
    table(id, marked(caption, isExploratory), columns, rows),
    '\n',
    words,
    chart === undefined ? '' : [drawChart(id, chart, stamp), '\n'],
  ];
}

const marked = (caption: string, isExploratory: boolean): string =>
  isExploratory ? `${caption} (exploratory)` : caption;

function table(id: string, caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<section class="scrolls" aria-labelledby="${id}" tabindex="0">
<table>
<caption id="${id}"><span>${caption}</span></caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows.map(([first = '', ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map(tableCell)}</tr>\n`)}</tbody>
</table>
</section>`;
}

/** Figures stay on one line; what is longer than an interval may take several, so that the table need not be wider than a page. */
function tableCell(cell: string): Html {
  return cell.length > 28 ? html`<td class="words">${cell}</td>` : html`<td>${cell}</td>`;
}
