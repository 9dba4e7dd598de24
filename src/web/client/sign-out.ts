/**
 * Signing out takes off this device what the check-in page keeps for a reload without a network, and tells its open tabs. The marks that
 * are not sent yet stay, by code and without names: they are the only record that somebody came.
 */
import { forgetKnown } from './check-in/queue-store.ts';

for (const form of document.querySelectorAll<HTMLFormElement>('form[action="/sign-out"]')) {
  form.addEventListener('submit', async (event) => {
    if (!globalThis.isSecureContext) return;
    event.preventDefault();
    await caches.delete('pledge-check-in');
    await forgetKnown();
    const tabs = new BroadcastChannel('pledge-check-in');
    tabs.postMessage('signed-out');
    tabs.close();
    form.submit();
  });
}
