import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultModel } from '../../../../../subgraphs/customers/matching/room/default-model.ts';
import { RecordScorer } from '../../../../../subgraphs/customers/matching/room/record-scorer.ts';
import { recordOf, sayings, type Sayings } from './placed-records.ts';

/** A company in which Smith is common and Quill is rare. */
const MODEL = {
  ...defaultModel,
  fields: defaultModel.fields.map((field) =>
    field.name === 'familyName' ? { ...field, shares: { smith: 0.2 }, rareShare: 0.0001 } : field,
  ),
};
const FIELDS = [
  'given',
  'family',
  'birthDate',
  'gender',
  'ssn',
  'email',
  'phone',
  'street',
  'town',
  'postcode',
] as const satisfies readonly (keyof Sayings)[];

/** As the model calls them. */
const NAMES = {
  birthDate: 'birthDate',
  ssn: 'identifier',
  email: 'email',
  phone: 'phone',
  street: 'street',
  town: 'locality',
  postcode: 'postalCode',
};

function scorerOf(left: Sayings, right: Sayings): RecordScorer {
  return new RecordScorer([recordOf('1', left), recordOf('2', right)], MODEL);
}

describe('the weight of two records', () => {
  test('is the same from either side', () => {
    fc.assert(
      fc.property(sayings, sayings, (left, right) => {
        const scorer = scorerOf(left, right);
        expect(scorer.weightOf(0, 1)).toBe(scorer.weightOf(1, 0));
        expect(scorer.vetoOf(0, 1)).toEqual(scorer.vetoOf(1, 0));
        expect(scorerOf(right, left).weightOf(0, 1)).toBe(scorer.weightOf(0, 1));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test('is what the steps of its explanation add up to, to the last bit', () => {
    fc.assert(
      fc.property(sayings, sayings, (left, right) => {
        const scorer = scorerOf(left, right);
        const { weight, steps } = scorer.explain(0, 1);
        expect(weight).toBe(scorer.weightOf(0, 1));
        expect(steps.reduce((sum, { bits }) => sum + bits, 0)).toBe(weight);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  test('is never less for agreeing in one field more', () => {
    fc.assert(
      fc.property(sayings, sayings, fc.constantFrom(...FIELDS), (left, right, field) => {
        fc.pre(left[field] !== null);
        const agreeing = { ...right, [field]: left[field] };
        const unknown = { ...right, [field]: null };
        const weight = scorerOf(left, agreeing).weightOf(0, 1);
        expect(weight).toBeGreaterThanOrEqual(scorerOf(left, unknown).weightOf(0, 1));
        const { given } = right;
        // A given name that stands where the family name should is evidence of its own.
        if (field !== 'given' && field !== 'family' && given !== 'Emma') {
          expect(weight).toBeGreaterThanOrEqual(scorerOf(left, right).weightOf(0, 1));
        }
      }),
      { seed: 5, numRuns: 1000 },
    );
  });

  test('has nothing of a field of which one of the two says nothing', () => {
    fc.assert(
      fc.property(
        sayings,
        sayings,
        fc.constantFrom(...Object.entries(NAMES)),
        (left, right, it) => {
          const [field, name] = it;
          const { steps } = scorerOf({ ...left, [field]: null }, right).explain(0, 1);
          const own = steps.filter((step) => step.field === name);
          expect(own).toEqual([expect.objectContaining({ bits: 0, level: 'unknown' })]);
        },
      ),
      { seed: 6, numRuns: 200 },
    );
  });

  test('is more for a rare name that both have than for a common one', () => {
    const nobody = Object.fromEntries(FIELDS.map((name) => [name, null])) as unknown as Sayings;
    const weightOf = (family: string) => {
      const said = { ...nobody, given: 'Emma', family };
      return scorerOf(said, said).weightOf(0, 1);
    };
    expect(weightOf('Quill')).toBeGreaterThan(weightOf('Smith') + 5);
  });
});
