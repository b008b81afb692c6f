/** The import rules of the house: imports point one way, main → app → rooms → pure rooms → leaves. */
const pure = '^src/(assurance|person|claims)/(?!registers/)'
/** What a pure room may use (not `person/registers/`, which speaks with the registers): itself, the other pure rooms, and types of the adapter contract. */
const pureMayUse = [
  '^src/(assurance|person|claims)/(?!registers/)',
  '^idp-adapters/contract\\.ts$',
  '^node:?crypto$',
  '^crypto$',
]

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'engine-in-one-room',
      comment: 'Only src/authorization-server may import oidc-provider.',
      severity: 'error',
      from: { pathNot: '^(src/authorization-server|bench)/' },
      to: { path: 'node_modules/(@types/)?oidc-provider' },
    },
    {
      name: 'adapters-know-only-their-contract',
      comment: 'An adapter imports its own folder, the shared federation core, the contract, and libraries.',
      severity: 'error',
      from: { path: '^idp-adapters/' },
      to: { path: '^(src|config|demo|test|bench)/' },
    },
    {
      name: 'adapters-do-not-know-each-other',
      severity: 'error',
      from: { path: '^idp-adapters/([^/]+)/.+', pathNot: '^idp-adapters/simulators/' },
      to: { path: '^idp-adapters/[^/]+/', pathNot: '^idp-adapters/($1|federation|simulators)/' },
    },
    {
      name: 'adapters-do-not-know-simulators',
      comment: 'A simulator is the outside world: only the simulators of a folder use the simulator core.',
      severity: 'error',
      from: { path: '^idp-adapters/', pathNot: '^idp-adapters/(simulators/|[^/]+/simulator/)' },
      to: { path: '^idp-adapters/(simulators/|[^/]+/simulator/)' },
    },
    {
      name: 'broker-knows-adapters-by-contract',
      comment: 'Nothing in src/ imports an adapter, except the list that main.ts injects.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^idp-adapters/', pathNot: '^idp-adapters/(contract|kinds)\\.ts$' },
    },
    {
      name: 'only-main-knows-the-list-of-adapters',
      comment: 'And the command where it stands in for the broker: offline, and when it judges the configuration.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|cli/offline/open-admin-parts|cli/doctor/doctor-command)\\.ts$' },
      to: { path: '^idp-adapters/kinds\\.ts$' },
    },
    {
      name: 'pure-rooms-stay-pure',
      severity: 'error',
      from: { path: pure },
      to: { pathNot: pureMayUse },
    },
    {
      name: 'leaves-import-no-room',
      comment: 'The store, the clock, the log and the keys serve the rooms and know none of them.',
      severity: 'error',
      from: { path: '^src/(store|operations|keys)/' },
      to: { path: '^src/', pathNot: '^src/(store|operations|keys|http)/' },
    },
    {
      name: 'product-does-not-import-its-surroundings',
      severity: 'error',
      from: { path: '^(src|idp-adapters|config)/' },
      to: { path: '^(test|demo|bench|resource-server)/' },
    },
    {
      name: 'every-import-resolves',
      comment: 'A rule sees only what the tool could resolve.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'rooms-do-not-import-composition',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: '^src/cli/' },
      to: { path: '^src/(main|app|broker|load-providers|answer-kinds|build-admin-parts|open-[a-z]+)\\.ts$' },
    },
    {
      name: 'engine-room-does-not-know-the-login-room',
      severity: 'error',
      from: { path: '^src/authorization-server/' },
      to: { path: '^src/(login|views|cli)/' },
    },
    {
      name: 'console-changes-nothing-itself',
      comment:
        'What the console shows and does goes through the operations of the admin API, with the person’s own rights.',
      severity: 'error',
      from: { path: '^src/console/' },
      to: {
        path: '^src/(registry/(store|seed)|store|audit/(search|trail|verify))(/|\\.ts$)',
        pathNot: '^src/store/unit-of-work\\.ts$',
      },
    },
    {
      name: 'demo-is-somebody-elses',
      comment: 'The demo is written as a service provider would write it.',
      severity: 'error',
      from: { path: '^demo/' },
      to: { path: '^(src|idp-adapters|config|test)/' },
    },
    {
      name: 'resource-server-stands-alone',
      comment: 'To be copied into any API: itself, jose and Node; http for trying an API alone.',
      severity: 'error',
      from: { path: '^resource-server/' },
      to: { pathNot: '^(resource-server/|node_modules/jose/|(node:)?(crypto|http|util)$)' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
}
