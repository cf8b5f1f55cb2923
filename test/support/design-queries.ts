/** The queries that the graph is judged by. */
export const CUSTOMER_360 = `query Customer360($id: ID!) {
  customer(id: $id) {
    id status
    name { full given family }
    birthDate
    identifiers { scheme value }
    emails { address use preferred }
    phones { number use preferred }
    addresses { streetAddress locality region postalCode country }
    sourceRecords { division localId matchProbability linkedAt }
    accounts(first: 5) { nodes { id kind status openedOn balance { amount currency } } totalCount pageInfo { hasNextPage endCursor } }
    loans(first: 5) { nodes { id purpose status principal { amount currency } outstanding { amount currency } } totalCount }
    policies(first: 5) { nodes { id product status premium { amount currency } claims(first: 3) { nodes { id status amount { amount currency } } } } totalCount }
    cases(first: 5) { nodes { id number subject type status priority openedAt division slaClocks { metric state dueAt } } totalCount }
    timeline(first: 20) { nodes { __typename id at channel division summary } pageInfo { hasNextPage endCursor } }
    satisfaction { csat { value n } nps { value n } }
  }
}`;

export const SEARCH = `query Search($text: String!) {
  searchCustomers(text: $text, first: 10) { nodes { id name { full } status valueTier } totalCount }
}`;

export const BY_SOURCE = `query BySource($localId: ID!) {
  customerBySource(division: "banking", localId: $localId) { id }
}`;

export const SCORECARD = `query Scorecard($division: ID, $from: Date!, $to: Date!) {
  kpis(division: $division, from: $from, to: $to) {
    name value unit numerator denominator n
    confidenceInterval { low high level }
    clock definition asOf
  }
}`;
