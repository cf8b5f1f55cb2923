/** The sample company: what each division's system would be told, and who is who in truth. */

export type Division = 'banking' | 'lending' | 'insurance';

export const DIVISIONS: readonly Division[] = Object.freeze(['banking', 'lending', 'insurance']);

export interface SampleCompany {
  /** BankingRecordsInput. */
  readonly banking: BankingRecords;
  /** LendingRecordsInput. */
  readonly lending: LendingRecords;
  /** One night's file drop, in the order in which the files are read. */
  readonly insurance: readonly InsuranceFile[];
  /** Arguments `records` of the service room's imports. */
  readonly service: ServiceRecords;
  readonly consents: readonly CustomerConsents[];
  /** Inputs of the metrics room's mutations. */
  readonly center: CenterBooks;
  readonly truth: Truth;
}

/** What the service center's controller sets. */
export interface CenterBooks {
  readonly rates: object;
  /** A month each, the oldest first. */
  readonly pools: readonly object[];
  readonly baselines: readonly object[];
}

/** What only the generator knows: for tests of whoever tries to find it out. */
export interface Truth {
  readonly people: readonly Person[];
  /** Different persons of one full name. */
  readonly namesakes: readonly Namesakes[];
}

export interface Person {
  readonly id: string;
  /** A person may have several numbers in one division. */
  readonly records: readonly SourceRef[];
}

export interface Namesakes {
  readonly people: readonly [string, string];
  readonly sameBirthDate: boolean;
}

export interface SourceRef {
  readonly division: Division;
  readonly localId: string;
}

export interface InsuranceFile {
  readonly name: string;
  readonly text: string;
}

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** A customer as a division wrote them down. */
export interface CustomerRow {
  readonly localId: string;
  readonly version: string;
  readonly givenName?: string;
  readonly additionalName?: string;
  readonly familyName?: string;
  readonly birthDate?: string;
  readonly nationalId?: string;
  readonly nationalIdScheme?: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly phone?: string;
  readonly streetAddress?: string;
  readonly locality?: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country?: string;
}

export interface BankingRecords {
  readonly customers: readonly (CustomerRow & { readonly gender?: string })[];
  readonly accounts: readonly AccountRow[];
  readonly cards: readonly CardRow[];
  readonly transactions: readonly TransactionRow[];
}

export interface AccountRow {
  readonly number: string;
  readonly holderLocalId: string;
  readonly kind: 'CHECKING' | 'SAVINGS' | 'CREDIT_CARD' | 'DEPOSIT';
  readonly status: 'OPEN' | 'BLOCKED' | 'CLOSED';
  readonly openedOn: string;
  readonly closedOn?: string;
  readonly balance: Money;
}

export interface CardRow {
  readonly id: string;
  readonly accountNumber: string;
  readonly lastFour: string;
  readonly network: 'VISA' | 'MASTERCARD' | 'AMEX' | 'OTHER';
  readonly status: 'ACTIVE' | 'BLOCKED' | 'EXPIRED';
  readonly expiresOn: string;
}

export interface TransactionRow {
  readonly id: string;
  readonly accountNumber: string;
  readonly bookedAt: string;
  readonly amount: string;
  readonly counterparty: string;
  readonly purpose: string;
}

export interface LendingRecords {
  readonly borrowers: readonly (CustomerRow & { readonly fullName?: string })[];
  readonly loans: readonly LoanRow[];
}

export interface LoanRow {
  readonly id: string;
  readonly borrowerLocalId: string;
  readonly purpose: string;
  readonly status: 'APPLIED' | 'ACTIVE' | 'IN_ARREARS' | 'REPAID' | 'DEFAULTED' | 'REJECTED';
  readonly principal: Money;
  readonly outstanding?: Money;
  readonly interestRate?: string;
  readonly termMonths: number;
  readonly startedOn?: string;
  readonly payments: readonly PaymentRow[];
}

export interface PaymentRow {
  readonly id: string;
  readonly paidOn: string;
  readonly amount: string;
}

interface ServiceRecords {
  readonly cases: readonly CaseRow[];
  readonly interactions: readonly InteractionRow[];
  readonly surveyAnswers: readonly SurveyAnswerRow[];
  readonly referrals: readonly ReferralRow[];
}

export type Channel = 'PHONE' | 'EMAIL' | 'CHAT' | 'SMS' | 'WEB' | 'SOCIAL' | 'POST' | 'IN_PERSON';

export interface CaseRow {
  readonly externalId: string;
  readonly division: Division;
  readonly customerLocalId: string;
  readonly subject: string;
  readonly description?: string;
  readonly type: 'QUESTION' | 'INCIDENT' | 'COMPLAINT' | 'REQUEST' | 'REFERRAL';
  readonly category: string;
  readonly reasonCode: string;
  readonly priority: 'LOW' | 'NORMAL' | 'HIGH' | 'URGENT';
  readonly channel: Channel;
  readonly agent?: string;
  readonly openedAt: string;
  readonly firstRepliedAt?: string;
  readonly resolvedAt?: string;
  readonly closedAt?: string;
  readonly reopenCount: number;
  readonly resolution?: string;
}

export interface InteractionRow {
  readonly externalId: string;
  readonly division: Division;
  readonly customerLocalId?: string;
  readonly caseExternalId?: string;
  readonly channel: Channel;
  readonly direction: 'INBOUND' | 'OUTBOUND';
  readonly at: string;
  readonly summary?: string;
  readonly outcome: 'HANDLED' | 'ABANDONED' | 'UNKNOWN' | 'PHANTOM';
  readonly agent?: string;
  readonly waitSeconds?: number;
  readonly handleSeconds?: number;
  readonly resolved?: boolean;
  readonly topic?: string;
}

export interface SurveyAnswerRow {
  readonly externalId: string;
  readonly division: Division;
  readonly customerLocalId: string;
  readonly caseExternalId?: string;
  readonly kind: 'CSAT' | 'NPS' | 'CES';
  readonly score: number;
  readonly scaleMax: number;
  readonly at: string;
  readonly channel: Channel;
  readonly topic?: string;
  readonly verbatim?: string;
}

export interface ReferralRow {
  readonly externalId: string;
  readonly division: Division;
  readonly referrerLocalId: string;
  readonly referredLocalId?: string;
  readonly at: string;
  readonly outcome: 'PENDING' | 'WON' | 'LOST';
}

/** What a customer agreed to, by the division that asked. */
export interface CustomerConsents extends SourceRef {
  /** ConsentInput. */
  readonly consents: readonly {
    readonly purpose: string;
    readonly channel?: Channel;
    readonly granted: boolean;
    readonly at: string;
  }[];
}
