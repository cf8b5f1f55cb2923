import { parseArgs } from 'node:util';

import { readConfig } from '../gateway/config.ts';

const HELP = `Serves a Federation 2 supergraph whose subgraphs run elsewhere.

  npm run gateway -- --supergraph FILE --port N

  --supergraph FILE   the supergraph (default: schema/supergraph.graphql)
  --port N            port of /graphql (default: 4000; 0 takes a free one)
  --host ADDRESS      address to listen on (default: 127.0.0.1)
  --admin-port N      port of /health, /ready, /metrics (default: 4001, or a free one if that is taken)
  --config FILE       settings as YAML; "npm run -s config-schema" prints what it may hold
  --help              this text

A supergraph without access directives needs no token. Flags go before the environment, the environment
before the file. SIGTERM lets running requests finish, SIGHUP looks for a new supergraph in the file. Logs are
JSON lines on stderr.
`;

const options = {
  supergraph: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'admin-port': { type: 'string' },
  config: { type: 'string' },
  help: { type: 'boolean' },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const flags = {
    SUPERGRAPH: values.supergraph,
    PORT: values.port,
    HOST: values.host,
    ADMIN_PORT: values['admin-port'],
  };
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  const environment = { ...process.env, ...Object.fromEntries(given) };
  // Behind everything that can be answered without it: loading it takes a second.
  const { runGateway } = await import('../gateway/main.ts');
  await runGateway(() => readConfig(environment, values.config));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  process.exitCode = 1;
});
