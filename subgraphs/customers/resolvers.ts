import { confinedTo } from '../../schema/access/own-division.ts';
import type { PageArguments } from '../kit/connection.ts';
import { connectionOf, readPage, stoppedAt } from '../kit/connection.ts';
import { DomainError } from '../kit/domain-error.ts';
import { checkOwnDivision } from '../kit/own-division.ts';
import type { Resolvers } from '../kit/resolvers.ts';
import type { RoomContext } from '../kit/room.ts';
import { customerFields, type CustomerNode } from './customer-fields.ts';
import { countFaults, isCustomerId, readFaults } from './data-source.ts';
import { holdMutations } from './holds/hold-resolvers.ts';
import type { CustomerLoaders } from './loaders.ts';
import { isPlaceName, PLACE_NAME_RULE } from './recording/read-submission.ts';
import type { SubmissionResult } from './recording/record-customers.ts';
import { countMatches, prepareSearch, readSearchPage } from './search/search-customers.ts';
import { searchWords } from './search/search-tokens.ts';
import type { SourceKey } from './model.ts';
import {
  matchReviewFields,
  stewardMutations,
  stewardQueries,
} from './stewards/steward-resolvers.ts';
import { submitCustomerRecords, type CustomerServices } from './submit-customer-records.ts';

type CustomerContext = RoomContext<CustomerServices, { readonly loaders: CustomerLoaders }>;

/** More records than these are more than one request. */
const MOST_RECORDS = 5000;

export const customerResolvers: Resolvers = {
  Query: {
    customer: (_: unknown, { id }: { id: string }, { loaders }: CustomerContext) =>
      loaders.customer.load(id),
    customerBySource: (_: unknown, place: SourceKey, { loaders }: CustomerContext) =>
      customerOfRecord(place, loaders),
    searchCustomers: resolveSearch,
    standardizationFaults: resolveFaults,
    ...stewardQueries,
  },
  Mutation: { submitCustomerRecords: resolveSubmit, ...stewardMutations, ...holdMutations },
  MatchReview: matchReviewFields,
  Customer: { __resolveReference: resolveReference, ...customerFields },
};

/** By either key. A customer that does not exist is null. */
function resolveReference(
  reference: { readonly id?: string; readonly sourceRef?: SourceKey },
  { loaders }: CustomerContext,
): Promise<CustomerNode | null> {
  if (typeof reference.id === 'string') return loaders.customer.load(reference.id);
  const place = reference.sourceRef;
  return place === undefined ? Promise.resolve(null) : customerOfRecord(place, loaders);
}

async function customerOfRecord(
  { division, localId }: SourceKey,
  loaders: CustomerLoaders,
): Promise<CustomerNode | null> {
  const sourceRef = { division, localId };
  const id = await loaders.linkedCustomer.load(sourceRef);
  const customer = id === null ? null : await loaders.customer.load(id);
  return customer === null ? null : { ...customer, sourceRef };
}

async function resolveSearch(
  _: unknown,
  args: PageArguments & { readonly text: string },
  { services, loaders, caller }: CustomerContext,
) {
  const page = readPage(args);
  checkCursor(page.cursor, 1);
  const { database } = services;
  const division = confinedTo(caller);
  const search = await prepareSearch(database, searchWords(args.text), { division });
  const { ids, stoppedAt: stop } = await readSearchPage(database, search, page);
  const customers = await Promise.all(ids.map((id) => loaders.customer.load(id)));
  const found = customers.filter((customer) => customer !== null);
  const connection = connectionOf(
    found,
    page,
    ({ id }) => [id],
    () => countMatches(search),
  );
  return stop === null ? connection : stoppedAt(connection, page, [stop]);
}

async function resolveFaults(
  _: unknown,
  args: PageArguments & { readonly division?: string | null },
  { services, caller }: CustomerContext,
) {
  const page = readPage(args);
  checkCursor(page.cursor, 3);
  const division = args.division ?? caller.division;
  checkOwnDivision(caller, [division]);
  const rows = await readFaults(services.database, division, page);
  return connectionOf(
    rows,
    page,
    (row) => [row.division, row.localId, row.id],
    () => countFaults(services.database, division),
  );
}

async function resolveSubmit(
  _: unknown,
  { division, records }: { readonly division: string; readonly records: readonly unknown[] },
  { services, caller }: CustomerContext,
) {
  checkOwnDivision(caller, [division]);
  if (!isPlaceName(division)) {
    throw new DomainError('BAD_USER_INPUT', `Argument "division" ${PLACE_NAME_RULE}.`);
  }
  if (records.length > MOST_RECORDS) {
    const message = `Argument "records" must hold at most ${MOST_RECORDS} records, but got: ${records.length}.`;
    throw new DomainError('BAD_USER_INPUT', message);
  }
  const submissions = records.map((record) => ({ division, record }));
  const results = await submitCustomerRecords(services, submissions);
  const count = (outcome: SubmissionResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  return {
    accepted: count('ACCEPTED'),
    unchanged: count('UNCHANGED'),
    rejected: count('REJECTED'),
    results: results.map((result) => ({
      ...result,
      faults: result.faults.map(({ field, reason }) => ({ field, message: `${field} ${reason}` })),
    })),
  };
}

/** The last part of a cursor is an id of ours; the database would fail on any other text. */
function checkCursor(cursor: readonly string[] | null, parts: number): void {
  if (cursor === null) return;
  if (
    cursor.length === parts &&
    isCustomerId(cursor.at(-1) ?? '') &&
    !cursor.join('').includes('\0')
  )
    return;
  throw new DomainError(
    'BAD_USER_INPUT',
    'A cursor must be one that this connection gave, but got another text.',
  );
}
