/**
 * The one direction that dependencies take (ARCHITECTURE.md, "Who may import whom").
 * Type-only imports count: `tsPreCompilationDeps` keeps them in the graph.
 */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(main|renderer|server|shared|tests|bench)/', pathNot: allowed },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only('lib-is-the-bottom', '^shared/lib/', '^shared/lib/', 'lib knows nothing above it'),
    only('domain-knows-lib', '^shared/domain/', '^shared/(lib|domain)/', 'rules do not know the wire'),
    only('contract-knows-domain', '^shared/contract/', '^shared/', 'the contract is shared'),
    only('core-is-plain', '^main/core/', '^(main/core|shared)/', 'the core knows no host'),
    only(
      'electron-binds-core',
      '^main/electron/',
      '^(main/electron|main/core|shared)/',
      'a host binds the core',
    ),
    only(
      'loopback-binds-core',
      '^main/loopback/',
      '^(main/loopback|main/core|shared)/',
      'a host binds the core',
    ),
    only(
      'renderer-knows-shared',
      '^renderer/',
      '^(renderer|shared)/',
      'the renderer has no power of its own',
    ),
    only('server-knows-shared', '^server/', '^(server|shared)/', 'the server knows no client'),
    only(
      'the-other-client-knows-the-documents',
      '^tests/contract/server/other(Client|Copy|Formats|Line|Recovery|Wire)\\.ts$',
      '^tests/contract/server/other(Client|Copy|Formats|Line|Recovery|Wire)\\.ts$',
      'it proves that docs/sync.md and docs/formats.md are enough to write a client from',
    ),
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(main|renderer|server|shared|bench)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'electron-only-in-the-shell',
      severity: 'error',
      from: { path: '^(main|renderer|server|shared|bench)/', pathNot: '^main/electron/' },
      to: { path: '(^|node_modules/)electron(/|$)' },
    },
    {
      name: 'shared-is-pure',
      comment: 'no Node, no DOM, no Electron',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '^renderer/vite\\.config\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What benchmarks compare with is a package of its own, installed only for them.
    exclude: { path: '(^|/)(dist|data)/|^bench/peers/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
