import { expect, test } from '@jest/globals';
import { PieceLine } from '../../../../subgraphs/metrics/overlap/piece-line.ts';

const stretch = (start: number, end: number) => ({ start: new Date(start), end: new Date(end) });

function piecesWith(known: readonly [number, number][], [start, end]: [number, number]) {
  const line = new PieceLine();
  for (const [from, to] of known) line.add(stretch(from, to));
  return line.piecesWith(stretch(start, end)).map((piece) => [+piece.start, +piece.end]);
}

test('a first period is one piece', () => {
  expect(piecesWith([], [10, 20])).toEqual([[10, 20]]);
});

test('what a period has more than another, and less, are pieces', () => {
  expect(piecesWith([[10, 20]], [10, 21])).toEqual([
    [10, 20],
    [20, 21],
  ]);
  expect(piecesWith([[10, 20]], [12, 20])).toEqual([
    [10, 12],
    [12, 20],
  ]);
  expect(piecesWith([[10, 20]], [12, 25])).toEqual([
    [10, 12],
    [12, 20],
    [20, 25],
  ]);
});

test('a period within another leaves something on both sides', () => {
  expect(piecesWith([[10, 20]], [12, 15])).toEqual([
    [10, 12],
    [12, 15],
    [15, 20],
  ]);
});

test('what is left of a period goes no further than where others begin and end', () => {
  expect(
    piecesWith(
      [
        [10, 20],
        [18, 30],
      ],
      [12, 15],
    ),
  ).toEqual([
    [10, 12],
    [12, 15],
    [15, 18],
  ]);
});

test('time of which nothing was told is no piece', () => {
  const months: [number, number][] = [
    [10, 20],
    [30, 40],
  ];
  expect(piecesWith(months, [20, 30])).toEqual([[20, 30]]);
  expect(piecesWith(months, [50, 60])).toEqual([[50, 60]]);
  expect(piecesWith(months, [22, 25])).toEqual([[22, 25]]);
});

test('the same period again is the pieces that it had', () => {
  const known: [number, number][] = [
    [10, 20],
    [10, 12],
  ];
  expect(piecesWith(known, [10, 20])).toEqual([
    [10, 12],
    [12, 20],
  ]);
});
