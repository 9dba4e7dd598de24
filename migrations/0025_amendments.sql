-- Amendments of a locked protocol: proposed by one of two people, in force once the other has signed. In the words of the files before it:
-- rows are appended, a row that is there is refused before the insert, and each guard says its code. A version after the lock is an amendment
-- that two people signed, or the stopping of an arm and nothing else.

-- What one of the two proposes. The hash is of trial, number, protocol, weight and reason together: it is what both sign.
create table amendment_proposal (
  trial text not null references trial (slug),
  document_hash text not null,
  base_version integer not null,
  document text not null,
  protocol_hash text not null,
  plan_hash text not null,
  weight text not null,
  reason text not null,
  at text not null,
  actor text not null,
  constraint amendment_proposal_document_hash_is_a_hash check (length(document_hash) = 64 and octet_length(document_hash) = 64 and document_hash not glob '*[^0-9a-f]*'),
  constraint amendment_proposal_base_version_counts check (base_version >= 1),
  constraint amendment_proposal_document_is_json check (json_valid(document)),
  constraint amendment_proposal_protocol_hash_is_a_hash check (length(protocol_hash) = 64 and octet_length(protocol_hash) = 64 and protocol_hash not glob '*[^0-9a-f]*'),
  constraint amendment_proposal_plan_hash_is_a_hash check (length(plan_hash) = 64 and octet_length(plan_hash) = 64 and plan_hash not glob '*[^0-9a-f]*'),
  constraint amendment_proposal_weight_is_known check (weight in ('minor', 'major')),
  constraint amendment_proposal_reason_has_length check (length(reason) between 10 and 500),
  constraint amendment_proposal_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint amendment_proposal_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, document_hash)
) strict;
--> statement-breakpoint
-- An amendment in force, written just before the version it makes; `after_unblinding` is 1 where somebody had read arms or figures by arm.
create table protocol_amendment (
  trial text not null,
  version integer not null,
  document_hash text not null,
  after_unblinding integer not null,
  at text not null,
  actor text not null,
  constraint protocol_amendment_version_counts check (version >= 2),
  constraint protocol_amendment_after_unblinding_is_boolean check (after_unblinding in (0, 1)),
  constraint protocol_amendment_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint protocol_amendment_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, version),
  foreign key (trial, document_hash) references amendment_proposal (trial, document_hash),
  foreign key (trial, version) references protocol_version (trial, version) deferrable initially deferred
) strict;
--> statement-breakpoint
create trigger amendment_proposal_no_update before update on amendment_proposal
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger amendment_proposal_no_delete before delete on amendment_proposal
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger protocol_amendment_no_update before update on protocol_amendment
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger protocol_amendment_no_delete before delete on protocol_amendment
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
-- What the draw is made from never changes; other places do not once they have been used. Members are compared by their place in the file.
create trigger protocol_amendment_change_guard before insert on protocol_amendment
begin
  select raise(abort, 'design-locked')
  from (
    with
    earlier (place, kind, atom) as (
      select json_tree.fullkey, replace(json_tree.type, 'integer', 'real'), json_tree.atom
      from protocol_version join json_tree(protocol_version.document)
      where trial = new.trial and version = new.version - 1
    ),
    later (place, kind, atom) as (
      select json_tree.fullkey, replace(json_tree.type, 'integer', 'real'), json_tree.atom
      from amendment_proposal join json_tree(amendment_proposal.document)
      where trial = new.trial and document_hash = new.document_hash
    )
    select place from (select * from earlier except select * from later)
    union
    select place from (select * from later except select * from earlier)
  ) as changed
  where changed.place in ('$.format', '$.slug', '$.unit', '$.seed')
    or changed.place like '$.scheme%' or changed.place like '$.strata%' or changed.place like '$.beacon%'
    or changed.place like '$.stoppedArms%' or changed.place like '$.disclosure%'
    or changed.place like '$.arms[%].name' or changed.place like '$.arms[%].ratio'
    or changed.place like '$.arms[%].delivered' or changed.place like '$.arms[%].cell%'
    or (changed.place = '$.leadTimeWorkingDays' and exists (select 1 from ceremony where trial = new.trial))
    or (changed.place like '$.baseline%' and exists (select 1 from trial_status where trial = new.trial and act = 'open'))
    or (
      (changed.place like '$.reminders.schedule%' or changed.place = '$.reminders.onePerHousehold')
      and exists (select 1 from reminder_message where trial = new.trial)
    )
    or (
      (
        changed.place like '$.analysis%' or changed.place like '$.contrasts%' or changed.place like '$.outcomes%'
        or changed.place in ('$.lateJoiners', '$.smallestEffectOfInterest')
      )
      and exists (
        select 1 from unblinding
        where trial = new.trial
          and reading not in ('read-sample-ratio', 'read-receipts', 'read-reminder-delivery', 'export-draw')
      )
    );
