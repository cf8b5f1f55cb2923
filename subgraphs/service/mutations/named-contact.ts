import { validate as isUuid } from 'uuid';
import { DomainError } from '../../kit/domain-error.ts';
import { isGiven } from '../given.ts';
import type { Case, Interaction } from '../model.ts';
import type { ServiceContext } from '../services.ts';
import { isUnbounded } from '../store/case-bounds.ts';
import type { Maybe } from './mutation-input.ts';

/** The case that an argument `caseId` names, as far as the caller may know of it. Throws CASE_NOT_FOUND. */
export async function caseNamed(id: string, { loaders }: ServiceContext): Promise<Case> {
  const found = isUuid(id) ? await loaders.case.load(id.toLowerCase()) : null;
  if (found !== null) return found;
  throw notFound('CASE_NOT_FOUND', '"input.caseId" must name a case', id);
}

/** Throws CASE_NOT_FOUND for an argument `caseId` that names a case beyond the caller's bounds, or none. */
export async function checkOwnNamed(id: Maybe<string>, context: ServiceContext): Promise<void> {
  if (isGiven(id) && !isUnbounded(context.loaders)) await caseNamed(id, context);
}

/** The interaction that an argument `interactionId` names, as far as the caller may know of it. Throws INTERACTION_NOT_FOUND. */
export async function interactionNamed(
  id: string,
  { loaders }: ServiceContext,
): Promise<Interaction> {
  const found = isUuid(id) ? await loaders.interaction.load(id.toLowerCase()) : null;
  if (found !== null) return found;
  throw notFound('INTERACTION_NOT_FOUND', '"input.interactionId" must name an interaction', id);
}

function notFound(code: string, expected: string, id: string): DomainError {
  return new DomainError(code, `Argument ${expected}, but got: ${JSON.stringify(id)}.`);
}
