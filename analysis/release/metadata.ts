/**
 * What machines read about a release: CSV on the Web (W3C, "Metadata Vocabulary for Tabular Data", 2015), a Frictionless data package (v1)
 * and schema.org's Dataset. All three say the same, from the tables themselves.
 */
import { correctionSentence, notShown, type ReleaseModel } from './release-model.ts';
import type { ReleaseColumn, ReleaseTable } from './tables.ts';

const licence = {
  name: 'OGL-UK-3.0',
  title: 'Open Government Licence v3.0',
  path: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
} as const;

const describe = (model: ReleaseModel): string =>
  `${model.isSimulated ? 'SIMULATED, people and figures are made up. ' : ''}${model.question} Counts are rounded and small ones hidden.`;

const nameOf = ({ slug }: ReleaseModel, version: number): string => `${slug}, release ${version}`;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export function csvwMetadata(model: ReleaseModel, tables: readonly ReleaseTable[]): string {
  const column = ({ name, title, description, type }: ReleaseColumn) => ({
    ...{ name, titles: name, 'dc:title': title, 'dc:description': description, required: true },
    ...(type === 'number' ? { datatype: 'decimal', null: notShown } : { datatype: 'string' }),
    ...(type === 'number' ? { required: false } : {}),
  });
  return json({
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
    'dc:title': model.title,
    'dc:description': describe(model),
    'dc:issued': { '@value': model.releasedOn, '@type': 'xsd:date' },
    ...(model.corrects === null ? {} : { 'dc:replaces': nameOf(model, model.corrects.version) }),
    'dc:license': { '@id': licence.path },
    tables: tables.map(({ name, title, columns }) => ({
      url: `${name}.csv`,
      'dc:title': title,
      dialect: { header: true, encoding: 'utf-8', lineTerminators: ['\r\n'] },
      tableSchema: { columns: columns.map(column) },
    })),
  });
}

export type PackedFile = { readonly name: string; readonly bytes: Uint8Array; readonly sha256: string };

/** @param files those of the tables, for their sizes and hashes */
export function dataPackage(
  model: ReleaseModel,
  tables: readonly ReleaseTable[],
  files: readonly PackedFile[],
): string {
  return json({
    name: `pledge-${model.slug}`,
    title: model.title,
    description: describe(model),
    version: `${model.version}.0.0`,
    created: `${model.releasedOn}T00:00:00Z`,
    ...(model.corrects === null
      ? {}
      : { replaces: { version: `${model.corrects.version}.0.0`, because: model.corrects.because } }),
    licenses: [licence],
    resources: tables.map(({ name, title, columns }) => {
      const file = files.find((one) => one.name === `${name}.csv`);
      return {
        ...{
          name,
          title,
          path: `${name}.csv`,
          profile: 'tabular-data-resource',
          format: 'csv',
          mediatype: 'text/csv',
          encoding: 'utf-8',
        },
        ...(file === undefined ? {} : { bytes: file.bytes.length, hash: `sha256:${file.sha256}` }),
        dialect: { lineTerminator: '\r\n', header: true },
        schema: {
          fields: columns.map((one) => ({
            name: one.name,
            title: one.title,
            description: one.description,
            type: one.type,
          })),
          missingValues: [notShown],
        },
      };
    }),
  });
}

export function datasetJsonLd(model: ReleaseModel, tables: readonly ReleaseTable[]): string {
  return json({
    '@context': 'https://schema.org/',
    '@type': 'Dataset',
    name: model.title,
    description: describe(model),
    identifier: nameOf(model, model.version),
    ...(model.corrects === null ? {} : { correction: correctionSentence(model) }),
    version: String(model.version),
    datePublished: model.releasedOn,
    license: licence.path,
    isAccessibleForFree: true,
    inLanguage: 'en-GB',
    spatialCoverage: model.boroughs.map(({ borough }) => ({ '@type': 'Place', name: `London Borough of ${borough}` })),
    measurementTechnique: 'Randomised controlled trial',
    variableMeasured: model.outcomes.map(({ label }) => label),
    distribution: tables.map(({ name }) => ({
      ...{ '@type': 'DataDownload', encodingFormat: 'text/csv', contentUrl: `${name}.csv` },
    })),
  });
}
