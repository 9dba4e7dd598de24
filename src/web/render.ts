/**
 * Renders precompiled views, the same on Node and on Workers: no files are read and nothing is evaluated. Each view has one
 * model type, made by a page in `pages/`; views hold no logic beyond "is it there" and "for each".
 */
import slim from 'nunjucks/browser/nunjucks-slim.js';
import type { AccessibilityModel } from './pages/accessibility.ts';
import type { AccountModel } from './pages/account.ts';
import type { AmendModel, AmendmentModel, AmendmentsModel } from './pages/amendments.ts';
import type { AttendeeModel } from './pages/attendee.ts';
import type { CompareModel, RunsModel } from './pages/bench.ts';
import type { BoroughModel } from './pages/borough.ts';
import type { CardsModel } from './pages/cards.ts';
import type { CeremonyModel } from './pages/ceremony.ts';
import type { ChangeModel } from './pages/change-ceremony.ts';
import type { CheckModel } from './pages/check.ts';
import type { CheckInModel } from './pages/check-in.ts';
import type { ConductModel } from './pages/conduct.ts';
import type { ConfirmModel } from './pages/confirm.ts';
import type { CountsModel } from './pages/counts.ts';
import type { DeliveryModel } from './pages/delivery.ts';
import type { DeskFormModel } from './pages/desk-form.ts';
import type { DocumentModel, DocumentsModel } from './pages/documents.ts';
import type { DraftCheckModel } from './pages/draft-check.ts';
import type { DrawModel } from './pages/draw.ts';
import type { GlossaryModel } from './pages/glossary.ts';
import type { HistoryModel } from './pages/history.ts';
import type { HomeModel } from './pages/home.ts';
import type { ListModel } from './pages/list.ts';
import type { MessageModel } from './pages/message.ts';
import type { AttritionModel, MonitoringModel } from './pages/monitoring.ts';
import type { PartnerFollowUpsModel } from './pages/partner-follow-ups.ts';
import type { PeopleModel } from './pages/people.ts';
import type { ProgrammeModel } from './pages/programme.ts';
import type { ProtocolModel } from './pages/protocol.ts';
import type { MatchModel, RegisterModel } from './pages/register.ts';
import type { ReleaseModel } from './pages/release.ts';
import type { ReminderAlarmModel, RemindersModel } from './pages/reminders.ts';
import type { RotaModel } from './pages/rota.ts';
import type { RunSheetModel } from './pages/run-sheet.ts';
import type { ScheduleModel } from './pages/schedule.ts';
import type { SignInModel } from './pages/sign-in.ts';
import type { StaffLinkModel, StaffModel } from './pages/staff.ts';
import type { StepsModel } from './pages/steps.ts';
import type { SubjectModel } from './pages/subject.ts';
import type { TodayModel } from './pages/today.ts';
import type { TrialModel } from './pages/trial.ts';

/** Addresses of the built files, each named by its content. */
export type Assets = {
  readonly style: string;
  readonly script: string;
  readonly icon: string;
  /** Scripts of single pages, by their view's name. */
  readonly scripts: Readonly<Record<string, string>>;
};

/** Precompiled templates by name, as src/web/build.ts writes them. Only the renderer looks inside. */
export type CompiledViews = Readonly<Record<string, unknown>>;

export type Models = {
  readonly accessibility: AccessibilityModel;
  readonly account: AccountModel;
  readonly amend: AmendModel;
  readonly amendment: AmendmentModel;
  readonly amendments: AmendmentsModel;
  readonly attendee: AttendeeModel;
  readonly cards: CardsModel;
  readonly ceremony: CeremonyModel;
  readonly 'change-ceremony': ChangeModel;
  readonly check: CheckModel;
  readonly 'check-in': CheckInModel;
  readonly conduct: ConductModel;
  readonly borough: BoroughModel;
  readonly delivery: DeliveryModel;
  readonly confirm: ConfirmModel;
  readonly 'desk-form': DeskFormModel;
  readonly 'compare-runs': CompareModel;
  readonly 'draft-check': DraftCheckModel;
  readonly runs: RunsModel;
  readonly document: DocumentModel;
  readonly documents: DocumentsModel;
  readonly draw: DrawModel;
  readonly glossary: GlossaryModel;
  readonly history: HistoryModel;
  readonly home: HomeModel;
  readonly list: ListModel;
  readonly message: MessageModel;
  readonly people: PeopleModel;
  readonly protocol: ProtocolModel;
  readonly 'reminder-alarm': ReminderAlarmModel;
  readonly reminders: RemindersModel;
  readonly rota: RotaModel;
  readonly 'run-sheet': RunSheetModel;
  readonly schedule: ScheduleModel;
  readonly 'partner-follow-ups': PartnerFollowUpsModel;
  readonly release: ReleaseModel;
  readonly 'sign-in': SignInModel;
  readonly staff: StaffModel;
  readonly 'staff-link': StaffLinkModel;
  readonly programme: ProgrammeModel;
  readonly steps: StepsModel;
  readonly register: RegisterModel;
  readonly attrition: AttritionModel;
  readonly counts: CountsModel;
  readonly monitoring: MonitoringModel;
  readonly 'match-results': MatchModel;
  readonly subject: SubjectModel;
  readonly today: TodayModel;
  readonly trial: TrialModel;
};

/** What a page says of itself: its view, the words that say where one is, and its model. */
export type Page = {
  readonly [View in keyof Models]: {
    readonly view: View;
    /** Before " - Pledge" in the browser's title. */
    readonly title: string;
    readonly model: Models[View];
    /** True when what the page shows belongs to a training trial. */
    readonly isTraining: boolean;
  };
}[keyof Models];

/** What stands around every page. */
export type Frame = {
  readonly assets: Assets;
  /** Address of this page's own script, or null. */
  readonly pageScript: string | null;
  readonly title: string;
  readonly isTraining: boolean;
  readonly navigation: readonly { readonly text: string; readonly href: string; readonly current: boolean }[];
  /** Name and role of who is signed in, or null. */
  readonly signedIn: string | null;
};

export type Render = (page: Page, frame: Frame) => string;

/** Templates name each other relatively, as GOV.UK Frontend's do; the slim build has no path library to resolve that. */
class ViewLoader extends slim.PrecompiledLoader {
  override isRelative(name: string): boolean {
    return name.startsWith('.');
  }

  override resolve(from: string, to: string): string {
    return new URL(to, `http://views/${from}`).pathname.slice(1);
  }
}

/** @returns a function from page and frame to HTML; it throws where a view prints a value its model lacks. */
export function createRender(views: CompiledViews): Render {
  // The typings ask for an array; the loader itself looks templates up by name.
  const loader = new ViewLoader(views as unknown as unknown[]);
  const environment = new slim.Environment(loader, { autoescape: true });
  return (page, frame) => environment.render(`${page.view}.njk`, { frame, page: page.model });
}
