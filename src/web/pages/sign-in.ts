/** The pages of the door, one thing each; all have one shape. What was typed as a password, a code or a token is never shown again. */
import { boroughName } from '../../trial/boroughs.ts';
import type { Page } from '../render.ts';

export type SignInField = {
  readonly name: string;
  readonly label: string;
  /** Empty for none. */
  readonly hint: string;
  readonly isPassword: boolean;
  readonly value: string;
  readonly autocomplete: string;
  readonly inputmode: string;
  readonly classes: string;
  /** The error beside the field, or false: the macro's own word for none. */
  readonly error: { readonly text: string } | false;
};

type Link = { readonly text: string; readonly href: string };

export type SignInModel = {
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly qr: { readonly size: number; readonly path: string; readonly secret: string } | null;
  readonly codes: readonly string[];
  readonly form: { readonly action: string; readonly button: string; readonly fields: readonly SignInField[] } | null;
  readonly onwards: Link | null;
  readonly links: readonly Link[];
  readonly notes: readonly string[];
};

/** What is wrong, and at which field. */
export type SignInProblem = { readonly field: string; readonly text: string };

type Parts = Partial<Omit<SignInModel, 'errors' | 'form' | 'heading'>> & {
  readonly heading: string;
  readonly problem?: SignInProblem | null;
  readonly form?: { readonly action: string; readonly button: string; readonly fields: readonly Field[] };
};

type Field = Pick<SignInField, 'name' | 'label'> & Partial<SignInField>;

function page({ heading, problem = null, form, ...rest }: Parts): Page {
  const none = { hint: '', isPassword: false, value: '', autocomplete: 'off', inputmode: '', classes: '' };
  const fields = (form?.fields ?? []).map((field) => ({
    ...none,
    ...field,
    error: problem?.field === field.name ? { text: problem.text } : (false as const),
  }));
  const empty = { paragraphs: [], qr: null, codes: [], onwards: null, links: [], notes: [] };
  return {
    view: 'sign-in',
    title: problem === null ? heading : `Error: ${heading}`,
    isTraining: false,
    model: {
      ...empty,
      ...rest,
      heading,
      errors: problem === null ? [] : [{ text: problem.text, href: `#${problem.field}` }],
      form: form === undefined ? null : { ...form, fields },
    },
  };
}

/** Shown for a moment on the way back from a provider. */
export function onwardsPage(to: string): Page {
  return page({ heading: 'You are being signed in', onwards: { text: 'Continue', href: to } });
}

/**
 * @param next where to go afterwards, an address of this site @param isTraining whether the training token's page is offered
 * @param boroughs that sign their people in themselves, by ONS code
 */
export function passwordPage(
  next: string,
  isTraining: boolean,
  boroughs: readonly string[],
  email = '',
  problem: SignInProblem | null = null,
): Page {
  return page({
    heading: 'Sign in',
    problem,
    form: {
      action: withNext('/sign-in', next),
      button: 'Continue',
      fields: [
        { name: 'email', label: 'Email address', value: email, autocomplete: 'username', inputmode: 'email' },
        { name: 'password', label: 'Password', isPassword: true, autocomplete: 'current-password' },
      ],
    },
    links: [
      ...boroughs.map((code) => ({
        text: `Sign in through ${boroughName(code) ?? code}`,
        href: withNext(`/sign-in/borough/${code}`, next),
      })),
      ...(isTraining ? [{ text: 'Sign in with a training token', href: withNext('/sign-in/training', next) }] : []),
    ],
    notes: [
      'If you have forgotten your password or lost your phone, ask your borough lead or whoever runs this installation. Nobody can sign up here by themselves.',
    ],
  });
}

export function codePage(next: string, problem: SignInProblem | null = null): Page {
  return page({
    heading: 'Enter the code from your app',
    problem,
    form: {
      action: withNext('/sign-in/code', next),
      button: 'Sign in',
      fields: [codeField],
    },
    links: [{ text: 'Use a recovery code instead', href: withNext('/sign-in/recovery', next) }],
  });
}

export function recoveryPage(next: string, problem: SignInProblem | null = null): Page {
  return page({
    heading: 'Enter a recovery code',
    paragraphs: ['Use one of the codes you kept when you set up your authenticator app. Each works once.'],
    problem,
    form: {
      action: withNext('/sign-in/recovery', next),
      button: 'Sign in',
      fields: [
        { name: 'code', label: 'Recovery code', hint: 'For example, aB3dE-fG6hI', classes: 'govuk-input--width-20' },
      ],
    },
    links: [{ text: 'Use a code from your app', href: withNext('/sign-in/code', next) }],
  });
}

export function trainingPage(next: string, problem: SignInProblem | null = null): Page {
  return page({
    heading: 'Sign in with a training token',
    paragraphs: ['Use the access token you were given. It says who you are, your role and your borough.'],
    problem,
    form: {
      action: withNext('/sign-in/training', next),
      button: 'Sign in',
      fields: [
        {
          name: 'token',
          label: 'Access token',
          hint: 'It begins with pledge_ and you can paste it.',
          isPassword: true,
        },
      ],
    },
    links: [{ text: 'Sign in with a password', href: withNext('/sign-in', next) }],
  });
}

