/** Names in the choices of a page of the desk. */
import { joinNames } from './desk-names.ts';

const page = document.getElementById('desk-form');
if (page !== null) await joinNames(page);
