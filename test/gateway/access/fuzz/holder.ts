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
};

/** Throws for a policy that nobody has explained here. */
export function meets(holder: Holder, atom: string): boolean {
  if (atom === 'authenticated') return true;
  const [kind, name = ''] = atom.split(' ');
  if (kind === 'scope') return holder.scopes.includes(name);
  const policy = POLICIES[name];
  if (policy === undefined) throw new Error(`The judge does not know what "${atom}" asks for.`);
  return policy(holder);
}
