-- The tables that Memberflow writes, for PostgreSQL. Names and meanings are the public contract.
-- Ids and values compare by code point, hence collate "C"; instants are UTC; dates are local dates
-- of the shop; amounts are yuan; row_version = (start of the attempt in seconds << 31) + sequence.

create table member_profile (
    member_id           varchar(128) collate "C" primary key,
    as_of               date not null,
    orders_30d          int not null,
    amount_30d          numeric(18, 2) not null,
    order_days_30d      int not null,
    refunds_30d         int not null,
    orders_90d          int not null,
    amount_90d          numeric(18, 2) not null,
    order_days_90d      int not null,
    refunds_90d         int not null,
    orders_180d         int not null,
    amount_180d         numeric(18, 2) not null,
    order_days_180d     int not null,
    refunds_180d        int not null,
    orders_365d         int not null,
    amount_365d         numeric(18, 2) not null,
    order_days_365d     int not null,
    refunds_365d        int not null,
    aov_365d            numeric(18, 2),
    orders_total        int not null,
    amount_total        numeric(18, 2) not null,
    order_days_total    int not null,
    items_total         bigint not null,
    refunds_total       int not null,
    refund_amount_total numeric(18, 2) not null,
    aov_total           numeric(18, 2),
    first_order_on      date,
    last_order_on       date,
    median_gap_days     int,
    r_score             smallint,
    f_score             smallint,
    m_score             smallint,
    rfm                 char(3),
    segments            jsonb not null,
    tags                jsonb not null,
    next_check_on       date,
    rules_version       int not null,
    cut_points_id       bigint,
    row_version         bigint not null,
    evaluated_at        timestamptz not null
);
comment on table member_profile is 'A member in numbers and values; no personal data beyond the id';
comment on column member_profile.as_of is 'The day this row was last changed';
comment on column member_profile.segments is 'Segments and stages: {model: value}';
comment on column member_profile.tags is 'Winning tags, sensitive ones left out: {key: [values]}';
comment on column member_profile.next_check_on is 'A hint: not after any next_on of the member';
comment on column member_profile.row_version is 'Guards every write of the member, over all tables';
-- Readers that follow changes ask for what is newer than they have.
create index member_profile_by_version on member_profile (row_version);

create table member_segment (
    member_id      varchar(128) collate "C" not null,
    model          varchar(64) collate "C" not null,
    value          varchar(128) collate "C" not null,
    kind           varchar(8) not null check (kind in ('SEGMENT', 'STAGE')),
    previous_value varchar(128) collate "C",
    since          date not null,
    next_value     varchar(128) collate "C",
    next_on        date,
    rule           varchar(128) collate "C" not null,
    reason         jsonb not null,
    as_of          date not null,
    rules_version  int not null,
    row_version    bigint not null,
    primary key (member_id, model)
);
comment on table member_segment is 'Segments and stages of a member; no row = no value';
create index member_segment_by_value on member_segment (model, value);

create table member_tag (
    member_id     varchar(128) collate "C" not null,
    tag_key       varchar(128) collate "C" not null,
    tag_value     varchar(256) collate "C" not null,
    source        varchar(8) not null check (source in ('MANUAL', 'SELF', 'RULE', 'BATCH')),
    active        boolean not null,
    since         date not null,
    until         date,
    rule          varchar(128) collate "C",
    reason        jsonb,
    as_of         date not null,
    rules_version int,
    row_version   bigint not null,
    primary key (member_id, tag_key, tag_value, source)
);
comment on table member_tag is 'Tags of a member from every source, winning or not';
create index member_tag_by_value on member_tag (tag_key, tag_value) where active;

create table member_change (
    member_id     varchar(128) collate "C" not null,
    row_version   bigint not null,
    kind          varchar(8) not null check (kind in ('SEGMENT', 'STAGE', 'TAG')),
    name          varchar(128) collate "C" not null,
    value         varchar(256) collate "C" not null,
    change        varchar(5) not null check (change in ('ENTER', 'LEAVE')),
    on_date       date not null,
    cause         varchar(10) not null,
    rule          varchar(128) collate "C",
    rules_version int not null,
    reason        jsonb,
    written_at    timestamptz not null,
    primary key (member_id, row_version, kind, name, value)
);
comment on table member_change is 'What members entered and left; append only';
create index member_change_by_day on member_change (name, on_date);

