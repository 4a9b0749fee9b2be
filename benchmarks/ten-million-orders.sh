#!/usr/bin/env bash
# Ten million orders of a million members into PostgreSQL, and every total against SQL over the same file.
# Usage: benchmarks/ten-million-orders.sh HOST PORT USER DATABASE [generate option …], as in … --hot-share 0.05
# The database must exist and be empty; the password, where one is needed, is read from ~/.pgpass by psql
# and from the file MEMBERFLOW_JDBC_PASSWORD_FILE names by memberflow.
set -eu
cd "$(dirname "$0")/.."
host=$1 port=$2 user=$3 database=$4
shift 4
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
csv=$folder/orders.csv

bin/memberflow generate --seed 7 --members 1000000 --orders 10000000 \
    --from 2023-01-01 --to 2025-06-30 --to-files "$csv" "$@"
time MEMBERFLOW_JAVA_OPTS=-Xmx4g bin/memberflow run --orders "$csv" --as-of 2025-06-30 --parallelism 2 \
    --jdbc-url "jdbc:postgresql://$host:$port/$database" --jdbc-user "$user" --migrate

psql -h "$host" -p "$port" -U "$user" -d "$database" -v ON_ERROR_STOP=1 -qAt <<SQL
create temporary table o (order_id text, member_id text, paid_at timestamptz, amount numeric(18,2), discount numeric(18,2));
\copy o from '$csv' csv header
create temporary table t as
select member_id, count(*) n, sum(amount) a, count(distinct d) days, min(d) first_on, max(d) last_on
$(for w in 30 90 180 365; do
    echo ", count(*) filter (where age < $w) n$w, coalesce(sum(amount) filter (where age < $w), 0) a$w"
    echo ", count(distinct d) filter (where age < $w) days$w"
done)
from (select member_id, amount, d, date '2025-06-30' - d age
      from (select member_id, amount, (paid_at at time zone 'Asia/Shanghai')::date d from o) dated) aged
group by member_id;
select 'members in the file ' || (select count(*) from t) || ', in the table ' || (select count(*) from member_profile);
select 'cells compared ' || 17 * count(*) from t;
select 'members that differ ' || count(*) from t full join member_profile p using (member_id)
where (n, a, days, t.first_on, t.last_on
       $(for w in 30 90 180 365; do echo ", n$w, a$w, days$w"; done))
  is distinct from (orders_total, amount_total, order_days_total, first_order_on, last_order_on
       $(for w in 30 90 180 365; do echo ", orders_${w}d, amount_${w}d, order_days_${w}d"; done));
SQL
