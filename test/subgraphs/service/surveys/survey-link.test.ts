import { expect, test } from '@jest/globals';
import { hashToken, newToken } from '../../../../subgraphs/service/surveys/survey-link.ts';

test('a token is 256 random bits, fit for a URL', () => {
  const asked: number[] = [];
  const token = newToken((bytes) => {
    asked.push(bytes);
    return Buffer.alloc(bytes, 0xfb);
  });
  expect(asked).toEqual([32]);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(Buffer.from(token, 'base64url')).toEqual(Buffer.alloc(32, 0xfb));
  expect(newToken()).not.toBe(newToken());
});

test('a hash is the same for the same token, and does not have it in it', () => {
  const token = newToken();
  expect(hashToken(token)).toBe(hashToken(token));
  expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/);
  expect(hashToken(`${token} `)).not.toBe(hashToken(token));
});
