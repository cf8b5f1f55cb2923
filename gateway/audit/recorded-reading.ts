import { isIncluded } from '../access/condition.ts';
import type { Condition } from '../access/condition.ts';
import { mayAsk } from '../access/decision.ts';
import type { Decisions } from '../access/decision.ts';
import type { RefusedInputs } from '../access/access-control.ts';
import { objectsByType } from '../access/operation-shape.ts';
import type { SelectionShape } from '../access/operation-shape.ts';
import { requirementText } from '../access/requirement-text.ts';
import type { ClassificationLevel, LedgerReading } from '../../schema/ledger-batch.ts';
import { isAtLeast } from './classification.ts';
import type { Classification, Classified } from './classification.ts';

/** What decides which fields are worth an entry. */
export interface RecordingRules {
  readonly classification: Classification;
  /** Fields of this level and above are recorded, and personal data of every level. */
  readonly level: ClassificationLevel;
  /** What a requirement of the policy table asks for, in words. */
  readonly ruleText: (requirement: number) => string;
}

/** What is recorded of an operation that gave what its caller may not give: what it is, and what it asks for. */
export function refusedReading({ forbidden }: RefusedInputs): LedgerReading {
  const rules = new Map(
    forbidden.map(({ coordinate, requirement }) => [coordinate, requirementText(requirement)]),
  );
  const denied = Array.from(rules, ([field, rule]) => ({ field, rule }));
  return Object.freeze({
    ...{ level: 'PUBLIC', isPersonal: false, fields: [] },
    denied: denied.sort((a, b) => (a.field < b.field ? -1 : 1)),
  });
}

/** A field of an operation that is worth an entry, or was denied; it counts where one condition is met. */
interface Noted {
  readonly coordinate: string;
  readonly conditions: Condition[];
  /** Null for what was denied. */
  readonly classified: Classified | null;
  readonly requirement: number;
}

/** Sets of true variables whose reading is kept; clients decide how many there are. */
const MOST_KEPT = 64;

/** What one operation reads under one set of decisions: found once, looked up for every request. */
export class OperationReading {
  readonly #noted: readonly Noted[];
  readonly #rules: RecordingRules;
  readonly #isConditional: boolean;
  readonly #byVariables = new Map<string, LedgerReading | null>();

  constructor(shape: SelectionShape, decisions: Decisions, rules: RecordingRules) {
    this.#rules = rules;
    this.#noted = noteFields(shape, decisions, rules);
    this.#isConditional = this.#noted.some(
      ({ conditions }) => !conditions.some((one) => one.length === 0),
    );
  }

  /** Null where nothing is worth an entry. The same object for equal requests. */
  under(trueVariables: ReadonlySet<string>): LedgerReading | null {
    const key = this.#isConditional ? [...trueVariables].sort().join() : '';
    const known = this.#byVariables.get(key);
    if (known !== undefined) return known;
    const reading = this.#read(trueVariables);
    if (this.#byVariables.size < MOST_KEPT) this.#byVariables.set(key, reading);
    return reading;
  }

  #read(trueVariables: ReadonlySet<string>): LedgerReading | null {
    const noted = this.#noted.filter(({ conditions }) =>
      conditions.some((one) => isIncluded(one, trueVariables)),
    );
    if (noted.length === 0) return null;
    const read = noted.flatMap(({ classified }) => classified ?? []);
    const level = read.reduce<ClassificationLevel>(
      (most, one) => (isAtLeast(most, one.level) ? most : one.level),
      'PUBLIC',
    );
    return Object.freeze({
      level,
      isPersonal: read.some((one) => one.isPersonal),
      fields: noted.flatMap((one) => (one.classified === null ? [] : one.coordinate)),
      denied: noted.flatMap(({ classified, coordinate, requirement }) =>
        classified === null ? [{ field: coordinate, rule: this.#rules.ruleText(requirement) }] : [],
      ),
    });
  }
}

/** Each field once, sorted; below what is denied nothing is read. */
function noteFields(
  shape: SelectionShape,
  decisions: Decisions,
  { classification, level }: RecordingRules,
): readonly Noted[] {
  const found = new Map<string, Noted>();
  const visited = new Set<SelectionShape>();
  const worthNoting = (coordinate: string) => {
    const classified = classification.get(coordinate);
    if (classified === undefined) return null;
    return classified.isPersonal || isAtLeast(classified.level, level) ? classified : null;
  };
  const visit = (selection: SelectionShape): void => {
    if (visited.has(selection)) return;
    visited.add(selection);
    for (const [type, object] of objectsByType(selection)) {
      for (const field of object.fields) {
        const { fieldName, requirement, condition, selection: below } = field;
        const coordinate = `${type}.${fieldName}`;
        const isRead = mayAsk(decisions, field, object);
        const classified = isRead ? worthNoting(coordinate) : null;
        if (!isRead || classified !== null) {
          const noted = found.get(coordinate) ?? {
            coordinate,
            conditions: [],
            classified,
            requirement,
          };
          noted.conditions.push(condition);
          found.set(coordinate, noted);
        }
        if (isRead && below !== null) visit(below);
      }
    }
  };
  visit(shape);
  return [...found.values()].sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1));
}
