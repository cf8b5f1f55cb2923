import type { DataRewrite } from '../../plan/query-plan.ts';
import type { IsSubtype } from '../../plan/subtypes.ts';
import { isObject } from './place.ts';
import type { View } from './place.ts';

const FRAGMENT = '... on ';

/**
 * Carries out a plan's changes to data: a type's name that another subgraph knows differently, a field
 * that had to be asked for under another key. The data must be the caller's own: it is changed.
 */
export function applyRewrites(
  data: unknown,
  rewrites: readonly DataRewrite[],
  isSubtype: IsSubtype,
): void {
  for (const rewrite of rewrites) {
    const last = rewrite.path.at(-1);
    if (last === undefined) continue;
    atPath(data, rewrite.path.slice(0, -1), {
      isSubtype,
      change: (object) => change(object, last, rewrite),
    });
  }
}

function change(object: View, key: string, rewrite: DataRewrite): void {
  if (rewrite.kind === 'ValueSetter') {
    object[key] = rewrite.setValueTo;
  } else if (Object.hasOwn(object, key) && object[key] !== undefined) {
    object[rewrite.renameKeyTo] = object[key];
    Reflect.deleteProperty(object, key);
  }
}

interface Changing {
  readonly isSubtype: IsSubtype;
  readonly change: (object: View) => void;
}

function atPath(value: unknown, path: readonly string[], changing: Changing): void {
  if (Array.isArray(value)) {
    for (const one of value) atPath(one, path, changing);
    return;
  }
  if (!isObject(value)) return;
  const [first, ...rest] = path;
  if (first === undefined) {
    changing.change(value);
  } else if (!first.startsWith(FRAGMENT)) {
    atPath(value[first], rest, changing);
  } else {
    const type = value['__typename'];
    const condition = first.slice(FRAGMENT.length);
    // An object that does not say its type was asked for where it can be no other.
    if (typeof type !== 'string' || changing.isSubtype(type, condition)) {
      atPath(value, rest, changing);
    }
  }
}
