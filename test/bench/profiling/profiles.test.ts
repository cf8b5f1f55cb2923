import { describe, expect, test } from '@jest/globals';
import {
  allocatedByFunction,
  allocatedByOrigin,
} from '../../../bench/profiling/read-allocations.ts';
import { timesByFunction, timesByOrigin } from '../../../bench/profiling/read-cpu-profile.ts';

const project = new URL('../../../', import.meta.url).href;
const frame = (functionName: string, file = '') => ({ functionName, url: file, lineNumber: 9 });
const PARSE = frame('parse', `${project}node_modules/graphql/language/parser.mjs`);
const WRITE = frame('write', `${project}gateway/execute/native/compile-writer.ts`);
const MAP = frame('map');
const ROOT = frame('(root)');

describe('a CPU profile', () => {
  const profile = {
    nodes: [ROOT, PARSE, WRITE, frame('(idle)'), frame('(garbage collector)')].map(
      (callFrame, index) => ({ id: index + 1, callFrame }),
    ),
    samples: [2, 3, 3, 4, 5],
    timeDeltas: [100, 300, 400, 10_000, 200],
  };

  test('gives each function its share of the time that was not idle', () => {
    expect(timesByFunction(profile)).toEqual([
      { what: 'write gateway/execute/native/compile-writer.ts:10', share: 0.7 },
      { what: '(garbage collector)', share: 0.2 },
      { what: 'parse graphql/language/parser.mjs:10', share: 0.1 },
    ]);
  });

  test('adds functions up by whose they are', () => {
    expect(timesByOrigin(profile).map(({ what }) => what)).toEqual([
      'gateway/execute',
      '(garbage collector)',
      'graphql/language',
    ]);
  });
});

describe('an allocation profile', () => {
  const leaf = (callFrame: typeof ROOT, selfSize: number) => ({
    callFrame,
    selfSize,
    children: [],
  });
  const head = {
    callFrame: ROOT,
    selfSize: 0,
    children: [
      { callFrame: WRITE, selfSize: 100, children: [leaf(MAP, 50)] },
      { callFrame: PARSE, selfSize: 0, children: [leaf(MAP, 30), leaf(WRITE, 1)] },
    ],
  };

  test("counts what the language's own functions allocate for who called them", () => {
    expect(allocatedByFunction({ head })).toEqual([
      { what: 'write gateway/execute/native/compile-writer.ts:10', bytes: 151 },
      { what: 'parse graphql/language/parser.mjs:10', bytes: 30 },
    ]);
  });

  test('adds functions up by whose they are', () => {
    expect(allocatedByOrigin({ head })).toEqual([
      { what: 'gateway/execute', bytes: 151 },
      { what: 'graphql/language', bytes: 30 },
    ]);
  });
});
