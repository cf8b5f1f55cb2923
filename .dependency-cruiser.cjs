/** Which folder may import which. Each rule says why it exists. */
const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    rule('no-circular', 'A cycle is two files that are one idea.', {}, { circular: true }),
    rule(
      'schema-depends-on-nothing',
      'The contract is read by everything, so it imports nothing of ours.',
      { path: '^schema/' },
      { path: '^(gateway|subgraphs|cli|bench|console|test)/' },
    ),
    rule(
      'gateway-knows-no-division',
      'A division joins by its SDL and its URL; the gateway has no code for it.',
      { path: '^gateway/' },
      { path: '^(subgraphs|cli|bench|console|test)/' },
    ),
    rule(
      'kit-knows-no-room',
      'What every room needs cannot know one of them.',
      { path: '^subgraphs/kit/' },
      { path: '^subgraphs/(?!kit/)' },
    ),
    rule(
      'a-division-knows-no-other',
      'Rooms meet in the graph and in events, never in code.',
      { path: '^subgraphs/((?!kit/)[^/]+)/' },
      { path: '^subgraphs/(?!kit/|$1/)' },
    ),
    rule(
      'rooms-know-no-gateway',
      'A room runs without the gateway.',
      { path: '^subgraphs/' },
      { path: '^(gateway|cli|bench|console|test)/' },
    ),
    rule(
      'the-sample-knows-no-room',
      'The sample company comes in through the doors that every division uses.',
      { path: '^sample/' },
      { path: '^(gateway|subgraphs|cli|bench|console|test)/' },
    ),
    rule(
      'only-tests-import-tests',
      'A test helper is not product code.',
      { path: '^(schema|gateway|subgraphs|sample|cli|bench|console)/' },
      { path: '^test/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
