import type { IncomingHttpHeaders } from 'node:http';

import { gatewayError } from '../errors.ts';
import type { BreakGlass, Caller } from './caller.ts';
import type { RoleScopes } from './role-scopes.ts';

/** An emergency as a request declares it. */
type Declared = Pick<BreakGlass, 'reason' | 'until'>;

export const REASON_HEADER = 'x-break-glass-reason';
export const UNTIL_HEADER = 'x-break-glass-until';

const SHORTEST_REASON = 10;
const LONGEST_REASON = 500;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

export interface BreakGlassRules {
  /** What each role may open for itself. */
  readonly opens: RoleScopes;
  /** Most minutes that an emergency may last. */
  readonly mostMinutes: number;
  readonly now: () => Date;
}

/**
 * What a request declares in its two headers; null for one that declares nothing. Throws BAD_USER_INPUT for one without
 * the other, for no real reason, and for a time that is past or too far away.
 */
export function readBreakGlass(
  headers: IncomingHttpHeaders,
  { mostMinutes, now }: BreakGlassRules,
): Declared | null {
  const [reason, until] = [headers[REASON_HEADER], headers[UNTIL_HEADER]];
  if (reason === undefined && until === undefined) return null;
  return Object.freeze({ reason: readReason(reason), until: readUntil(until, now(), mostMinutes) });
}

/** The caller with what their roles may open in an emergency. Throws BREAK_GLASS_REFUSED where that is nothing. */
export function openGlass(caller: Caller, declared: Declared, { opens }: BreakGlassRules): Caller {
  const opened = caller.roles.flatMap((role) => opens.get(role) ?? []);
  if (opened.length === 0) throw gatewayError('BREAK_GLASS_REFUSED', []);
  const scopes = Object.freeze([...new Set([...caller.scopes, ...opened])].sort());
  const breakGlass = Object.freeze({ ...declared, scopes: caller.scopes });
  return Object.freeze({ ...caller, scopes, breakGlass });
}

function readReason(value: string | readonly string[] | undefined): string {
  const reason = typeof value === 'string' ? decoded(value).trim() : '';
  if (reason.length >= SHORTEST_REASON && reason.length <= LONGEST_REASON) return reason;
  const what = `Header "${REASON_HEADER}" must be a reason of ${SHORTEST_REASON} to ${LONGEST_REASON} characters, but got: ${reason.length}.`;
  throw gatewayError('BAD_USER_INPUT', [what]);
}

/** Headers are ASCII; what is not may be percent-encoded (RFC 3986, section 2.1). */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function readUntil(
  value: string | readonly string[] | undefined,
  now: Date,
  mostMinutes: number,
): Date {
  const until = new Date(typeof value === 'string' && INSTANT.test(value) ? value : NaN);
  const minutes = (until.getTime() - now.getTime()) / 60_000;
  if (minutes > 0 && minutes <= mostMinutes) return until;
  const what = `Header "${UNTIL_HEADER}" must be a time (RFC 3339) within the next ${mostMinutes} minutes.`;
  throw gatewayError('BAD_USER_INPUT', [what]);
}
