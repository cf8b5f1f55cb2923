/** What somebody is let in with: all that the declared rules can ask for. */
export interface Holder {
  readonly roles: readonly string[];
  /** Those of the roles and their own. */
  readonly scopes: readonly string[];
  readonly division: string | null;
  readonly purpose: string | null;
}

/** What the names in `@policy` mean; whoever adds one says here what it means. */
const POLICIES: Readonly<Record<string, (holder: Holder) => boolean>> = {
  worksForDivision: ({ division }) => division !== null,
  statedPurpose: ({ purpose }) => purpose !== null,
  servesThisCustomer: everyRow,
  concernsOwnDivision: everyRow,
  agreesToEmail: everyRow,
  agreesToCalls: everyRow,
  agreesToPost: everyRow,
  needsNoConsent: everyRow,
};

/** The callers here are none of whom it hangs on the object: they serve every division, and need no consent. */
function everyRow({ division, scopes, purpose }: Holder): boolean {
  const isConfined = division !== null && !scopes.includes('division:every');
  if (!isConfined && (purpose === null || purpose === 'service')) return true;
  throw new Error('The judge does not look at rows.');
}

/** Throws for a policy that nobody has explained here. */
export function meets(holder: Holder, atom: string): boolean {
  if (atom === 'authenticated') return true;
  const [kind, name = ''] = atom.split(' ');
  if (kind === 'scope') return holder.scopes.includes(name);
  if (name.startsWith('actsFor:')) return everyRow(holder);
  const policy = POLICIES[name];
  if (policy === undefined) throw new Error(`The judge does not know what "${atom}" asks for.`);
  return policy(holder);
}
