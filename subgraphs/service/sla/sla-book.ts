import { meets } from '../policies/asked-of-case.ts';
import { openPolicyFile, readVersions } from '../policies/policy-versions.ts';
import type { BusinessCalendar } from './business-calendar.ts';
import { DEFAULT_POLICIES } from './default-policies.ts';
import { openCalendar } from './open-calendar.ts';
import { conditionsFor, policySet, type PolicySet } from './policy-set.ts';
import { SLA_METRICS, type SlaBook, type SlaTerms } from './sla-policy.ts';

/** The policies in the YAML file that `SLA_POLICIES` names, or the default ones. Throws an Error with every fault. */
export async function readSlaBook(file: string | undefined): Promise<SlaBook> {
  if (file === undefined) return openSlaBook(DEFAULT_POLICIES);
  return openPolicyFile('SLA_POLICIES', file, openSlaBook);
}

/** Reads the versions of the policies, the oldest first. */
export async function openSlaBook(versions: unknown): Promise<SlaBook> {
  const editions = await Promise.all(readVersions(policySet, versions).map(openEdition));
  return Object.freeze({
    termsFor(subject, metric, at) {
      const edition = editions.findLast(({ from }) => from <= at);
      const entries = edition?.entries ?? [];
      return (
        entries.find((entry) => entry.metric === metric && meets(subject, entry.rule))?.terms ??
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
