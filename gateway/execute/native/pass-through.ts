import { isUtf8 } from 'node:buffer';

import { isEnumType, isScalarType } from 'graphql';
import type { GraphQLSchema } from 'graphql';

import { onlyObject } from '../../access/operation-shape.ts';
import type { FieldShape, SelectionShape, ValueShape } from '../../access/operation-shape.ts';
import type { ResponseCheck } from '../subgraph-client.ts';
import type { WriterParts } from './compile-writer.ts';
import type { FetchProgram } from './fetch-program.ts';
import { scanAll, scanInt, scanList, scanNumber } from './json-scanners.ts';
import { scanOneOf, scanString, scanText } from './json-scanners.ts';
import type { Scanner } from './json-scanners.ts';

/**
 * Compiles what sees whether a subgraph's answer is the client's response already, byte by byte: the selected fields
 * and no others, in their order, each with a value of its type, nothing withheld and nothing null that must not be. Then
 * it is handed on without being parsed, merged or written. An answer that is written in another way is no
 * worse, only read as others are. Null where no answer can be the response: several subgraphs are asked, or
 * what is shown hangs on the caller, on variables or on types.
 */
export function compilePassThrough(
  program: FetchProgram,
  selection: SelectionShape,
  { schema, decisions }: WriterParts,
): ResponseCheck | null {
  if (!decisions.allowsAll || !asksOnce(program)) return null;
  const scanData = new ScannerCompiler(schema).selection(selection);
  if (scanData === null) return null;
  const scan = scanAll([scanText('{"data":'), scanData, scanText('}')]);
  return (answer) => scan(answer, 0) === answer.length && isUtf8(answer);
}

/** Whether it is one fetch whose data is the operation's. */
function asksOnce({ fetches }: FetchProgram): boolean {
  const [fetch, ...others] = fetches;
  if (fetch === undefined || others.length > 0 || fetch.entities !== null) return false;
  const { path, condition, outputRewrites } = fetch;
  return path.length + condition.length + outputRewrites.length === 0;
}

const scanNull = scanText('null');
const scanBoolean = scanOneOf([scanText('true'), scanText('false')]);

const builtIn: ReadonlyMap<string, Scanner> = new Map([
  ['String', scanString],
  // A number is made a text, so it is none yet.
  ['ID', scanString],
  ['Boolean', scanBoolean],
  ['Int', scanInt],
  ['Float', scanNumber],
]);

/** Scalars of the company's own are the subgraphs' to check; objects and lists in them are rare. */
const scanOwnScalar = scanOneOf([scanString, scanNumber, scanBoolean]);

class ScannerCompiler {
  readonly #schema: GraphQLSchema;
  /** Selections that are shared have one scanner. */
  readonly #selections = new Map<SelectionShape, Scanner | null>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  selection(selection: SelectionShape): Scanner | null {
    let scanner = this.#selections.get(selection);
    if (scanner === undefined) {
      scanner = this.#compile(selection);
      this.#selections.set(selection, scanner);
    }
    return scanner;
  }

  #compile(selection: SelectionShape): Scanner | null {
    const only = onlyObject(selection);
    // Whose data it is has to be noted.
    if (only === null || only.object.subjectKeys.length > 0) return null;
    const parts: Scanner[] = [];
    for (const field of only.object.fields) {
      const { responseKey, engineKey, condition } = field;
      const value = field.isTypeName ? scanText(JSON.stringify(only.type)) : this.#field(field);
      if (value === null || condition.length > 0 || engineKey !== responseKey) return null;
      parts.push(
        scanText(`${parts.length === 0 ? '{' : ','}${JSON.stringify(responseKey)}:`),
        value,
      );
    }
    return scanAll([...parts, scanText('}')]);
  }

  #field({ fieldName, selection, typeName, value }: FieldShape): Scanner | null {
    // What the schema looks like is the gateway's to say: no subgraph is asked, and none is believed.
    if (fieldName.startsWith('__')) return null;
    const inside = selection === null ? this.#leaf(typeName) : this.selection(selection);
    return inside === null ? null : wrapped(value, inside);
  }

  #leaf(typeName: string): Scanner | null {
    const known = builtIn.get(typeName);
    if (known !== undefined) return known;
    const type = this.#schema.getType(typeName);
    if (isEnumType(type)) {
      return scanOneOf(type.getValues().map(({ name }) => scanText(JSON.stringify(name))));
    }
    return isScalarType(type) ? scanOwnScalar : null;
  }
}

function wrapped({ item, nonNull }: ValueShape, inside: Scanner): Scanner {
  const value = item === null ? inside : scanList(wrapped(item, inside));
  return nonNull ? value : scanOneOf([value, scanNull]);
}