export function setUpPage(qr: SignInModel['qr'], next: string): Page {
  return page({
    heading: 'Set up your authenticator app',
    paragraphs: [
      'You need an authenticator app on your phone to sign in to Pledge. Any app that makes six-digit codes will do.',
      'Scan this QR code with the app.',
    ],
    qr,
    onwards: { text: 'Continue', href: withNext('/sign-in/set-up/recovery-codes', next) },
  });
}

export function firstCodesPage(codes: readonly string[], next: string): Page {
  return page({
    heading: 'Keep your recovery codes',
    paragraphs: [
      'If you lose your phone, one of these codes lets you in. Each works once. Print this page or write them down, and keep them apart from your phone.',
      'You will not see them again.',
    ],
    codes,
    onwards: { text: 'I have kept them', href: withNext('/sign-in/set-up/code', next) },
    links: [{ text: 'Back to the QR code', href: withNext('/sign-in/set-up', next) }],
  });
}

export function setUpCodePage(next: string, problem: SignInProblem | null = null): Page {
  return page({
    heading: 'Confirm your authenticator app',
    problem,
    form: { action: withNext('/sign-in/set-up/code', next), button: 'Confirm and sign in', fields: [codeField] },
    links: [{ text: 'Back to the QR code', href: withNext('/sign-in/set-up', next) }],
  });
}

/** @param joining whom the link is for; null where it opens nothing @param path of this page */
export function joinPage(
  joining: { readonly name: string; readonly email: string } | null,
  path: string,
  problem: string | null,
): Page {
  if (joining === null) {
    const why = 'It may have been used, taken back, or be older than seven days. Ask whoever sent it for a new one.';
    return page({
      heading: 'This link does not work',
      paragraphs: [why],
      links: [{ text: 'Sign in', href: '/sign-in' }],
    });
  }
  return page({
    heading: 'Choose a password',
    paragraphs: [
      `${joining.name}, you will sign in with ${joining.email}.`,
      'Use 12 characters or more, such as three random words. Next you set up an authenticator app on your phone.',
    ],
    problem: problem === null ? null : { field: 'password', text: problem },
    form: {
      action: path,
      button: 'Continue',
      fields: [
        { name: 'password', label: 'Password', isPassword: true, autocomplete: 'new-password' },
        { name: 'again', label: 'The same password again', isPassword: true, autocomplete: 'new-password' },
      ],
    },
  });
}

/** @param hasPassword false where a provider signs this person in @param next where they were */
export function confirmPage(hasPassword: boolean, next: string, problem: SignInProblem | null = null): Page {
  const heading = 'Enter your password again';
  const why =
    'What you are about to do cannot be undone, so Pledge makes sure that it is you. It asks once in ten minutes.';
  if (!hasPassword) {
    const how = 'You signed in through your borough. Sign out, then sign in again: for ten minutes you are not asked.';
    return page({ heading: 'Sign in again', paragraphs: [why, how], links: [{ text: 'Back', href: next }] });
  }
  return page({
    heading,
    paragraphs: [why],
    problem,
    form: {
      action: withNext('/account/confirm', next),
      button: 'Continue',
      fields: [{ name: 'current', label: 'Password', isPassword: true, autocomplete: 'current-password' }],
    },
  });
}

export function newPasswordPage(problem: SignInProblem | null = null): Page {
  return page({
    heading: 'Change your password',
    paragraphs: ['Your other sessions end. Use 12 characters or more, such as three random words.'],
    problem,
    form: {
      action: '/account/password',
      button: 'Change password',
      fields: [
        { name: 'current', label: 'Current password', isPassword: true, autocomplete: 'current-password' },
        { name: 'password', label: 'New password', isPassword: true, autocomplete: 'new-password' },
      ],
    },
    links: [{ text: 'Your account', href: '/account' }],
  });
}

export function newCodesPage(problem: SignInProblem | null = null): Page {
  return page({
    heading: 'Get new recovery codes',
    paragraphs: ['The codes you have now stop working.'],
    problem,
    form: {
      action: '/account/recovery-codes',
      button: 'Get new codes',
      fields: [{ name: 'current', label: 'Current password', isPassword: true, autocomplete: 'current-password' }],
    },
    links: [{ text: 'Your account', href: '/account' }],
  });
}

export function codesPage(codes: readonly string[]): Page {
  return page({
    heading: 'Your new recovery codes',
    paragraphs: ['Each works once. Print this page or write them down. You will not see them again.'],
    codes,
    onwards: { text: 'I have kept them', href: '/account' },
  });
}

const codeField: Field = {
  name: 'code',
  label: 'Six-digit code',
  hint: 'A code works once. If you have just used it, wait for the next.',
  autocomplete: 'one-time-code',
  inputmode: 'numeric',
  classes: 'govuk-input--width-10',
};

export function withNext(path: string, next: string): string {
  return next === '/today' ? path : `${path}?next=${encodeURIComponent(next)}`;
}
