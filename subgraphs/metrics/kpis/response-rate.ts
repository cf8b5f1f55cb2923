import { sql, type RawBuilder } from 'kysely';
import { shareOf } from '../measures/share.ts';
import type { Kpi } from '../model.ts';

/** The part of the survey links sent that were answered; `of` says which of them. */
export function responseRate(
  name: string,
  { surveys, of }: { readonly surveys: string; readonly of: RawBuilder<boolean> },
): Kpi {
  return Object.freeze({
    name,
    unit: 'SHARE',
    clock: 'NONE',
    definition: `The part of the links to ${surveys} that were answered.`,
    numerator: 'Links that were answered, on whichever day.',
    denominator: `Links to ${surveys} that were sent, those that can still be answered among them.`,
    attribution: 'Day on which the link was sent; the channel is the one that it was sent by.',
    exclusions: 'Answers that came without a link.',
    direction: 'UP',
    owner: 'service-desk',
    target: null,
    measure: shareOf('surveyInvited', { of, part: sql`answered` }),
  } satisfies Kpi);
}
