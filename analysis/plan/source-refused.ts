/**
 * Input refused, with the file it is about: an analysis has two, and a line number without its file helps nobody.
 */
import { InputRefused, type Problem } from './problem.ts';

export class SourceRefused extends InputRefused {
  /** Which of the two files the places of the problems count in. */
  readonly source: 'plan' | 'data';

  constructor(source: 'plan' | 'data', problems: readonly Problem[]) {
    super(problems);
    this.name = 'SourceRefused';
    this.source = source;
  }
}
