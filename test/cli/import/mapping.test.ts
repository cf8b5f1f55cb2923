import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { columnsOfMapping } from '../../../cli/import/map-row.ts';
import { readMapping } from '../../../cli/import/mapping.ts';
import { faultsOf, mappingOf } from './mapping-text.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/mappings', import.meta.url));

describe('a mapping', () => {
  test.each(readdirSync(FIXTURES))('%s is valid', (name) => {
    const mapping = readMapping(join(FIXTURES, name));
    expect(columnsOfMapping(mapping).length).toBeGreaterThan(0);
    expect(Object.isFrozen(mapping)).toBe(true);
  });

  test('has a comma and no warnings when it says nothing of them', () => {
    const mapping = mappingOf('kind: customers\nrecord: { localId: id }');
    expect(mapping).toMatchObject({ kind: 'customers', delimiter: ',', warnings: [] });
  });

  test('tells every column that it reads, once and sorted', () => {
    const mapping = mappingOf(`
      kind: complaints
      where: { column: zone, in: [EU] }
      record:
        externalId: { template: '{number}/{year}' }
        openedAt: { column: opened, dateTime: YYYY-MM-DD }
        resolvedAt: { column: closed, dateTime: YYYY-MM-DD, when: { column: state, in: [done] } }
      warnings:
        - { name: backwards, notBefore: [closed, opened], date: YYYY-MM-DD }`);
    expect(columnsOfMapping(mapping)).toEqual([
      'closed',
      'number',
      'opened',
      'state',
      'year',
      'zone',
    ]);
  });

  test('may leave the brackets of a list with one item away', () => {
    const mapping = mappingOf(
      'kind: customers\nrecord: { localId: id, emails: { address: mail } }',
    );
    expect(mapping.record.fields['emails']).toMatchObject({ kind: 'list', items: [{}] });
  });

  test('may leave its kind to the command, and not say another', () => {
    const text = 'record: { externalId: id, at: { column: at, dateTime: ISO }, outcome: how }';
    expect(mappingOf(text, 'calls')).toMatchObject({ kind: 'calls', log: null });
    expect(faultsOf(`kind: calls\n${text}`, 'cases')).toContain(
      'kind: expected that of --kind, cases, but got: "calls"',
    );
    expect(faultsOf(text, 'tickets')[0]).toMatch(/^kind: /);
  });

  test('of a log tells the columns of its entries, too', () => {
    const mapping = mappingOf(`
      kind: cases
      record: { externalId: id, slaMade: { column: made, boolean: true, take: first } }
      event: { at: { column: changed, dateTime: ISO }, status: { column: state, map: { a: NEW } } }
      order: count`);
    expect(columnsOfMapping(mapping)).toEqual(['changed', 'count', 'id', 'made', 'state']);
    expect(mapping.log?.order).toEqual({ column: 'count', number: true });
  });

  test('of a log is told every fault at once', () => {
    const faults = faultsOf(`
      kind: cases
      record: { openedAt: { column: a, dateTime: YYYY-MM, zone: Mars/Base }, events: b }
      event:
        status: { column: c, map: { x: DONE }, otherwise: GONE, take: last }
        agent: { column: d, zone: Europe/Stockholm }
        at: { column: e, dateTime: [ISO, DD] }
      order: { value: 1, number: true }`);
    expect(faults.map((fault) => fault.split(': ').slice(0, 2).join(': '))).toEqual([
      'record.externalId: required, but has no rule',
      'record.openedAt: dateTime',
      'record.openedAt: zone',
      'record.events: no such field; there are',
      'event.status.otherwise: Value "GONE" does not exist in "CaseStatus" enum.',
      'event.status.map.x: Value "DONE" does not exist in "CaseStatus" enum.',
      'event.agent: zone goes with dateTime, but got none',
      'event.at: dateTime',
      'event.status: take is for the record of a case with a log only',
      'order: value has no text to read, but got',
    ]);
  });

  test('of anything else has no entries', () => {
    const text = `kind: complaints
record: { externalId: id, openedAt: { column: at, dateTime: ISO, take: first } }
event: { at: x }
order: y`;
    expect(faultsOf(text)).toEqual([
      'record.openedAt: take is for the record of a case with a log only',
      'event: is for cases only',
      'order: is for cases only',
    ]);
  });

  test('that is none names its file', () => {
    expect(() => readMapping('/no/such/mapping.yaml')).toThrow('/no/such/mapping.yaml');
    expect(() => mappingOf('kind: [customers')).toThrow(/^Mapping .*mapping\.yaml is not YAML: /);
    expect(() => mappingOf('kind: calls\nkind: loans')).toThrow(
      'is not YAML: Map keys must be unique',
    );
    expect(() => mappingOf('')).toThrow(/^Mapping .*mapping\.yaml is not valid\.\n- /);
  });

  test('is told every fault at once, each with its place', () => {
    const faults = faultsOf(`
      kind: customers
      delimiter: ';;'
      colour: red
      where: { column: zone }
      record:
        name: { given: first, famly: last }
        birthDate: { colum: born, date: M/D/YYYY }
        partyType: { value: PERSONN }
        emails:
          - { use: { value: WORK } }
      warnings:
        - { name: w, notBefore: [a], date: MM }`);
    expect(faults).toEqual([
      expect.stringMatching(/^delimiter: /),
      'where: needs "in" or "notIn"',
      expect.stringMatching(/^warnings\.0\.notBefore: /),
      expect.stringMatching(/^warnings\.0\.date: a date's format needs a year/),
      expect.stringContaining('"colour"'),
      'record.localId: required, but has no rule',
      expect.stringMatching(/^record\.name\.famly: no such field; there are: additional, family,/),
      expect.stringMatching(/^record\.birthDate: .*"colum"/),
      expect.stringMatching(/^record\.partyType\.value: .*"PERSONN"/),
      'record.emails.0.address: required, but has no rule',
    ]);
  });

  test('of a kind that nobody imports is refused', () => {
    expect(faultsOf('kind: cats\nrecord: { id: id }')).toEqual([expect.stringMatching(/^kind: /)]);
  });

  test('has a division in each row where records name theirs', () => {
    const text = `
      kind: complaints
      record: { externalId: id, openedAt: { column: at, dateTime: YYYY-MM-DD }, division: where }`;
    expect(faultsOf(text)).toEqual([]);
    const [fault] = faultsOf('kind: customers\nrecord: { localId: id, division: where }');
    expect(fault).toMatch(/^record\.division: no such field/);
  });

  test('takes a borrower for loans only', () => {
    const loan = `id: id, status: { value: ACTIVE }, principal: { amount: a, currency: { value: EUR } }`;
    expect(faultsOf(`kind: loans\nrecord: { ${loan}, borrower: { localId: b } }`)).toEqual([]);
    expect(faultsOf('kind: customers\nrecord: { localId: id, borrower: { localId: b } }')).toEqual([
      expect.stringMatching(/^record\.borrower: no such field/),
    ]);
  });

  describe('refuses', () => {
    const fault = (rule: string, field = 'birthDate') =>
      faultsOf(`kind: customers\nrecord: { localId: id, ${field}: ${rule} }`);

    test.each([
      ['a rule without a source', '{ date: M/D/YYYY }', 'but got: none'],
      ['a rule with two sources', '{ column: a, value: b }', 'but got: column, value'],
      ['an empty rule', '{}', 'but got: none'],
      [
        'a rule that reads in two ways',
        '{ column: a, date: M/D/YYYY, number: true }',
        'date, number',
      ],
      ['a prefix before a date', '{ column: a, date: M/D/YYYY, prefix: x }', 'prefix, date'],
      ['a constant that is read', '{ value: 1, number: true }', 'value has no text to read'],
      ['a hash with a default', '{ rowHash: true, default: x }', 'rowHash has no text to read'],
      ['a template without a place', '{ template: hello }', 'template: needs a {column} place'],
      ['a format without a year', '{ column: a, date: MM-DD }', "date: a date's format needs"],
      ['zeros without end', '{ column: a, pad: 65 }', 'pad: '],
      ['a condition without texts', '{ column: a, when: { column: b, in: [] } }', 'when: in: '],
      ['a list where a value belongs', '[a, b]', 'expected a column or a rule for a value'],
      ['a number where a column belongs', '7', 'but got: 7'],
      ['nothing where a column belongs', 'null', 'but got: null'],
      ['an empty column name', "''", 'but got: ""'],
    ])('%s', (_name, rule, expected) => {
      expect(fault(rule)).toEqual([expect.stringContaining(expected)]);
      expect(fault(rule)[0]).toMatch(/^record\.birthDate: /);
    });

    test('a column where fields belong', () => {
      expect(fault('whole_name', 'name')).toEqual([
        'record.name: expected rules for its fields, but got: "whole_name"',
      ]);
      expect(fault('[whole_name]', 'name')).toHaveLength(1);
    });

    test('constants that the graph would not take, wherever they stand', () => {
      expect(fault('{ column: g, map: { f: FEMALE, m: 3 } }', 'gender')).toEqual([
        expect.stringMatching(/^record\.gender\.map\.m: /),
      ]);
      expect(fault('{ column: s, default: ALIVE }', 'status')).toEqual([
        expect.stringMatching(/^record\.status\.default: .*"ALIVE"/),
      ]);
      expect(fault('{ value: tomorrow }', 'observedAt')).toEqual([
        expect.stringMatching(/^record\.observedAt\.value: /),
      ]);
    });

    test('fields that every object of the language has', () => {
      expect(fault('x', 'constructor')).toEqual([
        expect.stringMatching(/^record\.constructor: no such field/),
      ]);
    });
  });
});
