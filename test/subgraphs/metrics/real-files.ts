import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { AnyDomainEvent } from '../../../schema/events.ts';
import { caseOpened, eventMaker, interaction, type MakeEvent } from './event-maker.ts';

/** Real files lie beside the project, not in it: their licence does not let them be copied. */
const FOLDER = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

export const haveRealFiles = existsSync(`${FOLDER}FACTS.json`);

type Row = Readonly<Record<string, string>>;

export function readFacts(): Record<string, any> {
  return JSON.parse(readFileSync(`${FOLDER}FACTS.json`, 'utf8')) as Record<string, any>;
}

function readRows(file: string): readonly Row[] {
  const bytes = readFileSync(`${FOLDER}${file}`);
  const text = file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  return parse(text, { columns: true, bom: true, skip_empty_lines: true });
}

/** A bank group's customers, complaints, calls and reviews, as an import would tell of them. */
export function bankEvents(): readonly AnyDomainEvent[] {
  const make = eventMaker('bank');
  return [...customers(make), ...complaints(make), ...bankCalls(make), ...reviews(make)];
}

function customers(make: MakeEvent): readonly AnyDomainEvent[] {
  return readRows('bank_group/completedclient.csv').map((row) => {
    const localId = row['client_id'] ?? '';
    return make('customer.linked', '2010-01-01', {
      division: 'banking',
      localId,
      customerId: `customer-${localId}`,
      matchProbability: 1,
    });
  });
}

const CHANNELS: Readonly<Record<string, string>> = {
  Web: 'WEB',
  Referral: 'AGENCY',
  Phone: 'PHONE',
  'Postal mail': 'POST',
  Fax: 'FAX',
  Email: 'EMAIL',
};

function complaints(make: MakeEvent): readonly AnyDomainEvent[] {
  return readRows('bank_group/crm_events.csv.gz').flatMap((row) => {
    const caseId = row['complaint_id'] ?? '';
    const of = { caseId, division: 'banking', localId: clientId(row['client_id']) };
    const sent = isoDay(row['date_sent_to_company']);
    const told = { type: 'COMPLAINT', channel: CHANNELS[row['submitted_via'] ?? ''] ?? null };
    const opening = caseOpened(caseId, 'banking', of.localId, told);
    return [
      make('case.opened', isoDay(row['date_received']), opening),
      make('case.replied', sent, { ...of, public: true, first: true }),
      make('case.responded', sent, { ...of, timely: row['timely_response'] === 'Yes' }),
    ];
  });
}

const OUTCOMES: Readonly<Record<string, string>> = {
  Agent: 'HANDLED',
  Hang: 'ABANDONED',
  Unknown: 'UNKNOWN',
  Phantom: 'PHANTOM',
};

function bankCalls(make: MakeEvent): readonly AnyDomainEvent[] {
  const rows = readRows('bank_group/crm_call_center_logs.csv');
  return rows.map((row, place) =>
    make(
      'interaction.logged',
      row['date_received'] ?? '',
      interaction(`bank-call-${place}`, 'banking', clientId(row['rand_client']), {
        outcome: OUTCOMES[row['outcome'] ?? ''] ?? 'UNKNOWN',
        handleSeconds: Number(row['service_seconds']),
      }),
    ),
  );
}

function reviews(make: MakeEvent): readonly AnyDomainEvent[] {
  const rows = readRows('bank_group/crm_reviews.csv');
  return rows.map((row, place) =>
    make('survey.answered', row['date'] ?? '', {
      surveyId: `review-${place}`,
      division: 'banking',
      localId: null,
      kind: 'CSAT',
      score: Number(row['stars']),
      scaleMax: 5,
      channel: null,
    }),
  );
}

/** A telephone company's calls, each with a rating when it was answered. */
export function phoneEvents(): readonly AnyDomainEvent[] {
  const make = eventMaker('phone');
  return readRows('calls/Call-Center-Dataset.csv').flatMap((row) => {
    const id = row['Call Id'] ?? '';
    const answered = row['Answered (Y/N)'] === 'Y';
    const call = interaction(id, 'telephone', null, {
      outcome: answered ? 'HANDLED' : 'ABANDONED',
      waitSeconds: answered ? Number(row['Speed of answer in seconds']) : null,
      handleSeconds: answered ? secondsIn(row['AvgTalkDuration']) : null,
    });
    const day = row['Date'] ?? '';
    const rating = {
      surveyId: `rating-${id}`,
      division: 'telephone',
      localId: null,
      kind: 'CSAT',
      score: Number(row['Satisfaction rating']),
      scaleMax: 5,
      channel: 'PHONE',
    };
    const logged = make('interaction.logged', day, call);
    return answered ? [logged, make('survey.answered', day, rating)] : [logged];
  });
}

/** `1925` and `4587.0` are the client `C00001925` and `C00004587`. */
function clientId(text = ''): string {
  return `C${String(Math.trunc(Number(text))).padStart(8, '0')}`;
}

/** `03-07-2014` is the third of July. */
function isoDay(text = ''): string {
  return text.split('-').reverse().join('-');
}

/** `0:02:23`. */
function secondsIn(text = ''): number {
  return text.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}
