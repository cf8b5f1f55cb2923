import { pathToFileURL } from 'node:url';
import { supervise } from '../../../cli/start/supervised-process.ts';

/** A program that supervises the program it is given, and says the number of each. */
const [entry = '', dataDirectory = ''] = process.argv.slice(2);
await supervise(
  {
    name: 'child',
    entry: pathToFileURL(entry),
    environment: () => ({ PATH: process.env['PATH'] }),
    onReady: (text) => console.log(text),
  },
  { dataDirectory, report: () => undefined },
);
