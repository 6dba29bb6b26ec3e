-- Which rules each running instance decides under. A backfill begins when all that run have heard of its rule.
create table instance (
    id      uuid        primary key,
    seen_at timestamptz not null -- it looks for changed rules again and again; one not seen for the grace of a backfill holds nothing up
);

create table instance_rules (
    instance uuid   not null references instance on delete cascade,
    tenant   text   not null,
    revision bigint not null, -- of the rulebook: no decision under an older one is going on there
    primary key (instance, tenant)
);
