/** A log that was made up, and what it comes to when its rows are counted without the project's code. */
export interface CaseLog {
  readonly mapping: string;
  /** Lines of the file, the first with the names of the columns. */
  readonly lines: readonly string[];
  readonly entries: readonly Entry[];
}

/** What a row says, as the generator meant it. Times are epoch milliseconds. */
export interface Entry {
  readonly id: string;
  readonly at: number;
  /** Among entries of one case and time. */
  readonly order: number;
  readonly state: string;
  readonly made: boolean;
  readonly priority: string;
}

const MINUTE = 60_000;
const START = Date.UTC(2016, 1, 29);

/** Park and Miller's generator: the same seed, the same log. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

interface Shape {
  readonly prefix: string;
  /** From each state the states that may follow; the first state is where cases begin. */
  readonly moves: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds that times are cut to. */
  readonly precision: number;
}

/** So many entries exactly; the last case may break off, as cases that are open at the end of a log do. */
function entriesOf(shape: Shape, count: number, random: () => number): readonly Entry[] {
  const entries: Entry[] = [];
  for (let number = 1; entries.length < count; number++) {
    const life = lifeOf(shape, `${shape.prefix}${number}`, random);
    entries.push(...life.slice(0, count - entries.length));
  }
  return entries;
}

const MOST_ENTRIES = 40;

function lifeOf(shape: Shape, id: string, random: () => number): readonly Entry[] {
  const priority = ['1 - High', '3 - Moderate', '4 - Low'][Math.floor(random() * 3)] ?? '';
  const entries: Entry[] = [];
  let at = START + Math.floor(random() * 300 * 1_440) * MINUTE;
  let state = Object.keys(shape.moves)[0];
  while (state !== undefined && entries.length < MOST_ENTRIES) {
    const order = entries.length;
    const made = random() < 0.7;
    entries.push({ id, at: at - (at % shape.precision), order, state, made, priority });
    state = nextState(shape.moves[state] ?? [], random);
    // One in four entries comes at the same time as the one before.
    at += random() < 0.25 ? 0 : Math.floor(random() ** 3 * 10 * 1_440 * MINUTE);
  }
  return entries;
}

/** Undefined when the case ends: where nothing follows, and mostly where nothing may (`''`). */
function nextState(follow: readonly string[], random: () => number): string | undefined {
  if (follow.includes('') && random() < 0.8) return undefined;
  const states = follow.filter((state) => state !== '');
  return states[Math.floor(random() * states.length)];
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((left, right) => left.place - right.place)
    .map(({ item }) => item);
}

const two = (number: number) => String(number).padStart(2, '0');

/** Incidents of an IT service desk: a row an update, mixed, some twice, days first, `?` for what is missing. */
export function incidentLog(count: number, seed = 1): CaseLog {
  const random = randomOf(seed);
  const moves = {
    New: ['Active', 'Active', 'Resolved'],
    Active: ['Active', 'Awaiting User Info', 'Awaiting Vendor', 'Resolved', 'Resolved', '-100'],
    '-100': ['Active'],
    'Awaiting User Info': ['Active', 'Awaiting Vendor'],
    'Awaiting Vendor': ['Active', 'Resolved'],
    Resolved: ['Closed', 'Closed', 'Closed', 'Active'],
    Closed: [],
  };
  const unique = Math.floor(count * 0.99);
  const entries = entriesOf({ prefix: 'INC', moves, precision: MINUTE }, unique, random);
  const opened = new Map<string, number>();
  for (const { id, at } of entries) opened.set(id, Math.min(opened.get(id) ?? at, at - 7 * MINUTE));
  const rows = entries.map(({ id, at, order, state, made, priority }) =>
    [
      ...[id, state, String(order), String(made), day(opened.get(id) ?? 0), day(at)],
      ...[
        order === 0 ? '?' : number(id) % 3 === 0 ? 'Self service' : 'Phone',
        priority,
        random() < 0.5 ? '?' : `Resolver ${order % 5}`,
      ],
    ].join(','),
  );
  const twice = Array.from({ length: count - unique }, (_, place) => rows[place * 3] ?? '');
  return {
    entries,
    lines: [
      'number,incident_state,sys_mod_count,made_sla,opened_at,sys_updated_at,contact_type,priority,assigned_to',
      ...shuffled([...rows, ...twice], random),
    ],
    mapping: `
kind: cases
division: it
record:
  externalId: number
  openedAt: { column: opened_at, dateTime: D/M/YYYY HH:mm, empty: ['?'] }
  channel: { column: contact_type, map: { Phone: PHONE }, otherwise: WEB, empty: ['?'] }
  priority: { column: priority, map: { 1 - High: HIGH, 3 - Moderate: NORMAL, 4 - Low: LOW } }
  slaMade: { column: made_sla, boolean: true }
event:
  at: { column: sys_updated_at, dateTime: D/M/YYYY HH:mm }
  status:
    column: incident_state
    map:
      New: NEW
      Active: OPEN
      Awaiting User Info: PENDING_CUSTOMER
      Awaiting Vendor: ON_HOLD
      Resolved: SOLVED
      Closed: CLOSED
    empty: ['-100']
  sourceState: incident_state
  agent: { column: assigned_to, empty: ['?'] }
order: sys_mod_count
`,
  };
}

