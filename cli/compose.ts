import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse, visit } from 'graphql';
import { compose } from '../schema/compose.ts';
import type { Composition } from '../schema/compose.ts';
import { formatFault } from '../schema/fault.ts';
import { secondOpinion } from '../schema/second-opinion.ts';

const HELP = `Compose the graph of all rooms and check it.

Usage: npm run compose [-- OPTIONS]

Reads supergraph.yaml and the SDL of every room in it, and writes supergraph.graphql and api.graphql
beside it. With a fault in any of them, names every fault as file:line:column CODE message, writes
nothing and exits 1.

Options:
  --check        Write nothing; exit 1 when the two files are not what would be written, or when
                 @apollo/composition disagrees.
  --config FILE  Another supergraph.yaml.
  --help         This text.
`;

type Composed = Extract<Composition, { kind: 'composed' }>;

/** Runs the command; answers its exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === null) return 1;
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const composition = compose(options.config);
  if (composition.kind === 'faulty') {
    const { faults } = composition;
    const lines = faults.map((fault) => formatFault(fault, process.cwd()));
    console.error(
      `${lines.join('\n')}\n${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}.`,
    );
    return 1;
  }
  return options.check ? check(composition, options.config) : write(composition, options.config);
}

interface Options {
  readonly check: boolean;
  readonly config: string;
  readonly help: boolean;
}

function readOptions(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        check: { type: 'boolean', default: false },
        config: { type: 'string', default: fileURLToPath(DEFAULT_CONFIG) },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
    return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return null;
  }
}

const DEFAULT_CONFIG = new URL('../schema/supergraph.yaml', import.meta.url);

function write(composition: Composed, config: string): number {
  for (const { file, text } of outputs(composition, config)) writeFileSync(file, text);
  console.log(summary(composition));
  return 0;
}

async function check(composition: Composed, config: string): Promise<number> {
  const stale = outputs(composition, config)
    .filter(({ file, text }) => current(file) !== text)
    .map(
      ({ file }) => `${relative(process.cwd(), file)} is not up to date: run \`npm run compose\`.`,
    );
  const disagreements = await secondOpinion(composition.services, composition.supergraph);
  const problems = [...stale, ...disagreements];
  if (problems.length > 0) console.error(problems.join('\n'));
  else console.log(`${summary(composition)} Up to date; @apollo/composition agrees.`);
  return problems.length > 0 ? 1 : 0;
}

function outputs(
  composition: Composed,
  config: string,
): readonly { readonly file: string; readonly text: string }[] {
  const folder = dirname(config);
  return [
    { file: join(folder, 'supergraph.graphql'), text: composition.supergraph },
    { file: join(folder, 'api.graphql'), text: composition.api },
  ];
}

function current(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function summary(composition: Composed): string {
  let types = 0;
  let fields = 0;
  visit(parse(composition.api, { noLocation: true }), {
    ObjectTypeDefinition: () => void (types += 1),
    FieldDefinition: () => void (fields += 1),
  });
  const rooms = composition.services.map(({ name }) => name);
  return `${rooms.length} rooms (${rooms.join(', ')}), ${types} object types, ${fields} fields.`;
}

process.exitCode = await main(process.argv.slice(2));
