/** The line that makes an SDL a subgraph of federation 2. */
export function federationLink(...directives: readonly string[]): string {
  const names = directives.map((name) => `"${name}"`).join(', ');
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: [${names}])\n`;
}
