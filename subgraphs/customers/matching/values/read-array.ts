/**
 * Reading typed arrays: one function for each kind of array, so that the runtime makes one load of each. A
 * place outside reads as 0.
 */

export function intAt(items: Int32Array, place: number): number {
  return items[place] ?? 0;
}

export function unitAt(items: Uint16Array, place: number): number {
  return items[place] ?? 0;
}

export function byteAt(items: Uint8Array, place: number): number {
  return items[place] ?? 0;
}

export function keyAt(items: Uint32Array, place: number): number {
  return items[place] ?? 0;
}
