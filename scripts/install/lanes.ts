// The two editors that the tests run in: VS Code as npm's code-server carries it, newest and oldest supported.
export type LaneName = 'newest' | 'oldest';

export interface LaneRecipe {
  readonly codeServer: string;
  /** The Node it runs on, as published on npm; without one, the Node that runs the scripts. */
  readonly node: string | undefined;
  /** Native modules in its own node_modules folder that have to be compiled. */
  readonly serverNatives: readonly string[];
  /** Native modules of the VS Code in it. Without spdlog every Output channel stays blank. */
  readonly editorNatives: readonly string[];
}

export const LANES: Readonly<Record<LaneName, LaneRecipe>> = {
  // VS Code 1.139
  newest: {
    codeServer: '4.139.1',
    node: undefined,
    serverNatives: [],
    editorNatives: ['@vscode/spdlog', '@vscode/native-watchdog'],
  },
  // VS Code 1.103, the "engines" of package.json
  oldest: {
    codeServer: '4.103.2',
    node: '22.23.3',
    serverNatives: ['argon2'],
    editorNatives: ['@vscode/spdlog', 'native-watchdog', 'node-pty'],
  },
};
