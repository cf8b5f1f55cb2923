import type { Kysely } from 'kysely';
import type { AtOnce } from '../routing/routing-source.ts';
import type { Act } from '../store/case-writer.ts';
import type { ServiceTables } from '../tables.ts';
import type { MacroStep } from './macro.ts';
import { defineMacro, readMacros, runMacro, tryMacro, type MacroCall } from './macro-store.ts';

/** The data source's part for macros. */
export function macroSource(database: Kysely<ServiceTables>, atOnce: AtOnce) {
  return Object.freeze({
    all: () => readMacros(database),
    define: (macro: { readonly name: string; readonly steps: readonly MacroStep[] }, act: Act) =>
      defineMacro(database, macro, act),
    try: (call: MacroCall, act: Act) => tryMacro(database, call, act),
    run: (call: MacroCall, act: Act) => atOnce((store) => runMacro(store, call, act)),
  });
}
