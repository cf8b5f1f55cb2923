import { z } from 'zod';

import { seesReasons } from '../../schema/access/denial-reason.ts';
import type { DenialReason } from '../../schema/access/denial-reason.ts';
import type { Caller } from '../auth/caller.ts';

const word = z.string().max(200);
const refusal = z.object({
  code: z.literal('FORBIDDEN'),
  rule: z.string().max(1_000),
  owner: z.object({ division: word, steward: word, contact: word.nullable() }).nullable(),
});

/**
 * Why a room refused a request, for a caller who may know it; nothing for every other, whatever the room says, and for
 * what has not the form of a reason.
 */
export function divisionReason(extensions: unknown, caller: Caller | null): Partial<DenialReason> {
  if (!seesReasons(caller)) return {};
  const read = refusal.safeParse(extensions);
  if (!read.success) return {};
  const { rule, owner } = read.data;
  return { rule, owner };
}
