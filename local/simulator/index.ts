export { type BuildOptions, type BuildResult, buildMiniProgram } from './build/build';
export type { PaymentAnswer, PaymentPage, PaymentRequest, Payments } from './payments';
export { type Simulator, type SimulatorOptions, serveSimulator } from './serve/serve';