end;
--> statement-breakpoint
-- A borough stays, and so does an outcome that has a follow-up, as the kind of thing it is; from the first follow-up on a borough's results
-- keep the form in which they come.
create trigger protocol_amendment_kept_guard before insert on protocol_amendment
begin
  select raise(abort, 'design-locked')
  where exists (
    select json_extract(value, '$.code') from protocol_version join json_each(protocol_version.document, '$.boroughs')
    where trial = new.trial and version = new.version - 1
    except
    select json_extract(value, '$.code') from amendment_proposal join json_each(amendment_proposal.document, '$.boroughs')
    where trial = new.trial and document_hash = new.document_hash
  );
  select raise(abort, 'design-locked')
  where exists (select 1 from follow_up where trial = new.trial) and exists (
    select json_extract(value, '$.code'), coalesce(json_extract(value, '$.shares'), 'people')
    from protocol_version join json_each(protocol_version.document, '$.boroughs')
    where trial = new.trial and version = new.version - 1
    except
    select json_extract(value, '$.code'), coalesce(json_extract(value, '$.shares'), 'people')
    from amendment_proposal join json_each(amendment_proposal.document, '$.boroughs')
    where trial = new.trial and document_hash = new.document_hash
  );
  select raise(abort, 'design-locked')
  where exists (
    select 1 from (
      select json_extract(value, '$.name') as name, json_extract(value, '$.kind') as kind
      from protocol_version join json_each(protocol_version.document, '$.outcomes')
      where trial = new.trial and version = new.version - 1
      except
      select json_extract(value, '$.name'), json_extract(value, '$.kind')
      from amendment_proposal join json_each(amendment_proposal.document, '$.outcomes')
      where trial = new.trial and document_hash = new.document_hash
    ) as gone
    where exists (select 1 from follow_up where trial = new.trial and outcome = gone.name)
  );
end;
--> statement-breakpoint
-- After the lock a version is what two people signed, word for word, or it stops arms and changes nothing else.
create trigger protocol_version_signed_guard before insert on protocol_version
when (select status from trial_status where trial = new.trial order by seq desc limit 1) <> 'draft'
  and exists (select 1 from protocol_version where trial = new.trial)
begin
  select raise(abort, 'two-signatures')
  where not exists (
    select 1 from protocol_amendment as amendment
    join amendment_proposal as proposal on proposal.trial = amendment.trial and proposal.document_hash = amendment.document_hash
    where amendment.trial = new.trial and amendment.version = new.version
      and proposal.document = new.document and proposal.protocol_hash = new.protocol_hash
      and proposal.plan_hash = new.plan_hash and proposal.reason = new.reason
  ) and exists (
    select 1 from (
      with
      earlier (place, kind, atom) as (
        select json_tree.fullkey, replace(json_tree.type, 'integer', 'real'), json_tree.atom
        from protocol_version join json_tree(protocol_version.document)
        where trial = new.trial and version = (select max(version) from protocol_version where trial = new.trial)
      ),
      later (place, kind, atom) as (
        select fullkey, replace(type, 'integer', 'real'), atom from json_tree(new.document)
      )
      select place, 1 as is_gone from (select * from earlier except select * from later)
      union
      select place, 0 from (select * from later except select * from earlier)
    ) as changed
    where changed.place not like '$.stoppedArms%' or (changed.is_gone = 1 and changed.place <> '$.stoppedArms')
  );
end;
--> statement-breakpoint
create trigger protocol_amendment_guard before insert on protocol_amendment
begin
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('locked', 'baseline', 'open', 'paused');
  select raise(abort, 'newer-version')
  where new.version is not (select max(version) + 1 from protocol_version where trial = new.trial)
    or new.version is not (
      select base_version + 1 from amendment_proposal where trial = new.trial and document_hash = new.document_hash
    );
  select raise(abort, 'two-signatures')
  where (
    select count(distinct actor) from sign_off
    where trial = new.trial and act = 'amend-protocol' and document_hash = new.document_hash
      and role in ('trial-administrator', 'trial-statistician')
  ) < 2;
  select raise(abort, 'unblinded-otherwise')
  where new.after_unblinding <> exists (select 1 from unblinding where trial = new.trial);
end;
--> statement-breakpoint
-- A version with the hash of an earlier one would draw the earlier one's arms again, which are known.
create trigger amendment_proposal_guard before insert on amendment_proposal
begin
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('locked', 'baseline', 'open', 'paused');
  select raise(abort, 'newer-version')
  where new.base_version is not (select max(version) from protocol_version where trial = new.trial);
  select raise(abort, 'design-locked')
  where exists (select 1 from protocol_version where trial = new.trial and protocol_hash = new.protocol_hash);
end;
--> statement-breakpoint
create trigger amendment_proposal_no_replace before insert on amendment_proposal
begin
  select raise(abort, 'UNIQUE constraint failed: amendment_proposal.trial, amendment_proposal.document_hash')
  where exists (select 1 from amendment_proposal where trial = new.trial and document_hash = new.document_hash);
end;
--> statement-breakpoint
create trigger protocol_amendment_no_replace before insert on protocol_amendment
begin
  select raise(abort, 'UNIQUE constraint failed: protocol_amendment.trial, protocol_amendment.version')
  where exists (select 1 from protocol_amendment where trial = new.trial and version = new.version);
end;
