import { z } from 'zod';
import { ASKED_OF_CASE } from '../policies/asked-of-case.ts';
import { MOMENTS } from './moments.ts';
import { DEFAULT_CONDITIONS, SLA_METRICS, type SlaConditions } from './sla-policy.ts';

const MINUTES = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

const time = z.string().regex(MINUTES, 'must be a time of day, 00:00 to 24:00');

const day = z
  .array(z.tuple([time, time]))
  .refine(
    (spans) => spans.flat().every((one, place, all) => place === 0 || (all[place - 1] ?? '') < one),
    'must be spans in order and apart',
  )
  .default([]);

const calendar = z
  .strictObject({
    timeZone: z.string().refine(isTimeZone, 'must be a time zone, e.g. Europe/London'),
    hours: z.strictObject({
      sunday: day,
      monday: day,
      tuesday: day,
      wednesday: day,
      thursday: day,
      friday: day,
      saturday: day,
    }),
    /** Public holidays: a country as ISO 3166-1 has it, and a part of it. */
    holidays: z.strictObject({ country: z.string(), region: z.string().optional() }).optional(),
    /** Days closed beside these. */
    closedOn: z.array(z.iso.date()).default([]),
  })
  .refine(({ hours }) => Object.values(hours).some((spans) => spans.length > 0), {
    message: 'must be open at some time of the week',
    path: ['hours'],
  });

const moments = z.array(z.enum(MOMENTS)).readonly();

const CONDITIONS = {
  start: moments,
  pause: moments,
  resume: moments,
  stop: moments,
  cancel: moments,
  reset: moments,
};

const target = z.strictObject({
  seconds: z.int().positive(),
  /** The share of the target after which a clock is at risk. */
  warnAfter: z.number().gt(0).lt(1).default(0.75),
  conditions: z.strictObject(CONDITIONS).partial().default({}),
});

const rule = z.strictObject({
  name: z.string().min(1),
  ...ASKED_OF_CASE,
  calendar: z.string(),
  targets: z.partialRecord(z.enum(SLA_METRICS), target),
  retroactiveStart: z.boolean().default(true),
  retroactivePause: z.boolean().default(true),
});

/** One version of the policies, as a file has it. What a rule leaves out it does not ask for. */
export const policySet = z
  .strictObject({
    version: z.int().positive(),
    /** Clocks that begin from this instant on are held to it. */
    effectiveFrom: z.iso.datetime(),
    calendars: z.record(z.string(), calendar),
    /** In order: the first that a case meets, and that has a target for the metric, is the one. */
    rules: z.array(rule),
  })
  .superRefine(({ calendars, rules }, context) => {
    rules.forEach((one, place) => {
      if (calendars[one.calendar] !== undefined) return;
      const message = `must name a calendar of the same version, but got: ${one.calendar}`;
      context.addIssue({ code: 'custom', path: ['rules', place, 'calendar'], message });
    });
  });

export type PolicySet = z.infer<typeof policySet>;
export type PolicySetInput = z.input<typeof policySet>;
export type CalendarSpec = PolicySet['calendars'][string];
export type PolicyTarget = z.infer<typeof target>;

export function conditionsFor(
  metric: (typeof SLA_METRICS)[number],
  { conditions }: PolicyTarget,
): SlaConditions {
  const { start, pause, resume, stop, cancel, reset } = DEFAULT_CONDITIONS[metric];
  return Object.freeze({
    start: conditions.start ?? start,
    pause: conditions.pause ?? pause,
    resume: conditions.resume ?? resume,
    stop: conditions.stop ?? stop,
    cancel: conditions.cancel ?? cancel,
    reset: conditions.reset ?? reset,
  });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
