/** What a planner's thread is asked. */
export interface PlannerQuestion {
  readonly id: number;
  /** The text of one operation. */
  readonly text: string;
}

/** What it says. */
export type PlannerAnswer =
  /** Can be asked; what clients may ask, as SDL. */
  | { readonly kind: 'ready'; readonly api: string }
  /** The supergraph cannot be planned over. */
  | { readonly kind: 'unusable'; readonly reason: string }
  | { readonly kind: 'plan'; readonly id: number; readonly plan: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
