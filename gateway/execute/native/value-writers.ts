import type { Masker } from '../../../schema/masks/mask.ts';
import type { LeafWriter } from './leaf-writers.ts';
import type { Place } from './place.ts';
import type { WriteRun } from './write-run.ts';

/**
 * Writes a value as JSON; false, and nothing is written, for null: where there is nothing, where it is not
 * of its type, and where a field below must have a value and has none (GraphQL specification, section 6.4.4).
 */
export type ValueWriter = (value: unknown, place: Place | null, run: WriteRun) => boolean;

/** Items that must be something bubble: without one of them there is no list. */
export function listWriter(writeItem: ValueWriter, itemsBubble: boolean): ValueWriter {
  const write = (item: unknown, place: Place | null, run: WriteRun): boolean => {
    if (item !== null) return writeItem(item, place, run);
    if (itemsBubble) run.note('null where there must be a value');
    return false;
  };
  return (value, place, run) => {
    if (!Array.isArray(value)) return refuse(value, run);
    const items: readonly unknown[] = value;
    const { output, path } = run;
    const start = output.length;
    let isNulled = false;
    for (let index = 0; index < items.length; index += 1) {
      path.push(index);
      output.comma();
      if (!write(items[index], place, run)) {
        output.null();
        isNulled = itemsBubble || isNulled;
      }
      path.pop();
    }
    if (isNulled) output.takeBackTo(start);
    else output.closeList(start);
    return !isNulled;
  };
}

/** The room has masked it already: what is masked is shown as itself. */
export function masked(write: LeafWriter, mask: Masker): ValueWriter {
  return (value, _, run) => {
    const { output } = run;
    const shown = mask(value);
    if (shown !== null) return write(shown, output) || refuse(shown, run);
    // Nothing of it can be shown, or it is not of its type: that is a fault all the same.
    const start = output.length;
    if (!write(value, output)) return refuse(value, run);
    output.takeBackTo(start);
    return false;
  };
}

export function nothing(): false {
  return false;
}

/** Notes a value that is at fault; where there is none, nothing is. */
export function refuse(value: unknown, run: WriteRun): false {
  if (value !== null && value !== undefined) run.note('not of its type');
  return false;
}
