import { confinedTo } from '../../../schema/access/own-division.ts';
import { DomainError } from '../../kit/domain-error.ts';
import type { Caller } from '../../kit/caller.ts';
import { isCustomerId } from '../data-source.ts';
import { checkReason } from '../stewards/resolve-decisions.ts';
import type { StewardContext } from '../stewards/steward-context.ts';
import { findLegalHold } from './legal-holds.ts';
import { placeHold } from './place-hold.ts';
import { releaseHold } from './release-hold.ts';

/** What those do who answer for matters. */
export const holdMutations = {
  placeLegalHold: resolvePlace,
  releaseLegalHold: resolveRelease,
};

async function resolvePlace(
  _: unknown,
  args: { readonly customer: string; readonly matter: string },
  { services, caller, loaders }: StewardContext,
) {
  checkReason(args.matter, 'matter');
  checkEveryDivision(caller);
  const customer = await loaders.customer.load(args.customer);
  if (customer === null) throw new DomainError('NOT_FOUND', 'There is no customer with this id.');
  const hold = { customerId: customer.id, matter: args.matter.trim(), actor: caller.subject };
  const id = await services.database
    .transaction()
    .execute((transaction) => placeHold(transaction, { ...hold, at: services.clock() }));
  services.kick();
  return findLegalHold(services.database, id);
}

async function resolveRelease(
  _: unknown,
  { id, reason }: { readonly id: string; readonly reason: string },
  { services, caller }: StewardContext,
) {
  checkReason(reason);
  checkEveryDivision(caller);
  const known = isCustomerId(id) ? await findLegalHold(services.database, id) : null;
  if (known === null) throw new DomainError('NOT_FOUND', 'There is no legal hold with this id.');
  const release = { id: known.id, reason, actor: caller.subject };
  const isReleased = await services.database
    .transaction()
    .execute((transaction) => releaseHold(transaction, { ...release, at: services.clock() }));
  if (!isReleased) {
    throw new DomainError(
      'LEGAL_HOLD_RELEASED',
      'A legal hold must last to be released, but this one was released before.',
    );
  }
  services.kick();
  return findLegalHold(services.database, id);
}

/** A hold is on all records of a customer, whichever division has them. */
function checkEveryDivision(caller: Caller): void {
  if (confinedTo(caller) === null) return;
  throw new DomainError('FORBIDDEN', 'Legal holds are for those who serve all divisions to set.');
}
