import type { RequestText } from '../../plan/request-text.ts';
import type { SubgraphCall, SubgraphResult } from '../subgraph-client.ts';
import { attachEntities } from './attach-entities.ts';
import { applyRewrites } from './data-rewrites.ts';
import { asEngineError } from './engine-error.ts';
import type { Fetch, Join } from './fetch-program.ts';
import { findEntities } from './find-entities.ts';
import { gatherEntities } from './gather-entities.ts';
import type { Gathered } from './gather-entities.ts';
import { mergeInto, ownCopy, viewOf } from './merge.ts';
import { placeErrors } from './place-errors.ts';
import { RepresentationList } from './representation-list.ts';
import type { FetchedData, RunInput } from './run-input.ts';

export interface Asking extends Omit<RunInput, 'trueVariables' | 'joinMs'> {
  readonly fetched: FetchedData;
}

/** Fetches that are due to go out in one request, and what they ask about. */
export class DueFetches {
  #roots: Fetch[] = [];
  #gathered: Gathered[] = [];
  #lists = new Map<number, RepresentationList>();

  /** Looks for a fetch's entities now: what others bring until it goes out is not for it to see. */
  add(fetch: Fetch, { data, place }: FetchedData): void {
    const selection = fetch.entities?.selection;
    if (selection === undefined) {
      this.#roots.push(fetch);
      return;
    }
    const list = this.#lists.get(selection) ?? new RepresentationList();
    this.#lists.set(selection, list);
    this.#gathered.push(gatherEntities(fetch, { data, place }, list));
  }

