import type { Caller } from './caller.ts';

const keys = new WeakMap<Caller, string>();

/** Equal for two callers exactly when subgraphs are told the same of them. Never logged: it names the subject. */
export function callerKey(caller: Caller | null): string {
  if (caller === null) return '';
  let key = keys.get(caller);
  if (key === undefined) {
    const { subject, roles, scopes, division, teams, purpose, breakGlass = null } = caller;
    // An emergency is told of by itself, so it shares nothing with what came without it.
    key = JSON.stringify([subject, roles, scopes, division, teams, purpose, breakGlass]);
    keys.set(caller, key);
  }
  return key;
}
