-- How far the events retained have been looked at again for the sake of a new or changed trait. One row a trait.
create table trait_backfill (
    tenant      text        not null,
    trait       text        not null,
    version     bigint      not null, -- of the trait
    definition  text        not null, -- of that version
    earlier     text        not null, -- definitions that may have realised the trait meanwhile, a JSON array
    state       text        not null, -- running, complete, cancelled
    positions   text        not null, -- partition:next:end,... ; empty before the first look
    read_events bigint      not null,
    of_events   bigint      not null,
    replayed    bigint      not null,
    started_at  timestamptz not null,
    finished_at timestamptz,
    owner       text,                 -- the instance that is at it
    lease_until timestamptz,          -- until when no other may take it
    primary key (tenant, trait)
);

create index trait_backfill_running on trait_backfill (started_at) where state = 'running';
