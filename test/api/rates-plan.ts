/** A plan of one's own for the ceremony trial: the rates of its primary outcome, and nothing else. */
export const ratesPlan = {
  title: 'Rates alone',
  arm: { column: 'arm', reference: 'standard', levels: ['standard', 'volunteering', 'behavioural'] },
  outcomes: [{ name: 'registered', column: 'registered', kind: 'binary', primary: true }],
  contrasts: 'each-against-reference',
  estimators: [{ id: 'rates', method: 'proportions' }],
};
