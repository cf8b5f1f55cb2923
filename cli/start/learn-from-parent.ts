/**
 * Loaded into each process that `npm start` starts, after the packages of its program and before the program:
 * waits for the part of its environment that is only known when others have started.
 */
const told = await new Promise<Record<string, string>>((resolve) => {
  process.once('message', (message) => resolve(message as Record<string, string>));
});
Object.assign(process.env, told);

export {};
