-- Which linked identifiers tenants look at together.
create table merge_policy (
    tenant            text        not null,
    id                text        not null,
    definition        text        not null, -- as the API shows it, JSON
    archived          boolean     not null,
    version           bigint      not null, -- grows with every change; is the ETag
    published_version bigint      not null, -- the version last published on dmp.merge-policies.v1
    changed_at        timestamptz not null,
    changed_by        text        not null,
    primary key (tenant, id)
);

create index merge_policy_unpublished on merge_policy (tenant, id) where published_version <> version;

create table merge_policy_version (
    tenant     text        not null,
    id         text        not null,
    version    bigint      not null,
    definition text        not null,
    archived   boolean     not null,
    changed_at timestamptz not null,
    changed_by text        not null,
    primary key (tenant, id, version)
);
