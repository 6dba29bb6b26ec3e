-- Sources are read as a whole and changed as a whole: a document each, with its write keys in it.
create table source (
    tenant     text        not null,
    id         text        not null,
    version    bigint      not null,
    archived   boolean     not null default false,
    definition jsonb       not null,
    changed_at timestamptz not null default clock_timestamp(),
    primary key (tenant, id)
);

-- Every instance asks each second what has changed.
create index source_changed_at on source (changed_at);

-- The database's clock decides, so that instances with differing clocks miss nothing.
create function touch() returns trigger language plpgsql as
$$
begin
    new.changed_at := clock_timestamp();
    return new;
end
$$;

create trigger source_touch before insert or update on source for each row execute function touch();

create table upload (
    tenant          text        not null,
    id              text        not null,
    state           text        not null,
    attempt         int         not null default 0,
    declaration     jsonb       not null,
    outcome         jsonb,
    idempotency_key text,
    created_at      timestamptz not null,
    primary key (tenant, id),
    unique (tenant, idempotency_key)
);
