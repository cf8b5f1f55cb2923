import { readFileSync } from 'node:fs';

import { parse } from 'yaml';
import { z } from 'zod';

import { configSchema } from './config-schema.ts';
import { nearestWord } from './nearest-word.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Settings = Record<string, unknown>;

/** All settings, checked, with their defaults, deeply frozen. */
export type GatewayConfig = DeepReadonly<z.output<typeof configSchema>> & {
  readonly introspection: boolean;
  /** URLs from SUBGRAPH_<NAME>_URL, by that variable's name. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
};

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** Carries every fault of the configuration at once, one a line. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((f) => `- ${f}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.faults = Object.freeze([...faults]);
  }
}

/** Settings that hold a secret, or may: their values are in no message. */
const SECRETS: ReadonlySet<string> = new Set(['assertionSecret', 'redisUrl']);

const text = (value: string): unknown => value;
const number = (value: string): unknown => (/^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value);
const list = (value: string): unknown => value.split(',').map((item) => item.trim());
const flag = (value: string): unknown => ({ true: true, false: false })[value] ?? value;

/** Environment variable -> where its value goes, and how its text is read. */
const variables: Readonly<
  Record<string, { path: readonly string[]; read: (value: string) => unknown }>
> = {
  NODE_ENV: { path: ['environment'], read: text },
  HOST: { path: ['host'], read: text },
  PORT: { path: ['port'], read: number },
  ADMIN_HOST: { path: ['adminHost'], read: text },
  ADMIN_PORT: { path: ['adminPort'], read: number },
  DATA_DIR: { path: ['dataDirectory'], read: text },
  SUPERGRAPH: { path: ['supergraph'], read: text },
  ENGINE: { path: ['engine'], read: text },
  AUTH_ISSUER: { path: ['auth', 'issuer'], read: text },
  AUTH_AUDIENCE: { path: ['auth', 'audience'], read: text },
  AUTH_ALGORITHMS: { path: ['auth', 'algorithms'], read: list },
  AUTH_JWKS: { path: ['auth', 'jwks'], read: text },
  ASSERTION_SECRET: { path: ['assertionSecret'], read: text },
  REDIS_URL: { path: ['redisUrl'], read: text },
  LEDGER: { path: ['ledger', 'enabled'], read: flag },
  INTROSPECTION: { path: ['introspection'], read: flag },
  CORS_ORIGINS: { path: ['cors', 'origins'], read: list },
  WORKERS: { path: ['workers'], read: number },
  LOG_LEVEL: { path: ['logLevel'], read: text },
};

/**
 * Reads the YAML file (also named by CONFIG_FILE) and the environment, which goes before it.
 * Throws a ConfigError that names every fault.
 */
export function readConfig(environment: Environment, file?: string): GatewayConfig {
  const settings = readSettingsFile(file ?? environment['CONFIG_FILE']);
  const setBy = new Map<string, string>();
  for (const [name, { path, read }] of Object.entries(variables)) {
    const value = environment[name];
    if (value === undefined || value === '') continue;
    place(settings, path, read(value));
    setBy.set(path.join('.'), name);
  }
  const checked = configSchema.safeParse(settings);
  const urls = subgraphUrls(environment);
  if (!checked.success || urls.faults.length > 0) {
    const issues = checked.success ? [] : checked.error.issues;
    throw new ConfigError([
      ...issues.flatMap((issue) => faultsOf(issue, settings, setBy)),
      ...urls.faults,
    ]);
  }
  return deepFreeze({
    ...checked.data,
    introspection: checked.data.introspection ?? checked.data.environment !== 'production',
    subgraphUrls: urls.found,
  });
}

/** The variable that overrides the address of a subgraph. */
export function subgraphUrlVariable(subgraph: string): string {
  return `SUBGRAPH_${subgraph.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_URL`;
}

/** JSON Schema of the configuration file, for editors. */
export function configJsonSchema(): object {
  return z.toJSONSchema(configSchema, { io: 'input' });
}

function readSettingsFile(file: string | undefined): Settings {
  if (file === undefined) return {};
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8')) ?? {};
  } catch (error) {
    throw new ConfigError([
      `File "${file}" cannot be read: ${error instanceof Error ? error.message : ''}`,
    ]);
  }
  const settings = z.record(z.string(), z.unknown()).safeParse(content);
  if (!settings.success) throw new ConfigError([`File "${file}" must hold a mapping of settings.`]);
  return settings.data;
}

function place(settings: Settings, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    settings[key] = value;
    return;
  }
  const inner = z.record(z.string(), z.unknown()).safeParse(settings[key] ?? {});
  // What is not a mapping stays as it is, for the schema to refuse by its name.
  if (!inner.success) return;
  settings[key] = inner.data;
  place(inner.data, rest, value);
}

function subgraphUrls(environment: Environment): {
  found: Record<string, string>;
  faults: string[];
} {
  const found: Record<string, string> = {};
  const faults: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (!/^SUBGRAPH_[A-Z0-9_]+_URL$/.test(name) || value === undefined || value === '') continue;
    if (/^https?:$/.test(protocolOf(value))) found[name] = value;
    else faults.push(`${name} must be an http(s) URL, but got: ${JSON.stringify(value)}.`);
  }
  return { found, faults };
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}

function faultsOf(
  issue: z.core.$ZodIssue,
  settings: Settings,
  setBy: ReadonlyMap<string, string>,
): readonly string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKeyFault([...path, key]));
  }
  const name = setBy.get(path.join('.')) ?? path.join('.');
  const shown = SECRETS.has(path.join('.')) ? 'a secret' : JSON.stringify(valueAt(settings, path));
  return [`${name}: ${issue.message}, but got: ${shown}.`];
}

function unknownKeyFault(path: readonly string[]): string {
  const nearest = nearestWord(path.at(-1) ?? '', knownKeys(path.slice(0, -1)));
  const hint =
    nearest === null ? '' : ` Did you mean "${[...path.slice(0, -1), nearest].join('.')}"?`;
  return `"${path.join('.')}" is not a setting.${hint}`;
}

/** The keys that the JSON schema has at a path; a record has the same keys under every name. */
function knownKeys(path: readonly string[]): readonly string[] {
  let at: unknown = configJsonSchema();
  for (const key of path)
    at = valueAt(at, ['properties', key]) ?? valueAt(at, ['additionalProperties']);
  return Object.keys(valueAt(at, ['properties']) ?? {});
}

function valueAt(from: unknown, path: readonly string[]): object | undefined {
  let value: unknown = from;
  for (const key of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  // Callers print it or list its keys: both are harmless for any value.
  return value as object | undefined;
}

function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value)) {
    if (typeof child === 'object' && child !== null) deepFreeze(child as object);
  }
  return Object.freeze(value);
}
