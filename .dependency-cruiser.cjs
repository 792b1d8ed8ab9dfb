/** Who may import whom; the table with the reasons is in docs/ARCHITECTURE.md. */
const SHARED = '^miniprogram/shared/';
const PHONE_PAGES = '^miniprogram/(pages|games|organiser|components|app)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that import each other are one idea in two places.',
      severity: 'error',
      from: { pathNot: ['node_modules', '^test/'] },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'only-declared-packages',
      comment:
        'What package.json does not name is there by accident, and gone with the next update.',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'phone-knows-only-the-phone',
      comment:
        'Only what is below miniprogram/ reaches the phone; TDesign comes by usingComponents.',
      severity: 'error',
      from: { path: '^miniprogram/' },
      to: { pathNot: '^miniprogram/' },
    },
    {
      name: 'shared-is-pure',
      comment: 'Phone and cloud both run shared code, so it may lean on nothing but itself.',
      severity: 'error',
      from: { path: SHARED },
      to: { pathNot: SHARED },
    },
    {
      name: 'services-know-no-pages',
      comment: 'Pages ask services; a service that knows a page cannot serve another.',
      severity: 'error',
      from: { path: '^miniprogram/services/' },
      to: { path: PHONE_PAGES },
    },
    {
      name: 'domain-is-pure',
      comment: 'The domain is figures and rules: no library, no Node module, no I/O.',
      severity: 'error',
      from: { path: '^server/domain/' },
      to: {
        pathNot: ['^server/domain/', SHARED, '^server/ports/'],
      },
    },
    {
      name: 'ports-know-no-implementation',
      comment: 'A port says what is needed, in our words.',
      severity: 'error',
      from: { path: '^server/ports/' },
      to: { pathNot: ['^server/ports/', SHARED] },
    },
    {
      name: 'usecases-see-ports-only',
      comment: 'A use case runs unchanged over the cloud, over memory and in simulation.',
      severity: 'error',
      from: { path: '^server/usecases/' },
      to: { path: ['^server/adapters/', '^server/compose', '^server/api/', '^node_modules/'] },
    },
    {
      name: 'adapters-know-no-usecases',
      comment: 'An adapter translates one outside thing and decides nothing.',
      severity: 'error',
      from: { path: '^server/adapters/' },
      to: { path: ['^server/usecases/', '^server/api/', '^server/compose'] },
    },
    {
      name: 'entry-points-call-the-composition',
      comment:
        'An entry point translates; everything else is a call into code that runs without the platform.',
      severity: 'error',
      from: { path: '^cloudfunctions/' },
      to: { path: '^server/', pathNot: ['^server/compose', '^server/api/'] },
    },
    {
      name: 'server-knows-no-stand-in',
      comment: 'Production code must not be able to tell the stand-ins from the real thing.',
      severity: 'error',
      from: { path: '^(server|cloudfunctions)/' },
      to: { path: ['^local/', '^test/', '^scripts/', '^bench/'] },
    },
    {
      name: 'outside-world-shares-nothing',
      comment:
        'If a stand-in borrowed our code, both could be wrong together and still agree. Only the declared collections are read.',
      severity: 'error',
      from: { path: '^local/' },
      to: { path: ['^server/', '^cloudfunctions/'], pathNot: '^server/collections' },
    },
    {
      name: 'stand-ins-stand-alone',
      comment: 'The cloud, the sandbox and the simulator can each be replaced.',
      severity: 'error',
      from: { path: '^local/(cloud|wechatpay|simulator)/' },
      to: { path: '^local/(cloud|wechatpay|simulator)/', pathNot: '^local/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|miniprogram_npm|trap-program)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
