import { canonical } from '../../execute/differential/hash.ts';
import { differences, isObject } from '../../execute/differential/judge.ts';
import { waysIn } from '../../execute/differential/marker.ts';
import type { DeniedInput } from './denied-inputs.ts';
import type { ExpectedDenial } from './denied-selections.ts';
import type { DeclaredRights } from './declared-rights.ts';
import type { Holder } from './holder.ts';
import type { TrueAnswer } from './truth.ts';

/** What came over the wire. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: string;
  readonly text: string;
}

/** Fields whose values stand somewhere in a text although the caller may not read them. */
export function leaksIn(text: string, rights: DeclaredRights, holder: Holder): readonly string[] {
  const fields = waysIn(text).flatMap((way) => {
    const denied = way.filter((coordinate) => !rights.maySee(coordinate, holder));
    return denied.length === 0 ? [] : [denied.join(' and ')];
  });
  return [...new Set(fields)].map((field) => `leak of ${field}`);
}

/**
 * Compares an answer with what it must be: the status, every value, every null and every error, one for each
 * denied selection and none besides, which names nothing but the client's own words, and the reason to some.
 */
export function wrongsIn({ status, text }: HttpAnswer, truth: TrueAnswer): readonly string[] {
  const { data, errors = [], ...rest } = JSON.parse(text) as Record<string, unknown>;
  if (truth.inputs.length > 0) {
    return [
      ...(status === 403 ? [] : [`status ${status} for what must not be given`]),
      ...(data === undefined ? [] : ['an operation ran that gives what must not be given']),
      ...wrongErrors(truth.inputs.map(inputError), errorsOf(errors, truth)),
    ];
  }
  const isRefused = truth.isMutation && truth.denials.length > 0;
  const ats = truth.denials.map(({ at }) => at);
  return [
    ...(status === 200 ? [] : [`status ${status}`]),
    ...Object.keys(rest).map((key) => `unexpected part "${key}"`),
    ...wrongData(isRefused ? null : truth.data, data, { at: '', denied: ats }),
    ...wrongErrors(truth.denials.map(denialError), errorsOf(errors, truth)),
  ];
}

interface Place {
  readonly at: string;
  /** Places of denied selections, `customers.@.ssn`. */
  readonly denied: readonly string[];
}

/** An object of which the caller may read nothing may be null in place of an object of nulls. */
function wrongData(expected: unknown, actual: unknown, place: Place): readonly string[] {
  if (!isObject(expected)) return differences(expected, actual, place.at);
  const isEmptied = actual === null && !hasValue(expected);
  if (isEmptied && place.denied.some((at) => at.startsWith(`${generic(place.at)}.`))) return [];
  if (!isObject(actual)) return differences(expected, actual, place.at);
  const keys = Object.keys(expected).join();
  if (Array.isArray(expected) !== Array.isArray(actual) || keys !== Object.keys(actual).join()) {
    return differences(expected, actual, place.at);
  }
  return Object.entries(expected).flatMap(([key, value]) =>
    wrongData(value, actual[key], { ...place, at: `${place.at}.${key}` }),
  );
}

function generic(at: string): string {
  return at.slice(1).replace(/(?<=^|\.)\d+(?=\.|$)/g, '@');
}

function hasValue(value: unknown): boolean {
  return isObject(value) ? Object.values(value).some(hasValue) : value !== null;
}

function denialError({ at, path }: ExpectedDenial): object {
  const message = `Field "${at}" is not available to this caller.`;
  return { message, path, extensions: { code: 'FIELD_FORBIDDEN', at } };
}

function inputError({ argument, field }: DeniedInput): object {
  const message = `Argument "${argument}" of field "${field}" is not available to this caller, or not with this value.`;
  return { message, extensions: { code: 'INPUT_FORBIDDEN' } };
}

/** To who may know it, each error also says why: that it does is judged here, and what it says elsewhere. */
function errorsOf(errors: unknown, { seesReasons }: TrueAnswer): readonly unknown[] {
  const all = errors as readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
  if (!seesReasons) return all;
  return all.map((error) => {
    const { rule, owner, ...extensions } = error.extensions ?? {};
    const isReason = typeof rule === 'string' && rule !== '' && owner !== undefined;
    return isReason ? { ...error, extensions } : error;
  });
}

function wrongErrors(wanted: readonly object[], errors: readonly unknown[]): readonly string[] {
  const expected = wanted.map(canonical);
  const actual = errors.map(canonical);
  return [
    ...expected.filter((one) => !actual.includes(one)).map((one) => `missing error ${one}`),
    ...actual
      .filter((one, index) => !expected.includes(one) || actual.indexOf(one) !== index)
      .map((one) => `unexpected error ${one}`),
  ];
}