  get fetches(): readonly Fetch[] {
    return [...this.#roots, ...this.#gathered.map(({ fetch }) => fetch)];
  }

  /**
   * Sends one request for all of them and adds what comes to the data. Null when there is nothing to ask
   * for, because no entity is there. What a subgraph fails at becomes an error of the result.
   */
  ask(join: Join, asking: Asking): Promise<void> | null {
    const [root] = this.#roots;
    if (root !== undefined) return askRoot(join, root, asking);
    const asked = [...this.#lists]
      .filter(([, { texts }]) => texts.length > 0)
      .sort(([a], [b]) => a - b);
    if (asked.length === 0) return null;
    return askFor(join, { asked, gathered: this.#gathered }, asking);
  }
}

async function askRoot(join: Join, fetch: Fetch, asking: Asking): Promise<void> {
  const { fetched } = asking;
  const body = bodyOf(join.requestFor([]), [], asking.variables);
  const check = asking.passThrough;
  const call = { body, entities: [], ...(check === null ? {} : { check }) };
  const result = await send(join, call, asking);
  if (result === null) return;
  const { passed } = result;
  if (passed !== undefined && passed.check === check) fetched.response = passed.answer;
  else addRoot(result, fetch, asking);
}

function addRoot(result: SubgraphResult, fetch: Fetch, asking: Asking): void {
  const { fetched } = asking;
  const { errors = [], data } = result;
  placeErrors(errors, { fetch, fetched, gathered: null });
  if (data === null || data === undefined) return;
  const own = rewritten(data, fetch, asking);
  if (fetch.path.length === 0) {
    mergeInto(fetched.data, own, fetched.place);
    fetched.place.changes += 1;
    return;
  }
  // A field deep in the data that leads back to the root of another subgraph.
  const { sources, place } = findEntities(fetched.data, fetched.place, fetch.path);
  for (const source of new Set(sources)) {
    mergeInto(viewOf(source, place), ownCopy(own), place);
  }
  place.changes += 1;
}

interface Entities {
  /** Selections with something to ask for, in ascending order. */
  readonly asked: readonly (readonly [number, RepresentationList])[];
  readonly gathered: readonly Gathered[];
}

/** Whether anything was said but errors. */
function isAnswered({ data }: SubgraphResult): boolean {
  return data !== null && data !== undefined;
}

/**
 * Asks for one fetch what was asked for several together and failed as a whole: what one of them is at fault
 * for is not the others' loss.
 */
async function askAlone(
  join: Join,
  gathered: Gathered,
  { lists, asking }: { readonly lists: Entities['asked']; readonly asking: Asking },
): Promise<void> {
  const selection = gathered.fetch.entities?.selection;
  const [, shared] = lists.find(([one]) => one === selection) ?? [];
  if (selection === undefined || shared === undefined) return;
  const list = new RepresentationList();
  const representations = gathered.representations.map((index) => {
    const text = shared.texts[index];
    return text === undefined ? -1 : list.add(text);
  });
  const own = [{ ...gathered, representations }];
  if (list.texts.length > 0)
    await askFor(join, { asked: [[selection, list]], gathered: own }, asking);
}

async function askFor(join: Join, { asked, gathered }: Entities, asking: Asking): Promise<void> {
  const request = join.requestFor(asked.map(([selection]) => selection));
  const lists = asked.map(([, list]) => list);
  const entities = request.entities.map(({ key }, index) => ({
    key,
    count: lists[index]?.texts.length ?? 0,
  }));
  const result = await send(
    join,
    { body: bodyOf(request, lists, asking.variables), entities },
    asking,
  );
  if (result === null) return;
  if (gathered.length > 1 && !isAnswered(result)) {
    await Promise.all(gathered.map((one) => askAlone(join, one, { lists: asked, asking })));
    return;
  }
  const keys = new Map(asked.map(([selection], index) => [selection, entities[index]?.key]));
  giveOut(result, { keys, gathered }, asking);
}

interface Addressed {
  /** By selection. */
  readonly keys: ReadonlyMap<number, string | undefined>;
  readonly gathered: readonly Gathered[];
}

/** Adds what came to the entities of each fetch. */
function giveOut(result: SubgraphResult, { keys, gathered }: Addressed, asking: Asking): void {
  const said = new Set<string>();
  for (const one of gathered) {
    const { fetch } = one;
    const key = keys.get(fetch.entities?.selection ?? -1);
    if (key === undefined) continue;
    const says = { saysAll: said.size === 0, saysKey: !said.has(key) };
    said.add(key);
    placeErrors(result.errors ?? [], { ...asking, fetch, gathered: { ...one, key, ...says } });
    const answered = result.data?.[key];
    if (!Array.isArray(answered)) continue;
    const entities = rewritten(answered as readonly unknown[], fetch, asking);
    attachEntities(one, entities, asking.isSubtype);
  }
}

/** Null when the subgraph gave no usable answer, which is said once. */
async function send(
  { subgraph, isMutation }: Join,
  call: Omit<SubgraphCall, 'isMutation'>,
  { clientFor, context, fetched }: Asking,
): Promise<SubgraphResult | null> {
  try {
    const result = await clientFor(subgraph).send({ ...call, isMutation }, context);
    fetched.isPlain &&= result.isPlain ?? false;
    return result;
  } catch (error) {
    fetched.errors.push(asEngineError(error));
    return null;
  }
}

function bodyOf(
  { head, variables, entities }: RequestText,
  lists: readonly RepresentationList[],
  values: RunInput['variables'],
): string {
  let body = head;
  let separator = '';
  for (const [index, { variable }] of entities.entries()) {
    body += `${separator}"${variable}":[${lists[index]?.texts.join(',') ?? ''}]`;
    separator = ',';
  }
  for (const name of variables) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) continue;
    body += `${separator}${JSON.stringify(name)}:${JSON.stringify(value)}`;
    separator = ',';
  }
  return `${body}}}`;
}

/** Answers are shared, so what a plan wants changed is changed in a copy. */
function rewritten<Data extends object>(data: Data, fetch: Fetch, asking: Asking): Data {
  if (fetch.outputRewrites.length === 0) return data;
  const copy = structuredClone(data);
  applyRewrites(copy, fetch.outputRewrites, asking.isSubtype);
  return copy;
}
