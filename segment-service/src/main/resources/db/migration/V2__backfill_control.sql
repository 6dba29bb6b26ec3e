alter table backfill
    add column writes         bigint not null default 0,
    add column state          text   not null default 'running', -- running, paused, cancelled, complete
    add column paused_bucket  bigint,                            -- where the walk stood when it was paused
    add column pace_since     timestamptz,                       -- since when its pace is measured
    add column pace_evaluated bigint not null default 0;         -- how many had been evaluated then

update backfill set state = 'complete' where finished_at is not null;

drop index backfill_unfinished;
create index backfill_running on backfill (tenant) where state = 'running';
