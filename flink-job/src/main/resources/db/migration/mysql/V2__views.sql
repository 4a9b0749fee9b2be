-- What people look at. Shares and rates are percent with two decimals. A quotient here has the digits of
-- what is divided and four more; so that rounding it is rounding the exact one, 100 and the days of a
-- mean are given twenty. What the views are for stands with those of PostgreSQL: a view has no comment.

create view member_tag_current as
select member_id, tag_key, tag_value, source, since, until, rule, reason, as_of, rules_version,
       row_version
from (
    select t.*,
           dense_rank() over (
               partition by t.member_id, t.tag_key
               order by case t.source when 'MANUAL' then 1 when 'SELF' then 2 when 'RULE' then 3 else 4 end
           ) as precedence
    from member_tag t
    where t.active
      and not exists (
          select 1 from rule_catalogue c where c.model_or_key = t.tag_key and c.`sensitive`)
) ranked
where precedence = 1;

create view segment_summary as
with newest as (
    select max(rules_version) as version from member_profile
), counted as (
    select s.model, s.value, count(*) as members, sum(p.orders_365d) as orders_365d,
           sum(p.amount_365d) as amount_365d
    from member_segment s
    join member_profile p on p.member_id = s.member_id
    group by s.model, s.value
), catalogue as (
    select c.model_or_key as model, c.value, c.`position`, c.target_share
    from rule_catalogue c
    join newest r on r.version = c.version
    where c.model_or_key in (select model from counted)
), listed as (
    select model, value from counted
    union
    select model, value from catalogue
)
select l.model,
       l.value,
       c.`position`,
       coalesce(n.members, 0) as members,
       cast(round(cast(100 as decimal(38, 20)) * coalesce(n.members, 0)
           / sum(n.members) over (partition by l.model), 2) as decimal(5, 2)) as share,
       c.target_share,
       cast(coalesce(n.orders_365d, 0) as signed) as orders_365d,
       cast(coalesce(n.amount_365d, 0) as decimal(38, 2)) as amount_365d,
       cast(round(cast(100 as decimal(38, 20)) * coalesce(n.amount_365d, 0)
           / nullif(sum(n.amount_365d) over (partition by l.model), 0), 2) as decimal(5, 2))
           as amount_share
from listed l
left join counted n on n.model = l.model and n.value = l.value
left join catalogue c on c.model = l.model and c.value = l.value;

create view tag_summary as
select tag_key as `key`,
       tag_value as value,
       source,
       count(*) as members,
       cast(round(cast(100 as decimal(38, 20)) * count(*)
           / (select count(*) from member_profile), 2) as decimal(5, 2)) as share
from member_tag_current
group by tag_key, tag_value, source;

create view stage_flow as
select model, from_value, to_value, on_date, count(*) as members
from (
    -- A member leaves a stage and enters the next in one write: one row_version, one day.
    select name as model, on_date,
           max(case when `change` = 'LEAVE' then value end) as from_value,
           max(case when `change` = 'ENTER' then value end) as to_value
    from member_change
    where kind = 'STAGE'
    group by member_id, row_version, name, on_date
) step
group by model, from_value, to_value, on_date;

create view segment_trend as
select model, value, month, gained, lost,
       cast(sum(gained - lost) over (partition by model, value order by month) as signed) as held
from (
    select name as model, value, cast(on_date - interval dayofmonth(on_date) - 1 day as date) as month,
           sum(case when `change` = 'ENTER' then 1 else 0 end) as gained,
           sum(case when `change` = 'LEAVE' then 1 else 0 end) as lost
    from member_change
    where kind <> 'TAG'
    group by name, value, cast(on_date - interval dayofmonth(on_date) - 1 day as date)
) moved;

create view region_summary as
with today as (
    select coalesce(
        (select as_of from job_progress order by updated_at desc limit 1),
        (select max(as_of) from member_profile)) as as_of
)
select t.tag_value as region,
       count(*) as members,
       cast(round(avg(cast(datediff(d.as_of, p.last_order_on) as decimal(30, 20))), 1) as decimal(9, 1))
           as mean_recency_days,
       cast(sum(p.orders_365d) as signed) as orders_365d,
       cast(sum(p.amount_365d) as decimal(38, 2)) as amount_365d
from member_tag_current t
join member_profile p on p.member_id = t.member_id
cross join today d
where t.tag_key = '地区'
group by t.tag_value;

create view channel_summary as
with today as (
    select coalesce(
        (select as_of from job_progress order by updated_at desc limit 1),
        (select max(as_of) from member_profile)) as as_of
), moved as (
    select m.value,
           sum(case when m.`change` = 'ENTER' then 1 else 0 end) as gained,
           sum(case when m.`change` = 'LEAVE' then 1 else 0 end) as lost
    from member_change m
    cross join today d
    where m.kind = 'TAG' and m.name = '渠道偏好'
      and m.on_date > d.as_of - interval 30 day and m.on_date <= d.as_of
    group by m.value
), counted as (
    select t.tag_value as value, count(*) as members, sum(p.orders_365d) as orders_365d,
           sum(p.amount_365d) as amount_365d
    from member_tag_current t
    join member_profile p on p.member_id = t.member_id
    where t.tag_key = '渠道偏好'
    group by t.tag_value
), listed as (
    select value from counted
    union
    select value from moved
)
select l.value as channel,
       coalesce(c.members, 0) as members,
       cast(coalesce(c.orders_365d, 0) as signed) as orders_365d,
       cast(coalesce(c.amount_365d, 0) as decimal(38, 2)) as amount_365d,
       coalesce(m.gained, 0) as gained,
       coalesce(m.lost, 0) as lost
from listed l
left join counted c on c.value = l.value
left join moved m on m.value = l.value;

create view repurchase_rate as
select period,
       buyers,
       repeat_buyers,
       cast(round(cast(100 as decimal(38, 20)) * repeat_buyers / nullif(buyers, 0), 2) as decimal(5, 2)) as rate
from (
    select w.period,
           sum(case when w.orders >= 1 then 1 else 0 end) as buyers,
           sum(case when w.orders >= 2 then 1 else 0 end) as repeat_buyers
    from (
        select 'd30' as period, orders_30d as orders from member_profile
        union all select 'd90', orders_90d from member_profile
        union all select 'd180', orders_180d from member_profile
        union all select 'd365', orders_365d from member_profile
        union all select 'life', orders_total from member_profile
    ) w
    group by w.period
) counted;
