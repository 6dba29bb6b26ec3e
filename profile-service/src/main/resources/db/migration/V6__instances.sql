-- Up to where each running instance knows the traits. A backfill begins when all that run know its trait.
create table instance (
    id          uuid        primary key,
    seen_at     timestamptz not null, -- tells so each second; one not seen for the grace of a backfill is not waited for
    knows_until bigint      not null  -- what transactions below this number have written is in force there
);
