/** A document that does not fit the graph. Validation comes first, so a client meets this only past a fault of ours. */
export class InvalidDocument extends Error {}
