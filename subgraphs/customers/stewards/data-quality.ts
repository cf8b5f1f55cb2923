import { sql, type Kysely } from 'kysely';
import { SCHEMA, type CustomerTables } from '../tables.ts';

/** How good a division's records of one field are. */
export interface FieldQuality {
  readonly division: string;
  readonly field: string;
  /** Records of the division. */
  readonly records: number;
  /** Records with a value, as a share; 0 to 1. */
  readonly completeness: number;
  /** Records whose customer is known by other records, too, with a value in both. */
  readonly compared: number;
  /** Of those, the share that contradicts another one; null when there are none. */
  readonly conflictRate: number | null;
}

export interface DivisionQuality {
  readonly division: string;
  readonly records: number;
  /** Records beyond the first of a customer in one division. */
  readonly duplicates: number;
  readonly duplicateRate: number;
}

/** Field -> what a record says of it, as a text that can be compared; null for nothing. */
const TEXTS: Readonly<Record<string, string>> = {
  name: `lower(s.standardised -> 'name' ->> 'full')`,
  birthDate: `s.standardised ->> 'birthDate'`,
  gender: `nullif(s.standardised ->> 'gender', 'NOT_KNOWN')`,
  preferredLanguage: `s.standardised ->> 'preferredLanguage'`,
  identifiers: `s.standardised -> 'identifiers' -> 0 ->> 'value'`,
  emails: `lower(s.standardised -> 'emails' -> 0 ->> 'address')`,
  phones: `s.standardised -> 'phones' -> 0 ->> 'number'`,
  addresses: `s.standardised -> 'addresses' -> 0 ->> 'postalCode'`,
};

/** Completeness and conflicts by division and field, in one walk over the records. */
export async function measureFields(
  database: Kysely<CustomerTables>,
  division: string | null,
): Promise<readonly FieldQuality[]> {
  const values = Object.entries(TEXTS).map(([field, text]) => sql`(${field}, ${sql.raw(text)})`);
  const { rows } = await sql<FieldQuality>`
    with said as (
      select s.division, l.customer_id, given.field, given.value
      from ${sql.id(SCHEMA, 'source_record')} s
      join ${sql.id(SCHEMA, 'source_link')} l using (division, local_id)
      cross join lateral (values ${sql.join(values)}) as given(field, value)
    ), judged as (
      select division, field, value,
        count(value) over customer > 1 as is_compared,
        min(value) over customer <> max(value) over customer as is_contradicted
      from said window customer as (partition by customer_id, field)
    )
    select division, field, count(*)::int as records,
      count(value)::float8 / count(*) as completeness,
      count(value) filter (where is_compared)::int as compared,
      count(value) filter (where is_compared and is_contradicted)::float8
        / nullif(count(value) filter (where is_compared), 0) as "conflictRate"
    from judged where ${division}::text is null or division = ${division}
    group by division, field order by division, field`.execute(database);
  return rows;
}

export async function measureDivisions(
  database: Kysely<CustomerTables>,
  division: string | null,
): Promise<readonly DivisionQuality[]> {
  const { rows } = await sql<DivisionQuality>`
    select division, count(*)::int as records,
      (count(*) - count(distinct customer_id))::int as duplicates,
      (count(*) - count(distinct customer_id))::float8 / count(*) as "duplicateRate"
    from ${sql.id(SCHEMA, 'source_link')}
    where ${division}::text is null or division = ${division}
    group by division order by division`.execute(database);
  return rows;
}
