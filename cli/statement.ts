import { parseArgs } from 'node:util';
import { createGatewayClient } from './client/gateway-client.ts';
import { operatorToken } from './client/operator-token.ts';
import { CENTER_QUERY, centerCsv, centerText, type Center } from './statement/center-text.ts';
import {
  STATEMENT_QUERY,
  statementCsv,
  statementText,
  type Statement,
} from './statement/statement-text.ts';

const HELP = `Prints what a division is charged for a month, or the month of the whole service center.

  npm run -s statement -- --division banking                           last month's, with savings
  npm run -s statement -- --division banking --period 2026-10 --csv    a row a line of the statement
  npm run -s statement -- --period 2026-10                             costs, charges and result of the center

  --period MONTH   the month, e.g. 2026-10 (default: the last one that is over, UTC)
  --division NAME  whose statement (default: the center, with a row a division)
  --csv            comma-separated values in place of a table
  --url URL        the gateway (default: http://127.0.0.1:PORT/graphql, PORT 4000)
  --help           this text

Environment: SWITCHBOARD_TOKEN (else a token signed with the development key in DATA_DIR), DATA_DIR, PORT.
`;

const options = {
  period: { type: 'string' },
  division: { type: 'string' },
  csv: { type: 'boolean', default: false },
  url: { type: 'string' },
  help: { type: 'boolean', default: false, short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

const PATIENCE_MS = 10_000;

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  process.stdout.write(values.help ? HELP : await printed(values));
}

async function printed({ period = lastMonth(new Date()), ...values }: Values): Promise<string> {
  const { division, csv, url } = values;
  const client = createGatewayClient({
    url: url ?? `http://127.0.0.1:${process.env['PORT'] ?? '4000'}/graphql`,
    token: await operatorToken(process.env, process.env['DATA_DIR'] ?? '.data'),
    patienceMs: PATIENCE_MS,
  });
  if (division === undefined) {
    const { chargeback } = await client.ask(CENTER_QUERY, { period });
    // The graph's answer to the query above has this form.
    const center = chargeback as Center;
    return csv ? centerCsv(center) : `${centerText(center)}\n`;
  }
  const { chargebackStatement } = await client.ask(STATEMENT_QUERY, { division, period });
  // As above.
  const statement = chargebackStatement as Statement;
  return csv ? statementCsv(statement) : `${statementText(statement)}\n`;
}

/** The month before the day's own: `2026-10`. */
function lastMonth(day: Date): string {
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - 1, 1));
  return first.toISOString().slice(0, 'YYYY-MM'.length);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
