/** Why a database cannot be used at all, as one clear sentence for whoever started the service. Not a Refusal: nobody asked for an act. */
export type DatabaseRefusedCode =
  | 'unwritable-folder'
  | 'not-a-database'
  | 'another-programs-database'
  | 'newer-version'
  | 'edited-migration';

export class DatabaseRefused extends Error {
  readonly code: DatabaseRefusedCode;

  constructor(code: DatabaseRefusedCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'DatabaseRefused';
    this.code = code;
  }
}
