import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A JSON Schema, with references resolved. */
export type Schema = Readonly<Record<string, unknown>>;

/** One operation of the OpenAPI description, in the form that a route needs. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With `:name` for a parameter. */
  readonly path: string;
  readonly isPublic: boolean;
  readonly params: Schema;
  readonly query: Schema;
  readonly body: Schema | null;
  /** By status, or `default`. */
  readonly responses: ReadonlyMap<string, Schema>;
}

/** What the server promises: OpenAPI 3.1, as served. */
export interface Description {
  readonly document: Schema;
  readonly operations: readonly Operation[];
  schema(name: string): Schema;
}

export function readDescription(): Description {
  const text = readFileSync(new URL('./openapi.yaml', import.meta.url), 'utf8');
  // The file is ours and the tests read all of it; shapes below are OpenAPI's.
  const document = parse(text) as Document;
  const resolved = resolveReferences(document, document) as Document;
  const operations = Object.entries(resolved.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => readOperation(path, method, operation)),
  );
  return Object.freeze({
    document,
    operations: Object.freeze(operations),
    schema(name: string) {
      const schema = resolved.components.schemas[name];
      if (schema === undefined) throw new Error(`The description has no schema "${name}".`);
      return schema;
    },
  });
}

type Document = Schema & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

interface OperationObject {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: ContentObject;
  readonly responses: Readonly<Record<string, ContentObject>>;
}

interface ParameterObject {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface ContentObject {
  readonly content: { readonly 'application/json': { readonly schema: Schema } };
}

function readOperation(path: string, method: string, operation: OperationObject): Operation {
  const parameters = operation.parameters ?? [];
  const responses = Object.entries(operation.responses).map(
    ([status, response]) => [status, schemaOf(response)] as const,
  );
  return Object.freeze({
    id: operation.operationId,
    method: method.toUpperCase(),
    path: path.replace(/\{(\w+)\}/g, ':$1'),
    isPublic: operation.security?.length === 0,
    params: objectOf(parameters.filter((parameter) => parameter.in === 'path')),
    query: objectOf(parameters.filter((parameter) => parameter.in === 'query')),
    body: operation.requestBody === undefined ? null : schemaOf(operation.requestBody),
    responses: new Map(responses),
  });
}

function schemaOf(content: ContentObject): Schema {
  return content.content['application/json'].schema;
}

function objectOf(parameters: readonly ParameterObject[]): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: parameters
      .filter((parameter) => parameter.required)
      .map((parameter) => parameter.name),
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  };
}

/** Puts what a `$ref` points to in its place; what stands beside it (JSON Schema 2020-12) is kept. */
function resolveReferences(node: unknown, document: Schema): unknown {
  if (Array.isArray(node)) return node.map((one) => resolveReferences(one, document));
  if (typeof node !== 'object' || node === null) return node;
  const { $ref, ...rest } = node as Schema;
  const own = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, resolveReferences(value, document)]),
  );
  if (typeof $ref !== 'string') return own;
  return { ...(resolveReferences(lookUp($ref, document), document) as Schema), ...own };
}

function lookUp(reference: string, document: Schema): unknown {
  let node: unknown = document;
  for (const key of reference.replace('#/', '').split('/'))
    node = (node as Schema | undefined)?.[key];
  if (node === undefined)
    throw new Error(`The description names "${reference}", which it does not have.`);
  return node;
}
