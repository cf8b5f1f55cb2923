/** What of `@apollo/query-planner`'s plans the engine runs; `@defer` and subscriptions are not asked for. */
export interface QueryPlan {
  readonly kind: 'QueryPlan';
  readonly node?: PlanNode;
}

export type PlanNode =
  | { readonly kind: 'Sequence'; readonly nodes: readonly PlanNode[] }
  | { readonly kind: 'Parallel'; readonly nodes: readonly PlanNode[] }
  | {
      readonly kind: 'Flatten';
      readonly path: readonly (string | number)[];
      readonly node: PlanNode;
    }
  | {
      readonly kind: 'Condition';
      readonly condition: string;
      readonly ifClause?: PlanNode;
      readonly elseClause?: PlanNode;
    }
  | FetchNode;

export interface FetchNode {
  readonly kind: 'Fetch';
  readonly serviceName: string;
  readonly operation: string;
  readonly operationName?: string;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  readonly variableUsages?: readonly string[];
  /** What each representation of an entity holds; absent for a fetch at the root. */
  readonly requires?: readonly PlanSelection[];
  readonly inputRewrites?: readonly DataRewrite[];
  readonly outputRewrites?: readonly DataRewrite[];
}

export type PlanSelection =
  | {
      readonly kind: 'Field';
      /** Under which it is sent. */
      readonly name: string;
      /** Where the value stands in the data, if not under its name. */
      readonly alias?: string;
      readonly selections?: readonly PlanSelection[];
    }
  | {
      readonly kind: 'InlineFragment';
      readonly typeCondition?: string;
      readonly selections: readonly PlanSelection[];
    };

/** A change to what is sent or came: path elements are keys, or `... on Type`. */
export type DataRewrite =
  | { readonly kind: 'ValueSetter'; readonly path: readonly string[]; readonly setValueTo: unknown }
  | {
      readonly kind: 'KeyRenamer';
      readonly path: readonly string[];
      readonly renameKeyTo: string;
    };
