import type { Caller } from './caller.ts';

const keys = new WeakMap<Caller, string>();

/** Equal for two callers exactly when subgraphs are told the same of them. Never logged: it names the subject. */
export function callerKey(caller: Caller | null): string {
  if (caller === null) return '';
  let key = keys.get(caller);
  if (key === undefined) {
    const { subject, roles, scopes, division, purpose } = caller;
    key = JSON.stringify([subject, roles, scopes, division, purpose]);
    keys.set(caller, key);
  }
  return key;
}
