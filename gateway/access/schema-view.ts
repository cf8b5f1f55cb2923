import { LRUCache } from 'lru-cache';
import type { NamedPolicies, RuleContext } from '../../schema/access/rules.ts';
import { askFor, decide, isAllowed } from './decision.ts';
import type { Decisions, Question } from './decision.ts';
import type { GraphModel } from './graph-model.ts';
import { heldAtoms } from './held-atoms.ts';
import { isMet } from './requirement.ts';

/** What of the graph a caller may know of: what they may read, masked or not, and what they may give. */
export interface SchemaView {
  /** Whether a field of an object type is read, or one of an interface that no type has. */
  isRead(type: string, field: string): boolean;
  /** Whether an argument (`Type.field(argument:)`), an input field or an enum value is given. */
  isGiven(coordinate: string): boolean;
}

/** Callers of a company see few different graphs: about one a role. */
const MOST_VIEWS = 64;

/** The views of one graph. Callers of whom the rules say the same share one, the same object each time. */
export class SchemaViews {
  readonly #graph: GraphModel;
  readonly #policies: NamedPolicies;
  readonly #everything: Question;
  readonly #views = new LRUCache<string, SchemaView>({ max: MOST_VIEWS });

  constructor(graph: GraphModel, policies: NamedPolicies) {
    this.#graph = graph;
    this.#policies = policies;
    const requirements = new Set(graph.table.requirements.keys());
    // What may be read of some objects is there to be known of.
    this.#everything = askFor({ requirements, checks: new Set() }, graph, policies);
  }

  /** Null for a caller who may know of everything. */
  async viewOf(context: RuleContext): Promise<SchemaView | null> {
    const { inputRules } = this.#graph;
    const decisions = await decide(this.#everything, this.#graph, context);
    const withheld = await this.#withheldInputs(context);
    if (!decisions.vector.includes('d') && withheld.size === 0) return null;
    const inputs = Array.from(inputRules.keys(), (one) => (withheld.has(one) ? 'd' : 'a'));
    const key = `${decisions.vector}:${inputs.join('')}`;
    const view = this.#views.get(key) ?? this.#view(decisions, withheld);
    this.#views.set(key, view);
    return view;
  }

  #view(decisions: Decisions, withheld: ReadonlySet<string>): SchemaView {
    const { table } = this.#graph;
    return Object.freeze({
      isRead: (type: string, field: string) =>
        isAllowed(decisions, table.requirementOf(type, field)),
      isGiven: (coordinate: string) => !withheld.has(coordinate),
    });
  }

  async #withheldInputs(context: RuleContext): Promise<ReadonlySet<string>> {
    const { inputRules } = this.#graph;
    const held = await heldAtoms([...inputRules.values()], this.#policies, context);
    const unmet = [...inputRules].filter(([, asked]) => !isMet(asked, (one) => held.has(one)));
    return new Set(unmet.map(([coordinate]) => coordinate));
  }
}
