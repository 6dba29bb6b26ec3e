-- Words that the facts of many identifiers repeat (traits, keys of attributes, sources), as numbers from 0.
-- A word is never taken away and its number never given to another: facts in Redis cannot be read without it.
create table dictionary (
    tenant text   primary key,
    size   bigint not null -- how many numbers have been given; locked by whoever gives more
);

create table word (
    tenant text   not null,
    number bigint not null,
    word   text   not null,
    primary key (tenant, number),
    unique (tenant, word)
);
