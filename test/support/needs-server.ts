import { relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** A server that some suites need, and how whoever lacks it gets it. */
interface NeededServer {
  readonly name: string;
  readonly variable: string;
  readonly remedy: string;
}

const REDIS: NeededServer = {
  name: 'Redis',
  variable: 'TEST_REDIS_URL',
  remedy: 'apt-get install redis-server, then TEST_REDIS_URL=redis://127.0.0.1:6379',
};

const POSTGRES: NeededServer = {
  name: 'PostgreSQL',
  variable: 'TEST_DATABASE_URL',
  remedy:
    'apt-get install postgresql, then TEST_DATABASE_URL=postgres://USER@127.0.0.1:5432/postgres ' +
    'with a user who may create databases',
};

/** A suite on a real Redis. It must use stream or key names, or a database number, of its own. */
export function describeWithRedis(name: string, suite: (url: string) => void): void {
  describeWith(REDIS, name, suite);
}

/** A suite on a real PostgreSQL server; `url` is one whose user may create databases. */
export function describeWithPostgres(name: string, suite: (url: string) => void): void {
  describeWith(POSTGRES, name, suite);
}

/** Without its server a suite is skipped and says why and what to do; with CI=true that is a failure. */
function describeWith(server: NeededServer, name: string, suite: (url: string) => void): void {
  const url = process.env[server.variable];
  if (url !== undefined && url !== '') {
    describe(name, () => suite(url));
    return;
  }
  const reason = `${name}: needs ${server.name} (${server.remedy})`;
  if (process.env['CI'] === 'true') {
    test(`${name} has its server`, () => {
      throw new Error(`A suite may not be skipped when CI=true. ${reason}`);
    });
  } else {
    // Jest names skipped tests only when it runs a single file.
    const file = relative(process.cwd(), expect.getState().testPath ?? '');
    process.stderr.write(`SKIPPED in ${file}: ${reason}\n`);
    describe(`SKIPPED ${reason}`, () => {
      test.skip(`${server.variable} is not set`, () => undefined);
    });
  }
}
