import { configJsonSchema } from '../gateway/config.ts';

process.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
