import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, Kind, parse } from 'graphql';
import type { GraphQLObjectType } from 'graphql';
import { compose } from '../../schema/compose.ts';
import type { Composition } from '../../schema/compose.ts';
import { formatFault } from '../../schema/fault.ts';
import { differences, secondOpinion } from '../../schema/second-opinion.ts';
import { copyRooms, roomNames } from './room-copies.ts';
import type { RoomCopies } from './room-copies.ts';

let rooms: RoomCopies;
beforeEach(() => {
  rooms = copyRooms();
});
afterEach(() => rooms.remove());

function faults(): readonly string[] {
  const composition = compose(rooms.config);
  return composition.kind === 'faulty'
    ? composition.faults.map((fault) => formatFault(fault, rooms.folder))
    : [];
}

function composed(): Extract<Composition, { kind: 'composed' }> {
  const composition = compose(rooms.config);
  if (composition.kind === 'composed') return composition;
  throw new Error(composition.faults.map((fault) => formatFault(fault, rooms.folder)).join('\n'));
}

const FIELD = '@owner(division: "a", steward: "s") @classification(level: INTERNAL) @authenticated';

describe('the real rooms', () => {
  test('compose, and @apollo/composition agrees', async () => {
    const { services, supergraph } = composed();
    expect(services.map(({ name }) => name)).toEqual(roomNames());
    expect(await secondOpinion(services, supergraph)).toEqual([]);
  });

  test('state owner and classification on every field of the supergraph and on no type', () => {
    const { supergraph } = composed();
    const types = parse(supergraph).definitions.filter(
      (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION,
    );
    const bare = types.flatMap((type) =>
      (type.fields ?? [])
        .filter(
          (field) =>
            !['owner', 'classification'].every((name) =>
              field.directives?.some((directive) => directive.name.value === name),
            ),
        )
        .map((field) => `${type.name.value}.${field.name.value}`),
    );
    expect(types.length).toBeGreaterThan(50);
    expect(bare).toEqual([]);
    expect(supergraph).not.toMatch(/^(type|interface) [^{]*@(owner|classification)/m);
  });

  test('give an API that stands alone and speaks of nothing behind it', () => {
    const { api } = composed();
    const schema = buildSchema(api);
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual(
      expect.arrayContaining(['customer', 'searchCustomers', 'customerBySource', 'kpis']),
    );
    expect(
      schema
        .getDirectives()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['deprecated', 'include', 'oneOf', 'skip', 'specifiedBy']);
    expect(api).not.toMatch(/@(?!specifiedBy|deprecated)|join__|link__|PiiCategory/);
    // The type was asked for by its name, so it is an object.
    const customer = schema.getType('Customer') as GraphQLObjectType;
    expect(Object.keys(customer.getFields())).toEqual(
      expect.arrayContaining([
        'accounts',
        'loans',
        'policies',
        'cases',
        'timeline',
        'satisfaction',
      ]),
    );
  });

  test('give the same text whatever the order of rooms in the configuration', () => {
    const before = composed();
    const [head = '', ...parts] = readFileSync(rooms.config, 'utf8').split(/^(?= {2}[a-z]+:$)/m);
    writeFileSync(rooms.config, head + parts.reverse().join(''));
    const after = composed();
    expect([after.supergraph, after.api]).toEqual([before.supergraph, before.api]);
  });
});

describe('faults', () => {
  test('a bare field of a shared type is named with file and line, once a missing rule', () => {
    const line = rooms.replace(
      'service',
      '  sourceRecords: [SourceRecord!] @external',
      '  bare: Int\n  sourceRecords: [SourceRecord!] @external',
    );
    const found = faults();
    expect(found.map((fault) => fault.split(' ').slice(0, 2).join(' '))).toEqual([
      `subgraphs/service/schema.graphql:${line}:3 FIELD_WITHOUT_ACCESS_RULE`,
      `subgraphs/service/schema.graphql:${line}:3 FIELD_WITHOUT_CLASSIFICATION`,
      `subgraphs/service/schema.graphql:${line}:3 FIELD_WITHOUT_OWNER`,
    ]);
  });

  test('all kinds come in one run, sorted by file and line', () => {
    appendFileSync(rooms.fileOf('banking'), '\nextend type Query { zebra: Int }\n');
    appendFileSync(rooms.fileOf('metrics'), `\nextend type Query { apple: Nowhere ${FIELD} }\n`);
    const found = faults();
    expect(found).toEqual([
      expect.stringMatching(
        /^subgraphs\/banking\/schema.graphql:\d+:\d+ FIELD_WITHOUT_ACCESS_RULE /,
      ),
      expect.stringMatching(
        /^subgraphs\/metrics\/schema.graphql:\d+:\d+ INVALID_GRAPHQL .*Nowhere/,
      ),
    ]);
  });

  test('a syntax error and a missing file are named together, and no other room is blamed', () => {
    appendFileSync(rooms.fileOf('banking'), '\ntype {\n');
    rmSync(rooms.fileOf('lending'));
    expect(faults()).toEqual([
      expect.stringMatching(
        /^subgraphs\/banking\/schema.graphql:\d+:6 SDL_SYNTAX Syntax Error: Expected Name/,
      ),
      `subgraphs/lending/schema.graphql:1:1 SDL_NOT_FOUND Room "lending" must have its SDL here, but no file can be read.`,
    ]);
  });

  test('a conflict that only composition sees has the place of what it names', () => {
    const line = rooms.replace(
      'metrics',
      'type Kpi\n',
      `type Money @shareable ${FIELD} { amount: Int! @authenticated currency: Int! @authenticated }\n\ntype Kpi\n`,
    );
    const found = faults().filter((fault) => fault.includes('FIELD_TYPE_MISMATCH'));
    expect(found).toHaveLength(2);
    for (const fault of found)
      expect(fault).toMatch(/^\S+\.graphql:\d+:\d+ FIELD_TYPE_MISMATCH Type of field "Money\./);
    expect(line).toBeGreaterThan(1);
  });

  test('a field that two rooms define without sharing it has a place', () => {
    appendFileSync(
      rooms.fileOf('metrics'),
      `\nextend type Query { account(id: ID!): Int ${FIELD} }\n`,
    );
    const codes = faults().map((fault) => fault.split(' ')[1]);
    expect(codes).toContain('INVALID_FIELD_SHARING');
  });

  test('an unreadable configuration is the only fault', () => {
    writeFileSync(rooms.config, 'subgraphs: {');
    expect(faults()).toEqual([
      expect.stringMatching(/^schema\/supergraph.yaml:1:\d+ CONFIG_INVALID /),
    ]);
  });

  test('whatever lines are lost from a room, there is a graph or a fault with a place', () => {
    const text = readFileSync(rooms.fileOf('insurance'), 'utf8');
    const lines = text.split('\n');
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.integer({ min: 1, max: 4 }), (from, count) => {
        writeFileSync(rooms.fileOf('insurance'), lines.toSpliced(from, count).join('\n'));
        const composition = compose(rooms.config);
        if (composition.kind === 'composed') return;
        expect(composition.faults.length).toBeGreaterThan(0);
        for (const { line, column } of composition.faults)
          expect(Math.min(line, column)).toBeGreaterThan(0);
      }),
      { numRuns: 10 },
    );
  });
});

describe('a second opinion', () => {
  test('names what it refuses and what it has otherwise', async () => {
    const { services, supergraph } = composed();
    const another = supergraph.replace('  gender: Gender', '  gender: String');
    expect(differences(another, supergraph)).toEqual([
      expect.stringMatching(/it has "Customer: gender: Gender/),
      expect.stringMatching(/it has no "Customer: gender: String/),
    ]);
    const broken = services.map((room) => ({
      ...room,
      typeDefs:
        room.name === 'metrics' ? parse('type Query { customer(id: ID!): Int }') : room.typeDefs,
    }));
    expect(await secondOpinion(broken, supergraph)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^@apollo\/composition refuses the graph: /)]),
    );
  });
});
