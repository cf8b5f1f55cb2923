import { readFile } from 'node:fs/promises';
import { createGatewayClient, type GatewayClient } from '../../../cli/client/gateway-client.ts';
import type { ImportOrder } from '../../../cli/import/run-import.ts';
import { startPlayedGateway, type PlayedGateway } from '../played-gateway.ts';
import { COMPLAINTS, complaintRows } from './complaint-file.ts';
import { playedRooms, type PlayedRooms } from './played-rooms.ts';
import { makeTemporaryFiles, type TemporaryFiles } from './temporary-files.ts';

/** Five batches, the last of them short. */
const ROWS = 2_250;

/** What comes of them. */
export const TOTALS = { read: ROWS, accepted: 2_070, unchanged: 0, rejected: 135, skipped: 45 };

/** A gateway, files and what the progress bar showed. */
export interface ImportStage {
  readonly files: TemporaryFiles;
  readonly gateway: PlayedGateway;
  readonly shown: readonly string[];
  readonly rooms: PlayedRooms;
  /** Rooms that have seen nothing yet. */
  forget(): void;
  orderOf(
    mapping: string,
    content: string | Buffer,
    changes?: Partial<ImportOrder>,
  ): Promise<ImportOrder>;
  complaints(changes?: Partial<ImportOrder>): Promise<ImportOrder>;
  /** The content of the reject file. */
  rejected(): Promise<string>;
  close(): Promise<void>;
}

export async function openImportStage(): Promise<ImportStage> {
  const files = await makeTemporaryFiles();
  let rooms = playedRooms();
  const gateway = await startPlayedGateway((request) => rooms.play(request));
  const shown: string[] = [];
  const orderOf: ImportStage['orderOf'] = async (mapping, content, changes = {}) => ({
    file: await files.write('rows.csv', content),
    mappingFile: await files.write('mapping.yaml', mapping),
    division: 'banking',
    rejectsFile: files.path('rejected.csv'),
    dataDirectory: files.directory,
    target: gateway.url,
    client: createGatewayClient({ url: gateway.url, token: 'operator', patienceMs: 30_000 }),
    bar: {
      update: (share, text) => shown.push(`${share.toFixed(2)} ${text}`),
      finish: () => shown.push('finished'),
    },
    ...changes,
  });
  return {
    files,
    gateway,
    shown,
    get rooms() {
      return rooms;
    },
    forget: () => (rooms = playedRooms()),
    orderOf,
    complaints: (changes) => orderOf(COMPLAINTS, complaintRows(ROWS), changes),
    rejected: () => readFile(files.path('rejected.csv'), 'utf8'),
    async close() {
      await gateway.stop();
      await files.remove();
    },
  };
}

export interface Interruption {
  /** Which request, from 1. */
  readonly ask: number;
  readonly when: 'before' | 'after';
}

/** Breaks off at a request, before or after it was answered. */
export function interrupting(client: GatewayClient, { ask, when }: Interruption): GatewayClient {
  let asked = 0;
  return {
    async ask(query, variables) {
      asked += 1;
      if (asked === ask && when === 'before') throw new Error('interrupted');
      const data = await client.ask(query, variables);
      if (asked === ask) throw new Error('interrupted');
      return data;
    },
  };
}
