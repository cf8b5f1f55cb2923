import { Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode } from 'graphql';
import { argumentOf } from '../linked-names.ts';
import { MASK_KINDS } from './mask.ts';
import type { Mask, MaskKind } from './mask.ts';

const KEPT_BY_DEFAULT = 4;
const MOST_KEPT = 8;

export type ReadMask =
  | { readonly kind: 'mask'; readonly mask: Mask }
  /** What it must be, to be read after its name. */
  | { readonly kind: 'faulty'; readonly must: string };

/** Reads a `@mask`. What cannot be read is at fault, never a mask that shows more. */
export function readMask(directive: ConstDirectiveNode): ReadMask {
  const kind = kindOf(directive);
  if (kind === null) return faulty(`must say \`as\` one of ${MASK_KINDS.join(', ')}`);
  const scopes = scopesOf(directive);
  if (scopes === null) {
    return faulty(
      'must name at least one scope as a list of lists of text, for who sees the value',
    );
  }
  const keep = keepOf(directive, kind);
  if (keep === null) {
    return faulty(`must keep 1 to ${MOST_KEPT} characters as LAST, and say no \`keep\` otherwise`);
  }
  return { kind: 'mask', mask: Object.freeze({ kind, keep, scopes }) };
}

function faulty(must: string): ReadMask {
  return { kind: 'faulty', must };
}

function kindOf(directive: ConstDirectiveNode): MaskKind | null {
  const node = argumentOf(directive, 'as');
  const said = node?.kind === Kind.ENUM ? node.value : '';
  return MASK_KINDS.find((kind) => kind === said) ?? null;
}

function scopesOf(directive: ConstDirectiveNode): Mask['scopes'] | null {
  const node = argumentOf(directive, 'scopes');
  if (node === undefined || node.kind === Kind.NULL) return null;
  // List input coercion (GraphQL specification, section 3.11): one value stands for a list of it.
  const lists = toList(valueFromASTUntyped(node)).map(toList);
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  const read = lists.filter((list) => list.length > 0 && list.every(isText));
  const isWhole = read.length > 0 && read.length === lists.length;
  return isWhole ? Object.freeze(read.map((list) => Object.freeze(list.filter(isText)))) : null;
}

function keepOf(directive: ConstDirectiveNode, kind: MaskKind): number | null {
  const node = argumentOf(directive, 'keep');
  if (node === undefined || node.kind === Kind.NULL) return kind === 'LAST' ? KEPT_BY_DEFAULT : 0;
  const keep = node.kind === Kind.INT ? Number(node.value) : 0;
  return kind === 'LAST' && keep >= 1 && keep <= MOST_KEPT ? keep : null;
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
