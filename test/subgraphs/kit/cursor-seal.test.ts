import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCursorSeal } from '../../../subgraphs/kit/cursor-seal.ts';

const seal = createCursorSeal(Buffer.alloc(32, 1));
/** As `connection.ts` writes them. */
const cursors = fc
  .array(fc.string({ unit: 'binary' }), { maxLength: 4 })
  .map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'));
const LETTERS = Array.from('AZaz09-_=+/. \u00e4');
const places = fc.string({ unit: 'binary' });

describe('a closed cursor', () => {
  test('opens where it was closed, in every process of the room', () => {
    fc.assert(
      fc.property(cursors, places, (cursor, place) => {
        const other = createCursorSeal(Buffer.alloc(32, 1));
        expect(other.open(seal.close(cursor, place), place)).toBe(cursor);
      }),
    );
  });

  test('is the same each time, and another one for another cursor, place or room', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(cursors, { minLength: 2 }),
        places,
        ([one = '', two = ''], place) => {
          const closed = seal.close(one, place);
          expect(seal.close(one, place)).toBe(closed);
          const room = createCursorSeal(Buffer.alloc(32, 2));
          const others = [
            seal.close(two, place),
            seal.close(one, `${place} `),
            room.close(one, place),
          ];
          // No nonce comes twice, which GCM rests on.
          const nonces = new Set([closed, ...others].map((text) => text.slice(0, 16)));
          expect(nonces.size).toBe(4);
        },
      ),
    );
  });

  test('opens nowhere else', () => {
    fc.assert(
      fc.property(cursors, places, places, (cursor, place, other) => {
        const closed = seal.close(cursor, place);
        fc.pre(Buffer.from(place).compare(Buffer.from(other)) !== 0);
        expect(seal.open(closed, other)).toBeNull();
        expect(createCursorSeal(Buffer.alloc(32, 2)).open(closed, place)).toBeNull();
      }),
    );
  });

  test('with any byte or letter changed, cut or added does not open', () => {
    fc.assert(
      fc.property(cursors, fc.nat(), fc.integer({ min: 1, max: 255 }), (cursor, at, change) => {
        const closed = seal.close(cursor, 'p');
        const bytes = Buffer.from(closed, 'base64url');
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ change;
        expect(seal.open(bytes.toString('base64url'), 'p')).toBeNull();
        const letter = at % closed.length;
        const others = LETTERS.filter((one) => one !== closed[letter]);
        for (const other of ['', ...others]) {
          const changed = closed.slice(0, letter) + other + closed.slice(letter + 1);
          expect(seal.open(changed, 'p')).toBeNull();
        }
        expect(seal.open(`${closed}A`, 'p')).toBeNull();
      }),
    );
  });

  test('shows nothing of what it holds', () => {
    const cursor = Buffer.from('["219-09-9999"]').toString('base64url');
    const closed = seal.close(cursor, 'p');
    expect(closed).not.toContain(cursor);
    expect(Buffer.from(closed, 'base64url').toString('latin1')).not.toMatch(/219|9999/);
  });

  test('is no other text, however long', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
        expect(seal.open(text, 'p')).toBeNull();
      }),
    );
  });
});
