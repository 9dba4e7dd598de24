/** The pages that belong to nobody in particular: the front page, the glossary, the accessibility statement. */
import type { Door } from '../door.ts';
import { accessibilityPage } from '../pages/accessibility.ts';
import { glossaryPage } from '../pages/glossary.ts';
import { homePage } from '../pages/home.ts';

export function generalRoutes({ web, reads, contact, show }: Door): void {
  web.get('/', async (context) => show(context, homePage(await reads.trials(context.get('viewer')))));
  web.get('/glossary', (context) => show(context, glossaryPage()));
  web.get('/accessibility', (context) => show(context, accessibilityPage(contact)));
}
