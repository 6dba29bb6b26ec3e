-- The traits behind conditions on events that rules state: the outbox of dmp.trait-orders.v1.
create table trait_order (
    tenant    text    not null,
    id        text    not null,
    name      text    not null,
    rule      text    not null, -- JSON
    published boolean not null,
    primary key (tenant, id)
);

create index trait_order_unpublished on trait_order (tenant, id) where not published;
