import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMatchMapping } from '../../../cli/match/mapping.ts';

describe('a mapping for matching', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'switchboard-mapping-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  const read = async (text: string) => {
    const file = join(folder, 'm.yaml');
    await writeFile(file, text);
    return readMatchMapping(file);
  };

  test('gives names their parts and every other field its role', async () => {
    const mapping = await read(`
      id: number
      fields:
        givenName: first
        birthDate: { column: born, date: D/M/YYYY }
        street: { template: '{house} {road}' }
        street2: line_2
        phone: [home, mobile]`);
    expect([...mapping.names.keys()]).toEqual(['givenName']);
    expect(mapping.fields.map(({ name, role }) => [name, role])).toEqual([
      ['birthDate', 'birthDate'],
      ['street', 'street'],
      ['street2', 'street'],
      ['phone', 'phone'],
    ]);
  });

  test.each([
    ['fields: {}', 'fields: at least one is needed'],
    ['fields: { shoeSize: size }', 'fields.shoeSize: no such field; there are: givenName'],
    ['fields: { otherNames: middle }', 'fields.otherNames: no such field'],
    ['fields: { birthDate: { column: born, date: QQ } }', 'fields: birthDate'],
    ['fields: { phone: p }\ncolour: red', 'colour'],
    ['fields: [', 'is not YAML'],
  ])('%s is refused by name', async (text, fault) => {
    await expect(read(text)).rejects.toThrow(fault);
  });
});
