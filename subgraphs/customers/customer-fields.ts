import type { CustomerLoaders } from './loaders.ts';
import type { GoldenRow } from './data-source.ts';
import type { GoldenField } from './golden/survivorship.ts';
import type { SourceKey } from './model.ts';

/** How each field of Customer is read from the golden record and the crosswalk. */

interface Parent {
  readonly id: string;
  readonly sourceRef?: SourceKey;
}

interface Context {
  readonly loaders: CustomerLoaders;
}

type FieldResolver = (parent: Parent, args: never, context: Context) => unknown;

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
  emails: contactPoints('emails'),
  phones: contactPoints('phones'),
  addresses: list('addresses'),
  consents: list('consents'),
  sourceRecords: ({ id }, _args, { loaders }) => loaders.sourceRecords.load(id),
  provenance: ({ id }, _args, { loaders }) => loaders.goldenValues.load(id),
};

function single(field: GoldenField): FieldResolver {
  return async ({ id }, _args, context) => (await valuesOf(field, id, context))[0]?.value ?? null;
}

/** An entry of any list: survivorship wrote it, the graph's types show it. */
type Entry = Readonly<Record<string, unknown>>;

/** A list's entries from all its sources, best first. */
function list(field: GoldenField): FieldResolver {
  return async ({ id }, _args, context) =>
    (await entriesOf(field, id, context)).map(({ entry }) => entry);
}

/** At most one is preferred: the best of those that their divisions prefer. */
function contactPoints(field: 'emails' | 'phones'): FieldResolver {
  return async ({ id }, _args, context) => {
    const entries = await entriesOf(field, id, context);
    const preferred = entries.findIndex(({ entry }) => entry['preferred'] === true);
    return entries.map(({ entry, source }, index) => ({
      ...entry,
      preferred: index === preferred,
      verifiedAt: entry['verified'] === true ? source.observedAt : null,
    }));
  };
}

async function entriesOf(
  field: GoldenField,
  id: string,
  context: Context,
): Promise<readonly { readonly entry: Entry; readonly source: GoldenRow }[]> {
  const sources = await valuesOf(field, id, context);
  // Survivorship wrote the values of a list field as lists of its entries.
  return sources.flatMap((source) =>
    (source.value as readonly Entry[]).map((entry) => ({ entry, source })),
  );
}

async function valuesOf(
  field: GoldenField,
  id: string,
  { loaders }: Context,
): Promise<readonly GoldenRow[]> {
  return (await loaders.goldenValues.load(id)).filter((row) => row.field === field);
}
