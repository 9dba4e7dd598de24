/**
 * The accessibility statement that the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility
 * Regulations 2018 ask for. It claims only what the journey tests check.
 */
import type { Page } from '../render.ts';

export type AccessibilityModel = {
  /** An e-mail address for feedback, or null where the operator gave none. */
  readonly contact: string | null;
};

export function accessibilityPage(contact: string | null): Page {
  return { view: 'accessibility', title: 'Accessibility statement', isTraining: false, model: { contact } };
}
