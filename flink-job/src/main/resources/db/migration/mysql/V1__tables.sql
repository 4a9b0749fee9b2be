-- The tables that Memberflow writes, for MySQL and MariaDB. Names and meanings are the public contract,
-- the same as in PostgreSQL. Ids and values compare by code point and blanks at their end count; each
-- of the two servers has a collation of its own for that, hence ${collation}. Instants are UTC in
-- datetime(6), which ends in the year 9999 and does not follow the session's time zone; dates are local
-- dates of the shop; amounts are yuan; row_version = (start of the attempt in seconds << 31) + sequence.
-- `change` and `sensitive` are reserved words: they are written with back quotes.

create table member_profile (
    member_id           varchar(128) primary key,
    as_of               date not null
        comment 'The day this row was last changed',
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
    segments            json not null
        comment 'Segments and stages: {model: value}',
    tags                json not null
        comment 'Winning tags, sensitive ones left out: {key: [values]}',
    next_check_on       date
        comment 'A hint: not after any next_on of the member',
    rules_version       int not null,
    cut_points_id       bigint,
    row_version         bigint not null
        comment 'Guards every write of the member, over all tables',
    evaluated_at        datetime(6) not null,
    -- Readers that follow changes ask for what is newer than they have.
    index member_profile_by_version (row_version)
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'A member in numbers and values; no personal data beyond the id';

create table member_segment (
    member_id      varchar(128) not null,
    model          varchar(64) not null,
    value          varchar(128) not null,
    kind           varchar(8) not null check (kind in ('SEGMENT', 'STAGE')),
    previous_value varchar(128),
    since          date not null,
    next_value     varchar(128),
    next_on        date,
    rule           varchar(128) not null,
    reason         json not null,
    as_of          date not null,
    rules_version  int not null,
    row_version    bigint not null,
    primary key (member_id, model),
    index member_segment_by_value (model, value)
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'Segments and stages of a member; no row = no value';

create table member_tag (
    member_id     varchar(128) not null,
    tag_key       varchar(128) not null,
    tag_value     varchar(256) not null,
    source        varchar(8) not null check (source in ('MANUAL', 'SELF', 'RULE', 'BATCH')),
    active        boolean not null,
    since         date not null,
    until         date,
    rule          varchar(128),
    reason        json,
    as_of         date not null,
    rules_version int,
    row_version   bigint not null,
    primary key (member_id, tag_key, tag_value, source),
    index member_tag_by_value (tag_key, tag_value)
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'Tags of a member from every source, winning or not';

create table member_change (
    member_id     varchar(128) not null,
    row_version   bigint not null,
    kind          varchar(8) not null check (kind in ('SEGMENT', 'STAGE', 'TAG')),
    name          varchar(128) not null,
    value         varchar(256) not null,
    `change`      varchar(5) not null check (`change` in ('ENTER', 'LEAVE')),
    on_date       date not null,
    cause         varchar(10) not null,
    rule          varchar(128),
    rules_version int not null,
    reason        json,
    written_at    datetime(6) not null,
    primary key (member_id, row_version, kind, name, value),
    index member_change_by_day (name, on_date)
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'What members entered and left; append only';

create table member_facts (
    member_id   varchar(128) primary key,
    facts       json not null,
    as_of       date not null,
    row_version bigint not null
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'Restricted, personal data: all that a rule can read of a member';

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
    created_at datetime(6) not null
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'Quintiles and means of the population; id = the date as yyyymmdd; null without members';

create table rule_release (
    version    int primary key,
    sha256     char(64) not null,
    bundle     longblob not null,
    author     varchar(128) not null,
    note       mediumtext not null,
    created_at datetime(6) not null,
    signature  mediumtext,
    key_id     varchar(128)
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'The registry of releases';

create table rule_catalogue (
    version      int not null,
    model_or_key varchar(128) not null,
    value        varchar(256) not null,
    `position`   int not null,
    title_zh     mediumtext not null,
    title_en     mediumtext not null,
    advice       mediumtext not null,
    target_share numeric(5, 2)
        comment 'The share aimed at, in percent',
    `sensitive`  boolean not null,
    primary key (version, model_or_key, value)
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'The values a release can give, in their order, and how to treat these members';

create table rule_channel (
    channel           varchar(64) primary key,
    seq               bigint not null,
    active_version    int not null,
    candidate_version int,
    mode              varchar(8) not null check (mode in ('FULL', 'SHADOW', 'CANARY')),
    percent           int not null,
    effective_at      datetime(6) not null,
    frozen            boolean not null,
    updated_by        varchar(128) not null,
    updated_at        datetime(6) not null
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'Which release decides';

create table rule_audit (
    channel        varchar(64) not null,
    seq            bigint not null,
    action         varchar(32) not null,
    from_version   int,
    to_version     int,
    who            varchar(128) not null,
    why            mediumtext not null,
    change_percent numeric(5, 2),
    at             datetime(6) not null,
    primary key (channel, seq)
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'Who changed a channel, when and why; append only';

create table rule_activation (
    job_id     varchar(64) not null,
    subtask    int not null,
    seq        bigint not null,
    version    int not null,
    state      varchar(8) not null check (state in ('PREPARED', 'ACTIVE', 'REJECTED')),
    compile_ms bigint,
    swept      bigint,
    to_sweep   bigint,
    message    mediumtext,
    at         datetime(6) not null,
    primary key (job_id, subtask, seq)
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'What the job says of a release that it was told to use';

create table rule_shadow (
    job_id       varchar(64) not null,
    version      int not null,
    as_of        date not null,
    model_or_key varchar(128) not null,
    from_value   varchar(256) not null,
    to_value     varchar(256) not null,
    members      bigint not null,
    sample_ids   json not null,
    primary key (job_id, version, as_of, model_or_key, from_value, to_value)
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'What a candidate would decide otherwise; an empty value = none';

create table rejected_event (
    id        char(64) primary key
        comment 'SHA-256 of stream and origin: one event is one row, however often it is read',
    stream    varchar(16) not null,
    origin    mediumtext not null,
    code      varchar(16) not null,
    message   mediumtext not null,
    raw       mediumtext not null,
    raw_bytes bigint not null,
    member_id varchar(128),
    at        datetime(6) not null,
    index rejected_event_by_age (at),
    index rejected_event_by_member (member_id)
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'Restricted, personal data: events that were read but not applied';

create table job_progress (
    job_id      varchar(64) not null,
    stream      varchar(16) not null,
    events_read bigint not null,
    applied     bigint not null,
    repeats     bigint not null,
    rejected    bigint not null,
    event_time  datetime(6),
    as_of       date not null,
    updated_at  datetime(6) not null,
    primary key (job_id, stream)
) engine = InnoDB row_format = dynamic
    default character set utf8mb4 collate ${collation}
    comment = 'What became of all events read: read = applied + repeats + rejected';
