/** What somebody is let in with: all that the declared rules can ask for. */
export interface Holder {
  readonly roles: readonly string[];
  /** Those of the roles and their own. */
  readonly scopes: readonly string[];
  readonly division: string | null;
  readonly teams: readonly string[];
  readonly purpose: string | null;
}

/** Whether something that is asked for holds of a caller: whatever the object, of some objects, or never. */
export type Verdict = 'always' | 'by-row' | 'never';

/** What of an object is known to who judges it. */
export type Row = Readonly<Record<string, unknown>>;

/** A rule that looks at objects, as the judge understands it. */
export interface RowPolicy {
  /** By type of object, what to look at. */
  readonly needs: Readonly<Record<string, string>>;
  readonly verdict: (holder: Holder) => Verdict;
  readonly holds: (row: Row, holder: Holder) => boolean;
}

/** What the names in `@policy` mean that judge callers; whoever adds one says here what it means. */
const POLICIES: Readonly<Record<string, (holder: Holder) => boolean>> = {
  worksForDivision: ({ division }) => division !== null,
  statedPurpose: ({ purpose }) => purpose !== null,
  needsNoConsent: (holder) => !needsConsent(holder),
};

/** And those that judge objects. */
const ROW_POLICIES: Readonly<Record<string, RowPolicy>> = {
  servesThisCustomer: ofOwnDivision({ Customer: 'sourceRecords { division }' }, (row) =>
    listOf(row['sourceRecords']).map((record) => record['division']),
  ),
  concernsOwnDivision: ofOwnDivision({ Case: 'division', Interaction: 'division' }, (row) => [
    row['division'],
  ]),
  concernsOwnTeam: {
    needs: { Case: 'team' },
    verdict({ scopes, teams }) {
      if (!scopes.includes('team:own')) return 'always';
      return teams.length > 0 ? 'by-row' : 'never';
    },
    holds: ({ team }, { teams }) => teams.some((one) => one === team),
  },
  agreesToEmail: agreeing(['EMAIL']),
  agreesToCalls: agreeing(['PHONE', 'SMS']),
  agreesToPost: agreeing(['POST']),
  usableDespiteHold: notOnHold((holder) => !needsConsent(holder)),
  freeOfLegalHold: notOnHold(
    ({ scopes, purpose }) => scopes.includes('legal:hold') || purpose === 'legal',
  ),
};

/** Throws for a policy that nobody has explained here. */
export function verdictOn(holder: Holder, atom: string): Verdict {
  const rowPolicy = rowPolicyOf(atom);
  if (rowPolicy !== null) return rowPolicy.verdict(holder);
  return holdsOf(holder, atom) ? 'always' : 'never';
}

/** Null for what judges callers only. */
export function rowPolicyOf(atom: string): RowPolicy | null {
  const [kind, name = ''] = atom.split(' ');
  return kind === 'policy' ? (ROW_POLICIES[name] ?? null) : null;
}

function holdsOf(holder: Holder, atom: string): boolean {
  if (atom === 'authenticated') return true;
  const [kind, name = ''] = atom.split(' ');
  if (kind === 'scope') return holder.scopes.includes(name);
  const [, actor] = /^actsFor:(.+)$/.exec(name) ?? [];
  if (actor !== undefined) return !isConfined(holder) || holder.division === actor;
  const policy = POLICIES[name];
  if (policy === undefined) throw new Error(`The judge does not know what "${atom}" asks for.`);
  return policy(holder);
}

function isConfined({ division, scopes }: Holder): boolean {
  return division !== null && !scopes.includes('division:every');
}

function needsConsent({ purpose }: Holder): boolean {
  return purpose !== null && !['complaint', 'fraud', 'legal', 'service'].includes(purpose);
}

function ofOwnDivision(
  needs: RowPolicy['needs'],
  divisionsIn: (row: Row) => readonly unknown[],
): RowPolicy {
  return {
    needs,
    verdict: (holder) => (isConfined(holder) ? 'by-row' : 'always'),
    holds: (row, { division }) => divisionsIn(row).includes(division),
  };
}

/** Something was said about the purpose by one of the channels, or by none in particular, and nothing of it was no. */
function agreeing(channels: readonly string[]): RowPolicy {
  return {
    needs: { Customer: 'consents { purpose channel granted }' },
    verdict: (holder) => (needsConsent(holder) ? 'by-row' : 'always'),
    holds: (row, { purpose }) => {
      const answers = listOf(row['consents'])
        .filter((one) => one['purpose'] === purpose)
        .filter(({ channel }) => channel === null || channels.some((one) => one === channel))
        .map(({ granted }) => granted);
      return answers.length > 0 && !answers.some((one) => one !== true);
    },
  };
}

/** What a legal hold keeps from all but some. */
function notOnHold(isFor: (holder: Holder) => boolean): RowPolicy {
  return {
    needs: { Customer: 'onLegalHold' },
    verdict: (holder) => (isFor(holder) ? 'always' : 'by-row'),
    holds: ({ onLegalHold }) => onLegalHold === false,
  };
}

function listOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? (value as readonly Row[]) : [];
}
