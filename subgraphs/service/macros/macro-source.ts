import type { Act, CaseStore } from '../store/case-writer.ts';
import type { MacroStep } from './macro.ts';
import { defineMacro, readMacros, runMacro, tryMacro, type MacroCall } from './macro-store.ts';

/** The data source's part for macros. */
export function macroSource(store: CaseStore) {
  const { database } = store;
  return Object.freeze({
    all: () => readMacros(database),
    define: (macro: { readonly name: string; readonly steps: readonly MacroStep[] }, act: Act) =>
      defineMacro(database, macro, act),
    try: (call: MacroCall, act: Act) => tryMacro(database, call, act),
    run: (call: MacroCall, act: Act) => runMacro(store, call, act),
  });
}
