/** Names beside the people of a ceremony. */
import { joinNames } from './desk-names.ts';

const page = document.getElementById('people');
if (page !== null) {
  const known = await joinNames(page);
  const told = document.getElementById('names-told');
  if (told !== null && known > 0) {
    told.textContent = `Names are joined in this browser and never sent. It knows ${known} of these people.`;
  }
}
