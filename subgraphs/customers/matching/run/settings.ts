/**
 * How everything is matched, whatever the file: nothing here is tuned to one. Weights are in bits; 0 is as
 * likely as not.
 */
export const MATCHING = Object.freeze({
  /** From here on two records are linked without anybody looking: 16 to 1. */
  autoLink: 4,
  /** The same for the room's customers: 1,000 to 1, since whoever is taken for another is shown their accounts. */
  autoLinkCustomers: 10,
  /** From here on a steward is asked: 1 to 4. */
  review: -2,
  /** What all pairs across two clusters must weigh on average for the clusters to be joined. */
  joinClusters: 1,
  /** A block with more records says too little of who they are. */
  mostInBlock: 100,
  /** Candidate pairs a record, over all rules. */
  pairsARecord: 40,
  /** Pairs of this weight are what blocking rules are chosen by. */
  likely: 4,
  /** A file with fewer duplicates than this share of its records is clean: at most one of it in a cluster. */
  cleanFile: 0.01,
  seed: 20_261,
});
