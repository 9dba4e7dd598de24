-- Releases in their order. A correction supersedes the one before it, for a coded reason, by two people; what left stays what it was.

create table trial_release (
  trial text not null references trial (slug),
  number integer not null,
  document_hash text not null,
  reason text,
  at text not null,
  actor text not null,
  constraint trial_release_number_counts check (number >= 1),
  constraint trial_release_document_hash_is_a_hash check (length(document_hash) = 64 and octet_length(document_hash) = 64 and document_hash not glob '*[^0-9a-f]*'),
  constraint trial_release_reason_is_known check (reason in ('figures-wrong', 'outcome-missing', 'words-wrong', 'shown-too-much', 'file-damaged')),
  constraint trial_release_reason_of_correction check ((number = 1) = (reason is null)),
  constraint trial_release_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint trial_release_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, number)
) strict;
--> statement-breakpoint
-- Safe figures that left before the release, each of a borough once; 0 where the figure was not shown. Final ones are of the closed trial.
create table progress_figure (
  trial text not null references trial (slug),
  borough text not null,
  figure integer not null,
  is_final integer not null,
  at text not null,
  constraint progress_figure_borough_is_a_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint progress_figure_figure_counts check (figure >= 0),
  constraint progress_figure_is_final_is_a_boolean check (is_final in (0, 1)),
  constraint progress_figure_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  primary key (trial, borough, figure, is_final)
) strict;
--> statement-breakpoint
-- What was released before this table was there.
insert into trial_release (trial, number, document_hash, reason, at, actor)
select released.trial, 1, (
  select document_hash from sign_off
  where sign_off.trial = released.trial and sign_off.act = 'release'
  group by document_hash having count(distinct role) >= 2 order by max(sign_off.at) desc limit 1
), null, released.at, released.actor
from trial_status as released where released.act = 'release';
--> statement-breakpoint
create trigger trial_release_no_update before update on trial_release
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger trial_release_no_delete before delete on trial_release
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger trial_release_no_replace before insert on trial_release
begin
  select raise(abort, 'UNIQUE constraint failed: trial_release.trial, trial_release.number')
  where exists (select 1 from trial_release where trial = new.trial and number = new.number);
end;
--> statement-breakpoint
create trigger progress_figure_no_update before update on progress_figure
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger progress_figure_no_delete before delete on progress_figure
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger progress_figure_no_replace before insert on progress_figure
begin
  select raise(abort, 'UNIQUE constraint failed: progress_figure.trial, progress_figure.borough, progress_figure.figure, progress_figure.is_final')
  where exists (
    select 1 from progress_figure
    where trial = new.trial and borough = new.borough and figure = new.figure and is_final = new.is_final
  );
end;
--> statement-breakpoint
create trigger trial_release_guard before insert on trial_release
begin
  select raise(abort, 'seq-gap')
  where new.number > (select coalesce(max(number), 0) + 1 from trial_release where trial = new.trial);
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none') <> 'released';
  select raise(abort, 'same-person')
  where (
    select count(distinct actor) from sign_off
    where trial = new.trial and document_hash = new.document_hash
      and act = case when new.number = 1 then 'release' else 'correct-release' end
      and role in ('trial-statistician', 'trial-administrator')
  ) < 2;
  select raise(abort, 'pre-election')
  where exists (
    select 1 from poll
    where trial = new.trial and date(new.at) >= quiet_from and date(new.at, '+1 hour') <= poll_on
    and not exists (select 1 from release_override where trial = new.trial and until >= poll.poll_on)
  );
end;
--> statement-breakpoint
-- The files of a release are written with it, and none is added afterwards.
create trigger artefact_release_sealed before insert on artefact
when new.collection glob 'release-[0-9]*' or new.collection glob 'pack-[0-9]*'
begin
  select raise(abort, 'release-sealed')
  where exists (
    select 1 from trial_release
    where trial = new.trial and new.collection in ('release-' || number, 'pack-' || number)
  );
end;
