import { domainToASCII } from 'node:url';
import { standardScalars } from '../../../schema/standards/scalars.ts';
import { fault, standard, type Outcome } from './outcome.ts';
import { standardiseText } from './text.ts';

/** An e-mail address: domain in lower case and ASCII, local part as written, since its case may matter. */
export function standardiseEmail(value: unknown): Outcome<string> {
  const text = standardiseText(value);
  if (text.kind !== 'standard') return text;
  const bare = text.value.replace(/^mailto:/i, '').replace(/^<(.*)>$/, '$1');
  const at = bare.lastIndexOf('@');
  const domain = domainToASCII(bare.slice(at + 1));
  const address = `${bare.slice(0, at)}@${domain}`;
  // A domain without a dot names a machine in somebody's own network.
  if (at < 1 || !domain.includes('.') || !isAddress(address))
    return fault('must be an e-mail address');
  return standard(address);
}

function isAddress(address: string): boolean {
  try {
    standardScalars['EmailAddress']?.parseValue(address);
    return true;
  } catch {
    return false;
  }
}

/** Equal for two spellings of one mailbox: providers that mind the case are rarer than people who do not. */
export function emailKey(address: string): string {
  return address.toLowerCase();
}
