import { RowRule } from './row-rule.ts';

/** Purposes that rest on a contract, the law or the company's own defence, and so on nobody's consent. */
const WITHOUT_CONSENT: ReadonlySet<string> = new Set(['complaint', 'fraud', 'legal', 'service']);

/** Whether a purpose rests on the customer's consent; one that nobody has thought of does. */
export function restsOnConsent(purpose: string | null): boolean {
  return purpose !== null && !WITHOUT_CONSENT.has(purpose);
}

/** Customers who agreed to be reached by e-mail for what the caller reads for. */
export const agreesToEmail = agreesBy('agreesToEmail', ['EMAIL']);

/** The same by voice and text message. */
export const agreesToCalls = agreesBy('agreesToCalls', ['PHONE', 'SMS']);

/** The same by letter. */
export const agreesToPost = agreesBy('agreesToPost', ['POST']);

/** A consent that names no channel is one for all. Of several, one refusal outweighs every grant. */
function agreesBy(name: string, channels: readonly string[]): RowRule {
  return new RowRule({
    name,
    judgeCaller: ({ purpose }) => (restsOnConsent(purpose) ? 'by-row' : 'every-row'),
    needs: { Customer: 'consents { purpose channel granted }' },
    holds({ consents }, { purpose }) {
      const said = Array.isArray(consents) ? consents.filter(isRecord) : [];
      const concerning = said.filter(
        (one) =>
          isSameWord(one['purpose'], purpose) &&
          (one['channel'] === null || channels.some((channel) => channel === one['channel'])),
      );
      return concerning.length > 0 && concerning.every((one) => one['granted'] === true);
    },
  });
}

function isSameWord(said: unknown, purpose: string | null): boolean {
  return typeof said === 'string' && said.toLowerCase() === purpose?.toLowerCase();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
