import { objectsOf } from './operation-shape.ts';
import type { FieldShape, SelectionShape } from './operation-shape.ts';

type ResponsePath = readonly (string | number)[];

/**
 * A path of the engine's data as the client sees it: under the client's response keys, and cut where the
 * client selected nothing, so that it neither names nor points into what was fetched for other fields' sake.
 */
export function clientPath(path: ResponsePath, shape: SelectionShape): ResponsePath {
  const seen: (string | number)[] = [];
  let selection: SelectionShape | null = shape;
  for (const key of path) {
    if (typeof key === 'number') {
      seen.push(key);
      continue;
    }
    const field: FieldShape | null = selection === null ? null : fieldAt(selection, key);
    if (field === null) return seen;
    seen.push(field.responseKey);
    selection = field.selection;
  }
  return seen;
}

function fieldAt(selection: SelectionShape, engineKey: string): FieldShape | null {
  for (const { fields } of objectsOf(selection)) {
    const field = fields.find((one) => one.engineKey === engineKey);
    if (field !== undefined) return field;
  }
  return null;
}
