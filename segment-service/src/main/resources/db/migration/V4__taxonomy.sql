-- In which folder traits are filed, as profile-service last told, for rules that ask for any trait in a folder.
create table known_trait (
    tenant  text   not null,
    id      text   not null,
    version bigint not null,
    folder  text   not null,
    primary key (tenant, id)
);
