import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { DomainError } from '../../kit/domain-error.ts';
import { storableText } from '../../kit/storable-text.ts';
import { appendEntry, latestEntries, latestEntry, lockBooks } from '../books/book-store.ts';
import type { Entry, Improvement, ImprovementStep } from '../books/books.ts';
import { refused } from '../chargeback/chargeback-input.ts';
import { checkSeesAll } from '../chargeback/chargeback-resolvers.ts';
import { readNames } from '../read-scope.ts';
import type { MetricsContext } from '../services.ts';
import { measureImprovement, showMeasured } from './measure-improvement.ts';

/** An improvement as the graph's type takes it up. */
export interface KnownImprovement extends Improvement {
  readonly id: string;
  readonly version: number;
}

interface PlanInput {
  readonly objective: string;
  readonly kpi: string;
  readonly division?: string | null;
  readonly baselineFrom: string;
  readonly baselineTo: string;
  readonly target: number;
  readonly change: string;
}

export const improvementQueries = Object.freeze({
  async improvements(
    _: unknown,
    { step }: { readonly step?: ImprovementStep | null },
    context: MetricsContext,
  ) {
    checkSeesAll(context);
    const { services } = context;
    const entries = await latestEntries(services.database, 'IMPROVEMENT', '');
    return entries.map(knownFrom).filter((known) => (step ?? known.step) === known.step);
  },

  async improvement(_: unknown, { id }: { readonly id: string }, context: MetricsContext) {
    checkSeesAll(context);
    const entry = await latestEntry(context.services.database, 'IMPROVEMENT', id.toLowerCase());
    return entry === null ? null : knownFrom(entry);
  },
});

export const improvementMutations = Object.freeze({
  planImprovement(_: unknown, { input }: { readonly input: PlanInput }, context: MetricsContext) {
    const { division = null, baselineFrom, baselineTo, target, ...words } = input;
    checkText('input.objective', words.objective);
    checkText('input.change', words.change);
    readNames([words.kpi]);
    checkDays('input.baselineTo', baselineFrom, baselineTo);
    const plan = { ...words, division, baseline: { from: baselineFrom, to: baselineTo }, target };
    const open = { changedOn: null, check: null, decision: null, lesson: null, measured: null };
    return append(context, uuidv7(), () => ({ step: 'PLAN', ...plan, ...open }));
  },

  startImprovement(
    _: unknown,
    { id, changedOn }: { readonly id: string; readonly changedOn: string },
    context: MetricsContext,
  ) {
    return move(context, id, 'PLAN', (known) => {
      if (changedOn <= known.baseline.to) {
        throw refused('changedOn', `a day after the baseline (${known.baseline.to})`, changedOn);
      }
      return { ...known, step: 'DO', changedOn };
    });
  },

  checkImprovement(
    _: unknown,
    { id, from, to }: { readonly id: string; readonly from: string; readonly to: string },
    context: MetricsContext,
  ) {
    checkDays('to', from, to);
    return move(context, id, 'DO', (known) => {
      if (known.changedOn !== null && from < known.changedOn) {
        throw refused('from', `a day not before the change (${known.changedOn})`, from);
      }
      return { ...known, step: 'CHECK', check: { from, to } };
    });
  },

  /** What was measured is written down with the decision: late events do not change what it rested on. */
  async concludeImprovement(
    _: unknown,
    args: Pick<Improvement, 'decision'> & { readonly id: string; readonly lesson: string },
    context: MetricsContext,
  ) {
    checkText('lesson', args.lesson);
    const { database } = context.services;
    const known = await latestEntry(database, 'IMPROVEMENT', args.id.toLowerCase());
    // Before the step's transaction, which would wait for itself where there is one connection only.
    const measured = known === null ? null : await measureImprovement(context, known.content);
    const { decision, lesson } = args;
    return move(context, args.id, 'CHECK', (current) => ({
      ...current,
      step: 'ACT',
      decision,
      lesson,
      measured,
    }));
  },
});

export const improvementResolvers = Object.freeze({
  measured: (known: KnownImprovement, _: unknown, context: MetricsContext) =>
    showMeasured(context, known),
});

/** Takes one step of plan, do, check, act; each is taken once, and in that order. */
function move(
  context: MetricsContext,
  id: string,
  from: ImprovementStep,
  next: (known: Improvement) => Improvement,
) {
  return append(context, id.toLowerCase(), (known) => {
    if (known === null) {
      throw new DomainError('NOT_FOUND', `There is no improvement ${JSON.stringify(id)}.`);
    }
    if (known.step !== from)
      throw refused('id', `an improvement at ${from}`, `one at ${known.step}`);
    return next(known);
  });
}

async function append(
  context: MetricsContext,
  subject: string,
  next: (known: Improvement | null) => Improvement,
): Promise<KnownImprovement> {
  checkSeesAll(context);
  const { caller, services } = context;
  if (!isUuid(subject)) throw refused('id', 'the id of an improvement', JSON.stringify(subject));
  const entry = await services.database.transaction().execute(async (transaction) => {
    await lockBooks(transaction);
    const known = await latestEntry(transaction, 'IMPROVEMENT', subject);
    return appendEntry(transaction, {
      book: 'IMPROVEMENT',
      subject,
      content: next(known?.content ?? null),
      actor: caller.subject,
      at: services.clock(),
    });
  });
  services.kick();
  return knownFrom(entry);
}

function knownFrom({ subject, version, content }: Entry<'IMPROVEMENT'>): KnownImprovement {
  return { ...content, id: subject, version };
}

function checkText(argument: string, text: string): void {
  const isFit = text.trim() !== '' && text.length <= LONGEST_TEXT && storableText(text) === text;
  if (!isFit) {
    const got = JSON.stringify(text.slice(0, 40));
    throw refused(argument, `text of 1 to ${LONGEST_TEXT} characters without U+0000`, got);
  }
}

const LONGEST_TEXT = 2_000;

function checkDays(argument: string, from: string, to: string): void {
  if (to < from) throw refused(argument, `a day not before ${from}`, to);
}
