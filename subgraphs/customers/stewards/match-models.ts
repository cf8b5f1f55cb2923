import { sql, type Kysely, type Transaction } from 'kysely';
import type { Linker } from '../linking/linker.ts';
import { createLinker, defaultLinker } from '../matching/room/probabilistic-linker.ts';
import { defaultModel } from '../matching/room/default-model.ts';
import { describeModel } from '../matching/explain/describe-model.ts';
import type { MatchModel } from '../matching/weigh/model.ts';
import { SCHEMA, type CustomerTables } from '../tables.ts';

/** The linkers of all versions, made once each: a version never changes. */
export interface Linkers {
  /** The one that is in use, as the transaction sees it. */
  inUse(transaction: Transaction<CustomerTables>): Promise<Linker>;
  /** The one that was in use when somebody last asked: probably still it, but that must be seen. */
  readonly latest: Linker;
  /** Null is the version that a room begins with. It is the latest from now on. */
  ofVersion(transaction: Transaction<CustomerTables>, version: string | null): Promise<Linker>;
}

type StoredModel = CustomerTables['match_model'];

export function keepLinkers(): Linkers {
  const known = new Map<string, Linker>([[defaultLinker.version, defaultLinker]]);
  let latest = defaultLinker;
  const linkers: Linkers = {
    get latest() {
      return latest;
    },
    async ofVersion(transaction, version) {
      const name = version ?? defaultLinker.version;
      const linker = known.get(name) ?? createLinker(await readModel(transaction, name));
      known.set(name, linker);
      latest = linker;
      return linker;
    },
    inUse: async (transaction) => linkers.ofVersion(transaction, await currentVersion(transaction)),
  };
  return linkers;
}

/** The newest version; null before anything was learnt. */
async function currentVersion(database: Kysely<CustomerTables>): Promise<string | null> {
  const { rows } = await sql<{ version: string }>`
    select version from ${sql.id(SCHEMA, 'match_model')}
    order by created desc, version desc limit 1`.execute(database);
  return rows[0]?.version ?? null;
}

/** Throws an Error for a version that was never stored. */
export async function readModel(
  database: Kysely<CustomerTables>,
  version: string,
): Promise<MatchModel> {
  if (version === defaultModel.version) return defaultModel;
  const row = await database
    .selectFrom('match_model')
    .select('model')
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) throw new Error(`Match model "${version}" must be stored, but is not.`);
  return row.model;
}

/** Every version, the newest first; the one that a room begins with is the last. */
export async function listModels(
  database: Kysely<CustomerTables>,
): Promise<readonly { version: string; report: string; created: Date | null; current: boolean }[]> {
  const stored = await database
    .selectFrom('match_model')
    .select(['version', 'report', 'created'])
    .orderBy('created', 'desc')
    .orderBy('version', 'desc')
    .execute();
  const report = describeModel(defaultModel);
  const all = [...stored, { version: defaultModel.version, report, created: null }];
  return all.map((model, index) => ({ ...model, current: index === 0 }));
}

/** Stores a version for good; it is in use from now on. */
export async function storeModel(
  database: Kysely<CustomerTables>,
  model: MatchModel,
  created: Date,
): Promise<void> {
  const row: StoredModel = {
    version: model.version,
    model,
    report: describeModel(model),
    created,
  };
  await database
    .insertInto('match_model')
    .values({ ...row, model: JSON.stringify(model) as never })
    .execute();
}
