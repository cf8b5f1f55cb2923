import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSupergraphConfig } from '../../schema/read-supergraph-config.ts';
import type { SupergraphConfig } from '../../schema/read-supergraph-config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string): SupergraphConfig {
  const file = join(folder, 'supergraph.yaml');
  writeFileSync(file, text);
  return readSupergraphConfig(file);
}

function faults(text: string): readonly string[] {
  return read(text).faults.map(
    ({ line, column, code, message }) => `${line}:${column} ${code} ${message}`,
  );
}

const room = (name: string, url = `http://127.0.0.1/${name}`): string =>
  `  ${name}:\n    routing_url: ${url}\n    schema:\n      file: ./${name}.graphql\n`;

describe('readSupergraphConfig', () => {
  test('reads rooms sorted by name, their files beside the configuration', () => {
    const { rooms, faults: none } = read(
      `federation_version: =2.7.1\nsubgraphs:\n${room('b')}${room('a')}`,
    );
    expect(none).toEqual([]);
    expect(rooms).toEqual([
      { name: 'a', url: 'http://127.0.0.1/a', file: join(folder, 'a.graphql') },
      { name: 'b', url: 'http://127.0.0.1/b', file: join(folder, 'b.graphql') },
    ]);
  });

  test('names a missing file', () => {
    const config = readSupergraphConfig(join(folder, 'gone.yaml'));
    expect(config.faults).toMatchObject([
      { file: join(folder, 'gone.yaml'), line: 1, code: 'CONFIG_NOT_FOUND' },
    ]);
  });

  test('names every fault of one file with its place', () => {
    const text =
      'federation_version: 1\nsubgraphs:\n  a:\n    routing_url: 127.0.0.1\n    schema: { subgraph_url: http://x }\n' +
      '  "B C":\n    routing_url: http://127.0.0.1/b\n    schema: { file: b.graphql }\n  c: 7\nextra: 1\n';
    expect(faults(text)).toEqual(
      [
        '1:21 CONFIG_INVALID "federation_version" must be 2, but got: 1.',
        '4:18 CONFIG_INVALID "routing_url" must be an http or https URL, but got: "127.0.0.1".',
        '3:3 CONFIG_INVALID "file" must be a text, but got: nothing.',
        '5:15 CONFIG_UNKNOWN_KEY "schema" of "a" takes file, but got: "subgraph_url".',
        '6:3 CONFIG_INVALID A room\'s name must be like "customers", but got: "B C".',
        '9:6 CONFIG_INVALID "c" must be a mapping with routing_url and schema, but got: 7.',
        '10:1 CONFIG_UNKNOWN_KEY The file takes federation_version, subgraphs, but got: "extra".',
      ].sort((a, b) => Number.parseInt(a) - Number.parseInt(b)),
    );
  });

  test('a room twice, an address twice and a file twice', () => {
    expect(faults(`subgraphs:\n${room('a')}${room('a')}`)).toEqual([
      expect.stringMatching(/^6:3 CONFIG_INVALID Map keys must be unique/),
    ]);
    expect(faults(`subgraphs:\n${room('a')}${room('b', 'http://127.0.0.1/a')}`)).toEqual([
      '6:3 CONFIG_DUPLICATE "b" has the routing_url of "a".',
    ]);
    const twice = room('b').replace('./b.graphql', 'a.graphql');
    expect(faults(`subgraphs:\n${room('a')}${twice}`)).toEqual([
      '6:3 CONFIG_DUPLICATE "b" has the schema.file of "a".',
    ]);
  });

  test.each([
    ['', 'The file must be a mapping with federation_version and subgraphs, but got: nothing.'],
    ['[1]', 'The file must be a mapping with federation_version and subgraphs, but got: a list.'],
    ['subgraphs: {}', '"subgraphs" must name one room at least.'],
    ['subgraphs:', '"subgraphs" must be a mapping, but got: null.'],
    ['subgraphs: *gone', 'must be a mapping'],
    ['subgraphs: {', 'Flow map'],
  ])('%j', (text, message) => {
    expect(faults(text)).toEqual([expect.stringContaining(message)]);
  });

  test.each(['2', '=2.7.1', '2.9', 'latest-2'])('federation_version %s is one', (version) => {
    expect(faults(`federation_version: ${version}\nsubgraphs:\n${room('a')}`)).toEqual([]);
  });
});
