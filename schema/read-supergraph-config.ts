import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isAlias, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';
import { compareText, sortFaults } from './fault.ts';
import type { SchemaFault } from './fault.ts';

/** One room of `supergraph.yaml`: where it answers and where its SDL is. */
export interface RoomConfig {
  readonly name: string;
  readonly url: string;
  /** Absolute path of the SDL. */
  readonly file: string;
}

/** Rooms sorted by name; with faults, those rooms that could be read. */
export interface SupergraphConfig {
  readonly file: string;
  readonly rooms: readonly RoomConfig[];
  readonly faults: readonly SchemaFault[];
}

/**
 * Reads `supergraph.yaml`, the format that rover reads, with the SDL of every room in a file. Every fault is
 * reported, none is thrown.
 */
export function readSupergraphConfig(path: string): SupergraphConfig {
  const file = resolve(path);
  const text = readText(file);
  const reader = new ConfigReader(file, text ?? '');
  if (text === null) {
    reader.fault(null, 'CONFIG_NOT_FOUND', 'This file must exist and be readable.');
    return reader.result([]);
  }
  return reader.result(reader.read());
}

/** The text of a file, or null when it cannot be read. */
export function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

const ROOM_NAME = /^[a-z][a-z0-9-]{0,62}$/;

class ConfigReader {
  readonly #file: string;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;
  readonly #faults: SchemaFault[] = [];

  constructor(file: string, text: string) {
    this.#file = file;
    this.#document = parseDocument(text, { lineCounter: this.#lines });
  }

  read(): readonly RoomConfig[] {
    for (const error of this.#document.errors) {
      const message = error.message.split('\n')[0] ?? error.message;
      this.#faultAt(
        error.pos[0],
        'CONFIG_INVALID',
        message.replace(/ at line \d+, column \d+:?$/, ''),
      );
    }
    if (this.#document.errors.length > 0) return [];
    const root = this.#map(this.#document.contents, 'The file', [
      'federation_version',
      'subgraphs',
    ]);
    if (root === null) return [];
    this.#checkVersion(root);
    const subgraphs = this.#map(root.get('subgraphs', true), '"subgraphs"', null);
    if (subgraphs === null) return [];
    const rooms = subgraphs.items.flatMap((item) => this.#room(item.key, item.value));
    if (subgraphs.items.length === 0) {
      this.fault(subgraphs, 'CONFIG_INVALID', '"subgraphs" must name one room at least.');
    }
    this.#checkTwice(rooms);
    return rooms.map(({ room }) => room);
  }

  result(rooms: readonly RoomConfig[]): SupergraphConfig {
    return Object.freeze({
      file: this.#file,
      rooms: Object.freeze([...rooms].sort((a, b) => compareText(a.name, b.name))),
      faults: sortFaults(this.#faults),
    });
  }

  fault(node: unknown, code: string, message: string): void {
    this.#faultAt(rangeOf(node), code, message);
  }

  #room(key: unknown, value: unknown): readonly { room: RoomConfig; node: unknown }[] {
    const name = isScalar(key) && typeof key.value === 'string' ? key.value : '';
    if (!ROOM_NAME.test(name)) {
      this.fault(
        key,
        'CONFIG_INVALID',
        `A room's name must be like "customers", but got: ${shown(key)}.`,
      );
    }
    const settings = this.#map(value, `"${name}"`, ['routing_url', 'schema'], key);
    if (settings === null) return [];
    const url = this.#text(settings, 'routing_url', key);
    if (url !== null && !isHttp(url)) {
      const node = settings.get('routing_url', true);
      this.fault(
        node,
        'CONFIG_INVALID',
        `"routing_url" must be an http or https URL, but got: "${url}".`,
      );
    }
    const schema = this.#map(settings.get('schema', true), `"schema" of "${name}"`, ['file'], key);
    const path = schema === null ? null : this.#text(schema, 'file', key);
    if (url === null || path === null) return [];
    const room = Object.freeze({ name, url, file: resolve(dirname(this.#file), path) });
    return [{ room, node: key }];
  }

  /** Two rooms at one address, or of one SDL, are one room written twice. */
  #checkTwice(rooms: readonly { room: RoomConfig; node: unknown }[]): void {
    for (const property of ['url', 'file'] as const) {
      const first = new Map<string, string>();
      for (const { room, node } of rooms) {
        const other = first.get(room[property]);
        first.set(room[property], other ?? room.name);
        if (other === undefined) continue;
        const key = property === 'url' ? 'routing_url' : 'schema.file';
        this.fault(node, 'CONFIG_DUPLICATE', `"${room.name}" has the ${key} of "${other}".`);
      }
    }
  }

  #checkVersion(root: YAMLMap): void {
    const node = root.get('federation_version', true);
    if (node === undefined) return;
    const text = isScalar(node) ? String(node.value) : '';
    if (/^(=?2(\.\d+){0,2}|latest-2)$/.test(text)) return;
    this.fault(node, 'CONFIG_INVALID', `"federation_version" must be 2, but got: ${shown(node)}.`);
  }

  #map(
    written: unknown,
    what: string,
    keys: readonly string[] | null,
    place: unknown = written,
  ): YAMLMap | null {
    const node = this.#meant(written);
    if (!isMap(node)) {
      const expected = keys === null ? 'a mapping' : `a mapping with ${keys.join(' and ')}`;
      this.fault(
        node ?? place,
        'CONFIG_INVALID',
        `${what} must be ${expected}, but got: ${shown(node)}.`,
      );
      return null;
    }
    for (const { key } of node.items) {
      if (keys === null || (isScalar(key) && keys.includes(String(key.value)))) continue;
      this.fault(
        key,
        'CONFIG_UNKNOWN_KEY',
        `${what} takes ${keys.join(', ')}, but got: ${shown(key)}.`,
      );
    }
    return node;
  }

  /** What an alias stands for; one that stands for nothing was refused with the syntax. */
  #meant(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.#document) : node;
  }

  #text(map: YAMLMap, key: string, place: unknown): string | null {
    const node = this.#meant(map.get(key, true));
    if (isScalar(node) && typeof node.value === 'string' && node.value !== '') return node.value;
    this.fault(
      node ?? place,
      'CONFIG_INVALID',
      `"${key}" must be a text, but got: ${shown(node)}.`,
    );
    return null;
  }

  #faultAt(offset: number, code: string, message: string): void {
    const place = this.#lines.linePos(offset);
    const [line, column] = [Math.max(place.line, 1), Math.max(place.col, 1)];
    this.#faults.push(Object.freeze({ file: this.#file, line, column, code, message }));
  }
}

function rangeOf(node: unknown): number {
  // A parsed node has a range; what is not there has none.
  return (node as Node | null | undefined)?.range?.[0] ?? 0;
}

function shown(node: unknown): string {
  if (isScalar(node)) return JSON.stringify(node.value);
  if (node === undefined || node === null) return 'nothing';
  return isMap(node) ? 'a mapping' : 'a list';
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
