-- What tenants choose to remember. Rows are never deleted: what was realised keeps its name.
create table trait (
    tenant            text        not null,
    id                text        not null,
    -- The trait as the API shows it, JSON.
    definition        text        not null,
    archived          boolean     not null,
    -- Grows with every change; is the ETag.
    version           bigint      not null,
    -- The version last published on dmp.traits.v1.
    published_version bigint      not null,
    changed_at        timestamptz not null default clock_timestamp(),
    primary key (tenant, id)
);

-- Every instance asks each second for what has changed.
create index trait_changed_at on trait (changed_at);
create index trait_unpublished on trait (tenant, id) where published_version <> version;

-- The database's clock is the one that all instances share.
create function trait_touch() returns trigger language plpgsql as $$
begin
    new.changed_at := clock_timestamp();
    return new;
end
$$;

create trigger trait_touch before update on trait
    for each row when (new.version <> old.version) execute function trait_touch();
