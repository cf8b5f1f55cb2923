import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { BusinessCalendar } from './business-calendar.ts';
import { DEFAULT_POLICIES } from './default-policies.ts';
import { openCalendar } from './open-calendar.ts';
import { conditionsFor, policySet, type PolicySet } from './policy-set.ts';
import { SLA_METRICS, type SlaBook, type SlaSubject, type SlaTerms } from './sla-policy.ts';

/** The policies in the YAML file that `SLA_POLICIES` names, or the default ones. Throws an Error with every fault. */
export async function readSlaBook(file: string | undefined): Promise<SlaBook> {
  if (file === undefined) return openSlaBook(DEFAULT_POLICIES);
  try {
    return await openSlaBook(parse(await readFile(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    throw new Error(`SLA_POLICIES must name a file of policies, but in ${file}: ${reason}`, {
      cause: error,
    });
  }
}

const VERSIONS = z
  .array(policySet)
  .min(1)
  .refine((sets) => isRising(sets.map(({ version }) => version)), 'must have rising versions')
  .refine(
    (sets) => isRising(sets.map(({ effectiveFrom }) => Date.parse(effectiveFrom))),
    'must have rising times of "effectiveFrom"',
  );

/** Reads the versions of the policies, the oldest first. */
export async function openSlaBook(versions: unknown): Promise<SlaBook> {
  const checked = VERSIONS.safeParse(versions);
  if (!checked.success) throw new Error(z.prettifyError(checked.error));
  const editions = await Promise.all(checked.data.map(openEdition));
  return Object.freeze({
    termsFor(subject, metric, at) {
      const edition = editions.findLast(({ from }) => from <= at);
      const entries = edition?.entries ?? [];
      return (
        entries.find((entry) => entry.metric === metric && isMet(entry.rule, subject))?.terms ??
        null
      );
    },
  } satisfies SlaBook);
}

type Rule = PolicySet['rules'][number];

async function openEdition(set: PolicySet) {
  const named = Object.entries(set.calendars).map(
    async ([name, spec]) => [name, await openCalendar(spec)] as const,
  );
  const calendars = new Map(await Promise.all(named));
  const entries = set.rules.flatMap((rule) => {
    const calendar = calendars.get(rule.calendar);
    return calendar === undefined ? [] : termsOf(rule, set.version, calendar);
  });
  return { from: Date.parse(set.effectiveFrom), entries };
}

function termsOf(rule: Rule, version: number, calendar: BusinessCalendar) {
  return SLA_METRICS.flatMap((metric) => {
    const target = rule.targets[metric];
    if (target === undefined) return [];
    const terms: SlaTerms = Object.freeze({
      policy: rule.name,
      version,
      calendarName: rule.calendar,
      calendar,
      targetSeconds: target.seconds,
      warnSeconds: Math.floor(target.seconds * target.warnAfter),
      conditions: conditionsFor(metric, target),
      retroactiveStart: rule.retroactiveStart,
      retroactivePause: rule.retroactivePause,
    });
    return [{ rule, metric, terms }];
  });
}

function isMet(rule: Rule, subject: SlaSubject): boolean {
  return (
    (rule.division ?? subject.division) === subject.division &&
    (rule.caseType ?? subject.type) === subject.type &&
    (rule.priority ?? subject.priority) === subject.priority &&
    (rule.valueTier ?? subject.valueTier) === subject.valueTier
  );
}

function isRising(numbers: readonly number[]): boolean {
  return numbers.every((one, place) => place === 0 || (numbers[place - 1] ?? one) < one);
}
