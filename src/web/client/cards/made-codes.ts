/** Each row's follow-up code and link, made from the linkage key, and whether the service knows them under this version. */
import { type FollowUpCodes, followUpCodes, signerOfCryptoKey } from '../../../borough/follow-up-codes.ts';
import { linkHash } from '../../../trial/follow-up-code.ts';

export type MadeCodes = {
  readonly row: HTMLElement;
  readonly reference: string;
  readonly version: number;
  readonly codes: FollowUpCodes;
  /** 'other-key': the service knows another code of this version, which was made with another linkage key. */
  readonly state: 'new' | 'registered' | 'other-key';
};

/** @param page holds rows with `data-person` (the reference hash), `data-version` (0 for none) and `data-link` */
export function madeCodes(key: CryptoKey, page: HTMLElement): Promise<readonly MadeCodes[]> {
  const sign = signerOfCryptoKey(key);
  const trial = page.dataset.trial ?? '';
  return Promise.all(
    [...page.querySelectorAll<HTMLElement>('[data-person]')].map(async (row) => {
      const { person: reference = '', version: known = '0', link = '' } = row.dataset;
      const version = Math.max(1, Number(known));
      const codes = await followUpCodes(sign, { trial, referenceHash: reference, version });
      const state = link === '' ? 'new' : link === linkHash(codes.token) ? 'registered' : 'other-key';
      return { row, reference, version, codes, state } as const;
    }),
  );
}
