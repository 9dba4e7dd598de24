-- An exploratory analysis follows the locked one: nothing is looked at by arm before the plan has answered.
create trigger analysis_run_order before insert on analysis_run
when new.kind = 'exploratory'
begin
  select raise(abort, 'analysis-not-run')
  where not exists (select 1 from analysis_run where trial = new.trial and kind = 'locked');
end;
