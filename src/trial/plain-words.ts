/** Days, times and counts of people as a sentence says them, for histories that are read as text. */
const date = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

/** 'YYYY-MM-DD' as "9 March 2026". */
export const dayWords = (day: string): string => date.format(new Date(`${day}T12:00:00Z`));

/** "1 person", "25 people". */
export const peopleWords = (count: number): string => `${count} ${count === 1 ? 'person' : 'people'}`;

/** A code as words: "venue-unavailable" reads "venue unavailable". */
export const codeWords = (code: string): string => code.replaceAll(/[-_]/g, ' ');
