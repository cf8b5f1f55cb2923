import type { Write } from '../../kit/write-together.ts';
import { initialOf } from '../search/search-tokens.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';
import { writesOf } from './bulk-rows.ts';

/** The words by which a customer is found today. */
export interface CustomerTokens {
  readonly customerId: string;
  /** It has none yet. */
  readonly isNew: boolean;
  readonly sortKey: string;
  readonly tokens: readonly string[];
}

/** What writes customers' search tokens: of those who have some already only what is different. */
export function tokenWrites(customers: readonly CustomerTokens[]): readonly Write[] {
  const known = customers.filter(({ isNew }) => !isNew);
  const rows = customers.filter(({ isNew }) => isNew).flatMap(tokenRows);
  return [...replacement(known), ...writesOf(SEARCH_TOKEN, rows)];
}

/** What removes all tokens of customers. */
export function deletionOfTokens(customerIds: readonly string[]): readonly Write[] {
  if (customerIds.length === 0) return [];
  const text = `delete from ${TABLE} where customer_id = any($1::uuid[])`;
  return [{ text, parameters: [customerIds] }];
}

function tokenRows({
  customerId,
  sortKey,
  tokens,
}: CustomerTokens): readonly CustomerTables['search_token'][] {
  return tokens.map((token) => ({
    customer_id: customerId,
    token,
    initial: initialOf(token),
    sort_key: sortKey,
  }));
}

/** A record that joins a customer brings one or two new tokens; every token is a row in three indexes. */
function replacement(customers: readonly CustomerTokens[]): readonly Write[] {
  if (customers.length === 0) return [];
  const given = customers.map(({ customerId, sortKey, tokens }) => ({
    customer_id: customerId,
    sort_key: sortKey,
    tokens,
    initials: tokens.map(initialOf),
  }));
  const parameters = [JSON.stringify(given)];
  return [
    { text: REMOVAL, parameters },
    { text: ADDITION, parameters },
  ];
}

const TABLE = `${SCHEMA}.search_token`;

const GIVEN = `json_to_recordset($1::json)
  as given(customer_id uuid, sort_key text, tokens text[], initials text[])`;

const REMOVAL = `
  delete from ${TABLE} where ctid = any(array(
    select old.ctid from ${GIVEN}
    cross join lateral (select t.ctid, t.token, t.sort_key from ${TABLE} t
      where t.customer_id = given.customer_id offset 0) old
    where old.sort_key <> given.sort_key or old.token <> all(given.tokens)))`;

const ADDITION = `
  insert into ${TABLE} (customer_id, token, initial, sort_key)
  select given.customer_id, fresh.token, fresh.initial, given.sort_key from ${GIVEN}
  cross join lateral (select array(select t.token from ${TABLE} t
    where t.customer_id = given.customer_id and t.sort_key = given.sort_key) as tokens offset 0) had
  cross join lateral unnest(given.tokens, given.initials) as fresh(token, initial)
  where fresh.token <> all(had.tokens)`;

const SEARCH_TOKEN = {
  name: 'search_token',
  columns: { customer_id: 'uuid', token: 'text', initial: 'text', sort_key: 'text' },
} as const;
