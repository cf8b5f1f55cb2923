import { describe, expect, test } from '@jest/globals';
import {
  compareFileNames,
  readFileName,
  unfinishedName,
} from '../../../../subgraphs/insurance/file-drop/file-name.ts';

describe('names of file drops', () => {
  test.each([
    ['holders-2026-01-31.csv', 'HOLDERS', '2026-01-31', '20260131000000'],
    ['policies-20260131.csv', 'POLICIES', '20260131', '20260131000000'],
    ['claims-20260131T0200.csv', 'CLAIMS', '20260131T0200', '20260131020000'],
    ['claims-2026-01-31T235959.csv', 'CLAIMS', '2026-01-31T235959', '20260131235959'],
  ])('%s is read', (name, kind, version, versionOrder) => {
    expect(readFileName(name)).toEqual({ name, kind, version, versionOrder });
  });

  test.each([
    'holders.csv',
    'holders-.csv',
    'holders-2026-13-01.csv',
    'holders-2026-02-29.csv',
    'holders-20260131T2400.csv',
    'holders-20260131T02.csv',
    'holders-2026-01-31.CSV',
    'holders-2026-01-31.csv.part',
    '../holders-2026-01-31.csv',
    'holders-2026-01-31\n.csv',
    '',
  ])('%j is not read', (name) => {
    expect(readFileName(name)).toBeNull();
  });

  test('nights come in order, and kinds within a night', () => {
    const names = [
      'claims-2026-01-31.csv',
      'holders-2026-02-01.csv',
      'holders-20260131.csv',
      'policies-2026-01-31.csv',
      'claims-2026-01-30.csv',
      'holders-20260131T0200.csv',
    ].map(readFileName);
    const sorted = names.filter((name) => name !== null).sort(compareFileNames);
    expect(sorted.map((name) => name.name)).toEqual([
      'claims-2026-01-30.csv',
      'holders-20260131.csv',
      'policies-2026-01-31.csv',
      'claims-2026-01-31.csv',
      'holders-20260131T0200.csv',
      'holders-2026-02-01.csv',
    ]);
  });

  test('a working name tells the name to come', () => {
    expect(unfinishedName('holders-2026-01-31.csv.part')?.name).toBe('holders-2026-01-31.csv');
    expect(unfinishedName('holders-2026-01-31.csv.tmp')?.name).toBe('holders-2026-01-31.csv');
    expect(unfinishedName('holders-2026-01-31.csv')).toBeNull();
    expect(unfinishedName('notes.part')).toBeNull();
  });
});
