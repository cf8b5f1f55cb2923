import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isTypeDefinitionNode, Kind, parse, print, Source } from 'graphql';
import type { DocumentNode } from 'graphql';
import { standardDefinitions } from '../../schema/standards/standards-document.ts';
import { withStandards } from '../../schema/with-standards.ts';
import { LINK } from './lint-harness.ts';

function added(sdl: string): readonly string[] {
  return namesIn(withStandards(parse(sdl))).filter((name) => !namesIn(parse(sdl)).includes(name));
}

function namesIn(document: DocumentNode): readonly string[] {
  return document.definitions.flatMap((node) => {
    if (node.kind === Kind.DIRECTIVE_DEFINITION) return [`@${node.name.value}`];
    return isTypeDefinitionNode(node) ? [node.name.value] : [];
  });
}

const OWNERSHIP = ['@owner', '@classification', 'ClassificationLevel', 'PiiCategory'];

describe('withStandards', () => {
  test('adds what is named, and what that names, in the order of the standards', () => {
    expect(added(`${LINK}\ntype Query { a: Date b: [Money!]! }`)).toEqual([
      ...OWNERSHIP,
      'Date',
      'CurrencyCode',
      'Decimal',
      'Money',
    ]);
  });

  test('names in arguments, inputs and extensions count', () => {
    expect(added(`${LINK}\ntype Query { a(at: DateTime): Int }`)).toEqual(['DateTime']);
    expect(added(`${LINK}\ninput I { of: SourceRefInput }`)).toEqual(['SourceRefInput']);
    expect(added(`${LINK}\nextend enum Channel { PIGEON }`)).toEqual(['Channel']);
  });

  test('leaves what the room defines itself', () => {
    const sdl = `${LINK}\nenum Channel { PIGEON }\nscalar Date\ntype Query { a: Channel b: Date }`;
    expect(added(sdl)).toEqual([]);
  });

  test('a document that names no standard comes back as it is', () => {
    const document = parse(`${LINK}\ntype Query { a: Int }`);
    expect(withStandards(document)).toBe(document);
  });

  test('links and composes the two directives where they are defined', () => {
    const extension = withStandards(
      parse(`${LINK}\ntype Query @owner(division: "a", steward: "s") { a: Int }`),
    ).definitions.filter((node) => node.kind === Kind.SCHEMA_EXTENSION)[1];
    expect(extension && print(extension)).toBe(
      'extend schema @link(url: "https://specs.switchboard.example/standards/v1.0", import: ["@owner"]) @composeDirective(name: "@owner")',
    );
  });

  test('does not link or compose a second time', () => {
    const sdl =
      `${LINK} @link(url: "https://specs.switchboard.example/standards/v1.0", import: ["@owner"]) @composeDirective(name: "@owner")\n` +
      'type Query @owner(division: "a", steward: "s") { a: Int }';
    const extensions = withStandards(parse(sdl)).definitions.filter(
      (node) => node.kind === Kind.SCHEMA_EXTENSION,
    );
    expect(extensions).toHaveLength(1);
  });

  test('speaks of federation directives as the room does', () => {
    const link =
      'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", as: "fed", import: [{ name: "@shareable", as: "@shared" }])';
    const text = print(withStandards(parse(`${link}\ntype Query { a: PageInfo }`)));
    expect(text).toContain('type PageInfo @shared @owner(');
    expect(text).toContain('hasNextPage: Boolean! @fed__authenticated');
    expect(text).toContain('@fed__composeDirective(name: "@owner")');
  });

  test('keeps the places of the room and names the standards’ own file for what it adds', () => {
    const document = withStandards(
      parse(new Source(`${LINK}\ntype Query { a: Date }`, 'room.graphql')),
    );
    const files = document.definitions.map((node) => node.loc?.source.name.replace(/^.*\//, ''));
    expect(files).toEqual(['room.graphql', 'room.graphql', 'standards.graphql']);
  });

  test('adding twice adds nothing', () => {
    const names = [...standardDefinitions().keys()].filter((name) => !name.startsWith('@'));
    fc.assert(
      fc.property(fc.subarray(names), (used) => {
        const fields = used.map((name, place) => `f${place}: ${name}`).join(' ');
        const once = withStandards(parse(`${LINK}\ntype Query { q: Int ${fields} }`));
        expect(withStandards(once)).toBe(once);
        expect(namesIn(once)).toEqual(expect.arrayContaining(used));
      }),
    );
  });
});
