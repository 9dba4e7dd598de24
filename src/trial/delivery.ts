/**
 * The words of a delivery log: in what a ceremony can differ from its arm (TIDieR, items 5, 8 and 12; Hoffmann et al. 2014, BMJ
 * 348:g1687), and the kinds of organisation that deliver. All of it is coded, so that nothing about an attendee can stand in it.
 */
export const deliveryDeviations = [
  'other-arm-delivered',
  'service-absent',
  'service-unplanned',
  'announcement-omitted',
  'forms-missing',
  'packs-missing',
  'started-late',
  'shortened',
  'interrupted',
  'other',
] as const;
export type DeliveryDeviation = (typeof deliveryDeviations)[number];

export const deviationWords: Readonly<Record<DeliveryDeviation, string>> = {
  'other-arm-delivered': 'What another arm offers was offered',
  'service-absent': 'The volunteering service should have been there and was not',
  'service-unplanned': 'The volunteering service was there and should not have been',
  'announcement-omitted': 'The announcement from the front was left out',
  'forms-missing': 'Cards or forms were missing',
  'packs-missing': 'Packs were not handed over to some households',
  'started-late': 'It started late',
  shortened: 'It was cut short',
  interrupted: 'It was interrupted',
  other: 'Something else differed',
};

export const organisationKinds = [
  'register-office',
  'volunteer-centre',
  'voluntary-group',
  'electoral-services',
  'council-service',
  'other',
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

export const organisationKindWords: Readonly<Record<OrganisationKind, string>> = {
  'register-office': 'Register office',
  'volunteer-centre': 'Volunteer centre',
  'voluntary-group': 'Voluntary group',
  'electoral-services': 'Electoral services',
  'council-service': 'Another service of the council',
  other: 'Another organisation',
};

export type Held = {
  readonly phase: 'baseline' | 'trial';
  readonly servicePresent: boolean;
  readonly deviations: readonly DeliveryDeviation[];
};

/** One plain sentence where a log contradicts itself; null where it does not. */
export function contradictionIn({ phase, servicePresent, deviations }: Held): string | null {
  if (servicePresent && deviations.includes('service-absent'))
    return 'the volunteering service cannot be present and absent: change one of the two';
  if (!servicePresent && deviations.includes('service-unplanned'))
    return 'the volunteering service cannot be there unplanned and not be present: change one of the two';
  if (phase === 'baseline' && deviations.includes('other-arm-delivered'))
    return 'a baseline ceremony has no arm, so no other arm can be delivered: leave other-arm-delivered out';
  return null;
}
