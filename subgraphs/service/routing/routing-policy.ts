import { z } from 'zod';
import { ASKED_OF_CASE } from '../policies/asked-of-case.ts';
import { SLA_METRICS } from '../sla/sla-policy.ts';

const row = z.strictObject({
  name: z.string().min(1),
  ...ASKED_OF_CASE,
  volume: z.enum(['HIGH', 'LOW']).optional(),
  /** A team by its id, or the one of a kind that serves the case's division and customer. */
  to: z.union([
    z.strictObject({ team: z.string().min(1) }),
    z.strictObject({ kind: z.enum(['POOL', 'CLIENT_TEAM']) }),
  ]),
});

const clock = z.enum(SLA_METRICS).default('RESOLUTION');

const rung = z.strictObject({
  kind: z.enum(['FUNCTIONAL', 'HIERARCHICAL']),
  when: z.union([
    z.strictObject({ clock, is: z.enum(['AT_RISK', 'BREACHED']) }),
    /** In the business seconds of that clock, since the rung before was climbed. */
    z.strictObject({ clock, secondsAfterLast: z.int().positive() }),
  ]),
  /** A team or a subject; left out, the team's second line or the next of its leads. */
  to: z.string().min(1).optional(),
});

const ladder = z
  .strictObject({ name: z.string().min(1), ...ASKED_OF_CASE, rungs: z.array(rung).min(1) })
  .refine(({ rungs }) => rungs[0] !== undefined && 'is' in rungs[0].when, {
    message: 'must begin with a rung of a clock that is at risk or late',
    path: ['rungs', 0, 'when'],
  });

const seconds = z.int().nonnegative().optional();

/** One version of the policies, as a file has it. */
export const routingSet = z.strictObject({
  version: z.int().positive(),
  /** Cases opened from this instant on fall under it. */
  effectiveFrom: z.iso.datetime(),
  /** From so many contacts in so many days on a customer's volume is HIGH. */
  volume: z
    .strictObject({ days: z.int().positive().default(90), high: z.int().positive().default(10) })
    .default({ days: 90, high: 10 }),
  /** In order: the first that a case meets, and whose team there is, is the one. */
  table: z.array(row),
  /** Seconds in a queue after which language or skills are asked for no more. Left out: they always are. */
  relaxAfter: z.strictObject({ language: seconds, skills: seconds }).default({}),
  /** In order: a case climbs the first that it meets. */
  ladders: z.array(ladder).default([]),
});

export type RoutingSet = z.infer<typeof routingSet>;
export type RoutingSetInput = z.input<typeof routingSet>;
export type RoutingRow = RoutingSet['table'][number];
export type Ladder = RoutingSet['ladders'][number];
export type LadderRung = Ladder['rungs'][number];