create table member_facts (
    member_id   varchar(128) collate "C" primary key,
    facts       jsonb not null,
    as_of       date not null,
    row_version bigint not null
);
comment on table member_facts is 'Restricted, personal data: all that a rule can read of a member';

create table cut_points (
    id         bigint primary key,
    for_date   date not null,
    members    bigint not null,
    r20        int,
    r40        int,
    r60        int,
    r80        int,
    f20        int,
    f40        int,
    f60        int,
    f80        int,
    m20        numeric(18, 2),
    m40        numeric(18, 2),
    m60        numeric(18, 2),
    m80        numeric(18, 2),
    r_mean     numeric(18, 6),
    f_mean     numeric(18, 6),
    m_mean     numeric(24, 6),
    created_at timestamptz not null
);
comment on table cut_points is 'Quintiles and means of the population; id = the date as yyyymmdd; null without members';

create table rule_release (
    version    int primary key,
    sha256     char(64) not null,
    bundle     bytea not null,
    author     varchar(128) not null,
    note       text not null,
    created_at timestamptz not null,
    signature  text,
    key_id     varchar(128)
);
comment on table rule_release is 'The registry of releases';

create table rule_catalogue (
    version      int not null,
    model_or_key varchar(128) collate "C" not null,
    value        varchar(256) collate "C" not null,
    position     int not null,
    title_zh     text not null,
    title_en     text not null,
    advice       text not null,
    target_share numeric(5, 2),
    sensitive    boolean not null,
    primary key (version, model_or_key, value)
);
comment on table rule_catalogue is 'The values a release can give, in their order, and how to treat these members';
comment on column rule_catalogue.target_share is 'The share aimed at, in percent';

create table rule_channel (
    channel           varchar(64) collate "C" primary key,
    seq               bigint not null,
    active_version    int not null,
    candidate_version int,
    mode              varchar(8) not null check (mode in ('FULL', 'SHADOW', 'CANARY')),
    percent           int not null,
    effective_at      timestamptz not null,
    frozen            boolean not null,
    updated_by        varchar(128) not null,
    updated_at        timestamptz not null
);
comment on table rule_channel is 'Which release decides';

create table rule_audit (
    channel        varchar(64) collate "C" not null,
    seq            bigint not null,
    action         varchar(32) not null,
    from_version   int,
    to_version     int,
    who            varchar(128) not null,
    why            text not null,
    change_percent numeric(5, 2),
    at             timestamptz not null,
    primary key (channel, seq)
);
comment on table rule_audit is 'Who changed a channel, when and why; append only';

create table rule_activation (
    job_id     varchar(64) collate "C" not null,
    subtask    int not null,
    seq        bigint not null,
    version    int not null,
    state      varchar(8) not null check (state in ('PREPARED', 'ACTIVE', 'REJECTED')),
    compile_ms bigint,
    swept      bigint,
    to_sweep   bigint,
    message    text,
    at         timestamptz not null,
    primary key (job_id, subtask, seq)
);
comment on table rule_activation is 'What the job says of a release that it was told to use';

create table rule_shadow (
    job_id       varchar(64) collate "C" not null,
    version      int not null,
    as_of        date not null,
    model_or_key varchar(128) collate "C" not null,
    from_value   varchar(256) collate "C" not null,
    to_value     varchar(256) collate "C" not null,
    members      bigint not null,
    sample_ids   jsonb not null,
    primary key (job_id, version, as_of, model_or_key, from_value, to_value)
);
comment on table rule_shadow is 'What a candidate would decide otherwise; an empty value = none';

create table rejected_event (
    id        char(64) primary key,
    stream    varchar(16) not null,
    origin    text not null,
    code      varchar(16) not null,
    message   text not null,
    raw       text not null,
    raw_bytes bigint not null,
    member_id varchar(128) collate "C",
    at        timestamptz not null
);
comment on table rejected_event is 'Restricted, personal data: events that were read but not applied';
comment on column rejected_event.id is 'SHA-256 of stream and origin: one event is one row, however often it is read';
create index rejected_event_by_age on rejected_event (at);
create index rejected_event_by_member on rejected_event (member_id) where member_id is not null;

create table job_progress (
    job_id      varchar(64) collate "C" not null,
    stream      varchar(16) not null,
    events_read bigint not null,
    applied     bigint not null,
    repeats     bigint not null,
    rejected    bigint not null,
    event_time  timestamptz,
    as_of       date not null,
    updated_at  timestamptz not null,
    primary key (job_id, stream)
);
comment on table job_progress is 'What became of all events read: read = applied + repeats + rejected';
