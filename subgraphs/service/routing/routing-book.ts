import { openPolicyFile, readVersions } from '../policies/policy-versions.ts';
import { DEFAULT_ROUTING } from './default-routing.ts';
import { routingSet, type RoutingSet } from './routing-policy.ts';

/** All versions of the policies by which cases are routed. */
export interface RoutingBook {
  /** The version in force at an instant; null before the first. */
  inForce(at: Date): RoutingSet | null;
}

/** The policies in the YAML file that `ROUTING_POLICIES` names, or the default ones. Throws an Error with every fault. */
export async function readRoutingBook(file: string | undefined): Promise<RoutingBook> {
  if (file === undefined) return DEFAULT_ROUTING_BOOK;
  return openPolicyFile('ROUTING_POLICIES', file, openRoutingBook);
}

/** Reads the versions of the policies, the oldest first. */
export function openRoutingBook(versions: unknown): RoutingBook {
  const sets = readVersions(routingSet, versions);
  return Object.freeze({
    inForce: (at: Date) =>
      sets.findLast(({ effectiveFrom }) => Date.parse(effectiveFrom) <= at.getTime()) ?? null,
  });
}

export const DEFAULT_ROUTING_BOOK = openRoutingBook(DEFAULT_ROUTING);
