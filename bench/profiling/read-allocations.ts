import { originOf, placeOf, type CallFrame } from './code-place.ts';

/** What V8's sampling heap profiler writes, as far as it is read here. */
export interface AllocationProfile {
  readonly head: AllocationNode;
}

interface AllocationNode {
  readonly callFrame: CallFrame;
  readonly selfSize: number;
  readonly children: readonly AllocationNode[];
}

export interface Allocated {
  readonly what: string;
  readonly bytes: number;
}

/** Bytes by the package or folder whose function allocated them, the most first. */
export function allocatedByOrigin(profile: AllocationProfile): readonly Allocated[] {
  return allocatedBy(profile, originOf);
}

/** Bytes by the function that allocated them, the most first. */
export function allocatedByFunction(profile: AllocationProfile): readonly Allocated[] {
  return allocatedBy(profile, placeOf);
}

function allocatedBy(
  { head }: AllocationProfile,
  name: (frame: CallFrame) => string,
): readonly Allocated[] {
  const sizes = new Map<string, number>();
  const visit = ({ callFrame, selfSize, children }: AllocationNode, caller: CallFrame): void => {
    // A function of the language itself, such as `flatMap`, allocates for who called it.
    const frame = callFrame.url === '' ? caller : callFrame;
    if (selfSize > 0) sizes.set(name(frame), (sizes.get(name(frame)) ?? 0) + selfSize);
    for (const child of children) visit(child, frame);
  };
  visit(head, head.callFrame);
  return [...sizes].map(([what, bytes]) => ({ what, bytes })).sort((a, b) => b.bytes - a.bytes);
}
