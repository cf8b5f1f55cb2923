/** The PostgreSQL server that a bench runs on. Without one it says so and ends the process. */
export function serverAddress(): string {
  const address = process.env['TEST_DATABASE_URL'];
  if (address !== undefined) return address;
  console.error('TEST_DATABASE_URL must be the address of a PostgreSQL server, but is not set.');
  process.exit(1);
}
