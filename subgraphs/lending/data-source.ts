import type { Logger } from 'pino';
import { DomainError } from '../kit/domain-error.ts';
import type { Page } from '../kit/connection.ts';
import {
  batchAnswer,
  borrowerLoansAnswer,
  changesAnswer,
  isKey,
  loanAnswer,
  loanListAnswer,
  paymentsAnswer,
} from './model.ts';
import type { BatchResult, Changes, Loan, LoanStatus, Payment, Rows } from './model.ts';
import { failingFast, openServicingHttp, type Ask, type Call } from './servicing-http.ts';
import type { LendingSettings } from './settings.ts';

/** The loan-servicing system, for the time that the room runs. */
export interface LoanServicing {
  /** For one request: calls that would fail again fail at once. */
  session(): LendingDataSource;
  close(): Promise<void>;
}

export function openLoanServicing(settings: LendingSettings, log: Logger): LoanServicing {
  const http = openServicingHttp(settings, log);
  return {
    session: () => new LendingDataSource(failingFast(http.ask)),
    close: () => http.close(),
  };
}

/** What lending asks its loan-servicing system. Many keys are one call, but for very many. */
export class LendingDataSource {
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async loans(ids: readonly string[]): Promise<ReadonlyMap<string, Loan>> {
    const answers = await this.#inChunks('id', ids, (keys) =>
      this.#get(`/loans?${keys}&limit=${MAX_KEYS}`, loanListAnswer),
    );
    return new Map(answers.flatMap(({ loans }) => loans.map((loan) => [loan.id, loan])));
  }

  async loanPage(page: Page, status: LoanStatus | null): Promise<Rows<Loan>> {
    const query = pageQuery(page, 1) + (status === null ? '' : `&status=${status}`);
    const { loans, total } = await this.#get(`/loans?${query}`, loanListAnswer);
    return { rows: loans, total };
  }

  /** The same page of each borrower's loans, by borrower. */
  async loansOfBorrowers(
    borrowers: readonly string[],
    page: Page,
  ): Promise<ReadonlyMap<string, Rows<Loan>>> {
    const query = pageQuery(page, 1);
    const answers = await this.#inChunks('borrower', borrowers, (keys) =>
      this.#get(`/borrowers/loans?${keys}&${query}`, borrowerLoansAnswer),
    );
    const found = answers.flatMap((answer) => answer.borrowers);
    return new Map(found.map(({ borrower, loans, total }) => [borrower, { rows: loans, total }]));
  }

  /** The same page of each loan's payments, by loan. */
  async paymentsOfLoans(
    loans: readonly string[],
    page: Page,
  ): Promise<ReadonlyMap<string, Rows<Payment>>> {
    const query = pageQuery(page, 2);
    const answers = await this.#inChunks('loan', loans, (keys) =>
      this.#get(`/payments?${keys}&${query}`, paymentsAnswer),
    );
    const found = answers.flatMap((answer) => answer.loans);
    return new Map(found.map(({ loan, payments, total }) => [loan, { rows: payments, total }]));
  }

  applyForLoan(application: object): Promise<Loan> {
    return this.#ask({ method: 'POST', path: '/loans', body: application, answer: loanAnswer });
  }

  recordPayment(loanId: string, payment: object): Promise<Loan> {
    const path = `/loans/${encodeURIComponent(loanId)}/payments`;
    return this.#ask({ method: 'POST', path, body: payment, answer: loanAnswer });
  }

  async importBatch(rows: {
    readonly borrowers?: readonly object[];
    readonly loans?: readonly object[];
  }): Promise<readonly BatchResult[]> {
    const call = { method: 'POST', path: '/batch', body: rows, answer: batchAnswer } as const;
    return (await this.#ask(call)).results;
  }

  changesAfter(sequence: number, limit: number): Promise<Changes> {
    return this.#get(`/changes?after=${sequence}&limit=${limit}`, changesAnswer);
  }

  #get<Answer>(path: string, answer: Call<Answer>['answer']): Promise<Answer> {
    return this.#ask({ method: 'GET', path, answer });
  }

  #inChunks<Answer>(
    name: string,
    keys: readonly string[],
    get: (query: string) => Promise<Answer>,
  ): Promise<readonly Answer[]> {
    return Promise.all(keyQueries(name, keys.filter(isKey)).map(get));
  }
}

/** As many keys as the system takes at once, in an address that any server on the way takes. */
const MAX_KEYS = 500;
const MAX_QUERY_BYTES = 6_000;

function keyQueries(name: string, keys: readonly string[]): readonly string[] {
  const queries: string[][] = [];
  let [count, bytes] = [MAX_KEYS, 0];
  for (const key of keys) {
    const pair = `${name}=${encodeURIComponent(key)}`;
    if (count === MAX_KEYS || bytes + pair.length > MAX_QUERY_BYTES) {
      queries.push([]);
      [count, bytes] = [0, 0];
    }
    queries.at(-1)?.push(pair);
    [count, bytes] = [count + 1, bytes + pair.length + 1];
  }
  return queries.map((pairs) => pairs.join('&'));
}

/** One row more than the page has tells whether another page follows. */
function pageQuery({ direction, limit, cursor }: Page, parts: number): string {
  const query = `direction=${direction}&limit=${limit + 1}`;
  if (cursor === null) return query;
  const key = cursor.join('/');
  if (cursor.length !== parts || key.length > MAX_CURSOR_LENGTH) {
    throw new DomainError('BAD_USER_INPUT', 'A cursor must be one that this connection gave.');
  }
  return `${query}&cursor=${encodeURIComponent(key)}`;
}

const MAX_CURSOR_LENGTH = 300;
