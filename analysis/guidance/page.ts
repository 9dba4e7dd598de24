/**
 * Guidance for Local Authorities, one HTML file without scripts: what was tried, with whom, what happened, how sure we are, what a council
 * could do. Its words come from the rules of verdict.ts; its figures are those of the release.
 */
import {
  contrastWords,
  correctionSentence,
  type ReleasedArm,
  type ReleasedEffect,
  type ReleasedOutcome,
  type ReleaseModel,
} from '../release/release-model.ts';
import { type Fragment, Html, html } from '../report/html.ts';
import { iconArray } from './icons.ts';
import { guidanceStyle } from './style.ts';
import { directionWords, verdictOf, verdictWords } from './verdict.ts';

export function guidancePage(model: ReleaseModel): string {
  const primary = model.outcomes.find(({ isPrimary }) => isPrimary) ?? model.outcomes[0];
  const others = model.outcomes.filter((outcome) => outcome !== primary);
  return html`<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Guidance for local authorities: ${model.title}</title>
<style>${new Html(guidanceStyle)}</style>
</head>
<body>
<main>
<h1>Guidance for local authorities</h1>
<p class="lead">${model.title}</p>
${model.isSimulated ? html`<p class="warning"><strong>Simulated.</strong> These people and figures are made up, to show what guidance looks like.</p>` : ''}
<h2>What was tried</h2>
<dl>${model.arms.map(({ briefName, procedures, whenAndHowMuch }) => html`<div><dt>${briefName}</dt><dd>${procedures} ${whenAndHowMuch}</dd></div>\n`)}</dl>
<p>Chance decided which kind of ceremony was held. So a change is not down to who came.</p>
<h2>Who took part</h2>
${whoTookPart(model)}
${primary === undefined ? '' : outcomeSection(model, primary, 0)}
${others.length === 0 ? '' : html`<h2>What else was looked at</h2>\n<p>The trial was not planned to settle these. Read them with more care.</p>`}
${others.map((outcome, index) => outcomeSection(model, outcome, index + 1))}
<h2>What it costs</h2>
<dl>${model.arms.map(({ briefName, whenAndHowMuch }) => html`<div><dt>${briefName}</dt><dd>${whenAndHowMuch}</dd></div>\n`)}</dl>
<h2>How sure we are</h2>
<p>A result is never certain. For each comparison we give a range. If we ran the trial many times, about 95 of 100 such ranges would hold the true answer.</p>
<p>A difference of ${points(model.smallestEffect)} or more was called worth having. That was fixed before the trial began, for the main result.</p>
${severalComparisons(primary)}
<p>Numbers of people are rounded to the nearest ${model.rule.base}. Numbers below ${model.rule.threshold} are not shown, so that nobody can be recognised.</p>
<h2>Where this comes from</h2>
<p>Release ${model.version} of ${model.releasedOn}. ${correctionSentence(model) ?? ''} The plan was locked before the trial; its fingerprint is <code>${model.protocolHash}</code>. Methods and tables come with this page.</p>
</main>
</body>
</html>
`.text;
}

/** Ranges stand by themselves; the more there are, the more often one of them misses. */
function severalComparisons(primary: ReleasedOutcome | undefined): Fragment {
  const count = primary?.differences.length ?? 0;
  if (count < 2) return '';
  return html`<p>The main result has ${count} comparisons. The more there are, the likelier it is that one range misses.</p>`;
}

function whoTookPart({ boroughs, unitWords }: ReleaseModel): Fragment {
  const rows = boroughs.map(
    ({ borough, randomised }) =>
      html`<tr><th scope="row">${borough}</th><td>${typeof randomised === 'number' ? `about ${randomised}` : 'not shown'}</td></tr>\n`,
  );
  return html`<p>New citizens in ${boroughs.length} London boroughs. ${unitWords === 'people' ? 'Each person was' : `Whole ${unitWords} were`} put into a group by chance.</p>
<table><caption>People who took part</caption><thead><tr><th scope="col">Borough</th><th scope="col">People</th></tr></thead><tbody>
${rows}</tbody></table>`;
}

function outcomeSection(model: ReleaseModel, outcome: ReleasedOutcome, index: number): Html {
  const tag = index === 0 ? html`<h2>What happened</h2>\n<h3>${outcome.label}</h3>` : html`<h3>${outcome.label}</h3>`;
  return html`${tag}
<ul class="icons">${outcome.arms.map((arm, place) => armItem(model, arm, `icons-${index}-${place}`))}</ul>
${outcome.differences.map((effect) => effectSection(model, effect, outcome.isPrimary))}`;
}

function armItem(model: ReleaseModel, { arm, percent }: ReleasedArm, id: string): Html {
  const name = nameOf(model, arm);
  if (typeof percent !== 'number')
    return html`<li><strong>${name}</strong><p>Not shown: the numbers are too small.</p></li>\n`;
  const words = `${name}: about ${Math.round(percent)} of every 100 people`;
  return html`<li><strong>${name}</strong>${iconArray(id, percent, words)}<p>About ${Math.round(percent)} of every 100 people</p></li>\n`;
}

function effectSection(model: ReleaseModel, effect: ReleasedEffect, isPrimary: boolean): Html {
  const verdict = verdictWords[verdictOf(effect.interval, model.smallestEffect)];
  const found = isPrimary ? verdict.found : directionWords(effect.interval);
  const [treated, reference] = effect.contrast.map((arm) => nameOf(model, arm));
  return html`<section class="finding"><h4>${treated ?? ''}, compared with ${reference ?? ''}</h4>
<p><strong>${found}</strong></p>
<p>${rangeWords(effect)}</p>
${isPrimary ? html`<p>What you could do: ${verdict.act}</p>` : ''}</section>\n`;
}

function rangeWords({ points: difference, interval, contrast }: ReleasedEffect): string {
  if (typeof difference !== 'number') return `The numbers for ${contrastWords(contrast)} are too small to show.`;
  const found = `Of every 100 people, ${moreOrFewer(difference)} did it.`;
  if (interval === 'suppressed') return `${found} There were too few groups to say how sure we are.`;
  return `${found} The true answer is likely to lie between ${moreOrFewer(interval[0])} and ${moreOrFewer(interval[1])}.`;
}

const moreOrFewer = (value: number): string =>
  value === 0 ? 'no difference' : `${Math.abs(value).toFixed(1)} ${value > 0 ? 'more' : 'fewer'}`;

const points = (value: number): string => `${Number(value.toFixed(1))} in every 100 people`;

const nameOf = ({ arms }: ReleaseModel, arm: string): string => arms.find(({ name }) => name === arm)?.briefName ?? arm;
