/**
 * Addresses as they are compared: the postcode, the numbers in them (flat and house, in any order) and the words of the street,
 * abbreviations undone. What a town or a county adds is not compared, since the postcode says it.
 */
import { normalised } from '../linkage.ts';

export type AddressParts = {
  /** Without spaces, in capitals; '' where none is given. */
  readonly postcode: string;
  /** Numbers and the single letters beside them ("12C" is 12 and c), sorted, each once. */
  readonly numbers: readonly string[];
  /** Words of building and street, sorted, each once, without town and county. */
  readonly words: readonly string[];
  /** The property's number in the national gazetteer, digits without leading noughts; '' where none is given. */
  readonly uprn: string;
};

const postcodeForm = /\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b/i;

const abbreviations: Readonly<Record<string, string>> = {
  ...{
    rd: 'road',
    st: 'street',
    str: 'street',
    saint: 'street',
    ave: 'avenue',
    av: 'avenue',
    cl: 'close',
    ct: 'court',
  },
  ...{ crt: 'court', dr: 'drive', drv: 'drive', ln: 'lane', gdns: 'gardens', gdn: 'gardens', garden: 'gardens' },
  ...{ pl: 'place', sq: 'square', ter: 'terrace', terr: 'terrace', cres: 'crescent', gr: 'grove', grv: 'grove' },
  ...{ pk: 'park', hse: 'house', bldg: 'building', bldgs: 'buildings', mans: 'mansions', est: 'estate', wy: 'way' },
  ...{ wlk: 'walk', nth: 'north', sth: 'south' },
};
/** Words that one writer gives and another leaves out. */
const leftOut = new Set(
  'flat apartment apt unit room floor studio maisonette no number the london greater middlesex england uk united kingdom gb'.split(
    ' ',
  ),
);

/** @param uprn as written, '' where there is none */
export function addressParts(address: string, postcode: string, uprn: string): AddressParts {
  const inText = postcodeForm.exec(address);
  const given = normalised(postcode);
  const text = inText === null ? address : address.replace(inText[0], ' ');
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/['’]/g, '');
  const parts = plain.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '');
  const isNumber = (part: string) => /\d/.test(part) || /^[a-h]$/.test(part);
  const words = parts.filter((part) => !isNumber(part)).map((part) => abbreviations[part] ?? part);
  return {
    postcode: given !== '' || inText === null ? given : normalised(`${inText[1]}${inText[2]}`),
    numbers: sorted(parts.filter(isNumber).flatMap(piecesOf)),
    words: sorted(words.filter((word) => !leftOut.has(word))),
    uprn: uprn.replace(/\D/g, '').replace(/^0+/, ''),
  };
}

function piecesOf(number: string): readonly string[] {
  const pieces = number.match(/\d+|[a-z]+/g) ?? [];
  return pieces.filter((piece) => !/^(?:st|nd|rd|th)$/.test(piece)).map((piece) => piece.replace(/^0+(?=\d)/, ''));
}

function sorted(parts: readonly string[]): readonly string[] {
  return [...new Set(parts)].sort();
}
