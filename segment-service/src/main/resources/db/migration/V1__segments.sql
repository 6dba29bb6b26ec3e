-- One row a tenant: locked by every change of its segments, so that two changes at once cannot make a circle, and counted
-- up, so that every instance sees that something changed.
create table rulebook (
    tenant   text primary key,
    revision bigint not null
);

create table segment (
    tenant            text        not null,
    id                text        not null,
    name              text        not null,
    rule              text        not null, -- canonical text
    merge_policy      text        not null,
    version           bigint      not null,
    rule_version      bigint      not null, -- the version that brought rule and merge policy
    published_version bigint      not null, -- what dmp.segments.v1 has; below version, the sweeper publishes
    archived          boolean     not null,
    created_at        timestamptz not null,
    changed_at        timestamptz not null,
    changed_by        text        not null,
    primary key (tenant, id)
);

create index segment_unpublished on segment (tenant, id) where published_version < version;

create table segment_version (
    tenant       text        not null,
    id           text        not null,
    version      bigint      not null,
    name         text        not null,
    rule         text        not null,
    merge_policy text        not null,
    archived     boolean     not null,
    changed_at   timestamptz not null,
    changed_by   text        not null,
    primary key (tenant, id, version)
);

create table backfill (
    tenant       text        not null,
    segment      text        not null,
    revision     bigint      not null, -- of the rulebook, with the rule that is asked
    start_bucket bigint,               -- where the segment joined the walk
    wrapped      boolean     not null, -- the walk has passed the last identifier since
    covered      boolean     not null, -- all ticks are sent
    evaluated    bigint      not null,
    total        bigint      not null,
    started_at   timestamptz not null,
    finished_at  timestamptz,
    primary key (tenant, segment)
);

create index backfill_unfinished on backfill (tenant) where finished_at is null;

create table walk (
    tenant text primary key,
    cursor bigint not null -- the next bucket of known identifiers
);
