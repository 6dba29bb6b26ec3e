-- The merge policies that tenants have made, as profile-service last told of them. Never taken away: segments may look through them.
create table known_merge_policy (
    tenant   text    not null,
    id       text    not null,
    version  bigint  not null,
    rule     text    not null, -- JSON
    archived boolean not null,
    primary key (tenant, id)
);
