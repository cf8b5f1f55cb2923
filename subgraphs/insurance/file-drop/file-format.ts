import { CLAIM_STATUSES, POLICY_STATUSES } from '../model.ts';
import type { ClaimRow, FileDropKind, HolderRow, PolicyRow } from '../model.ts';
import type { ColumnReader } from './column-reader.ts';

export type HolderLine = Omit<HolderRow, 'version' | 'digest'>;
export type PolicyLine = Omit<PolicyRow, 'id' | 'digest'>;
export type ClaimLine = Omit<ClaimRow, 'key' | 'policy_id' | 'digest'> & {
  readonly policyNumber: string;
};

/** The columns of each kind of file. The order in a file is free; optional ones may be left out. */
export const COLUMNS: Readonly<
  Record<
    FileDropKind,
    { readonly required: readonly string[]; readonly optional: readonly string[] }
  >
> = Object.freeze({
  HOLDERS: {
    required: ['holder_id'],
    optional: [
      'given_name',
      'additional_name',
      'family_name',
      'birth_date',
      'gender',
      'national_id',
      'national_id_scheme',
      'email',
      'email_verified',
      'phone',
      'street_address',
      'locality',
      'region',
      'postal_code',
      'country',
    ],
  },
  POLICIES: {
    required: [
      'policy_number',
      'holder_id',
      'product',
      'status',
      'premium_amount',
      'premium_currency',
      'starts_on',
      'ends_on',
    ],
    optional: [],
  },
  CLAIMS: {
    required: [
      'claim_number',
      'policy_number',
      'status',
      'amount',
      'currency',
      'occurred_on',
      'reported_on',
    ],
    optional: ['description'],
  },
});

export function readHolder(reader: ColumnReader): HolderLine {
  return {
    local_id: reader.required('holder_id'),
    given_name: reader.text('given_name'),
    additional_name: reader.text('additional_name'),
    family_name: reader.text('family_name'),
    birth_date: reader.text('birth_date'),
    gender: reader.text('gender'),
    national_id: reader.text('national_id'),
    national_id_scheme: reader.text('national_id_scheme'),
    email: reader.text('email'),
    email_verified: reader.flag('email_verified'),
    phone: reader.text('phone'),
    street_address: reader.text('street_address'),
    locality: reader.text('locality'),
    region: reader.text('region'),
    postal_code: reader.text('postal_code'),
    country: reader.text('country'),
  };
}

export function readPolicy(reader: ColumnReader): PolicyLine {
  const currency = reader.currency('premium_currency');
  const policy: PolicyLine = {
    number: reader.required('policy_number'),
    holder_local_id: reader.required('holder_id'),
    product: reader.required('product', 200),
    status: reader.oneOf('status', POLICY_STATUSES) ?? 'QUOTED',
    premium: reader.amount('premium_amount', currency),
    currency,
    starts_on: reader.date('starts_on'),
    ends_on: reader.date('ends_on'),
  };
  if (reader.reason === null && policy.ends_on < policy.starts_on) {
    reader.refuse('ends_on', `no earlier than ${policy.starts_on}`);
  }
  return policy;
}

export function readClaim(reader: ColumnReader): ClaimLine {
  const currency = reader.currency('currency');
  const claim: ClaimLine = {
    id: reader.required('claim_number'),
    policyNumber: reader.required('policy_number'),
    status: reader.oneOf('status', CLAIM_STATUSES) ?? 'REPORTED',
    amount: reader.amount('amount', currency),
    currency,
    occurred_on: reader.date('occurred_on'),
    reported_on: reader.date('reported_on'),
    description: reader.text('description', 4_000),
  };
  if (reader.reason === null && claim.reported_on < claim.occurred_on) {
    reader.refuse('reported_on', `no earlier than ${claim.occurred_on}`);
  }
  return claim;
}
