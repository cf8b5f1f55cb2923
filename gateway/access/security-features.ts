import type { DocumentNode } from 'graphql';
import { directiveNames, readLinks } from './link-names.ts';
import type { Link } from './link-names.ts';

/** The three federation directives that say who may read what. */
export type SecurityFeature = 'authenticated' | 'requiresScopes' | 'policy';

const FEATURES: readonly SecurityFeature[] = ['authenticated', 'requiresScopes', 'policy'];

/** The names that a supergraph gives to what this layer reads. */
export interface SecurityNames {
  /** Local directive name, without `@`, to what it means. */
  readonly requirements: ReadonlyMap<string, SecurityFeature>;
  /** Scalars that the security features define for their arguments, by local name. */
  readonly scalars: ReadonlySet<string>;
  readonly inaccessible: ReadonlySet<string>;
  readonly classification: ReadonlySet<string>;
  /** What stands on arguments, input fields and enum values. */
  readonly access: ReadonlySet<string>;
  readonly mask: ReadonlySet<string>;
  /** What says who answers for a field. */
  readonly owner: ReadonlySet<string>;
  /** The `@link`s of the three security features. */
  readonly links: readonly Link[];
}

/** Reads every name through the supergraph's `@link`s, renamed imports included. */
export function readSecurityNames(supergraph: DocumentNode): SecurityNames {
  const links = readLinks(supergraph);
  const requirements = new Map<string, SecurityFeature>();
  for (const feature of FEATURES) {
    for (const name of directiveNames(links, identityOf(feature), feature)) {
      requirements.set(name, feature);
    }
  }
  const identities = new Set(FEATURES.map(identityOf));
  const security = links.filter((link) => identities.has(link.identity));
  return Object.freeze({
    requirements,
    scalars: scalarNames(security),
    inaccessible: directiveNames(links, identityOf('inaccessible'), 'inaccessible'),
    classification: directiveNames(links, STANDARDS, 'classification'),
    access: directiveNames(links, STANDARDS, 'access'),
    mask: directiveNames(links, STANDARDS, 'mask'),
    owner: directiveNames(links, STANDARDS, 'owner'),
    links: security,
  });
}

/** Whether the company's own directives and scalars are meant by their names. */
export function linksStandards(supergraph: DocumentNode): boolean {
  return readLinks(supergraph).some((link) => link.identity === STANDARDS);
}

const STANDARDS = 'https://specs.switchboard.example/standards';

function identityOf(feature: string): string {
  return `https://specs.apollo.dev/${feature}`;
}

function scalarNames(links: readonly Link[]): ReadonlySet<string> {
  const names = new Set(['requiresScopes__Scope', 'policy__Policy']);
  for (const link of links) {
    for (const scalar of ['Scope', 'Policy']) {
      names.add(`${link.namespace}__${scalar}`);
      const imported = link.imports.get(scalar);
      if (imported !== undefined) names.add(imported);
    }
  }
  return names;
}
