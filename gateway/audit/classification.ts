import { Kind } from 'graphql';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';

import { CLASSIFICATION_LEVELS } from '../../schema/ledger-batch.ts';
import type { ClassificationLevel } from '../../schema/ledger-batch.ts';
import { readSecurityNames } from '../access/security-features.ts';

/** How sensitive a field is. */
export interface Classified {
  readonly level: ClassificationLevel;
  /** Whether it holds personal data of some kind. */
  readonly isPersonal: boolean;
}

/** `Type.field` -> what the supergraph says of it. Fields without a word on them are not there. */
export type Classification = ReadonlyMap<string, Classified>;

/** Reads `@classification` of every field, its type's where it has none of its own. */
export function readClassification(supergraph: DocumentNode): Classification {
  const { classification: names } = readSecurityNames(supergraph);
  const found = new Map<string, Classified>();
  const read = (directives: readonly ConstDirectiveNode[] = []): Classified | null =>
    directives
      .filter(({ name }) => names.has(name.value))
      .map(classifiedIn)
      .reduce<Classified | null>(moreSensitive, null);
  for (const definition of supergraph.definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION
    ) {
      continue;
    }
    const byType = read(definition.directives);
    for (const field of definition.fields ?? []) {
      const classified = read(field.directives) ?? byType;
      if (classified !== null)
        found.set(`${definition.name.value}.${field.name.value}`, classified);
    }
  }
  return found;
}

/** Whether what is known of one level is at least as sensitive as of another. */
export function isAtLeast(level: ClassificationLevel, least: ClassificationLevel): boolean {
  return CLASSIFICATION_LEVELS.indexOf(level) >= CLASSIFICATION_LEVELS.indexOf(least);
}

function classifiedIn(directive: ConstDirectiveNode): Classified {
  const argument = (name: string) =>
    directive.arguments?.find((one) => one.name.value === name)?.value;
  const stated = argument('level');
  const name = stated?.kind === Kind.ENUM ? stated.value : '';
  const pii = argument('pii');
  return {
    // A level that nobody knows is not taken for a low one.
    level: CLASSIFICATION_LEVELS.find((level) => level === name) ?? 'RESTRICTED',
    isPersonal: pii?.kind === Kind.LIST && pii.values.length > 0,
  };
}

/** Several subgraphs may each say it of a field that they share. */
function moreSensitive(known: Classified | null, other: Classified): Classified {
  if (known === null) return other;
  return {
    level: isAtLeast(known.level, other.level) ? known.level : other.level,
    isPersonal: known.isPersonal || other.isPersonal,
  };
}
