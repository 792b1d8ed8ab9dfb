export { type BuildOptions, type BuildResult, buildMiniProgram } from './build/build';
export { type Simulator, type SimulatorOptions, serveSimulator } from './serve/serve';
