/**
 * `@apollo/gateway` under `@apollo/server` as their own documentation starts them: their data source, their HTTP client,
 * their server, no settings of ours. Prints `ready` and where it is.
 *
 *   node --import tsx/esm bench/contestants/apollo-program.ts SUPERGRAPH_FILE
 *
 * It refuses graphs with access rules, which it does not know, so they are taken out. APOLLO_PASSES_CALLER=true passes the
 * client's CALLER_HEADER on to subgraphs.
 */
import { readFileSync } from 'node:fs';
import {
  ApolloGateway,
  RemoteGraphQLDataSource,
  type GraphQLDataSourceProcessOptions,
} from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { stripSecurity } from '../../gateway/access/strip-security.ts';
import { CALLER_HEADER } from '../subgraphs/remembering-answerer.ts';

interface Context extends Record<string, unknown> {
  readonly caller?: string;
}

class CallerPassingSource extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({ context, request }: GraphQLDataSourceProcessOptions<Context>): void {
    const { caller } = context as Context; // What our `context` made; the library types it `any`.
    if (caller !== undefined) request.http?.headers.set(CALLER_HEADER, caller);
  }
}

const [supergraphFile] = process.argv.slice(2);
if (supergraphFile === undefined) throw new Error('Expected the file of a supergraph.');
const passesCaller = process.env['APOLLO_PASSES_CALLER'] === 'true';
const gateway = new ApolloGateway({
  supergraphSdl: stripSecurity(readFileSync(supergraphFile, 'utf8')),
  ...(passesCaller ? { buildService: ({ url = '' }) => new CallerPassingSource({ url }) } : {}),
});
const server = new ApolloServer<Context>({ gateway });
const { url } = await startStandaloneServer(server, {
  context: ({ req }) => {
    const caller = req.headers[CALLER_HEADER];
    return Promise.resolve(typeof caller === 'string' ? { caller } : {});
  },
  listen: { host: '127.0.0.1', port: 0 },
});
console.log(`ready ${url}`);
