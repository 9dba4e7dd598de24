/**
 * Seat cards and pack labels: names from the local list, codes and QR codes from the linkage key, all in this browser. What is sent is
 * a hash of each new code. Nothing can be printed before every code on the sheet is registered, so that no card opens nothing.
 */
import { codeHash, linkHash, shownCode } from '../../trial/follow-up-code.ts';
import { type MadeCodes, madeCodes } from './cards/made-codes.ts';
import { heldKey } from './linkage-key-store.ts';
import { post } from './list/service.ts';
import { namesOf } from './local-list.ts';

const found = document.getElementById('cards');
if (found !== null) await start(found);

async function start(page: HTMLElement): Promise<void> {
  const held = await heldKey();
  if (held === null) return show('cards-no-key', true);
  const { key } = held;
  const ceremony = page.dataset.ceremony ?? '';
  const names = await namesOf(ceremony);
  const nameOf = (row: HTMLElement) => names.get(row.dataset.person ?? '')?.name ?? row.dataset.number ?? '';

  async function look(): Promise<readonly MadeCodes[]> {
    const made = await madeCodes(key, page);
    const [others, fresh] = (['other-key', 'new'] as const).map((state) => made.filter((one) => one.state === state));
    const isReady = others?.length === 0 && fresh?.length === 0;
    show('cards-register', others?.length === 0 && !isReady);
    show('cards-print', isReady);
    show('cards-lost', isReady);
    show('cards-sheet', isReady);
    if ((others?.length ?? 0) > 0) {
      tell(
        'The cards of this ceremony were made with another linkage key than this browser has. Print them where that key is.',
      );
    } else if (isReady) {
      await fill(made);
      tell(
        `${made.length} people; this browser knows the names of ${made.filter(({ row }) => names.has(row.dataset.person ?? '')).length}. Names are never sent.`,
      );
    } else tell(`${fresh?.length} of ${made.length} people have no code yet.`);
    return made;
  }

  async function fill(made: readonly MadeCodes[]): Promise<void> {
    // The maker of QR codes is wanted only where there is something to print.
    const { qrCode } = await import('./cards/qr.ts');
    const lost = document.getElementById('cards-lost-person');
    lost?.replaceChildren();
    for (const { row, reference, codes } of made) {
      part(row, 'name').textContent = nameOf(row);
      part(row, 'code').textContent = shownCode(codes.code);
      part(row, 'qr').replaceChildren(qrCode(`${location.origin}/me/${codes.token}`));
      for (const address of row.querySelectorAll('[data-address]')) address.textContent = `${location.host}/code`;
      lost?.append(new Option(`${nameOf(row)} (${row.dataset.number})`, reference));
    }
  }

  async function register(made: readonly Pick<MadeCodes, 'row' | 'reference' | 'version' | 'codes'>[]): Promise<void> {
    const rows = made.map(({ reference, version, codes }) => ({
      ...{ reference_hash: reference, version },
      ...{ code_hash: codeHash(codes.code), link_hash: linkHash(codes.token) },
    }));
    tell('Registering');
    const path = `/api/v1/ceremonies/${encodeURIComponent(ceremony)}/codes`;
    const answer = await post(path, JSON.stringify({ codes: rows }), crypto.randomUUID());
    if (!answer.ok) return tell(answer.message);
    for (const [index, { row }] of made.entries()) {
      row.dataset.version = String(rows[index]?.version ?? 0);
      row.dataset.link = rows[index]?.link_hash ?? '';
    }
    await look();
  }

  onClick('cards-register-button', async () => {
    await register((await madeCodes(key, page)).filter(({ state }) => state === 'new'));
  });
  onClick('cards-print-button', async () => print());
  onClick('cards-lost-button', async () => {
    const select = document.getElementById('cards-lost-person');
    if (!(select instanceof HTMLSelectElement)) return;
    const { followUpCodes, signerOfCryptoKey } = await import('../../borough/follow-up-codes.ts');
    const one = (await madeCodes(key, page)).find(({ reference }) => reference === select.value);
    if (one === undefined) return;
    const next = { trial: page.dataset.trial ?? '', referenceHash: one.reference, version: one.version + 1 };
    await register([{ ...one, version: next.version, codes: await followUpCodes(signerOfCryptoKey(key), next) }]);
  });
  await look();
}

function part(row: HTMLElement, name: string): HTMLElement {
  const element = row.querySelector<HTMLElement>(`[data-${name}]`);
  if (element === null) throw new Error(`a card has no ${name}`);
  return element;
}

function show(id: string, isShown: boolean): void {
  document.getElementById(id)?.toggleAttribute('hidden', !isShown);
}

function tell(sentence: string): void {
  const told = document.getElementById('cards-told');
  if (told !== null) told.textContent = sentence;
}

function onClick(id: string, act: () => Promise<void>): void {
  document.getElementById(id)?.addEventListener('click', act);
}
