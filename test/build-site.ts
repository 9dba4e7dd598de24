/** Once before all tests: the views and styles that every app needs. Takes no time where nothing changed. */
import { build } from '../src/web/build.ts';

export async function setup(): Promise<void> {
  await build();
}
