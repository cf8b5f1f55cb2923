import { DomainError } from '../../kit/domain-error.ts';
import type { SourceRef } from '../model.ts';
import type { ServiceContext } from '../services.ts';
import type { Act } from '../store/case-writer.ts';
import type { NamedText } from '../text-checks.ts';

/** What a client may leave out or give as null. */
export type Maybe<Value> = Value | null | undefined;

export interface Input<Value> {
  readonly input: Value;
}

/** Who asks, now. */
export function actOf({ caller, services }: ServiceContext): Act {
  return { actor: caller.subject, at: services.clock() };
}

export function refTexts(name: string, ref: Maybe<SourceRef>): readonly NamedText[] {
  return [
    [`${name}.division`, ref?.division, 'name'],
    [`${name}.localId`, ref?.localId, 'name'],
  ];
}

/** Throws BAD_USER_INPUT when there is a fault in an argument. */
export function refuse(fault: string | null): void {
  if (fault !== null) throw new DomainError('BAD_USER_INPUT', `Argument ${fault}`);
}
