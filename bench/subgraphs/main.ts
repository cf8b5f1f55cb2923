/**
 * All subgraphs of the bench in one process of their own. Prints `ready` and where they are.
 *
 *   node --import tsx/esm bench/subgraphs/main.ts [ROOMS]
 *
 * ROOMS is a JSON object of room name to URL: then these rooms are asked once a question, and their answers
 * remembered, instead of the bench's own subgraphs; ASSERTION_SECRET is what they know the gateway by.
 */
import { catalogue } from './catalogue.ts';
import { localAnswerer } from './local-answerer.ts';
import { rememberingAnswerer } from './remembering-answerer.ts';
import { serveAnswers, type Answerer } from './answer-server.ts';
import { shop } from './shop.ts';

function answerers(rooms: string | undefined): ReadonlyMap<string, Answerer> {
  if (rooms === undefined) {
    return new Map([...shop, ...catalogue].map((one) => [one.name, localAnswerer(one)]));
  }
  const urls = JSON.parse(rooms) as Readonly<Record<string, string>>;
  const secret = process.env['ASSERTION_SECRET'] ?? '';
  return new Map(
    Object.entries(urls).map(([room, url]) => [room, rememberingAnswerer(room, url, secret)]),
  );
}

console.log(`ready ${await serveAnswers(answerers(process.argv[2]))}`);
