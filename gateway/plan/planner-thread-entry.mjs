// A worker thread does not inherit the process's TypeScript loader on every version of Node.
import { register } from 'tsx/esm/api';

register();
await import('./planner-thread.ts');
