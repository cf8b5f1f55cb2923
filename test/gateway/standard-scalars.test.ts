import { describe, expect, test } from '@jest/globals';
import { buildASTSchema, parse, validate } from 'graphql';

import { checkStandardScalars } from '../../gateway/standard-scalars.ts';

const graph = (link: string): string => `
  schema @link(url: "https://specs.apollo.dev/link/v1.0") ${link} { query: Query }
  directive @link(url: String!, import: [String]) repeatable on SCHEMA
  scalar Date
  type Query { on(day: Date!): Date }
`;
const STANDARDS = '@link(url: "https://specs.switchboard.example/standards/v1.0")';

function faultsOf(link: string, query: string): readonly string[] {
  const supergraph = parse(graph(link));
  const schema = buildASTSchema(supergraph, { assumeValidSDL: true });
  checkStandardScalars(schema, supergraph);
  return validate(schema, parse(query)).map(({ message }) => message);
}

describe('the scalars of a graph', () => {
  test('refuse a literal that is none, saying what they expect, when the graph links the standards', () => {
    expect(faultsOf(STANDARDS, '{ on(day: "2026-02-30") }')).toEqual([
      'Date must be a calendar date that exists, such as 2026-01-31, but got: "2026-02-30".',
    ]);
    expect(faultsOf(STANDARDS, '{ on(day: 5) }')).toHaveLength(1);
  });

  test('take a literal that is one', () => {
    expect(faultsOf(STANDARDS, '{ on(day: "2026-02-28") }')).toEqual([]);
  });

  test('are left alone in a graph that does not', () => {
    expect(faultsOf('', '{ on(day: "soon") }')).toEqual([]);
  });

  test('answer what came, whatever it is', () => {
    const supergraph = parse(graph(STANDARDS));
    const schema = buildASTSchema(supergraph, { assumeValidSDL: true });
    checkStandardScalars(schema, supergraph);
    const date = schema.getType('Date');
    expect(date && 'serialize' in date && date.serialize('soon')).toBe('soon');
  });
});
