import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';

import { createAccessControl } from '../../../../gateway/access/access-control.ts';
import type { AccessControl } from '../../../../gateway/access/access-control.ts';
import { buildApiSchema } from '../../../../gateway/access/api-schema.ts';
import { stripSecurity } from '../../../../gateway/access/strip-security.ts';
import { readSupergraphConfig } from '../../../../schema/read-supergraph-config.ts';
import { withStandards } from '../../../../schema/with-standards.ts';
import { EntityBook } from './entity-book.ts';
import { generatedSchema } from './generated-subgraph.ts';
import type { Words } from './generated-value.ts';
import { ledger } from './worlds/ledger.ts';
import { media } from './worlds/media.ts';
import { shop } from './worlds/shop.ts';

/** A graph, and subgraphs that can answer whatever is asked of them. */
export interface World {
  readonly name: string;
  /** For engines: nothing in it protects anything. */
  readonly supergraph: string;
  /** As it was composed, with what protects it. */
  readonly full: string;
  /** What each subgraph says of itself. */
  readonly documents: ReadonlyMap<string, DocumentNode>;
  readonly book: EntityBook;
  /** What rules look at, in the words that they know. */
  readonly words: Words;
  readonly apiSchema: GraphQLSchema;
  readonly access: AccessControl;
  /** Scopes that the graph's rules name. */
  readonly scopes: readonly string[];
  readonly subgraphs: ReadonlyMap<string, GraphQLSchema>;
  /** Interfaces that are object types in one of the subgraphs. */
  readonly interfaceObjects: ReadonlySet<string>;
}

interface Parts {
  readonly name: string;
  readonly supergraph: string;
  readonly services: readonly { readonly name: string; readonly typeDefs: DocumentNode }[];
  readonly words?: Words;
}

/** A world of SDL texts by subgraph. Throws when they do not compose. */
export function composeWorld(name: string, subgraphs: Readonly<Record<string, string>>): World {
  const services = Object.entries(subgraphs).map(([subgraph, sdl]) => ({
    name: subgraph,
    url: `http://${subgraph}.example/graphql`,
    typeDefs: parse(sdl),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map((one) => one.message).join('\n'));
  return makeWorld({ name, supergraph: supergraphSdl, services });
}

/** Our own graph, as it is committed: composing it takes longer than asking it a thousand times. */
export function companyWorld(): World {
  const folder = new URL('../../../../schema/', import.meta.url);
  const { rooms, faults } = readSupergraphConfig(fileURLToPath(new URL('supergraph.yaml', folder)));
  if (faults.length > 0) throw new Error(faults.map(String).join('\n'));
  const services = rooms.map(({ name, file }) => {
    const typeDefs = withStandards(parse(readFileSync(file, 'utf8')));
    return { name, typeDefs };
  });
  const supergraph = readFileSync(new URL('supergraph.graphql', folder), 'utf8');
  return makeWorld({ name: 'company', supergraph, services, words: COMPANY_WORDS });
}

const DIVISIONS = ['banking', 'insurance', 'lending'];

const COMPANY_WORDS: Words = {
  'Case.division': DIVISIONS,
  'Case.team': ['cards', 'claims', 'loans'],
  'Consent.purpose': ['marketing', 'research'],
  'Interaction.division': DIVISIONS,
  'SourceRecord.division': DIVISIONS,
};

function makeWorld({ name, supergraph, services, words = {} }: Parts): World {
  const book = new EntityBook(services.map(({ typeDefs }) => typeDefs));
  const open = stripSecurity(supergraph);
  const apiSchema = buildApiSchema(parse(open), new Set(['inaccessible']));
  const subgraphs = new Map(
    services.map((one) => [one.name, generatedSchema({ ...one, book, apiSchema, words })]),
  );
  const scopes = [...supergraph.matchAll(/@requiresScopes\(scopes: (\[\[.*?\]\])\)/g)];
  const names = scopes.flatMap(([, list = '']) => [...list.matchAll(/"([^"]+)"/g)]);
  return Object.freeze({
    name,
    supergraph: open,
    full: supergraph,
    documents: new Map(services.map((one) => [one.name, one.typeDefs])),
    book,
    words,
    apiSchema,
    access: createAccessControl({ supergraph }),
    scopes: [...new Set(names.map(([, scope = '']) => scope))].sort(),
    subgraphs,
    interfaceObjects: new Set(
      Array.from(open.matchAll(INTERFACE_OBJECT), ([, interfaceName = '']) => interfaceName),
    ),
  });
}

const INTERFACE_OBJECT = /^interface (\w+)[^{]*isInterfaceObject: true/gm;

/** Our own graph and three that use every feature of federation. */
export function allWorlds(): readonly World[] {
  return [
    companyWorld(),
    ...[shop, media, ledger].map((one) => composeWorld(one.name, one.subgraphs)),
  ];
}
