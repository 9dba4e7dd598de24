/** `pledge verify run` meets the arithmetic: a bundle's files in, what differs out. */
import { engineVersion } from '../../analysis/engine-version.ts';
import { type BundleVerdict, verifyBundle } from '../../analysis/verify-bundle.ts';
import { readDrawFile } from './draw-file.ts';

/**
 * @param read a file of the bundle by its name, null where there is none
 * @param names every file in the bundle's folder
 * @throws InputRefused where the manifest is missing or cannot be read
 */
export async function verifyRun(
  read: (name: string) => Promise<Uint8Array | null>,
  names: readonly string[],
): Promise<BundleVerdict> {
  return verifyBundle(read, names, engineVersion, readDrawFile);
}