function number(id: string): number {
  return Number(/\d+$/.exec(id)?.[0]);
}

function day(at: number): string {
  const date = new Date(at);
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()} ${time}`;
}

/** Service requests of a manufacturer: semicolons, offsets, a state of two columns, reopened after closing. */
export function requestLog(count: number, seed = 2): CaseLog {
  const random = randomOf(seed);
  const moves = {
    'Queued/Awaiting Assignment': ['Accepted/In Progress'],
    'Accepted/In Progress': [
      'Accepted/Wait - User',
      'Completed/Resolved',
      'Queued/Awaiting Assignment',
    ],
    'Accepted/Wait - User': ['Accepted/In Progress', 'Completed/Resolved'],
    'Completed/Resolved': ['Completed/Closed', 'Completed/Closed', 'Accepted/In Progress', ''],
    'Completed/Closed': ['', 'Accepted/In Progress'],
  };
  const entries = entriesOf({ prefix: '1-', moves, precision: 1_000 }, count, random);
  const rows = entries.map(({ id, at, state }) => {
    const local = new Date(at + 60 * MINUTE).toISOString().slice(0, 19);
    return `${id};${local}+01:00;${state.replace('/', ';')};PROD${id.length};Sweden`;
  });
  return {
    entries,
    lines: ['SR Number;Change Date+Time;Status;Sub Status;Product;Country', ...rows],
    mapping: `
delimiter: ';'
division: vinst
record:
  externalId: SR Number
  category: Product
event:
  at: { column: Change Date+Time, dateTime: ISO }
  status:
    template: '{Status}/{Sub Status}'
    map:
      Queued/Awaiting Assignment: NEW
      Accepted/In Progress: OPEN
      Accepted/Wait - User: PENDING_CUSTOMER
      Completed/Resolved: SOLVED
      Completed/Closed: CLOSED
  sourceState: { template: '{Status}/{Sub Status}' }
`,
  };
}

/** Tickets of a help desk: nothing but activities and when they were complete. */
export function ticketLog(count: number, seed = 3): CaseLog {
  const random = randomOf(seed);
  const moves = {
    'Insert ticket': ['Assign seriousness'],
    'Assign seriousness': ['Take in charge ticket'],
    'Take in charge ticket': ['Wait', 'Resolve ticket', 'Require upgrade'],
    Wait: ['Take in charge ticket', 'Resolve ticket'],
    'Require upgrade': ['Take in charge ticket'],
    'Resolve ticket': ['Closed', 'Closed', 'Closed', 'Take in charge ticket'],
    Closed: [],
  };
  const entries = entriesOf({ prefix: 'Case ', moves, precision: 1_000 }, count, random);
  const rows = entries.map(({ id, at, state }) => {
    const text = new Date(at).toISOString().replaceAll('-', '/').replace('T', ' ').slice(0, 23);
    return `${id},${state},${text}`;
  });
  return {
    entries,
    lines: ['Case ID,Activity,Complete Timestamp', ...rows],
    mapping: `
division: desk
record: { externalId: Case ID }
event:
  at: { column: Complete Timestamp, dateTime: YYYY/MM/DD HH:mm:ss.SSS }
  status:
    column: Activity
    map:
      Insert ticket: NEW
      Take in charge ticket: OPEN
      Wait: PENDING_CUSTOMER
      Require upgrade: ON_HOLD
      Resolve ticket: SOLVED
      Closed: CLOSED
    empty: [Assign seriousness]
  sourceState: Activity
`,
  };
}
