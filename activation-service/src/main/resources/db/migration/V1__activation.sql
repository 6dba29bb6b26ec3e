create table destination (
  tenant     text        not null,
  id         text        not null,
  version    bigint      not null,
  archived   boolean     not null default false,
  changed_at timestamptz not null,
  document   text        not null,
  primary key (tenant, id)
);

create table campaign (
  tenant     text        not null,
  id         text        not null,
  version    bigint      not null,
  archived   boolean     not null default false,
  changed_at timestamptz not null,
  document   text        not null,
  primary key (tenant, id)
);

-- A segment mapped to a destination by a campaign. A row that is no longer wanted stays, archived: what the destination
-- was told because of it has to be taken back.
create table activation (
  tenant      text        not null,
  campaign    text        not null,
  segment     text        not null,
  destination text        not null,
  starts_at   timestamptz not null,
  ends_at     timestamptz not null,
  since       timestamptz not null, -- written; changes caused by earlier events are not counted as latency
  archived    boolean     not null default false,
  primary key (tenant, campaign, segment, destination)
);
create index activation_by_destination on activation (tenant, destination);

-- Segments that segment-service has told of; campaigns may refer to no others.
create table known_segment (
  tenant       text    not null,
  id           text    not null,
  version      bigint  not null,
  name         text    not null,
  merge_policy text    not null,
  archived     boolean not null,
  primary key (tenant, id)
);

-- From an instant on, all that concerns a segment at a destination is to be looked at again: flights begin and end,
-- definitions change. A row goes once that has been done.
create table walk (
  id          bigint generated always as identity primary key,
  tenant      text        not null,
  destination text        not null,
  segment     text        not null,
  due_at      timestamptz not null,
  unique (tenant, destination, segment, due_at)
);
create index walk_by_due on walk (due_at);

-- Every callback that was authentic. One that arrives again changes nothing.
create table callback (
  tenant      text        not null,
  destination text        not null,
  id          text        not null,
  type        text        not null,
  received_at timestamptz not null,
  body        text        not null,
  campaign    text        not null default '', -- of impressions and conversions
  applied_at  timestamptz,
  primary key (tenant, destination, id)
);
create index callback_unapplied on callback (received_at) where applied_at is null;
create index callback_by_campaign on callback (tenant, campaign, type);

create table opt_out (
  tenant       text        not null,
  identifier   text        not null,
  on_behalf_of text        not null, -- the identifier that was opted out; this one itself, or one linked to it
  told_by      text        not null,
  received_at  timestamptz not null,
  primary key (tenant, identifier)
);
create index opt_out_by_cause on opt_out (tenant, on_behalf_of);

-- The receipt of an opt-out: when a destination was last known to hold nothing of the identifier.
create table opt_out_receipt (
  tenant      text not null,
  identifier  text not null,
  destination text not null,
  removed_at  timestamptz,
  primary key (tenant, identifier, destination)
);

create table match_report (
  tenant      text        not null,
  destination text        not null,
  segment     text        not null,
  received    bigint      not null,
  matched     bigint      not null,
  reported_at timestamptz not null,
  primary key (tenant, destination, segment)
);
