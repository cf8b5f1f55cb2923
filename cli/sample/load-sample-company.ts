import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SampleCompany } from '../../sample/company.ts';
import { generateCompany } from '../../sample/generate-company.ts';
import { createGatewayClient, type GatewayClient } from '../client/gateway-client.ts';
import { operatorToken } from '../client/operator-token.ts';
import { createProgressBar } from '../import/progress-bar.ts';
import { expectTaken } from './expect-taken.ts';
import { sampleLanes, type Batch } from './sample-batches.ts';
import { waitUntilLinked } from './wait-until-linked.ts';

export interface SampleOrder {
  readonly dataDirectory: string;
  readonly gatewayUrl: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The sample company's year ends today, so that its KPIs are of the months that a reader asks for. */
const SEED = 'switchboard';
const PATIENCE_MS = 60_000;

/**
 * Loads the sample company through the doors that a division uses: imports through the gateway and a night's
 * files in the insurer's inbox. Does nothing in a data directory where that has been done; interrupted, it is
 * done again, which changes nothing that is there.
 */
export async function loadSampleCompanyOnce(order: SampleOrder): Promise<void> {
  const done = join(order.dataDirectory, 'sample-company-loaded');
  if (existsSync(done)) return;
  const asOf = await keepDay(order.dataDirectory);
  const company = generateCompany({ seed: SEED, asOf });
  await dropFiles(company, order);
  const token = await operatorToken(order.environment, order.dataDirectory);
  const client = createGatewayClient({ url: order.gatewayUrl, token, patienceMs: PATIENCE_MS });
  await sendLanes(client, sampleLanes(company));
  await waitUntilLinked(client, company);
  await writeFile(done, `${asOf.toISOString()}\n`);
}

/** The day of the first try: a company made again after an interruption must be the same. */
async function keepDay(dataDirectory: string): Promise<Date> {
  const file = join(dataDirectory, 'sample-company-day');
  if (!existsSync(file)) {
    await writeFile(`${file}.new`, new Date().toISOString().slice(0, 10));
    await rename(`${file}.new`, file);
  }
  return new Date(`${(await readFile(file, 'utf8')).trim()}T00:00:00Z`);
}

/** A file counts as complete when it has its name, so it gets it last. */
async function dropFiles(company: SampleCompany, order: SampleOrder): Promise<void> {
  const inbox =
    order.environment['INSURANCE_INBOX'] ?? join(order.dataDirectory, 'insurance', 'inbox');
  await mkdir(inbox, { recursive: true });
  for (const { name, text } of company.insurance) {
    const draft = join(inbox, `.${name}.part`);
    await writeFile(draft, text);
    await rename(draft, join(inbox, name));
  }
}

async function sendLanes(
  client: GatewayClient,
  lanes: readonly (readonly Batch[])[],
): Promise<void> {
  const rows = lanes.flat().reduce((sum, batch) => sum + batch.rows, 0);
  const bar = createProgressBar(process.stderr, 'Loading the sample company');
  let sent = 0;
  const sendLane = async (batches: readonly Batch[]) => {
    for (const batch of batches) {
      expectTaken(await client.ask(batch.query, batch.variables));
      sent += batch.rows;
      bar.update(sent / rows, `${sent} of ${rows} records`);
    }
  };
  await Promise.all(lanes.map(sendLane));
  bar.finish();
}
