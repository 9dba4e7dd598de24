/**
 * The list page: a file with names is read, mended, checked and hashed in this browser, and hashes and coded words are sent. The
 * steps stand in the page's own view; this script moves between them. What is read stays in memory until it is sent.
 */
import { forgetKey, heldKey, holdKey, isSecurePage } from './linkage-key-store.ts';
import { byId, inputById, onClick } from './list/elements.ts';
import { showProblems, showStep } from './list/steps.ts';

async function start(): Promise<void> {
  const kept = byId('without-script');
  const isRefused = kept.querySelector('.govuk-error-message') !== null;
  if (kept instanceof HTMLDetailsElement) kept.open = isRefused;

  onClick('key-hold', async () => {
    const file = inputById('key-file').files?.[0];
    if (file === undefined)
      return showProblems([{ message: 'Choose the file with the linkage key', field: 'key-file' }]);
    const problems = await holdKey(await file.text());
    if (problems.length > 0) {
      return showProblems(
        problems.map((message) => ({ message: `This is no linkage key: ${message}`, field: 'key-file' })),
      );
    }
    inputById('key-file').value = '';
    await begin();
  });

  onClick('key-change', () => showStep('key'));

  onClick('key-forget', async () => {
    await forgetKey();
    await begin();
  });

  onClick('file-read', async () => {
    const file = inputById('list-file').files?.[0];
    const key = await heldKey();
    if (key === null) return showStep('key');
    if (file === undefined) return showProblems([{ message: 'Choose the file with the list', field: 'list-file' }]);
    const bytes = await bytesOf(file);
    if (bytes === null) {
      const message = 'The file has changed since you chose it. Choose it again';
      return showProblems([{ message, field: 'list-file' }]);
    }
    // The reader is most of this page's script, and whoever only looks at the page does without it.
    const { openFile } = await import('./list/whole-list.ts');
    await openFile(bytes, key.key);
  });

  if (isSecurePage()) await begin(true);
  else showStep('insecure', true);
}

/** null where the browser will not read it: a chosen file that was saved again must be chosen again. */
async function bytesOf(file: File): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotReadableError') return null;
    throw error;
  }
}

async function begin(isFirst = false): Promise<void> {
  const key = await heldKey();
  byId('key-forget').hidden = key === null;
  if (key === null) return showStep('key', isFirst);
  byId('key-fingerprint').textContent = key.fingerprint;
  showStep('file', isFirst);
}

// There are no steps where nobody can be added.
if (document.getElementById('list-steps') !== null) await start();
