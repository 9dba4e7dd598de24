/** What stands around every page: the title, the training banner, the navigation for who is signed in. */
import { may } from '../access/permissions.ts';
import { roleNames } from '../access/roles.ts';
import type { Viewer } from './reads.ts';
import type { Assets, Frame, Page } from './render.ts';

/** @param path of the page itself, to mark it in the navigation */
export function frameOf(
  page: Page,
  path: string,
  viewer: Viewer | null,
  isTrainingDatabase: boolean,
  assets: Assets,
): Frame {
  const links = [
    { text: 'Trials', href: '/' },
    ...(viewer === null ? [] : [{ text: 'Today', href: '/today' }]),
    ...(viewer !== null && may(viewer, 'read-rota') ? [{ text: 'Rota', href: '/rota' }] : []),
    ...(viewer !== null && may(viewer, 'record-by-code') ? [{ text: 'Record by code', href: '/follow-ups' }] : []),
    ...(viewer !== null && may(viewer, 'manage-staff') ? [{ text: 'People', href: '/staff' }] : []),
    { text: 'Glossary', href: '/glossary' },
    ...(viewer === null ? [] : [{ text: 'Your account', href: '/account' }]),
    ...(viewer === null ? [{ text: 'Sign in', href: '/sign-in' }] : []),
  ];
  return {
    assets,
    pageScript: assets.scripts[page.view] ?? null,
    title: `${page.title} - Pledge`,
    isTraining: isTrainingDatabase || page.isTraining || (viewer?.isTraining ?? false),
    navigation: links.map((link) => ({ ...link, current: link.href === path })),
    signedIn: viewer === null ? null : `${viewer.name}, ${roleNames[viewer.role]}`,
  };
}
