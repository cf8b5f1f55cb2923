import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { operatorToken } from '../../../cli/client/operator-token.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'switchboard-token-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

test("the operator's token is the one that the environment gives, in production too", async () => {
  const environment = { SWITCHBOARD_TOKEN: 'given', NODE_ENV: 'production' };
  expect(await operatorToken(environment, directory)).toBe('given');
});

test.each([{}, { SWITCHBOARD_TOKEN: '' }])(
  'production has no token of its own making: %j',
  async (environment) => {
    const asking = operatorToken({ ...environment, NODE_ENV: 'production' }, directory);
    await expect(asking).rejects.toThrow('In production SWITCHBOARD_TOKEN must hold a token');
  },
);

test('elsewhere it is an operator signed with the key of the data directory', async () => {
  const claims = decodeJwt(await operatorToken({ SWITCHBOARD_TOKEN: '' }, directory));
  expect(claims).toMatchObject({
    iss: 'switchboard-development',
    aud: 'switchboard',
    sub: 'command-line',
    roles: ['operator'],
  });
  expect(Number(claims.exp) - Number(claims.iat)).toBe(3_600);
});

test('it is meant for the gateway that the environment configures', async () => {
  const environment = { AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'another' };
  expect(decodeJwt(await operatorToken(environment, directory))).toMatchObject({
    iss: 'https://issuer.example',
    aud: 'another',
  });
});
