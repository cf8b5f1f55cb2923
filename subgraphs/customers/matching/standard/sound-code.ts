/** Letters that sound alike have one digit; vowels and silent ones have none. */
const CODES: Readonly<Record<string, string>> = {
  ...{
    b: '1',
    p: '1',
    f: '2',
    v: '2',
    w: '',
    c: '3',
    k: '3',
    q: '3',
    g: '3',
    j: '4',
    s: '5',
    z: '5',
  },
  ...{ x: '35', d: '6', t: '6', l: '7', m: '8', n: '8', r: '9' },
};

/**
 * What a name sounds like, roughly: its first sound and the next four consonants, so that most misspellings
 * have the same code. Empty for a text without letters.
 */
export function soundCode(name: string): string {
  const text = name
    .replace(/^(kn|gn|pn)/, 'n')
    .replace(/^wr/, 'r')
    .replace(/ph/g, 'f')
    .replace(/(sch|sh|ch|tch)/g, 'j')
    .replace(/(ght|gh)/g, 't')
    .replace(/c(?=[eiy])/g, 's');
  let code = '';
  let last = '';
  for (const letter of text) {
    const digit = CODES[letter] ?? '';
    if (digit !== '' && digit !== last) code += digit;
    last = digit;
    if (code.length >= 5) break;
  }
  const vowelFirst = /^[aeiouy]/.test(text) ? 'a' : '';
  return vowelFirst + code;
}
