import {
  agreesToCalls,
  agreesToEmail,
  agreesToPost,
} from '../../schema/access/agrees-to-purpose.ts';
import { freeOfLegalHold } from '../../schema/access/legal-hold.ts';
import type { RowRule } from '../../schema/access/row-rule.ts';
import type { Caller } from '../kit/caller.ts';
import type { CustomerLoaders } from './loaders.ts';
import type { CustomerRow } from './data-source.ts';
import type { GoldenField, GoldenValue } from './golden/survivorship.ts';
import type { SourceKey } from './model.ts';

/** How each field of Customer is read from the golden record and the crosswalk. */

/** A customer as the graph passes it on: its row, and the record through which it was reached. */
export interface CustomerNode extends CustomerRow {
  readonly sourceRef?: SourceKey;
}

interface Context {
  readonly loaders: CustomerLoaders;
  readonly caller: Caller;
}

type FieldResolver = (customer: CustomerNode, args: never, context: Context) => unknown;

export const customerFields: Readonly<Record<string, FieldResolver>> = {
  sourceRef: async (parent, _args, { loaders }) => {
    if (parent.sourceRef !== undefined) return parent.sourceRef;
    const [oldest] = await loaders.sourceRecords.load(parent.id);
    return oldest ?? null;
  },
  partyType: single('partyType'),
  name: single('name'),
  birthDate: single('birthDate'),
  gender: single('gender'),
  preferredLanguage: single('preferredLanguage'),
  identifiers: list('identifiers'),
  emails: withConsent(agreesToEmail, contactPoints('emails')),
  phones: withConsent(agreesToCalls, contactPoints('phones')),
  addresses: withConsent(agreesToPost, list('addresses')),
  consents: list('consents'),
  sourceRecords: ({ id }, _args, { loaders }) => loaders.sourceRecords.load(id),
  provenance: unlessOnHold(freeOfLegalHold, ({ goldenValues }) => goldenValues),
  onLegalHold: ({ id }, _args, { loaders }) => loaders.onLegalHold.load(id),
  legalHolds: ({ id }, _args, { loaders }) => loaders.legalHolds.load(id),
  keptVersions: ({ id }, _args, { loaders }) => loaders.keptVersions.load(id),
};

function single(field: GoldenField): FieldResolver {
  return (customer) => valuesOf(field, customer)[0]?.value ?? null;
}

function list(field: GoldenField): FieldResolver {
  return (customer) => entriesOf(field, customer).map(({ entry }) => entry);
}

/** What customers let be used for the caller's purpose; null for those who did not. */
function withConsent(rule: RowRule, resolve: FieldResolver): FieldResolver {
  return (customer, args, context) => {
    const consents = entriesOf('consents', customer).map(({ entry }) => entry);
    return rule.allows({ consents }, context.caller) ? resolve(customer, args, context) : null;
  };
}

/** What a matter may turn on; null for whoever may not read it while the customer is on hold. */
function unlessOnHold(rule: RowRule, resolve: FieldResolver): FieldResolver {
  return async (customer, args, context) => {
    const { loaders, caller } = context;
    if (rule.judgeCaller(caller) === 'every-row') return resolve(customer, args, context);
    const onLegalHold = await loaders.onLegalHold.load(customer.id);
    return rule.allows({ onLegalHold }, caller) ? resolve(customer, args, context) : null;
  };
}

/** At most one is preferred: the best of those that their divisions prefer. */
function contactPoints(field: 'emails' | 'phones'): FieldResolver {
  return (customer) => {
    const entries = entriesOf(field, customer);
    const preferred = entries.findIndex(({ entry }) => entry['preferred'] === true);
    return entries.map(({ entry, source }, index) => ({
      ...entry,
      preferred: index === preferred,
      verifiedAt: entry['verified'] === true ? source.observedAt : null,
    }));
  };
}

/** An entry of any list: survivorship wrote it, the graph's types show it. */
type Entry = Readonly<Record<string, unknown>>;

/** A list's entries from all its sources, best first. */
function entriesOf(
  field: GoldenField,
  customer: CustomerNode,
): readonly { readonly entry: Entry; readonly source: GoldenValue }[] {
  // Survivorship wrote the values of a list field as lists of its entries.
  return valuesOf(field, customer).flatMap((source) =>
    (source.value as readonly Entry[]).map((entry) => ({ entry, source })),
  );
}

function valuesOf(field: GoldenField, { goldenValues }: CustomerNode): readonly GoldenValue[] {
  return goldenValues.filter((value) => value.field === field);
}
