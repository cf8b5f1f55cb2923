import { DomainError } from '../../kit/domain-error.ts';
import { storableJson } from '../../kit/storable-text.ts';
import type { GoldenField } from '../golden/survivorship.ts';
import { FaultList } from '../standardise/fault-list.ts';
import { standardiseName } from '../standardise/names.ts';
import { writeOverride } from './golden-overrides.ts';
import { checkReason } from './resolve-decisions.ts';
import type { StewardContext } from './steward-context.ts';

interface OverrideArguments {
  readonly customerId: string;
  readonly values?: Readonly<Record<string, unknown>> | null;
  readonly release?: readonly string[] | null;
  readonly reason: string;
  readonly expiresAt?: string | null;
}

const FIELDS: readonly GoldenField[] = [
  'partyType',
  'name',
  'birthDate',
  'gender',
  'preferredLanguage',
];

/** Sets golden values by hand, or takes back what was set. */
export async function resolveOverride(
  _: unknown,
  args: OverrideArguments,
  { services, caller, loaders }: StewardContext,
) {
  checkReason(args.reason);
  if (caller.division !== null) {
    throw new DomainError(
      'FORBIDDEN',
      'The golden record is for stewards of all divisions to change.',
    );
  }
  const customer = await loaders.customer.load(args.customerId);
  if (customer === null) throw new DomainError('NOT_FOUND', 'There is no customer with this id.');
  const at = services.clock();
  const expiresAt =
    args.expiresAt === null || args.expiresAt === undefined ? null : new Date(args.expiresAt);
  const said = {
    customerId: customer.id,
    reason: args.reason,
    actor: caller.subject,
    at,
    expiresAt,
  };
  await services.database.transaction().execute(async (transaction) => {
    for (const [field, value] of changesOf(args)) {
      await writeOverride(transaction, { ...said, field, value });
    }
  });
  loaders.customer.clear(args.customerId);
  return loaders.customer.load(args.customerId);
}

/** Field -> its new value; null to release it. */
function changesOf({ values, release }: OverrideArguments): ReadonlyMap<GoldenField, unknown> {
  const changes = new Map<GoldenField, unknown>();
  for (const name of release ?? []) {
    const field = FIELDS.find((known) => known === name);
    if (field === undefined) {
      throw new DomainError('BAD_USER_INPUT', `Argument "release" must name ${FIELDS.join(', ')}.`);
    }
    changes.set(field, null);
  }
  for (const field of FIELDS) {
    const value = values?.[field];
    if (value === undefined || value === null) continue;
    changes.set(field, field === 'name' ? nameOf(value) : JSON.parse(storableJson(value)));
  }
  if (changes.size > 0) return changes;
  throw new DomainError('BAD_USER_INPUT', 'Arguments "values" or "release" must name a field.');
}

function nameOf(value: unknown): unknown {
  const faults = new FaultList();
  const name = standardiseName(value, faults);
  const [fault] = faults.all();
  if (name !== null && fault === undefined) return name;
  const why = fault === undefined ? 'name must hold a name' : `${fault.field} ${fault.reason}`;
  throw new DomainError('BAD_USER_INPUT', `Argument "values": ${why}.`);
}
