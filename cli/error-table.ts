import { readFileSync, writeFileSync } from 'node:fs';
import { errorTable } from '../gateway/errors.ts';

/** Writes the error catalogue into README.md, between its two marks. */
const BEGIN = '<!-- errors:begin -->';
const END = '<!-- errors:end -->';
const file = new URL('../README.md', import.meta.url);

const readme = readFileSync(file, 'utf8');
const before = readme.slice(0, readme.indexOf(BEGIN) + BEGIN.length);
const after = readme.slice(readme.indexOf(END));
writeFileSync(file, `${before}\n\n${errorTable()}\n\n${after}`);
