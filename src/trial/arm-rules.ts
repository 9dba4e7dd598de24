/**
 * Rules on boroughs, arms and the comparisons between them. The first is the reason why ceremonies are randomised at all:
 * what is said in a room is heard by everybody in it.
 */
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { boroughName } from './boroughs.ts';
import { cellFindings } from './cell-rules.ts';
import { finding, repeats } from './finding.ts';
import type { Protocol } from './protocol-schema.ts';
import { visiblePart } from './visible-part.ts';

export function armFindings(protocol: Protocol): readonly Finding[] {
  return [
    ...boroughFindings(protocol),
    ...roomFindings(protocol),
    ...nameFindings(protocol),
    ...stoppedFindings(protocol),
    ...contrastFindings(protocol),
    ...cellFindings(protocol),
  ];
}

function boroughFindings({ boroughs }: Protocol): readonly Finding[] {
  const wrong = boroughs.flatMap(({ code, name }, index) => {
    const known = boroughName(code);
    if (known === undefined) {
      return [
        finding(
          ['boroughs', index, 'code'],
          `${quoted(code)} is not the code of a London borough (E09000001 to E09000033)`,
        ),
      ];
    }
    return known === name ? [] : [finding(['boroughs', index, 'name'], `${code} is ${known}, not ${quoted(name)}`)];
  });
  const twice = repeats(boroughs.map(({ code }) => code)).map((index) =>
    finding(['boroughs', index, 'code'], 'this borough is named twice'),
  );
  return [...wrong, ...twice];
}

function roomFindings({ arms, unit }: Protocol): readonly Finding[] {
  if (unit === 'ceremony') return [];
  const one = unit === 'attendee' ? 'an attendee' : `a ${unit}`;
  return arms.flatMap(({ name, delivered }, index) =>
    delivered === 'in-room'
      ? [
          finding(
            ['arms', index, 'delivered'],
            `${quoted(name)} is delivered in the room, where everybody hears it, so ${one} cannot be drawn to it alone: ` +
              'randomise ceremonies, or deliver it to each person individually',
          ),
        ]
      : [],
  );
}

function nameFindings({ arms, analysis }: Protocol): readonly Finding[] {
  const twice = repeats(arms.map(({ name }) => visiblePart(name))).map((index) =>
    finding(['arms', index, 'name'], `two arms are called ${quoted(arms[index]?.name ?? '')}, as far as can be seen`),
  );
  const missing = arms.flatMap(({ name }, index) =>
    analysis.missing.includes(name)
      ? [
          finding(
            ['arms', index, 'name'],
            `the analysis plan reads ${quoted(name)} as a missing value; call the arm otherwise`,
          ),
        ]
      : [],
  );
  return [...twice, ...missing];
}

function stoppedFindings({ arms, stoppedArms }: Protocol): readonly Finding[] {
  const unknown = stoppedArms.flatMap((name, index) =>
    arms.some((arm) => arm.name === name)
      ? []
      : [finding(['stoppedArms', index], `there is no arm called ${quoted(name)}`)],
  );
  const twice = repeats(stoppedArms).map((index) => finding(['stoppedArms', index], 'this arm is named twice'));
  const left = arms.filter(({ name }) => !stoppedArms.includes(name)).length;
  const few =
    left < 2 ? [finding(['stoppedArms'], 'at least two arms must still be drawn; close the trial instead')] : [];
  return [...unknown, ...twice, ...few];
}

function contrastFindings({ arms, contrasts }: Protocol): readonly Finding[] {
  const unknown = contrasts.flatMap((pair, index) =>
    pair.flatMap((name, side) =>
      arms.some((arm) => arm.name === name)
        ? []
        : [finding(['contrasts', index, side], `there is no arm called ${quoted(name)}`)],
    ),
  );
  const same = contrasts.flatMap(([treated, reference], index) =>
    treated === reference ? [finding(['contrasts', index], `${quoted(treated)} is compared with itself`)] : [],
  );
  const twice = repeats(contrasts.map((pair) => [...pair].sort().join('\n'))).map((index) =>
    finding(['contrasts', index], 'these two arms are compared twice'),
  );
  return [...unknown, ...same, ...twice];
}
