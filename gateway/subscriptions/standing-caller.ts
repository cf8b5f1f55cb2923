import type { IncomingHttpHeaders } from 'node:http';

import { readBearerToken } from '../auth/bearer-token.ts';
import type { Authentication } from '../auth/authenticate-step.ts';
import { openGlass } from '../auth/break-glass.ts';
import type { Caller } from '../auth/caller.ts';
import { PURPOSE_HEADER, withStatedPurpose } from '../auth/stated-purpose.ts';
import type { TokenHolder } from '../auth/token-verifier.ts';
import { gatewayError } from '../errors.ts';

/** Who subscribed, asked again before each event: a token may have run out meanwhile, or its key been withdrawn. */
export class StandingCaller {
  /** When the subscriber knew it last, by the token it came with. */
  readonly expiresAt: number | null;
  readonly #headers: IncomingHttpHeaders;
  readonly #first: Caller | null;
  #known: {
    readonly holder: TokenHolder;
    readonly isOpen: boolean;
    readonly caller: Caller;
  } | null = null;

  /** What the authentication step made of the headers. */
  constructor(headers: IncomingHttpHeaders, caller: Caller | null) {
    this.#headers = headers;
    this.#first = caller;
    this.expiresAt = caller?.expiresAt ?? null;
  }

  /**
   * The caller as of now: without the emergency that they declared once it is over. Null where nobody is asked who they
   * are. Throws UNAUTHENTICATED or KEYS_UNAVAILABLE.
   */
  async asOf({ verify, tokenBytes, breakGlass: rules }: Authentication): Promise<Caller | null> {
    if (verify === null) return null;
    const token = readBearerToken(this.#headers.authorization, tokenBytes);
    if (token === null) throw gatewayError('UNAUTHENTICATED', []);
    const holder = await verify(token);
    const declared = this.#first?.breakGlass;
    const isOpen = declared !== undefined && declared.until > rules.now();
    if (this.#known?.holder === holder && this.#known.isOpen === isOpen) return this.#known.caller;
    const usual = withStatedPurpose(holder, this.#headers[PURPOSE_HEADER]);
    const caller = isOpen ? openGlass(usual, declared, rules) : usual;
    this.#known = { holder, isOpen, caller };
    return caller;
  }
}
