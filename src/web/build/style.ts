/**
 * The style sheet: GOV.UK Frontend's base and the components in use, set in Arial (GDS Transport and the crown belong to
 * the gov.uk domain), then our own few rules.
 */
import { join } from 'node:path';

/** Compressed CSS for the given GOV.UK components; refuses (throws) Sass that does not compile. */
export async function compileStyle(project: string, components: readonly string[]): Promise<string> {
  const { compileStringAsync } = await import('sass');
  const govuk = 'govuk-frontend/dist/govuk';
  const sheet = [
    `@use "${govuk}/base" with ($govuk-font-family: (Arial, sans-serif), $govuk-include-default-font-face: false);`,
    ...['custom-properties', 'core', 'objects'].map((layer) => `@use "${govuk}/${layer}";`),
    ...components.map((component) => `@use "${govuk}/components/${component}";`),
    ...['utilities', 'overrides'].map((layer) => `@use "${govuk}/${layer}";`),
    '@use "pledge";',
  ].join('\n');
  const { css } = await compileStringAsync(sheet, {
    style: 'compressed',
    loadPaths: [join(project, 'node_modules'), join(project, 'src/web/assets')],
    quietDeps: true,
    charset: false,
  });
  return css;
}
