import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse, visit } from 'graphql';
import { compose } from '../../schema/compose.ts';
import type { Composition } from '../../schema/compose.ts';
import { formatFault } from '../../schema/fault.ts';
import { secondOpinion } from '../../schema/second-opinion.ts';

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

/** Where the command says what it did, and what is wrong. */
export interface Printing {
  out(text: string): void;
  error(text: string): void;
}

/** Runs the command; answers its exit code. */
export async function runCompose(args: readonly string[], printing: Printing): Promise<number> {
  const options = readOptions(args, printing);
  if (options === null) return 1;
  if (options.help) {
    printing.out(HELP);
    return 0;
  }
  const composition = compose(options.config);
  if (composition.kind === 'faulty') {
    const { faults } = composition;
    const lines = faults.map((fault) => formatFault(fault, process.cwd()));
    printing.error(
      `${lines.join('\n')}\n${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}.\n`,
    );
    return 1;
  }
  const composing = { composition, config: options.config, printing };
  return options.check ? check(composing) : write(composing);
}

interface Options {
  readonly check: boolean;
  readonly config: string;
  readonly help: boolean;
}

function readOptions(args: readonly string[], printing: Printing): Options | null {
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
    printing.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}\n`);
    return null;
  }
}

const DEFAULT_CONFIG = new URL('../../schema/supergraph.yaml', import.meta.url);

interface Composing {
  readonly composition: Composed;
  readonly config: string;
  readonly printing: Printing;
}

function write({ composition, config, printing }: Composing): number {
  for (const { file, text } of outputs(composition, config)) writeFileSync(file, text);
  printing.out(`${summary(composition)}\n`);
  return 0;
}

async function check({ composition, config, printing }: Composing): Promise<number> {
  const stale = outputs(composition, config)
    .filter(({ file, text }) => current(file) !== text)
    .map(
      ({ file }) => `${relative(process.cwd(), file)} is not up to date: run \`npm run compose\`.`,
    );
  const disagreements = await secondOpinion(composition.services, composition.supergraph);
  const problems = [...stale, ...disagreements];
  if (problems.length > 0) printing.error(`${problems.join('\n')}\n`);
  else printing.out(`${summary(composition)} Up to date; @apollo/composition agrees.\n`);
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
