/** The pages of a borough's records on the service itself. */
import { readAgreements, recordAgreement, recordContactTerms } from '../actions/borough-agreements.ts';
import { readTargets, setTarget } from '../actions/borough-targets.ts';
import type { Deps } from '../actions/deps.ts';
import { readOrganisations, registerOrganisation } from '../actions/organisations.ts';
import { readRota } from '../actions/partner-rota.ts';
import { problemsOf } from '../actions/problems-of.ts';
import { readDeliveryPlace } from '../actions/read-delivery-place.ts';
import { readHistory } from '../actions/read-history.ts';
import { recordDelivery } from '../actions/record-delivery.ts';
import { askAboutSubject, readSubject } from '../actions/subject-access.ts';
import { requestOf } from './acts-of-actions.ts';
import type { DeskPort } from './desk-port.ts';

export function deskPortOf(deps: Deps): DeskPort {
  return {
    deliveryPlace: (viewer, ceremony) => readDeliveryPlace(deps, viewer, ceremony),
    recordDelivery: (by, ceremony, input) =>
      problemsOf(() => recordDelivery(deps, requestOf(by, 'delivery', ceremony, input), ceremony, input)),
    history: (viewer, ceremony) => readHistory(deps, viewer, ceremony),
    rota: (viewer) => readRota(deps, viewer),
    organisations: (viewer, slug) => readOrganisations(deps, viewer, slug),
    registerOrganisation: (by, slug, input) =>
      problemsOf(() => registerOrganisation(deps, requestOf(by, 'organisation', slug, input), slug, input)),
    agreements: (viewer, slug, borough) => readAgreements(deps, viewer, slug, borough),
    targets: (viewer, slug, borough) => readTargets(deps, viewer, slug, borough),
    recordAgreement: (by, slug, borough, input) =>
      problemsOf(() =>
        recordAgreement(deps, requestOf(by, 'agreement', `${slug} ${borough}`, input), slug, borough, input),
      ),
    recordContactTerms: (by, slug, borough, input) =>
      problemsOf(() =>
        recordContactTerms(deps, requestOf(by, 'contact-terms', `${slug} ${borough}`, input), slug, borough, input),
      ),
    setTarget: (by, slug, borough, input) =>
      problemsOf(() => setTarget(deps, requestOf(by, 'target', `${slug} ${borough}`, input), slug, borough, input)),
    async askAboutSubject(by, slug, hash) {
      return (await askAboutSubject(deps, requestOf(by, 'subject', slug, hash), slug, hash)).reply.id;
    },
    subject: (viewer, slug, id) => readSubject(deps, viewer, slug, id),
  };
}
